"""The text as the scorer reads it: folded, own words only, every mention one character.

A mention becomes a single private-use character that says only its kind. So the brand's name
cannot influence a judgement (renaming a brand changes nothing), and distances are the same for
short and long names. `origin` leads back to the text as given.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kolvet.model.brands import AliasKind
from kolvet.model.judgements import Mention, Span
from kolvet.text.fold import fold

TARGET = "\ue000"
"""Stands for a name, product or nickname of the brand asked about."""
MARKS = {
    AliasKind.NAME: TARGET,
    AliasKind.PRODUCT: TARGET,
    AliasKind.NICKNAME: TARGET,
    AliasKind.MOCKING: "\ue001",
    AliasKind.EXECUTIVE: "\ue002",
    AliasKind.FANS: "\ue003",
    AliasKind.MOCKING_FANS: "\ue004",
}
ANY_MARK = "".join(dict.fromkeys(MARKS.values()))
NOT_OWN = "\x00"
"""What own_words() leaves where somebody else speaks; a run becomes one space."""

_PRIVATE = re.compile("[\ue000-\ue00f]")


class Place(NamedTuple):
    """A mention in the marked text: one character at `at`."""

    at: int
    kind: str
    mention: Mention


class Marked(NamedTuple):
    """The marked text; `origin[i]` is where character i begins in the text as given.

    `origin` has one entry more than the text has characters: the end.
    """

    text: str
    origin: tuple[int, ...]
    places: tuple[Place, ...]

    def span(self, start: int, end: int) -> Span:
        """The range of the given text that a range of the marked text stands for."""
        first = self.origin[start]
        return Span(first, max(first, self.origin[end]))


def mark(own: str, mentions: Sequence[Mention]) -> Marked:
    """Fold a text and put a mark in the place of each mention.

    Args:
        own: The text with what is not the author's own replaced by U+0000.
        mentions: Ranges of the same text, in order; of two that overlap the later is dropped.
    """
    characters: list[str] = []
    origin: list[int] = []
    places: list[Place] = []
    position = 0
    for mention in mentions:
        if mention.start < position:
            continue
        _copy(own, position, mention.start, characters, origin)
        places.append(Place(len(characters), mention.kind, mention))
        characters.append(MARKS.get(AliasKind(mention.kind), TARGET))
        origin.append(mention.start)
        position = mention.end
    end = max(len(own.rstrip(NOT_OWN)), position)
    _copy(own, position, end, characters, origin)
    origin.append(end)
    return Marked("".join(characters), tuple(origin), tuple(places))


def _copy(own: str, start: int, end: int, characters: list[str], origin: list[int]) -> None:
    """Append a folded range; a run that is not the author's own becomes one space."""
    folded = fold(own[start:end])
    if NOT_OWN not in folded.text and not _PRIVATE.search(folded.text):
        characters.extend(folded.text)
        origin.extend(start + folded.start(index) for index in range(len(folded.text)))
        return
    for index, character in enumerate(folded.text):
        if character == NOT_OWN or "\ue000" <= character <= "\ue00f":
            if characters and characters[-1] == " ":
                continue
            character = " "
        characters.append(character)
        origin.append(start + folded.start(index))
