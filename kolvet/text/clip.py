"""The part of a text that somebody else may read: the author's own words around the mentions."""

from bisect import bisect
from collections.abc import Iterable

from kolvet.text.own import HIDDEN, own_words

GAP = "…"
"""Stands where something is left out: another author's words, a name, an address, the rest."""


def clip_around(text: str, places: Iterable[int], longest: int) -> str:
    """The author's own words nearest to the places, at most `longest` characters and the gaps.

    Names with @, addresses and everything that others wrote are left out.
    """
    own = own_words(text)
    anchors = sorted(set(places)) or [0]
    visible = (index for index, sign in enumerate(own) if sign != HIDDEN)
    nearest = sorted(visible, key=lambda index: (_distance(index, anchors), index))
    signs: list[str] = []
    expected = 0
    for index in sorted(nearest[:longest]):
        if index != expected:
            signs.append(GAP)
        signs.append(own[index])
        expected = index + 1
    return "".join(signs)


def _distance(index: int, anchors: list[int]) -> int:
    """To the nearest of the anchors, which are in order."""
    after = bisect(anchors, index)
    return min(abs(index - anchor) for anchor in anchors[max(after - 1, 0) : after + 1])
