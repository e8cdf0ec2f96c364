"""Two verdicts of the same history before two brands: what of the difference is whose."""

from collections.abc import Mapping
from typing import NamedTuple

from kolvet.policy import Policy
from kolvet.verdict.decide import Decision
from kolvet.verdict.terms import point_index

FANS = ("T", "F")
"""Terms that are the fans': the others are what he wrote, did and reaches."""


class Difference(NamedTuple):
    """Points of the index; the two parts add up to the whole."""

    whole: float
    from_blogger: float
    from_fans: float


def difference_between(first: Decision, other: Decision, policy: Policy) -> Difference | None:
    """How many points more the other has, and whose they are; None where one has no index.

    Each part is what changes when only it is exchanged, on average over both orders.
    """
    if first.verdict.bri is None or other.verdict.bri is None:
        return None
    both, neither = _index(other, other, policy), _index(first, first, policy)
    blogger_only, fans_only = _index(other, first, policy), _index(first, other, policy)
    fans = ((fans_only - neither) + (both - blogger_only)) / 2
    whole = both - neither
    return Difference(whole, whole - fans, fans)


def _index(blogger: Decision, fans: Decision, policy: Policy) -> float:
    """The index with what he did from one verdict and what the fans are from another."""
    values: Mapping[str, float] = {
        **blogger.values,
        **{name: fans.values[name] for name in FANS},
        "V": _convertibility(blogger, fans),
    }
    return point_index(values, policy)


def _convertibility(blogger: Decision, fans: Decision) -> float:
    his = sum(item.points for item in blogger.convertibility if item.id != "welcome")
    theirs = sum(item.points for item in fans.convertibility if item.id == "welcome")
    return min(max(his + theirs, 0.0), 1.0)
