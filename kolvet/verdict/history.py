"""H, the critic history: how broad, how severe and how persistent the criticism is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kolvet.model.chance import critical_limits
from kolvet.model.judgements import ErrorRates, Stance
from kolvet.model.posts import SHANGHAI
from kolvet.model.recently import unproven_praise
from kolvet.model.report import JudgedPost
from kolvet.model.share import (
    draw_shares,
    estimate_share,
    known_level,
    level_of,
    sum_levels,
    true_chance,
)
from kolvet.model.subject import Subject
from kolvet.policy import Policy
from kolvet.verdict.weights import doubted, undoubted_weights

Floats = NDArray[np.float64]
Counts = NDArray[Any]
CHUNK = 100
"""Draws worked on at once: bounds memory at some 16 MB for 20,000 posts."""


@dataclass(frozen=True, slots=True)
class HistoryDraws:
    """One value for the data as it is, then one for each draw; all in [0, 1]."""

    breadth: Floats
    severity: Floats
    persistence: Floats
    total: Floats


@dataclass(frozen=True, slots=True)
class Sample:
    """The judged posts as arrays, in an order that does not depend on that of their import.

    `undoubted` is the weight but for the scorer's doubt: for the share, whose correction holds it.
    `levels` says how critical each is thought to be (kolvet.model.share); `confirmed` are critical
    posts that a person has confirmed.
    `month` numbers the last months of the window, 0 the oldest; -1 is outside the window.
    """

    weight: Floats
    undoubted: Floats
    levels: NDArray[np.int64]
    critical: NDArray[np.bool_]
    severity: NDArray[np.int64]
    month: NDArray[np.int64]
    confirmed: NDArray[np.bool_]


def sample_of(subject: Subject, policy: Policy) -> Sample:
    """Turn the subject's posts into arrays, but for a critic's praise of late.

    That is an alarm and no cure, so it does not make the history look better.
    """
    undoubted = undoubted_weights(subject, policy.weight)
    weighed = zip(subject.judged, doubted(subject.judged, undoubted), undoubted, strict=True)
    unproven = unproven_praise(subject, policy.turns.window, policy.history.false_positive_p)
    pairs = sorted(
        (pair for pair in weighed if pair[0].post.id not in unproven),
        key=lambda pair: _place(pair[0]),
    )
    judged = [item for item, *_ in pairs]
    rates = subject.error_rates
    newest = subject.day.year * 12 + subject.day.month
    first = newest - policy.history.months + 1
    months = [_month_number(item.post.published) - first for item in judged]
    critical = [item.judgement.stance is Stance.CRITICAL for item in judged]
    levels = [
        (known_level if item.confirmed else level_of)(item.judgement, rates) for item in judged
    ]
    return Sample(
        weight=np.array([weight for _, weight, _ in pairs], dtype=float),
        undoubted=np.array([weight for *_, weight in pairs], dtype=float),
        levels=np.array(levels, dtype=np.int64),
        critical=np.array(critical, dtype=bool),
        severity=np.array([item.judgement.severity or 0 for item in judged], dtype=np.int64),
        month=np.array([month if month >= 0 else -1 for month in months], dtype=np.int64),
        confirmed=np.array([item.confirmed for item in judged], dtype=bool)
        & np.array(critical, dtype=bool),
    )


def _place(item: JudgedPost) -> tuple[float, str, str]:
    published = item.post.published
    when = published.timestamp() if published else float("inf")
    return when, item.post.platform, item.post.native_id


def _month_number(published: datetime | None) -> int:
    if published is None:
        return 0
    local = published.astimezone(SHANGHAI)
    return int(local.year * 12 + local.month)


def draw_history(
    sample: Sample, rates: ErrorRates | None, policy: Policy, random: np.random.RandomState
) -> HistoryDraws:
    """H for the posts as they are and for `draws` resamplings of them.

    The share of critical posts is drawn from its posterior given the levels of the posts, so that
    few posts give a wide interval, with error rates drawn from theirs. Severity and persistence
    come from resampled posts; in each draw every post is truly critical or not, by the chance that
    its level gives for the share of that draw, so that what the engine misses counts too.
    """
    breadth = draw_breadth(sample, rates, policy, random)
    truth = true_chance(breadth, rates)
    rate = rates.false_positive_rate if rates else 0.0
    parts = [_as_read(sample, truth[:1], rate, policy)]
    for start in range(1, policy.bootstrap.draws + 1, CHUNK):
        chances = truth[start : start + CHUNK]
        counts = resample(random, len(sample.weight), len(chances))
        critical = random.random_sample(counts.shape) < chances[:, sample.levels]
        parts.append(_as_drawn(sample, counts, critical, rate, policy))
    severity = np.concatenate([part[0] for part in parts])
    persistence = np.concatenate([part[1] for part in parts])
    weights = policy.history
    total = (
        weights.breadth * breadth + weights.severity * severity + weights.persistence * persistence
    )
    return HistoryDraws(breadth, severity, persistence, total)


def resample(random: np.random.RandomState, posts: int, draws: int) -> Counts:
    """How often each post is in each of `draws` resamplings: shape (draws, posts).

    Floats of 32 bits: they hold such counts exactly, and are multiplied five times as fast.
    """
    if posts == 0:
        return np.zeros((draws, 0), dtype=np.float32)
    picks = random.randint(0, posts, size=(draws, posts))
    rows = np.arange(draws)[:, None] * posts
    flat = np.bincount((picks + rows).ravel(), minlength=draws * posts)
    return flat.reshape(draws, posts).astype(np.float32)


def _as_read(sample: Sample, truth: Floats, rate: float, policy: Policy) -> tuple[Floats, Floats]:
    """Severity and persistence of the posts as the engine reads them.

    The number of critical posts counts each by the chance that it is no false alarm.
    """
    once = np.ones((1, len(sample.weight)), dtype=np.float32)
    critical = once * sample.critical
    number = (sample.undoubted * sample.critical * truth[0][sample.levels]).sum(keepdims=True)
    return (
        _severity(sample, critical, number, policy),
        _persistence(sample, once, critical, rate, policy),
    )


def _as_drawn(
    sample: Sample,
    counts: Counts,
    critical: NDArray[np.bool_],
    rate: float,
    policy: Policy,
) -> tuple[Floats, Floats]:
    """The same of resamplings, in which it is drawn which posts are critical."""
    found = counts * critical
    number = (found @ sample.undoubted.astype(np.float32)).astype(float)
    return (
        _severity(sample, found, number, policy),
        _persistence(sample, counts, found, rate, policy),
    )


def draw_breadth(
    sample: Sample, rates: ErrorRates | None, policy: Policy, random: np.random.RandomState
) -> Floats:
    """Corrected critical share: the estimate first, then the draws.

    Posts count by their weight, and all together as many as their effective number.
    """
    total = float(sample.undoubted.sum())
    number = effective_number(sample.undoubted)
    weights = sample.undoubted * (number / total) if total else sample.undoubted
    counts = sum_levels(sample.levels, weights, rates)
    drawn = draw_shares(counts, rates, policy.bootstrap.draws, random)
    return np.concatenate([[estimate_share(counts, rates)], drawn])


def effective_number(weights: Floats) -> float:
    """Kish's effective sample size, (sum w)^2 / sum w^2; 0 for none."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def _severity(sample: Sample, counts: Counts, number: Floats, policy: Policy) -> Floats:
    """Weighted percentile of severity/3 among critical posts x m/(m+prior), for each draw.

    `number` is m, the effective number of truly critical posts: each counts by its weight, which
    is at most 1. Another critical post never lowers it, as it could lower Kish's number. Where
    none was called critical they are mild: what is severe is not overlooked that easily.
    """
    called = sample.critical
    weights = counts[:, called] * sample.weight[called]
    severity = sample.severity[called]
    total = weights.sum(axis=1)
    level = np.where(total > 0, 0.0, 1 / 3)
    reached = total <= 0
    below = np.zeros(len(counts))
    for step in range(4):
        below = below + weights @ (severity == step).astype(float)
        now = ~reached & (below >= policy.history.severity_percentile * total - 1e-12)
        level[now] = step / 3
        reached |= now
    result: Floats = level * number / (number + policy.history.severity_prior)
    return result


def _persistence(
    sample: Sample, counts: Counts, critical: Counts, rate: float, policy: Policy
) -> Floats:
    """Months with more critical posts than false positives explain, over months with posts.

    A confirmed critical post makes its month one as well. A month that holds nothing but critical
    posts, too few of them to be sure, counts neither way.
    """
    months = policy.history.months
    if not len(sample.weight):
        return np.zeros(len(counts))
    member = (sample.month[:, None] == np.arange(months)[None, :]).astype(np.float32)
    posts, hits = counts @ member, critical @ member
    confirmed = (counts * sample.confirmed) @ member
    numbers, place = np.unique(posts.astype(np.int64), return_inverse=True)
    limits = critical_limits(numbers.tolist(), rate, policy.history.false_positive_p)
    hostile = (hits >= np.array(limits)[place].reshape(posts.shape)) | (confirmed > 0)
    told = hostile | (posts > hits)
    named = np.maximum(told.sum(axis=1), policy.history.least_months)
    share: Floats = np.minimum(hostile.sum(axis=1) / named, 1.0)
    return share
