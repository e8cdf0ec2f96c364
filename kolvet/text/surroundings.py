"""What surrounds an alias: does it say that the brand is meant, or something else?"""

import re
from typing import NamedTuple

import ahocorasick_rs

from kolvet.model.brands import AliasKind, Brand, Target
from kolvet.model.judgements import Span
from kolvet.text.fold import fold_word

_SENTENCE = re.compile(r"[。！？!?；;\n]+")
_NEAR = 20
"""How far, in characters, a word that says "something else" reaches within its sentence."""

Place = Span


class _Evidence(NamedTuple):
    """How close the nearest word of a list is; None: not there."""

    sentence: int | None
    anywhere: bool


class Surroundings:
    """The look-alike knowledge of one brand, compiled."""

    def __init__(self, brand: Brand, target: Target) -> None:
        lookalike = brand.lookalike
        self._phrases = _automaton(lookalike.phrases)
        self._patterns = tuple(map(re.compile, lookalike.patterns))
        self._near = _automaton(lookalike.near)
        support = [*lookalike.support, *_names(target.rivals)]
        self._support = _automaton(support)

    def phrases(self, text: str) -> list[Span]:
        """Where look-alike phrases stand in folded text."""
        spans = _places(self._phrases, text)
        for pattern in self._patterns:
            spans += [Span(*match.span()) for match in pattern.finditer(text)]
        return spans

    def is_meant(self, text: str, place: Place, *, ambiguous: bool, certain: list[Place]) -> bool:
        """Whether an alias at this place of folded text means the brand.

        Args:
            text: Folded.
            place: Where the alias stands in it.
            ambiguous: It needs support; otherwise it only must not be spoken against.
            certain: Where else the text names the brand without doubt.
        """
        sentence = _sentence(text, place)
        support = _closest(place, [*_places(self._support, text), *certain], sentence)
        near = _closest(place, _places(self._near, text), sentence)
        against = near.sentence is not None and near.sentence <= _NEAR
        if against:
            return support.sentence is not None and support.sentence <= (near.sentence or 0)
        return support.anywhere or not ambiguous


def _automaton(words: "list[str] | tuple[str, ...]") -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(sorted({fold_word(word) for word in words}))


def _places(automaton: ahocorasick_rs.AhoCorasick, text: str) -> list[Span]:
    matches = automaton.find_matches_as_indexes(text, overlapping=True)
    return [Span(start, end) for _, start, end in matches]


def _names(brands: tuple[Brand, ...]) -> list[str]:
    """The names of brands, without those that often mean something else."""
    return [
        word
        for brand in brands
        for alias in brand.aliases
        if alias.kind is AliasKind.NAME and not alias.ambiguous
        for word in alias.words
    ]


def _sentence(text: str, place: Place) -> Span:
    start, end = 0, len(text)
    for match in _SENTENCE.finditer(text):
        if match.end() <= place.start:
            start = match.end()
        elif match.start() >= place.end:
            end = match.start()
            break
    return Span(start, end)


def _closest(place: Place, places: list[Span], sentence: Span) -> _Evidence:
    distances = []
    anywhere = False
    for other in places:
        if other.start < place.end and place.start < other.end:
            continue
        anywhere = True
        if sentence.start <= other.start and other.end <= sentence.end:
            distances.append(max(other.start - place.end, place.start - other.end))
    return _Evidence(min(distances, default=None), anywhere)
