"""What surrounds an alias: does it say that the brand is meant, or something else?"""

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import cached_property

import ahocorasick_rs

from kolvet.model.brands import AliasKind, Brand, Target
from kolvet.model.judgements import Span
from kolvet.text.fold import fold_word
from kolvet.text.literals import required_literals
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
        self._patterns = tuple(map(re.compile, lookalike.patterns))
        groups = [
            set(map(fold_word, lookalike.phrases)),
            set(map(fold_word, lookalike.near)),
            {*map(fold_word, words), *_names(target.rivals)},
            set(map(fold_word, lookalike.beside)),
            set(map(fold_word, target.covers)),
        ]
        # After the groups of words the literals of each pattern: one pass finds them all.
        needed = [set(map(fold_word, required_literals(text))) for text in lookalike.patterns]
        self._open = [number for number, each in enumerate(needed) if not each or "" in each]
        groups += needed
        every = sorted(set().union(*groups) - {""})
        self._automaton = ahocorasick_rs.AhoCorasick(every)
        self._groups = [
            [number for number, group in enumerate(groups) if word in group] for word in every
        ]

    def read(self, text: str, words: Words) -> "Scene":
        """What this text, folded, holds that speaks for or against the brand.

        Args:
            text: Folded.
            words: Its words. A single character only speaks against the brand
                where it is a word of its own (吃, not 吃相).
        """
        found: list[list[Span]] = [[], [], [], [], []]
        promised = set(self._open)
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        for index, start, end in matches:
            is_apart = apart(text, start, end)
            for number in self._groups[index]:
                if number >= len(found):
                    promised.add(number - len(found))
                elif is_apart:
                    found[number].append(Span(start, end))
        phrases, near, support, beside, covers = found
        for number in promised:
            phrases += [Span(*match.span()) for match in self._patterns[number].finditer(text)]
        return Scene(text, words, phrases, near, support, beside, covers)


class Meaning(IntEnum):
    """What an alias means at a place."""

    ELSE = 0
    """Something else."""
    OPEN = 1
    """Nothing speaks for or against the brand."""
    BRAND = 2
    """The brand."""


class Scene:
    """One text's places that speak for or against a brand.

    Attributes:
        phrases: Places where an alias is something else.
        support: Words that speak for the brand.
        beside: Words that speak for it when they follow its name.
        covers: Longer words of other brands.
    """

    def __init__(
        self,
        text: str,
        words: Words,
        phrases: list[Span],
        near: list[Span],
        support: list[Span],
        beside: list[Span],
        covers: list[Span],
    ) -> None:
        self.text = text
        self.phrases = phrases
        self.support = support
        self.beside = beside
        self.covers = covers
        self._words = words
        self._near = near

    @cached_property
    def near(self) -> list[Span]:
        """Words that speak against the brand."""
        return [
            place
            for place in self._near
            if place.end - place.start > 1 or self._words.is_word(place)
        ]

    def meaning(self, place: Span) -> Meaning:
        """What an alias at this place means; the closest word in its sentence decides."""
        for other in self.beside:
            if 0 <= other.start - place.end <= _BESIDE:
                return Meaning.BRAND
        word = self.text[place.start : place.end]
        supports = [other for other in self.support if self.text[other.start : other.end] != word]
        if self.near:
            sentence = _sentence(self.text, place)
            near = _closest(place, self.near, sentence)
            if near is not None and near <= _NEAR:
                support = _closest(place, supports, sentence)
                return Meaning.BRAND if support is not None and support <= near else Meaning.ELSE
        supports = [other for other in supports if 0 <= _distance(place, other) <= _FAR]
        against = len(self.near) > len(supports)
        if (supports and not against) or self._is_had(place):
            return Meaning.BRAND
        return Meaning.ELSE if against else Meaning.OPEN

    def _is_had(self, place: Span) -> bool:
        """Whether somebody has it, as one has goods: 用了三年荣耀, 家里装的是美的."""
        before = self.text[max(place.start - _REACH, 0) : place.start]
        after = self.text[place.end : place.end + 1]
        return _HAVING.search(before) is not None and after not in ("的", "之")


def apart(text: str, start: int, end: int) -> bool:
    """Whether Latin letters and digits at both ends stand apart from their neighbours."""
    first, last = text[start], text[end - 1]
    if start and first.isascii() and _joined(text[start - 1], first):
        return False
    return not (last.isascii() and end < len(text) and _joined(last, text[end]))


def _joined(left: str, right: str) -> bool:
    if left.isascii() and right.isascii():
        return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())
    return False


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
