"""How far opinions stand apart: (1 - A) / 2 with van der Eijk's agreement A.

A is 1 when all choose the same category, 0 when they spread evenly, -1 when half choose each
end. Source: C. van der Eijk, "Measuring agreement in ordered rating scales", Quality and Quantity
35, 2001; the R package agrmt gives A = 0.6113333 for [30, 40, 210, 130, 530, 50, 10].
"""

from collections.abc import Sequence
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kolvet.fans.rates import effective_number
from kolvet.model.fans import NOT_AVAILABLE, Rate
from kolvet.model.interval import Interval

Numbers = NDArray[np.int64]

_DRAWS = 400
_PRIOR = 0.5
_LEVEL = (5.0, 95.0)


def agreement(counts: Sequence[float]) -> float:
    """A of the numbers in ordered categories, three or more; 0 for none.

    The distribution is taken apart into layers in which every category is either used or not;
    each layer counts by how much of the whole it holds.
    """
    left = [float(count) for count in counts]
    total = sum(left)
    result = 0.0
    while total and any(count > 0 for count in left):
        used = tuple(count > 0 for count in left)
        height = min(count for count in left if count > 0)
        result += height * sum(used) / total * _layer(used)
        left = [count - height if count > height else 0.0 for count in left]
    return result


def polarisation(counts: Sequence[float]) -> float:
    """From 0 (all the same) over 0.5 (evenly spread) to 1 (two camps at the ends)."""
    return (1 - agreement(counts)) / 2


@cache
def _layer(used: tuple[bool, ...]) -> float:
    """Agreement of a layer: how single-peaked its used categories stand, and how few they are."""
    size, filled = len(used), sum(used)
    if filled == size:
        return 0.0
    unimodal = 1.0
    if filled > 1:
        triples = list(combinations(used, 3))
        single = sum(triple in {(True, True, False), (False, True, True)} for triple in triples)
        double = sum(triple == (True, False, True) for triple in triples)
        unimodal = ((size - 2) * single - (size - 1) * double) / ((size - 2) * (single + double))
    return unimodal * (1 - (filled - 1) / (size - 1))


def measure_polarisation(
    levels: Numbers, accounts: Numbers, categories: int, random: np.random.RandomState
) -> Rate:
    """Polarisation of comments in the categories 0 to `categories` - 1.

    The interval is that of shares drawn from their posterior, on the effective number.
    """
    number = len(levels)
    if not number:
        return NOT_AVAILABLE
    counts = np.bincount(levels, minlength=categories).astype(np.float64)
    value = polarisation(counts.tolist())
    weight = effective_number(accounts) / number
    drawn = random.dirichlet(counts * weight + _PRIOR / categories, size=_DRAWS)
    low, high = np.percentile([polarisation(row) for row in drawn.tolist()], _LEVEL)
    return Rate(value, number, Interval(min(float(low), value), max(float(high), value)))
