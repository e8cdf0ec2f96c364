"""Turning points: days from which he wrote otherwise of the brand than before.

The posts about the brand stand in order of time, each as -1 (critical), 0 or 1 (supportive). The
split whose two means differ most, measured in its own standard error, is a turning point if the
same posts in random order hardly ever split as clearly (permutation test; frozen stream, so that
the same data gives the same p). Both sides are searched again.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from kolvet.model.explained import TurningPoint
from kolvet.model.judgements import Stance
from kolvet.model.posts import SHANGHAI
from kolvet.model.report import JudgedPost
from kolvet.model.subject import Subject
from kolvet.policy import Policy

Floats = NDArray[np.float64]
VALUES = {Stance.CRITICAL: -1.0, Stance.NEUTRAL: 0.0, Stance.SUPPORTIVE: 1.0}
FEW_PERMUTATIONS = 199
MANY_POSTS = 2000
"""From so many posts on fewer permutations will do: a turn in them is clear, or none."""
MOST = 6
"""Turning points that are looked for: more are no turns but moods."""


def find_turns(
    subject: Subject, policy: Policy, judged: Sequence[JudgedPost] | None = None
) -> tuple[TurningPoint, ...]:
    """The turning points of these posts (all of the subject's if not given), oldest first."""
    dated = sorted(
        (
            (item.post.published, item.post.platform, item.post.native_id, stance)
            for item in (subject.judged if judged is None else judged)
            if item.post.published is not None and (stance := item.judgement.stance) is not None
        ),
    )
    values = np.array([VALUES[stance] for *_, stance in dated])
    found = _split(values, 0, policy, np.random.RandomState(policy.bootstrap.seed))
    kept = sorted(sorted(found, key=lambda turn: (turn[1], turn[0]))[:MOST])
    edges = [0, *(place for place, _ in kept), len(values)]
    days = [published.astimezone(SHANGHAI).date() for published, *_ in dated]
    return tuple(
        _turn(subject, policy, values, days[edges[index]], edges[index - 1 : index + 2], p)
        for index, (_, p) in enumerate(kept, start=1)
    )


def _turn(
    subject: Subject, policy: Policy, values: Floats, day: date, edges: Sequence[int], p: float
) -> TurningPoint:
    start, place, end = edges
    return TurningPoint(
        brand=subject.brand,
        day=day,
        before=float(values[start:place].mean()),
        after=float(values[place:end].mean()),
        posts_before=place - start,
        posts_after=end - place,
        p=p,
        recent=day >= subject.day - timedelta(days=policy.turns.recent_days),
    )


def _split(
    values: Floats, start: int, policy: Policy, random: np.random.RandomState
) -> list[tuple[int, float]]:
    """Places (in all values) and p of the turning points in this stretch."""
    least, number = policy.turns.least_posts, policy.turns.permutations
    if len(values) > MANY_POSTS:
        number = min(number, FEW_PERMUTATIONS)
    if len(values) < 2 * least:
        return []
    scale = _scale(len(values), least)
    clear, place = _clearest(values, least, scale)
    if clear <= 0:
        return []
    larger = 0
    for _ in range(number):
        larger += _clearest(random.permutation(values), least, scale)[0] >= clear - 1e-12
        if 1 + larger >= policy.turns.p * (1 + number):
            return []  # whatever the other permutations say
    p = (1 + larger) / (1 + number)
    return [
        *_split(values[:place], start, policy, random),
        (start + place, p),
        *_split(values[place:], start + place, policy, random),
    ]


def _scale(number: int, least: int) -> Floats:
    """The standard error of each split's difference, but for the spread of the values."""
    before = np.arange(least, number - least + 1, dtype=np.float64)
    result: Floats = np.sqrt(before * (number - before) / number)
    return result


def _clearest(values: Floats, least: int, scale: Floats) -> tuple[float, int]:
    """How clear the clearest split is, and how many values are before it."""
    number = len(values)
    sums = np.cumsum(values)[least - 1 : number - least]
    before = np.arange(least, number - least + 1, dtype=np.float64)
    clear = np.abs(sums - before * values.mean()) / scale
    index = int(np.argmax(clear))
    return float(clear[index]), least + index
