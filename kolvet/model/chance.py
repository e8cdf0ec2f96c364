"""What chance explains: shares and counts seen through an engine that errs."""

import math
from functools import cache


def corrected_share(share: float, recall: float, false_positive_rate: float) -> float:
    """The true share that shows as `share` through an engine with these error rates, in [0, 1].

    Source: Rogan and Gladen, Estimating prevalence from the results of a screening test,
    American Journal of Epidemiology 107 (1978).
    """
    spread = max(recall - false_positive_rate, LEAST_SPREAD)
    return min(max((share - false_positive_rate) / spread, 0.0), 1.0)


LEAST_SPREAD = 0.05
"""An engine hardly better than chance would make the correction explode: this bounds it."""


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
