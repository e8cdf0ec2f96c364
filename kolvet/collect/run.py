"""One run of a fetch: which walks it takes, and what comes of them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from kolvet.collect.steps import Steps
from kolvet.collect.wish import Wish
from kolvet.errors import NothingToJudgeError, UsageError
from kolvet.model.fetch import COMPLETE, FetchSummary, Kind, StopReason, Walk, WalkCounts
from kolvet.model.posts import SHANGHAI, Account, Post
from kolvet.platforms import weibo
from kolvet.sources.client import Client
from kolvet.sources.failures import PageCapError, RefusedError
from kolvet.sources.source import Source
from kolvet.store import Store, WalkBook

RESUMED_WITHIN = timedelta(hours=1)
"""A walk that was left so recently goes on at once; after longer, new posts are read first."""
COOL_DOWN = timedelta(minutes=30)
"""How long nothing is asked of a platform that had enough (418). Format study, section 2.4."""
_LISTS = (Kind.TEXT, Kind.PAGE)
_FEW_OLDER = 3
"""Posts older than a list was read: so many are pinned ones, and no part of the history."""
_TEXTS = 50
"""Texts that earlier runs or imports left short and that a run asks for again."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a run brought, and why the source failed if it did."""

    summary: FetchSummary
    failure: RefusedError | None = None


def fetch(
    store: Store, source: Source, client: Client, wish: Wish, progress: Progress | None = None
) -> Fetched:
    """Fetch an account's posts into the store.

    A refusal, or the cap of pages, ends the run; what was fetched before it is stored, and the
    next run goes on from there.

    Raises:
        RefusedError: The platform refused before anything of the account was known.
        NothingToJudgeError: There is no such account.
        UsageError: The name fits several.
    """
    run = _Run(store, source, client, wish, progress)
    with run.minding_refusals():
        account = run.find_account()
    failure = None
    try:
        with run.minding_refusals():
            stop = run.go(account)
    except PageCapError:
        stop = run.left_by(StopReason.PAGE_CAP)
    except RefusedError as error:
        stop, failure = run.left_by(error.stop), error
    return Fetched(run.summary(account, stop), failure)


class _Run:
    def __init__(
        self, store: Store, source: Source, client: Client, wish: Wish, progress: Progress | None
    ) -> None:
        self._store = store
        self._source = source
        self._client = client
        self._wish = wish
        self._progress = progress
        self._book = store.walks(wish.owner, wish.fans_of)
        self._steps = Steps(store.seen, self._book, source, wish)
        self._now = datetime.now(UTC)
        self._walk: Walk | None = None
        self._stored = 0
        self._declared = 0

    def find_account(self) -> Account:
        """The account that is meant, asked of the platform only where the store cannot tell."""
        source, seen = self._source, self._store.seen
        self._mind_last_run()
        name = self._wish.name.strip().removeprefix(f"{source.platform}:")
        native_id = weibo.uid_of(name) or (name if name.isdecimal() else "")
        if not native_id and "/" in name and (mid := weibo.mid_of(name)):
            native_id = self._author_of(mid)
        if not native_id:
            nickname = weibo.nickname_of(name) or name
            if not nickname or "/" in nickname:  # no nickname holds one
                raise UsageError("source.no_name", name=name)
            known = seen.find_account_id(source.platform, nickname)
            native_id = known[0] if len(known) == 1 else source.find(nickname)
            if not known:
                seen.know_account(source.platform, native_id, nickname)
        self._check_owner(native_id)
        return seen.account(source.platform, native_id) or Account(source.platform, native_id, "")

    def _check_owner(self, native_id: str) -> None:
        """A blogger must not vanish among the brands because `--as` was typed by mistake.

        Raises:
            UsageError: The account is a blogger's, with posts, and is to be a brand's now.
        """
        owner, platform = self._wish.owner, self._source.platform
        if owner is None or not owner.is_brand:
            return
        if self._store.seen.is_bloggers(platform, native_id):
            name = self._store.seen.blogger_name(platform, native_id)
            raise UsageError("fetch.is_blogger", name=name, brand=owner.name)

    def _author_of(self, mid: str) -> str:
        """Whose post it is; the mobile face's addresses of posts do not say."""
        post = self._source.look(mid)
        if isinstance(post, Post) and post.author.native_id:
            return post.author.native_id
        raise NothingToJudgeError("source.no_account", name=self._wish.name)

    def _mind_last_run(self) -> None:
        """Keep the pace, and the peace, also after another run."""
        if self._client.wire.live and not self._source.local:
            check_cool_down(self._book, self._source.name, self._now)
        self._wait_since_last()

    def _wait_since_last(self) -> None:
        asked = self._book.last_asked()
        if asked is not None and self._client.wire.live:
            self._client.wait_since(asked)

    @contextmanager
    def minding_refusals(self) -> Iterator[None]:
        """Remember for the next run that the platform has had enough."""
        try:
            yield
        except RefusedError as error:
            if error.stop is StopReason.THROTTLED and not self._source.local:
                self._book.note_refusal(self._source.name, datetime.now(UTC))
            raise

    def go(self, account: Account) -> StopReason:
        """Walk through the list, or through one search after the other."""
        stops = [self._list(account, about) for about in self._wish.about or ("",)]
        return next((stop for stop in stops if stop not in COMPLETE), stops[-1])

    def _list(self, account: Account, about: str) -> StopReason:
        walks = self._book.walks(self._source.name, account.native_id, about)
        waiting = [walk for walk in walks if self._has_lists(walk)]
        if self._wish.full:
            for walk in waiting:
                self._abandon(walk)
            waiting = []
        if not self._goes_on(walks):
            waiting.insert(0, self._begin(account, about, walks))
        stop = None
        for walk in waiting:
            stop = self._through(account, walk) or stop
        newest = waiting[0] if waiting else walks[0]
        older = [walk for walk in walks if walk.id != newest.id]
        self._extras(account, newest, older, again=bool(walks))
        return stop or newest.stop or StopReason.END

    def _has_lists(self, walk: Walk) -> bool:
        return any(self._book.count_tasks(walk, kind) for kind in _LISTS)

    def _goes_on(self, walks: list[Walk]) -> bool:
        """Whether the newest walk was left a moment ago, with something still to be asked."""
        if not walks or self._wish.full:
            return False
        kinds = (*_LISTS, *((Kind.COMMENTS,) if self._wish.comments else ()))
        left = any(self._book.count_tasks(walks[0], kind) for kind in kinds)
        recent = self._now - walks[0].asked_at < RESUMED_WITHIN
        return left and (recent or not walks[0].newest)

    def _abandon(self, walk: Walk) -> None:
        for kind in _LISTS:
            self._book.drop(walk, kind)
        walk.done = True
        self._book.save(walk)

    def _begin(self, account: Account, about: str, walks: list[Walk]) -> Walk:
        """Read the profile, and begin at the top."""
        profile = self._source.profile(account.native_id)
        until = next((walk.newest for walk in walks if walk.newest), "")
        return self._book.begin(
            profile,
            source=self._source.name,
            about=about,
            until="" if self._wish.full else until,
            now=datetime.now(UTC),
            texts=self._store.seen.truncated_of(account.platform, account.native_id, _TEXTS),
        )

    def _through(self, account: Account, walk: Walk) -> StopReason | None:
        """Ask what is left of a walk's list; gives why it stopped."""
        self._walk = walk
        self._note_progress(account)
        stop: StopReason | None = None
        while (task := self._book.next_task(walk, _LISTS)) is not None:
            if task.kind is Kind.TEXT:
                self._steps.whole_text(walk, task)
                continue
            stop = self._steps.page(account, walk, task)
            self._show()
            # Texts of the last page are still to come; the page after it is not.
            if stop is not None:
                self._texts(walk)
                break
        self._has_ended(walk)
        return stop or walk.stop

    def _texts(self, walk: Walk) -> None:
        while (task := self._book.next_task(walk, (Kind.TEXT,))) is not None:
            self._steps.whole_text(walk, task)

    def _extras(self, account: Account, newest: Walk, older: list[Walk], *, again: bool) -> None:
        """Comments, and a second look at old posts once there was a walk before.

        What `older` walks had to leave of them is asked, too.
        """
        if self._wish.comments:
            self._steps.want_comments(newest)
        if again and self._wish.looks:
            self._steps.want_looks(newest, self._wish.looks)
        for walk in (newest, *older):
            self._walk = walk
            while self._wish.comments and (task := self._book.next_task(walk, (Kind.COMMENTS,))):
                self._steps.comments(account, walk, task)
            while task := self._book.next_task(walk, (Kind.LOOK,)):
                self._steps.look(walk, task)
            self._has_ended(walk)

    def _has_ended(self, walk: Walk) -> None:
        """Put a walk away; one that was read to its end says so again.

        A refusal while texts or comments were asked for had taken the place of its reason.
        """
        self._walk = None
        if walk.done and walk.stop not in COMPLETE:
            walk.stop = StopReason.NOTHING_NEW if walk.until else StopReason.END
            if walk.hidden and not walk.about:
                walk.stop = StopReason.HIDDEN_HISTORY
            self._book.save(walk)

    def left_by(self, stop: StopReason) -> StopReason:
        """Note on the walk in hand why the run ended in the middle of it, and when."""
        if self._walk is not None:
            self._walk.stop = stop
            if stop not in {StopReason.PAGE_CAP, StopReason.OFFLINE}:
                self._walk.asked_at = datetime.now(UTC)
            self._book.save(self._walk)
        return stop

    def _note_progress(self, account: Account) -> None:
        """Where the bar stands; counted once a walk, since counting takes longer than a page."""
        seen = self._store.seen
        known = seen.account(account.platform, account.native_id)
        stored = seen.count_posts(account.platform, account.native_id)
        self._stored = stored - self._steps.counts.new
        self._declared = (known.declared_posts if known else None) or 0

    def _show(self) -> None:
        if self._progress is not None:
            stored = self._stored + self._steps.counts.new
            self._progress(stored, max(self._declared, stored))

    def summary(self, account: Account, stop: StopReason) -> FetchSummary:
        """What is known now, whatever happened."""
        seen = self._store.seen
        stored, first, last, truncated = seen.account_figures(account.platform, account.native_id)
        walks = [
            walk
            for about in self._wish.about or ("",)
            for walk in self._book.walks(self._source.name, account.native_id, about)
        ]
        reach = min((walk.oldest for walk in walks if walk.oldest), default=None)
        older = seen.count_older(account.platform, account.native_id, reach) if reach else 0
        left = sum(self._book.count_tasks(walk) for walk in walks)
        if stop is StopReason.SINCE_DATE:  # the page that was not wanted
            left -= sum(self._book.count_tasks(walk, Kind.PAGE) for walk in walks)
        return FetchSummary(
            source=self._source.name,
            account=seen.account(account.platform, account.native_id) or account,
            blogger=seen.blogger_name(account.platform, account.native_id),
            about=self._wish.about,
            stored=stored,
            first=reach if 0 < older <= _FEW_OLDER else first,
            last=last,
            truncated=truncated,
            comments=seen.count_comments(account.platform, account.native_id),
            run=self._steps.counts,
            walks=added(walk.counts for walk in walks),
            stop=stop,
            hidden=next((walk.hidden for walk in walks if walk.hidden), ""),
            visible_from=next((walk.oldest for walk in walks if walk.hidden), None),
            older=older if older <= _FEW_OLDER else 0,
            open_tasks=left,
        )


def check_cool_down(book: WalkBook, source: str, now: datetime) -> None:
    """Leave a platform alone that had enough a while ago.

    Raises:
        RefusedError: It is not over yet.
    """
    refused = book.last_refusal(source)
    if refused is not None and refused <= now < refused + COOL_DOWN:
        until = (refused + COOL_DOWN).astimezone(SHANGHAI)
        raise RefusedError(
            "source.cooling", StopReason.REFUSED, source=source, until=f"{until:%Y-%m-%d %H:%M}"
        )


def added(counts: Iterable[WalkCounts]) -> WalkCounts:
    """The counts of several walks together."""
    total = WalkCounts()
    for each in counts:
        for one in fields(WalkCounts):
            setattr(total, one.name, getattr(total, one.name) + getattr(each, one.name))
    return total
