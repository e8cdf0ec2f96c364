"""The text as the scorer reads it: folded, own words only, every mention one character.

A mention becomes a single private-use character that says only its kind. So the brand's name
cannot influence a judgement (renaming a brand changes nothing), and distances are the same for
short and long names. `origin` leads back to the text as given.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kolvet.model.brands import AliasKind
from kolvet.model.judgements import Mention, Span
from kolvet.text.fold import Folded, fold

TARGET = "\ue000"
"""Stands for a name, product or nickname of the brand asked about."""
MARKS: Mapping[str, str] = {
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

_NO_TEXT = re.compile("[\x00\ue000-\ue00f]")


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
    folded = fold(own)
    texts: list[str] = []
    origin: list[int] = []
    places: list[Place] = []
    position = 0
    for mention in mentions:
        if mention.start < position:
            continue
        _copy(folded, position, mention.start, texts, origin)
        places.append(Place(len(origin), mention.kind, mention))
        texts.append(MARKS.get(mention.kind, TARGET))
        origin.append(mention.start)
        position = mention.end
    end = max(len(own.rstrip(NOT_OWN)), position)
    _copy(folded, position, end, texts, origin)
    origin.append(end)
    return Marked("".join(texts), tuple(origin), tuple(places))


def _copy(folded: Folded, start: int, end: int, texts: list[str], origin: list[int]) -> None:
    """Append a range of the original, folded; a run that is not the author's own is one space."""
    first, last = folded.position(start), folded.position(end)
    part = folded.text[first:last]
    starts = folded.starts(first, last)
    if not _NO_TEXT.search(part):
        texts.append(part)
        origin.extend(starts)
        return
    for character, at in zip(part, starts, strict=True):
        if _NO_TEXT.match(character):
            if texts and texts[-1].endswith(" "):
                continue
            character = " "
        texts.append(character)
        origin.append(at)
