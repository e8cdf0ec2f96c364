"""Everything about a blogger that counts up to an instant: the subject of checks and verdict."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kolvet.model.brands import Target
from kolvet.model.crowd import NOBODY, Crowd
from kolvet.model.posts import SHANGHAI
from kolvet.model.press import CaseNote
from kolvet.model.report import JudgedPost, JudgeInUse
from kolvet.model.store import Blogger, HiddenHistory, StoredPost
from kolvet.model.subject import CommentCopies, OwnPost, RivalPost, Subject
from kolvet.store import Store
from kolvet.text.judge import engine_version
from kolvet.text.measured import engine_errors
from kolvet.text.mentions import MentionFinder
from kolvet.text.own import is_boilerplate, own_words
from kolvet.vet.coverage import measure_coverage
from kolvet.vet.fans import FanDesk
from kolvet.vet.judging import Judging, Progress, judge_posts
from kolvet.vet.request import Request
from kolvet.vet.reviews import correct_subject, verified

RIVAL_POSTS = 300
"""Posts about rivals that are judged, the newest: enough to compare shares within some 5 %."""
OLDER_POSTS = 20
"""Stored posts from before a hidden history's window that make up for it: more than the pinned
one and a few from the press. *Prior*."""
LEAST_COPIED = 6
"""Characters from which the same comment by two accounts is no accident (顶, 沙发)."""


def gather(
    store: Store, blogger: Blogger, request: Request, progress: Progress | None = None
) -> tuple[Subject, Sequence[StoredPost]]:
    """What is known of the blogger's stance up to the as-of, with all his posts.

    `complete` adds what only a verdict needs.
    """
    store.verify_reported(blogger)
    blogger = store.as_known(blogger, request.as_of)
    posts = verified(store.posts(blogger, until=request.as_of))
    judged, set_aside, judge = _judge(store, posts, request, progress)
    day, brand = request.as_of.astimezone(SHANGHAI).date(), request.target.brand
    names = {each.name for each in request.target.family}
    own = own_posts(posts)
    coverage = measure_coverage(
        blogger,
        posts,
        own_word_posts=len(own),
        brand_posts=len(judged),
        unreviewed=len(judged),
        comments=store.comment_count(blogger, until=request.as_of),
        rejected_rows=store.rejected_rows(blogger),
    )
    subject = Subject(
        blogger=blogger,
        brand=brand.name,
        as_of=request.as_of,
        judged=tuple(judged),
        coverage=coverage,
        press=tuple(item for item in store.press(blogger, until=day) if item.brand in names),
        precedents=tuple(store.precedents(blogger, until=day)),
        followers=known_followers(blogger, store.case_notes(blogger)),
        error_rates=engine_errors(engine_version(request.engine)),
        set_aside=tuple(set_aside),
        judge=judge,
        posts=own,
        misspelt=bool(request.target.similar),
        owners=request.target.owners,
    )
    return correct_subject(store, request, subject, posts), posts


def _judge(
    store: Store, posts: Sequence[StoredPost], request: Request, progress: Progress | None
) -> tuple[list[JudgedPost], list[JudgedPost], JudgeInUse | None]:
    """The posts about the brand, those that a language model set aside, and which one did."""
    judged = judge_posts(store, posts, Judging(request.target, request.engine), progress)
    if request.judge is None:
        return judged, [], None
    from kolvet.vet.second_opinion import ask_judge  # 10 ms that a check without one need not pay

    heard = ask_judge(store, judged, request.target, request.judge, progress)
    return heard.judged, heard.set_aside, heard.judge


def open_desk(store: Store, request: Request) -> FanDesk:
    """The comments up to the as-of, read once for all brands that are asked about."""
    crowd = store.crowd(until=request.as_of)
    return FanDesk(store, request.as_of, request.policy, request.find_target, crowd)


def complete(
    store: Store, subject: Subject, posts: Sequence[StoredPost], request: Request, desk: FanDesk
) -> Subject:
    """The subject with everything that checks and the verdict look at besides his stance."""
    whole = replace(
        subject,
        rivals=judge_rivals(store, posts, request),
        read_at=_newest_reading(subject.blogger),
        copies=count_copies(desk.crowd, subject.blogger.id) if desk.crowd else None,
        hidden=hidden_history(store, subject.blogger, posts),
    )
    return replace(whole, fans=desk.ask(request.target, whole))


def hidden_history(
    store: Store, blogger: Blogger, posts: Sequence[StoredPost]
) -> HiddenHistory | None:
    """What a fetch found hidden; nothing where an export from before holds what is hidden now."""
    hidden = store.hidden_history(blogger)
    if hidden is None:
        return None
    older = sum(
        post.published is not None and post.published < hidden.visible_from for post in posts
    )
    return None if older >= OLDER_POSTS else hidden


def own_posts(posts: Sequence[StoredPost]) -> tuple[OwnPost, ...]:
    """The posts with words of their author's own."""
    pairs = ((post, own_words(post.text)) for post in posts)
    return tuple(OwnPost(post, own) for post, own in pairs if not is_boilerplate(own))


def judge_rivals(
    store: Store, posts: Sequence[StoredPost], request: Request
) -> tuple[RivalPost, ...] | None:
    """The newest posts that name a rival, judged toward all rivals as if they were one brand."""
    rivals = request.target.rivals
    if not rivals:
        return None
    target = Target(brand=rivals[0], family=rivals, rivals=(request.target.brand,))
    finder = MentionFinder(target)
    newest: list[StoredPost] = []
    for post in reversed(posts):
        if post.published is not None and finder.may_name(post.text):
            newest.append(post)
            if len(newest) == RIVAL_POSTS:
                break
    judged = judge_posts(store, reversed(newest), Judging(target, request.engine))
    return tuple(RivalPost(item.judgement.mentions[0].brand, item) for item in judged)


def count_copies(crowd: Crowd, blogger: int) -> CommentCopies | None:
    """How many comments under the blogger's posts repeat another account's words."""
    first: dict[int, int] = {}
    number = copies = 0
    for comment in crowd.comments:
        if crowd.posts[comment.post].blogger != blogger or comment.author == NOBODY:
            continue
        if len(crowd.texts[comment.text]) < LEAST_COPIED:
            continue
        number += 1
        copies += first.setdefault(comment.text, comment.author) != comment.author
    return CommentCopies(number, copies) if number else None


def known_followers(blogger: Blogger, notes: Sequence[CaseNote]) -> int | None:
    """All platforms added; a reported number stands in for an account that was never read."""
    read = [item.followers for item in blogger.accounts if item.followers is not None]
    if read:
        return sum(read)
    return max((note.followers for note in notes if note.followers is not None), default=None)


def _newest_reading(blogger: Blogger) -> datetime | None:
    read = [account.seen_at for account in blogger.accounts if account.seen_at is not None]
    return max(read, default=None)
