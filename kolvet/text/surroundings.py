"""What surrounds an alias: does it say that the brand is meant, or something else?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import ahocorasick_rs

from kolvet.model.brands import AliasKind, Brand, Target
from kolvet.model.judgements import Span
from kolvet.text.fold import fold_word
from kolvet.text.segment import Words

_SENTENCE = re.compile(r"[。！？!?；;\n]+")
_NEAR = 40
"""How far, in characters, a word that says "something else" reaches within its sentence."""

_FAR = 120
"""How far, in characters, a word that says "the brand" reaches across sentences."""

_HAVING = re.compile(
    r"(?:[用换买开提戴](?:了|过|的是|的都是)|入手了?|装的是|选的是|选了)"
    r"(?:[一二两三四五六七八九十几半0-9]+(?:多|来)?(?:年|个月|天|台|部|辆|个|块)(?:多|半)?的?)?$"
)
_REACH = 12

_BESIDE = 4
"""How far, in characters, a word such as 客服 may follow the name that it belongs to."""


class Surroundings:
    """The look-alike knowledge of one brand, compiled."""

    def __init__(self, brand: Brand, target: Target) -> None:
        lookalike = brand.lookalike
        words = (*lookalike.support, *lookalike.shared)
        support = {*map(fold_word, words), *_names(target.rivals)}
        self._phrases = _automaton(lookalike.phrases)
        self._patterns = tuple(map(re.compile, lookalike.patterns))
        self._near = _automaton(lookalike.near)
        self._support = _automaton(support)
        self._beside = _automaton(lookalike.beside)

    def read(self, text: str, words: Words) -> "Scene":
        """What this text, folded, holds that speaks for or against the brand.

        Args:
            text: Folded.
            words: Its words. A single character only speaks against the brand
                where it is a word of its own (吃, not 吃相).
        """
        phrases = _places(self._phrases, text)
        for pattern in self._patterns:
            phrases += [Span(*match.span()) for match in pattern.finditer(text)]
        return Scene(
            text,
            phrases,
            near=[
                place
                for place in _places(self._near, text)
                if place.end - place.start > 1 or place in words.around(place)
            ],
            support=_places(self._support, text),
            beside=_places(self._beside, text),
        )


class Meaning(IntEnum):
    """What an alias means at a place."""

    ELSE = 0
    """Something else."""
    OPEN = 1
    """Nothing speaks for or against the brand."""
    BRAND = 2
    """The brand."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One text's places that speak for or against a brand."""

    text: str
    phrases: list[Span]
    near: list[Span]
    support: list[Span]
    beside: list[Span]

    def meaning(self, place: Span) -> Meaning:
        """What an alias at this place means; the closest word in its sentence decides."""
        if any(0 <= word.start - place.end <= _BESIDE for word in self.beside):
            return Meaning.BRAND
        sentence = _sentence(self.text, place)
        near = _closest(place, self.near, sentence)
        word = self.text[place.start : place.end]
        supports = [other for other in self.support if self.text[other.start : other.end] != word]
        support = _closest(place, supports, sentence)
        if near is not None and near <= _NEAR:
            return Meaning.BRAND if support is not None and support <= near else Meaning.ELSE
        if self._is_had(place):
            return Meaning.BRAND
        supports = [other for other in supports if 0 <= _distance(place, other) <= _FAR]
        if len(self.near) > len(supports):
            return Meaning.ELSE
        return Meaning.BRAND if supports else Meaning.OPEN

    def _is_had(self, place: Span) -> bool:
        """Whether somebody has it, as one has goods: 用了三年荣耀, 家里装的是美的."""
        before = self.text[max(place.start - _REACH, 0) : place.start]
        after = self.text[place.end : place.end + 1]
        return _HAVING.search(before) is not None and after not in ("的", "之")


def apart(text: str, start: int, end: int) -> bool:
    """Whether Latin letters and digits at both ends stand apart from their neighbours."""
    before = start > 0 and _joined(text[start - 1], text[start])
    after = end < len(text) and _joined(text[end - 1], text[end])
    return not before and not after


def _joined(left: str, right: str) -> bool:
    if left.isascii() and right.isascii():
        return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())
    return False


def _automaton(words: Iterable[str]) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(sorted({fold_word(word) for word in words}))


def _places(automaton: ahocorasick_rs.AhoCorasick, text: str) -> list[Span]:
    matches = automaton.find_matches_as_indexes(text, overlapping=True)
    return [Span(start, end) for _, start, end in matches if apart(text, start, end)]


def _names(brands: Iterable[Brand]) -> set[str]:
    """The names of brands, folded, without those that often mean something else."""
    return {
        fold_word(word)
        for brand in brands
        for alias in brand.aliases
        if alias.kind is AliasKind.NAME and not alias.ambiguous
        for word in alias.words
    }


def _sentence(text: str, place: Span) -> Span:
    start, end = 0, len(text)
    for match in _SENTENCE.finditer(text):
        if match.end() <= place.start:
            start = match.end()
        elif match.start() >= place.end:
            end = match.start()
            break
    return Span(start, end)


def _distance(place: Span, other: Span) -> int:
    """Characters between two places; negative when they overlap."""
    return max(other.start - place.end, place.start - other.end)


def _closest(place: Span, others: list[Span], sentence: Span) -> int | None:
    """How far the closest of these is that lies in the sentence, not overlapping; None: none."""
    distances = (
        _distance(place, other)
        for other in others
        if sentence.start <= other.start and other.end <= sentence.end
    )
    return min((distance for distance in distances if distance >= 0), default=None)
