"""Two verdicts of the same history before two brands: what of the difference is whose."""

from collections.abc import Mapping
from typing import NamedTuple

from kolvet.policy import Policy
from kolvet.verdict.convertibility import insult_credit
from kolvet.verdict.decide import Decision
from kolvet.verdict.terms import UNQUOTED, point_index

FANS = ("T", "F")
"""Terms that are the fans' alone. They have a part in I, C and V; the rest is what he wrote, did
and reaches."""


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
    insult = _insult(blogger, fans)
    values: Mapping[str, float] = {
        **blogger.values,
        **{name: fans.values[name] for name in FANS},
        "I": insult,
        "C": _recency(blogger, fans),
        "V": _convertibility(blogger, fans, insult, policy),
    }
    return point_index(values, policy)


def _insult(blogger: Decision, fans: Decision) -> float:
    """I of what he wrote, raised if these fans quote insults back."""
    if blogger is fans:
        return blogger.values["I"]
    alone = blogger.values[UNQUOTED]
    quoted = fans.values["I"] > fans.values[UNQUOTED]
    return max(alone, fans.values["I"]) if quoted and alone > 0 else alone


def _recency(blogger: Decision, fans: Decision) -> float:
    """C, whose half-life grows with the T of these fans: C = 2^(-age / (h (1 + T)))."""
    stretched = (1 + blogger.values["T"]) / (1 + fans.values["T"])
    return float(blogger.values["C"] ** stretched)


def _convertibility(blogger: Decision, fans: Decision, insult: float, policy: Policy) -> float:
    apart = {"welcome", "insult"}
    his = sum(item.points for item in blogger.convertibility if item.id not in apart)
    theirs = sum(item.points for item in fans.convertibility if item.id == "welcome")
    points = his + theirs + insult_credit(insult, 0, policy).points
    return min(max(points, 0.0), 1.0)
