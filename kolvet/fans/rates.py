"""Shares and rates with 90 % intervals that know that one account writes many comments.

Comments of one account are no independent witnesses: the variance is taken over accounts (a
ratio of sums over clusters, Cochran, Sampling Techniques, chapter 9), and gives the number of
independent comments that say as much.
"""

import math

import numpy as np
from numpy.typing import NDArray

from kolvet.model.fans import NOT_AVAILABLE, Rate
from kolvet.model.interval import Interval

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

Z = 1.6448536269514722
"""Standard deviations from the middle to the ends of 90 % of a normal distribution."""
THOUSAND = 1000


def share(hits: NDArray[np.bool_], accounts: Numbers) -> Rate:
    """The share of hits, with Wilson's interval on the effective number; none for no comments."""
    number = len(hits)
    if not number:
        return NOT_AVAILABLE
    value = float(hits.mean())
    effective = _effective(hits.astype(np.float64), np.ones(number), accounts, value)
    return Rate(value, number, wilson(value, effective))


def wilson(value: float, number: float) -> Interval:
    """90 % interval of a share seen in `number` independent trials (Wilson 1927)."""
    middle = (value + Z * Z / (2 * number)) / (1 + Z * Z / number)
    spread = (
        Z
        * math.sqrt(value * (1 - value) / number + Z * Z / (4 * number * number))
        / (1 + Z * Z / number)
    )
    return Interval(max(0.0, min(middle - spread, value)), min(1.0, max(middle + spread, value)))


def per_thousand(hits: Numbers, words: Numbers, accounts: Numbers) -> Rate:
    """Hits per thousand words, `n` the words; Byar's interval on the effective number of hits."""
    total = int(words.sum())
    if not total:
        return NOT_AVAILABLE
    value = float(hits.sum()) / total
    events = float(hits.sum())
    spread = _cluster_variance(hits.astype(np.float64), words.astype(np.float64), accounts, value)
    if events and spread > 0:
        events = min(events, value * value / spread)
    scale = value / events if events else 1 / total
    low, high = byar(events)
    return Rate(THOUSAND * value, total, Interval(THOUSAND * low * scale, THOUSAND * high * scale))


def byar(events: float) -> Interval:
    """90 % interval of a Poisson mean of which `events` were seen (Byar's approximation)."""
    more = events + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3
    if events <= 0:
        return Interval(0.0, high)
    low = events * max(0.0, 1 - 1 / (9 * events) - Z / (3 * math.sqrt(events))) ** 3
    return Interval(min(low, events), high)


def effective_number(accounts: Numbers) -> float:
    """How many independent comments these are worth by their accounts alone (Kish)."""
    sizes = np.unique(accounts, return_counts=True)[1].astype(np.float64)
    return float(sizes.sum() ** 2 / (sizes**2).sum()) if len(sizes) else 0.0


def _effective(hits: Floats, sizes: Floats, accounts: Numbers, value: float) -> float:
    variance = _cluster_variance(hits, sizes, accounts, value)
    if variance > 0:
        return max(1.0, min(float(len(hits)), value * (1 - value) / variance))
    return effective_number(accounts)


def _cluster_variance(hits: Floats, sizes: Floats, accounts: Numbers, value: float) -> float:
    """Variance of sum(hits)/sum(sizes), taken over accounts."""
    _, place = np.unique(accounts, return_inverse=True)
    rest = np.bincount(place, weights=hits - value * sizes)
    clusters = len(rest)
    if clusters < 2:
        return 0.0
    return float((rest**2).sum() / sizes.sum() ** 2 * clusters / (clusters - 1))
