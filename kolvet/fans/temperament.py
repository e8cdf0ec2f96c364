"""T, how tribal a brand's fans are beside its peers' (product design, sections 5 and 6).

T is the mean of the percentiles that the brand's measures have among its peers', drawn to 0.5 by
n/(n + 500). What the shrinking leaves open is as open as before anything was measured: T is the
mixture w x (percentiles drawn from the measures' intervals) + (1 - w) x (the range of an
unmeasured T), w = n/(n + 500). So without fans the range is the whole prior's, and it narrows to
the error of measurement as fans become many.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kolvet.fans.measures import DEFENDED_POSTS
from kolvet.fans.rates import Z
from kolvet.model.fans import FanMeasure, FanRules, Rate, Temperament, TemperamentByHand
from kolvet.model.interval import Interval

Floats = NDArray[np.float64]

EVEN = 0.5
"""T of fans that are as tribal as their peers', and of fans that nothing is known of."""
_POINTS = 101
_LEAST_SPREAD = 1e-9


class Prior(NamedTuple):
    """What stands in for an unmeasured T: its range and how it is drawn."""

    low: float
    high: float
    draws: int
    seed: int


def add_percentiles(
    measures: Sequence[FanMeasure],
    peers: Sequence[Sequence[FanMeasure]],
    rules: FanRules,
) -> tuple[FanMeasure, ...]:
    """The measures with their percentile, where enough peers have them.

    The number of defended posts is left out: it grows with how many comments were collected.
    """
    placed = []
    for number, own in enumerate(measures):
        rates = _peer_rates(number, peers)
        percentile = None
        if own.id != DEFENDED_POSTS and own.robust.value is not None:
            percentile = _percentile(own.robust.value, rates, rules)
        placed.append(FanMeasure(own.id, own.raw, own.robust, own.missing, percentile, len(rates)))
    return tuple(placed)


def _peer_rates(number: int, peers: Sequence[Sequence[FanMeasure]]) -> list[Rate]:
    rates = [measures[number].robust for measures in peers]
    return [rate for rate in rates if rate.value is not None]


def _percentile(value: float, rates: Sequence[Rate], rules: FanRules) -> float | None:
    """Share of the peers that are calmer; one that is just as calm counts half."""
    if len(rates) < rules.least_peers:
        return None
    values = np.array([rate.value for rate in rates], dtype=float)
    return float((values < value).mean() + 0.5 * (values == value).mean())


def measure_temperament(
    measures: Sequence[FanMeasure],
    peers: Sequence[Sequence[FanMeasure]],
    fans: int,
    rules: FanRules,
    prior: Prior,
) -> Temperament:
    """T of fans whose measures were placed among their peers'; `fans` without crowds."""
    random = np.random.RandomState(prior.seed)
    unknown = random.uniform(prior.low, prior.high, prior.draws)
    percentiles = [item.percentile for item in measures if item.percentile is not None]
    if not percentiles:
        why = "temperament_no_fans" if not fans else "temperament_few_peers"
        return _unmeasured(prior, fans, why)
    weight = fans / (fans + rules.shrink)
    drawn = np.mean(
        [
            _draw_percentile(item.robust, _peer_rates(number, peers), prior.draws, random)
            for number, item in enumerate(measures)
            if item.percentile is not None
        ],
        axis=0,
    )
    value = weight * float(np.mean(percentiles)) + (1 - weight) * EVEN
    measured = fans >= rules.measured_fans
    why = "" if measured else "temperament_few_fans"
    return _temperament(
        value, weight * drawn + (1 - weight) * unknown, fans, measured=measured, why=why
    )


def _unmeasured(prior: Prior, fans: int, why: str) -> Temperament:
    """T of fans that nothing compares: even, and anywhere in the prior's range."""
    quantiles = np.linspace(prior.low, prior.high, _POINTS)
    return Temperament(
        value=EVEN,
        interval=Interval(prior.low, prior.high),
        n=fans,
        measured=False,
        quantiles=tuple(float(number) for number in quantiles),
        why=why,
    )


def set_by_hand(by_hand: TemperamentByHand, fans: int) -> Temperament:
    """T as a person judged it: a single number, and never a measured one."""
    return Temperament(
        value=by_hand.value,
        interval=Interval(by_hand.value, by_hand.value),
        n=fans,
        measured=False,
        quantiles=(by_hand.value,) * _POINTS,
        by_hand=by_hand,
        why="temperament_by_hand",
    )


def _temperament(
    value: float, draws: Floats, fans: int, *, measured: bool, why: str
) -> Temperament:
    quantiles = np.quantile(draws, np.linspace(0.0, 1.0, _POINTS))
    low, high = np.quantile(draws, (0.05, 0.95))
    return Temperament(
        value=value,
        interval=Interval(min(float(low), value), max(float(high), value)),
        n=fans,
        measured=measured,
        quantiles=tuple(float(number) for number in quantiles),
        why=why,
    )


def _draw_percentile(
    own: Rate, rates: Sequence[Rate], draws: int, random: np.random.RandomState
) -> Floats:
    """The percentile as often as wanted, each time with other values within the intervals."""
    mine = _draw_rate(own, draws, random)
    calmer = [(_draw_rate(rate, draws, random) < mine).astype(np.float64) for rate in rates]
    result: Floats = np.mean(calmer, axis=0)
    return result


def _draw_rate(rate: Rate, draws: int, random: np.random.RandomState) -> Floats:
    """Values that fit the interval: each side with a spread of its own, no two ever equal."""
    value = rate.value or 0.0
    low, high = rate.interval or (value, value)
    normal = random.standard_normal(draws)
    below, above = max(value - low, _LEAST_SPREAD), max(high - value, _LEAST_SPREAD)
    result: Floats = value + normal * np.where(normal < 0, below, above) / Z
    return result
