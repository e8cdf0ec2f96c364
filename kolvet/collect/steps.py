"""One step of a walk: ask, then store the answer together with what is to be asked next."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from kolvet.collect.hidden import INFERRED, SAID, looks_hidden, says_hidden
from kolvet.collect.wish import Wish
from kolvet.model.fetch import (
    COMPLETE,
    Cursor,
    Gone,
    Kind,
    Listing,
    StopReason,
    Task,
    Walk,
    WalkCounts,
)
from kolvet.model.imports import ImportSummary, Row
from kolvet.model.posts import Account, Post
from kolvet.sources.failures import RefusedError
from kolvet.sources.source import Source
from kolvet.store import SeenPosts, WalkBook

T = TypeVar("T")

_KNOWN_PAGES = 20
"""Pages in a row that only repeat what this walk has met. A list by page number shifts down when
new posts come, by two hundred of them at most; beyond that the platform gives nothing older."""
_FAILURES = 3
"""Posts in a row about which nothing can be had: then it is not the posts."""
_CANDIDATES = 2_000
"""Posts considered for comments, or for a second look, in one run."""
_MISSING = 20
"""Posts missing from one page that are looked at: more are no deletions but another list."""
_GOT = "got"
_KNOWN = "known"
_ENDED = "ended"
_BY_PAGE = "by_page"


class Steps:
    """Takes one task after the other. `counts` is what this run brought."""

    def __init__(self, seen: SeenPosts, book: WalkBook, source: Source, wish: Wish) -> None:
        self._seen = seen
        self._book = book
        self._source = source
        self._wish = wish
        self.counts = WalkCounts()
        self._failures: Counter[Kind] = Counter()
        self._asked_texts: set[str] = set()

    def page(self, account: Account, walk: Walk, task: Task) -> StopReason | None:
        """Read one page; gives why the walk stops there, None when it goes on."""
        since = self._wish.since
        if since is not None and walk.oldest is not None and walk.oldest < since:
            walk.stop = StopReason.SINCE_DATE
            self._book.save(walk)
            return walk.stop
        listing = self._source.listing(account, walk.about, task.cursor)
        if listing.empty:
            return self._nothing_there(account, walk, task, listing)
        posts = [post for post in listing.posts if post.native_id not in listing.pinned]
        ids = [post.native_id for post in listing.posts]
        if self._seen.all_of_walk(walk, ids) or _is_above_the_end(walk, task, posts):
            return self._met_again(account, walk, task, listing)
        stop = self._stop_after(walk, listing, posts)
        with self._book.answer(walk, task) as following:
            kept = self._book.keep_rows(walk, listing.rows, walk.counts.read)
            self._note_page(walk, listing, posts, kept)
            self._note_notice(walk, listing)
            if stop is None and "since_id" not in (listing.next or {}):
                stop = StopReason.END if self._has_all(account, walk) else None
            if stop not in COMPLETE and listing.next is not None:
                following.append(Task(Kind.PAGE, cursor=_following(task.cursor, listing.next)))
            following += self._tasks_of(walk, listing, posts)
            if stop is StopReason.END:
                stop = self._end(account, walk)
            walk.stop, walk.done = stop, stop in COMPLETE
        return stop

    def _stop_after(self, walk: Walk, listing: Listing, posts: list[Post]) -> StopReason | None:
        """Whether the page is the last; a pinned post, however old, says nothing."""
        ids = [post.native_id for post in posts]
        if walk.until and self._is_known(walk, ids):
            return StopReason.NOTHING_NEW
        if listing.next is None:
            return StopReason.END
        since = self._wish.since
        old = (post.published for post in posts if post.published is not None)
        if since is not None and any(published < since for published in old):
            return StopReason.SINCE_DATE
        return None

    def _has_all(self, account: Account, walk: Walk) -> bool:
        """Whether this walk, from top to bottom, has met as many posts as the profile declares.

        What other walks and imports brought says nothing about where this list ends.
        """
        declared = self._declared(account)
        if walk.about or declared is None:
            return False
        # The cheap bound first: it counts what was met twice.
        if walk.counts.read < declared:
            return False
        return self._seen.met_by(walk) + walk.counts.rejected >= declared

    def _met_again(
        self, account: Account, walk: Walk, task: Task, listing: Listing
    ) -> StopReason | None:
        """A page that holds only what this walk has met.

        Lists by page number shift while they are read, some servers mind only one of their two
        places, and one that has no older posts may begin anew.
        """
        times = int(task.cursor.get(_KNOWN, 0)) + 1
        ends = _ENDED in task.cursor or self._has_all(account, walk)
        with self._book.answer(walk, task) as following:
            self._seen.mark_seen(
                walk.platform, [post.native_id for post in listing.posts], datetime.now(UTC)
            )
            self._count(walk, pages=1)
            self._note_notice(walk, listing)
            if ends or listing.next is None:
                walk.stop = self._end(account, walk)
                walk.done = True
            else:
                following.append(Task(Kind.PAGE, cursor=_beyond(task.cursor, listing.next, times)))
                walk.stop = StopReason.REPEATED if times >= _KNOWN_PAGES else None
        return walk.stop

    def _is_known(self, walk: Walk, ids: list[str]) -> bool:
        """Whether the page reaches what the walk before has seen.

        Ids grow with time, so one that is old enough tells; a search may have another order.
        """
        if walk.about:
            return bool(ids) and self._seen.all_stored(walk, ids)
        return any(_number(native_id) <= _number(walk.until) for native_id in ids)

    def _note_page(
        self, walk: Walk, listing: Listing, posts: list[Post], kept: ImportSummary
    ) -> None:
        now = datetime.now(UTC)
        self._seen.mark_seen(walk.platform, [post.native_id for post in listing.posts], now)
        self._count(
            walk,
            pages=1,
            read=len(listing.rows),
            new=kept.new,
            updated=kept.updated,
            rejected=kept.rejected,
            not_own=listing.not_own,
        )
        if walk.hidden == INFERRED:  # there was more, after all
            walk.hidden = ""
        newest = max((post.native_id for post in posts), key=_number, default="")
        walk.newest = max(walk.newest, newest, key=_number)
        times = [post.published for post in posts if post.published is not None]
        walk.oldest = min([*times, *([walk.oldest] if walk.oldest else [])], default=None)

    def _tasks_of(self, walk: Walk, listing: Listing, posts: list[Post]) -> Iterable[Task]:
        """What the page leaves to ask: whole texts, comments, and posts that ought to be there."""
        ids = [post.native_id for post in listing.posts]
        for native_id in self._seen.truncated_ids(walk.platform, ids):
            yield Task(Kind.TEXT, native_id)
        cut = {post.native_id: post.text for post in listing.posts if post.truncated}
        for native_id in self._seen.rewritten(walk.platform, cut):
            yield Task(Kind.LOOK, native_id)
        if self._wish.comments:
            for native_id, text in self._seen.uncommented(walk.platform, ids):
                if self._wish.matters(text):
                    yield Task(Kind.COMMENTS, native_id)
        times = [post.published for post in posts if post.published is not None]
        if times and not walk.about:
            missing = self._seen.missing_between(walk, ids, min(times), max(times))
            for native_id in missing if len(missing) <= _MISSING else ():
                yield Task(Kind.LOOK, native_id)

    def _nothing_there(
        self, account: Account, walk: Walk, task: Task, listing: Listing
    ) -> StopReason:
        """An empty page, asked for twice: the end of the list, or a platform that holds back.

        It is the end after a page that named no place to go on in a list that had named them, in
        a search, and where all is there. Else the question stays, and the next run asks it again.
        """
        declared = self._declared(account)
        is_end = (
            bool(walk.about)
            or _ENDED in task.cursor
            or declared == 0
            or self._has_all(account, walk)
        )
        self._note_notice(walk, listing)
        if is_end or walk.hidden:
            with self._book.answer(walk, task):
                self._count(walk, pages=1)
                walk.stop = self._end(account, walk)
                walk.done = True
            return walk.stop
        if self._looks_hidden(account, walk):
            walk.hidden = INFERRED
        walk.stop = StopReason.HIDDEN_HISTORY if walk.hidden else StopReason.EMPTY_TWICE
        walk.asked_at = datetime.now(UTC)
        self._count(walk, pages=1)
        self._book.save(walk)
        return walk.stop

    def _note_notice(self, walk: Walk, listing: Listing) -> None:
        """Keep what stands under one of the pages: the one after it may say nothing."""
        if says_hidden(listing.notice):
            walk.hidden = SAID

    def _end(self, account: Account, walk: Walk) -> StopReason:
        """The end of the list, or of what the account shows of it.

        Where a search ends says nothing: it finds only some of the posts.
        """
        if walk.about:
            return StopReason.END
        if not walk.hidden and self._looks_hidden(account, walk):
            walk.hidden = INFERRED
        return StopReason.HIDDEN_HISTORY if walk.hidden else StopReason.END

    def _looks_hidden(self, account: Account, walk: Walk) -> bool:
        stored = self._seen.count_posts(walk.platform, walk.native_id)
        return looks_hidden(walk.oldest, datetime.now(UTC), self._declared(account), stored)

    def _declared(self, account: Account) -> int | None:
        known = self._seen.account(account.platform, account.native_id)
        return known.declared_posts if known else None

    def whole_text(self, walk: Walk, task: Task) -> None:
        """Read the whole text of a post; where that cannot be had it stays marked as truncated.

        A later run asks again: a login may open what was shut.
        """
        text: str | None = None
        if task.key not in self._asked_texts:
            self._asked_texts.add(task.key)
            text = self._about_one_post(walk, Kind.TEXT, lambda: self._source.whole_text(task.key))
        with self._book.answer(walk, task):
            if text:
                self._seen.complete_text(walk, task.key, text)
            self._count(walk, texts=int(bool(text)), texts_missing=int(not text))

    def _about_one_post(self, walk: Walk, kind: Kind, ask: Callable[[], T]) -> T | None:
        """What `ask` gives; None for a post about which nothing can be had.

        What is wrong with one post must not keep the others. After several in a row nothing of
        the kind is asked any more: it is not the posts, and the list itself can still be read.

        Raises:
            RefusedError: The platform refuses.
        """
        if self._failures[kind] >= _FAILURES:
            self._count(walk, failed=1)
            return None
        try:
            found = ask()
        except RefusedError as error:
            if error.stop is not StopReason.BAD_ANSWER and error.key != "source.server_error":
                raise
            self._failures[kind] += 1
            self._count(walk, failed=1)
            return None
        self._failures[kind] = 0
        return found

    def want_comments(self, walk: Walk) -> None:
        """Put those posts into the queue whose comments matter and were never asked for."""
        candidates = self._seen.posts_for_comments(walk, _CANDIDATES)
        self._book.add_tasks(
            walk,
            [Task(Kind.COMMENTS, key) for key, text in candidates if self._wish.matters(text)],
        )

    def comments(self, account: Account, walk: Walk, task: Task) -> None:
        """Read one page of comments under a post."""
        got = int(task.cursor.get(_GOT, 0))
        cursor = {name: value for name, value in task.cursor.items() if name != _GOT}
        page = self._about_one_post(
            walk, Kind.COMMENTS, lambda: self._source.comments(task.key, account, cursor)
        )
        if page is None:  # not marked as asked: a later run tries again
            with self._book.answer(walk, task):
                return
        rows = page.rows[: max(self._wish.comments - got, 0)]
        with self._book.answer(walk, task) as following:
            kept = self._book.keep_rows(walk, rows, walk.counts.comments)
            self._count(walk, pages=1, comments=kept.new)
            got += len(rows)
            if page.next is not None and got < self._wish.comments:
                following.append(Task(Kind.COMMENTS, task.key, {**page.next, _GOT: got}))
            else:
                self._seen.mark_comments_asked(walk.platform, task.key, datetime.now(UTC))

    def want_looks(self, walk: Walk, most: int) -> None:
        """Put a sample of old posts into the queue, those that were seen longest ago.

        Four in five are posts that matter, so that these come round soon; the others come, too.
        """
        found = self._seen.posts_to_look_at(walk, walk.started_at, _CANDIDATES)
        matter = [key for key, text in found if self._wish.matters(text)]
        mattering = set(matter)
        others = [key for key, _ in found if key not in mattering]
        first = matter[: most - min(most // 5, len(others))]
        chosen = [*first, *others, *matter[len(first) :]][:most]
        self._book.add_tasks(walk, [Task(Kind.LOOK, key) for key in chosen])

    def look(self, walk: Walk, task: Task) -> None:
        """Look at a known post again: the same, edited, or gone."""
        found = self._about_one_post(walk, Kind.LOOK, lambda: self._source.look(task.key))
        now = datetime.now(UTC)
        before = self._seen.stored_text(walk.platform, task.key)
        with self._book.answer(walk, task):
            self._count(walk, looked=1)
            if found is None:
                return
            if isinstance(found, Gone):
                gone = self._seen.mark_gone(walk.platform, task.key, now)
                self._count(walk, deleted=int(gone))
                return
            changed = _has_changed(before, found)
            post = replace(found, edited=found.edited or changed)
            self._book.keep_rows(walk, [Row(1, post)], walk.counts.read)
            self._seen.mark_seen(walk.platform, [task.key], now)
            self._count(walk, edited=int(changed))

    def _count(self, walk: Walk, **added: int) -> None:
        for counts in (self.counts, walk.counts):
            for name, number in added.items():
                setattr(counts, name, getattr(counts, name) + number)


def _is_above_the_end(walk: Walk, task: Task, posts: list[Post]) -> bool:
    """Whether a list that had ended shows only newer posts at the page's number.

    They were written since the walk began, and are for the walk after it to read.
    """
    if _ENDED not in task.cursor or walk.oldest is None:
        return False
    return all(post.published is not None and post.published >= walk.oldest for post in posts)


def _following(asked: Cursor, named: Cursor) -> Cursor:
    """Where the list goes on after a page with something new.

    It is noted if the list named its places so far and this page named none; and a list that
    minds only page numbers is asked by them from then on.
    """
    if _BY_PAGE in asked:
        return {"page": named["page"], _BY_PAGE: 1}
    if "since_id" in asked and "since_id" not in named:
        return {**named, _ENDED: 1}
    return named


def _beyond(asked: Cursor, named: Cursor, times: int) -> Cursor:
    """Where to go on behind a page that is known: by the page's number, then by the next one."""
    page = named["page"] if "since_id" not in asked else asked.get("page", named["page"])
    return {"page": page, _BY_PAGE: 1, _KNOWN: times}


def _has_changed(before: tuple[str, bool] | None, found: Post) -> bool:
    """Whether the author changed the text since; a text cut short says nothing."""
    if before is None or before[1] or found.truncated:
        return False
    return before[0].split() != found.text.split()


def _number(native_id: str) -> int:
    return int(native_id) if native_id.isdecimal() else 0
