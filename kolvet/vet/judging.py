"""Which posts name the brand, and what each says of it: from the cache, else judged now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kolvet import __version__
from kolvet.model.brands import Target
from kolvet.model.judgements import Judgement
from kolvet.model.report import JudgedPost
from kolvet.model.store import StoredPost
from kolvet.store import Store
from kolvet.text.judge import Question, engine_version, judge
from kolvet.text.mentions import MentionFinder

BATCH = 200
"""Posts judged between two steps of the progress bar; each batch is stored when it is done."""

Progress = Callable[[int, int], None]
"""Called with (judged so far, to judge)."""


@dataclass(frozen=True, slots=True)
class Judging:
    """What to judge toward, and with which engine."""

    target: Target
    engine: str

    @property
    def cache_key(self) -> str:
        """Engine and version: another version judges anew."""
        return f"{self.engine}/{engine_version(self.engine)}"


def judge_posts(
    store: Store, posts: Iterable[StoredPost], judging: Judging, progress: Progress | None = None
) -> list[JudgedPost]:
    """Judge the posts that name the brand, in their order; the others are left out.

    Judgements are kept in the store by text, brand and engine version, batch by batch, so that a
    killed run loses at most one batch.
    """
    key = judging.target.key
    named = _screen(store, posts, judging)
    known = store.judgements(key, judging.cache_key, {post.digest for post in named})
    unknown = _first_of_each(post for post in named if post.digest not in known)
    for start in range(0, len(unknown), BATCH):
        batch = unknown[start : start + BATCH]
        judged = _judge_batch(batch, judging)
        store.keep_judgements(key, judging.cache_key, judged)
        known.update(judged)
        if progress:
            progress(start + len(batch), len(unknown))
    return [JudgedPost(post, known[post.digest]) for post in named if known[post.digest].mentioned]


def _screen(store: Store, posts: Iterable[StoredPost], judging: Judging) -> list[StoredPost]:
    """The posts that may name the brand; which ones cannot is remembered by their text."""
    key = f"{judging.target.key}/{__version__}"
    screened = store.screened(key)
    finder = MentionFinder(judging.target)
    named, passed = [], set()
    for post in posts:
        if post.digest in screened:
            continue
        if finder.may_name(post.text):
            named.append(post)
        else:
            passed.add(post.digest)
    if passed:
        store.keep_screened(key, passed)
    return named


def _first_of_each(posts: Iterable[StoredPost]) -> list[StoredPost]:
    return list({post.digest: post for post in posts}.values())


def _judge_batch(batch: Sequence[StoredPost], judging: Judging) -> dict[bytes, Judgement]:
    questions = [Question(text=post.text, target=judging.target) for post in batch]
    judgements = judge(questions, engine=judging.engine)
    return {post.digest: judgement for post, judgement in zip(batch, judgements, strict=True)}
