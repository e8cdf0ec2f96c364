"""A range that holds the truth nine times in ten."""

from typing import NamedTuple


class Interval(NamedTuple):
    """A 90 % interval."""

    low: float
    high: float
