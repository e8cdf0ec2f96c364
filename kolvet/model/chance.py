"""What chance explains: counts seen through an engine that errs."""

import math
from collections.abc import Sequence
from functools import cache


@cache
def critical_limit(number: int, rate: float, p: float) -> int:
    """The fewest critical posts of `number` that false positives explain with less than `p`."""
    tail = 1.0
    for hits in range(number + 1):
        tail -= _binomial(number, hits, rate)
        if tail < p:
            return hits + 1
    return number + 1


def critical_limits(numbers: Sequence[int], rate: float, p: float) -> list[int]:
    """The same for many numbers in rising order.

    A limit never falls as the number grows, so that between two equal ones nothing is computed.
    """
    if not numbers:
        return []
    limits = [0] * len(numbers)
    spans = [(0, len(numbers) - 1)]
    while spans:
        first, last = spans.pop()
        low, high = (critical_limit(numbers[place], rate, p) for place in (first, last))
        limits[first], limits[last] = low, high
        if low == high:
            limits[first : last + 1] = [low] * (last - first + 1)
        elif last - first > 1:
            middle = (first + last) // 2
            spans += [(first, middle), (middle, last)]
    return limits


def more_by_chance(hits: int, number: int, other_hits: int, others: int) -> float:
    """How often chance alone gives the first group so many of all hits, or more.

    Fisher's exact test, one-sided; 1 where one of the groups is empty.
    """
    if not number or not others:
        return 1.0
    marked = hits + other_hits
    all_ways = _log_ways(number + others, marked)
    tail = sum(
        math.exp(_log_ways(number, taken) + _log_ways(others, marked - taken) - all_ways)
        for taken in range(max(hits, marked - others), min(number, marked) + 1)
    )
    return min(1.0, tail)


def _log_ways(number: int, chosen: int) -> float:
    return math.lgamma(number + 1) - math.lgamma(chosen + 1) - math.lgamma(number - chosen + 1)


def _binomial(number: int, hits: int, rate: float) -> float:
    if rate <= 0.0:
        return 1.0 if hits == 0 else 0.0
    log = (
        math.lgamma(number + 1)
        - math.lgamma(hits + 1)
        - math.lgamma(number - hits + 1)
        + hits * math.log(rate)
        + (number - hits) * math.log1p(-rate)
    )
    return math.exp(log)
