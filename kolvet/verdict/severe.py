"""I, insults of users, and C, how recent the last severe item is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kolvet.model.posts import SHANGHAI
from kolvet.model.subject import SEVERE, Subject, is_reported_insult, is_users_insult
from kolvet.policy import Insult, Policy

Floats = NDArray[np.float64]
YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class SevereItem:
    """An insult of users, or anything of severity 3.

    `repeated`: press reports quote it, or so many commenters that fans quote it back.
    `probability` that it is what it seems: 1 for what the press quotes or a person has confirmed,
    else the scorer's confidence.
    """

    day: date
    severity: int
    insult: bool
    repeated: bool
    probability: float


def severe_items(subject: Subject) -> list[SevereItem]:
    """Insults and severe criticism from posts and press, oldest first."""
    quoted = {line.source for line in subject.fans.crowd_quotes} if subject.fans else set()
    items = [
        SevereItem(
            day=item.counts_from,
            severity=item.severity,
            insult=is_reported_insult(item),
            repeated=True,
            probability=1.0,
        )
        for item in subject.press
        if is_reported_insult(item) or item.severity >= SEVERE
    ]
    for judged in subject.critical:
        insult = is_users_insult(judged)
        severity = judged.judgement.severity or 0
        published = judged.post.published
        if insult or severity >= SEVERE:
            day = published.astimezone(SHANGHAI).date() if published else subject.day
            chance = 1.0 if judged.confirmed else judged.judgement.confidence
            repeated = insult and judged.post.id in quoted
            items.append(SevereItem(day, severity, insult, repeated, chance))
    return sorted(items, key=lambda item: (item.day, item.severity, item.probability))


def presence(
    items: Sequence[SevereItem], draws: int, random: np.random.RandomState
) -> NDArray[np.bool_]:
    """Which items stay in each draw: row 0 has all, the rest each with its probability."""
    probability = np.array([item.probability for item in items])
    drawn = random.random_sample((draws, len(items))) < probability
    return np.concatenate([np.ones((1, len(items)), dtype=bool), drawn])


def insult_scores(
    items: Sequence[SevereItem], present: NDArray[np.bool_], steps: Insult
) -> Floats:
    """I for each row of `present`."""
    insults = [index for index, item in enumerate(items) if item.insult]
    return np.array(
        [_insult([items[index] for index in insults if row[index]], steps) for row in present],
        dtype=float,
    )


def _insult(items: Sequence[SevereItem], steps: Insult) -> float:
    if not items:
        return 0.0
    if any(item.repeated for item in items):
        return steps.reported
    severe = [item.day for item in items if item.severity >= SEVERE]
    close = any((later - earlier).days <= YEAR_DAYS for earlier, later in pairwise(severe))
    if len(items) >= steps.several_count or close:
        return steps.several
    return steps.one_severe if severe else steps.one_mild


def recency_scores(
    items: Sequence[SevereItem],
    present: NDArray[np.bool_],
    day: date,
    temperament: Floats,
    policy: Policy,
) -> Floats:
    """C for each row of `present`, with the fans' temperament of that row."""
    half_life = policy.recency.half_life_days * (1 + temperament)
    result: Floats = np.zeros(len(present))
    for index, item in enumerate(items):
        if item.severity < SEVERE:
            continue
        age = max(0, (day - item.day).days)
        fresh: Any = 2.0 ** (-age / half_life)
        result = np.maximum(result, np.where(present[:, index], fresh, 0.0))
    return result
