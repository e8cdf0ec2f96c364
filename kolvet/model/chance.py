"""What chance explains: counts seen through an engine that errs."""

import math
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
