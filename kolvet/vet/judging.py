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
        return engine_version(self.engine)

    @property
    def screen_key(self) -> str:
        """What the finder depends on: the target, and the program that holds its rules."""
        return f"{self.target.key}/{__version__}"


def judge_posts(
    store: Store, posts: Iterable[StoredPost], judging: Judging, progress: Progress | None = None
) -> list[JudgedPost]:
    """Judge the posts that name the brand, in their order; the others are left out.

    Judgements are kept in the store by text, brand and engine version, batch by batch, so that a
    killed run loses at most one batch. Texts that cannot name the brand are remembered too.
    """
    key = judging.target.key
    screened = store.screened(judging.screen_key)
    candidates = [post for post in posts if post.digest not in screened]
    known = store.judgements(key, judging.cache_key, {post.digest for post in candidates})
    fresh = {post.digest: post for post in candidates if post.digest not in known}
    unknown = _screen(store, fresh.values(), judging) if fresh else []
    for start in range(0, len(unknown), BATCH):
        batch = unknown[start : start + BATCH]
        judged = _judge_batch(batch, judging)
        store.keep_judgements(key, judging.cache_key, judged)
        known.update(judged)
        if progress:
            progress(start + len(batch), len(unknown))
    return [
        JudgedPost(post, known[post.digest])
        for post in candidates
        if post.digest in known and known[post.digest].mentioned
    ]


def _screen(store: Store, posts: Iterable[StoredPost], judging: Judging) -> list[StoredPost]:
    """The posts that may name the brand; which ones cannot is remembered by their text."""
    finder = MentionFinder(judging.target)
    named, passed = [], []
    for post in posts:
        if finder.may_name(post.text):
            named.append(post)
        else:
            passed.append(post.digest)
    store.keep_screened(judging.screen_key, passed)
    return named


def _judge_batch(batch: Sequence[StoredPost], judging: Judging) -> dict[bytes, Judgement]:
    questions = [Question(text=post.text, target=judging.target) for post in batch]
    judgements = judge(questions, engine=judging.engine)
    return {post.digest: judgement for post, judgement in zip(batch, judgements, strict=True)}
