"""Shares and rates with 90 % intervals that know that one account writes many comments.

Comments of one account are no independent witnesses. A share is the mean of the accounts' own
shares, so that nobody has more than one voice however much he writes. A rate per thousand words
is a ratio of sums over accounts (Cochran, Sampling Techniques, chapter 9). The variance is taken
over accounts, and gives the number of independent comments that say as much.
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
    """The mean of the accounts' own shares of hits; none for no comments.

    `n` is the number of comments. Wilson's interval stands on the effective number: accounts
    that differ are worth as many comments as spread that much, at most all of them.
    """
    number = len(hits)
    if not number:
        return NOT_AVAILABLE
    _, place, sizes = np.unique(accounts, return_inverse=True, return_counts=True)
    own = np.bincount(place, weights=hits.astype(np.float64)) / sizes
    value = min(1.0, float(own.mean()))
    effective = float(len(own))
    variance = float(own.var(ddof=1)) / len(own) if len(own) > 1 else 0.0
    if variance > 0:
        effective = max(1.0, min(float(number), value * (1 - value) / variance))
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


def _cluster_variance(hits: Floats, sizes: Floats, accounts: Numbers, value: float) -> float:
    """Variance of sum(hits)/sum(sizes), taken over accounts."""
    _, place = np.unique(accounts, return_inverse=True)
    rest = np.bincount(place, weights=hits - value * sizes)
    clusters = len(rest)
    if clusters < 2:
        return 0.0
    return float((rest**2).sum() / sizes.sum() ** 2 * clusters / (clusters - 1))
