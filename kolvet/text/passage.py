"""What the encoder reads of a text: the pieces around the mentions, as ids.

The text is the marked one (kolvet.text.marked): folded, own words only, each mention one mark. So
the brand's name, other authors' words, width and script cannot change what is read.
"""

from collections.abc import Sequence

LONGEST = 96
"""Pieces of a passage, both ends included: some 150 characters. Longer ones cost in proportion,
and in real posts what decides stands near the name."""
BEGIN, PAD, END = 0, 1, 2
NEAR, STRIDE = 12, 3
"""The upper layers read the pieces up to NEAR from a mark and every third of the others: these
have taken in their neighbours by then, and the cost of a passage falls by a third."""
_BEFORE = 0.45
"""Share of a passage that lies before the first mention, where the text is longer: what is said
of a brand follows its name more often than it precedes it."""


def passage(ids: Sequence[int], first_mark: int, longest: int = LONGEST) -> list[int]:
    """The pieces around the first mention that still leaves later ones in reach.

    Args:
        ids: Pieces of the marked text, marks included, ends not.
        first_mark: The least id of a mark; marks are the last ids of the vocabulary.
        longest: Pieces at most, both ends included.
    """
    room = longest - 2
    if len(ids) <= room:
        return [BEGIN, *ids, END]
    places = [index for index, piece in enumerate(ids) if piece >= first_mark] or [0]
    start = max(0, min(places[0] - int(room * _BEFORE), len(ids) - room))
    return [BEGIN, *ids[start : start + room], END]


def kept(ids: Sequence[int], first_mark: int) -> list[int]:
    """The places of a passage that the upper layers read, in order; its beginning is the first."""
    marks = [index for index, piece in enumerate(ids) if piece >= first_mark]
    return [
        index
        for index in range(len(ids))
        if index % STRIDE == 0 or any(abs(index - place) <= NEAR for place in marks)
    ]
