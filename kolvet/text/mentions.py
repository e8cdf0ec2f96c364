"""Where a text names a brand.

Aliases are looked for in folded text, with and without inserted characters. A place counts when

1. it lies in the author's own words (own.py),
2. Latin letters and digits stand apart from what surrounds them,
3. no look-alike phrase, no longer word of another brand covers it,
4. no dictionary word straddles its edge (大小|米粉: 小米 is not there),
5. its surroundings do not say that it means something else (surroundings.py).

Of places that overlap the longest stays.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs

from kolvet.model.brands import AliasKind, Brand, Target
from kolvet.model.judgements import Mention, Span
from kolvet.text.fold import INSERTABLE, Folded, compact, compact_word, fold, fold_word
from kolvet.text.literals import required_literals
from kolvet.text.own import HIDDEN, own_words, quoted_words
from kolvet.text.segment import Segmenter, Words, get_segmenter
from kolvet.text.surroundings import Meaning, Scene, Surroundings, apart

_STRADDLE_MAX = 3
"""Aliases longer than this are not found by chance across word boundaries; jieba cuts many of
them apart wrongly (蜜雪|冰城)."""

_FUNCTION_BEFORE = frozenset(
    "对在被把给跟和与让用买发刷看是比从向有到说骂夸喷挺吹选换拍你我他她台款部架老新旧"
)
_FUNCTION_AFTER = frozenset(("为了", "为什么", "为何", "为啥", "为此"))
"""Words that join an alias's edge in the dictionary, and far oftener just stand beside it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One alias word or pattern, compiled."""

    owner: int
    kind: AliasKind
    ambiguous: bool
    word: str
    specific: bool
    """It needs no look at its surroundings: no look-alike phrase holds it (雷军)."""


class _Hit(NamedTuple):
    """A place in folded text where an alias stands."""

    start: int
    end: int
    entry: _Entry
    inserted: bool

    @property
    def size(self) -> int:
        return self.end - self.start


class MentionFinder:
    """Finds one target in any number of texts. Holds no state between texts."""

    def __init__(self, target: Target, segmenter: Segmenter | None = None) -> None:
        """Compile the target's words.

        Args:
            target: The brand with its children and rivals.
            segmenter: Default: rjieba, loaded at the first text that needs it.
        """
        self.target = target
        self._given = segmenter
        self._entries: list[_Entry] = []
        self._patterns: list[tuple[re.Pattern[str], _Entry]] = []
        self._compile(target.family)
        literals, self._ungated = _gates([pattern for pattern, _ in self._patterns])
        entries = {entry.word: entry for entry in self._entries}
        gate = sorted({*entries, *literals})
        self._gate = ahocorasick_rs.AhoCorasick(gate)
        self._behind = [(entries.get(word), literals.get(word, ())) for word in gate]

    def _compile(self, family: Iterable[Brand]) -> None:
        """Fill entries and patterns."""
        seen = set()
        for owner, brand in enumerate(family):
            phrases = "\n".join(map(compact_word, brand.lookalike.phrases))
            for alias in brand.aliases:
                for word in map(compact_word, alias.words):
                    if word and word not in seen:
                        seen.add(word)
                        known = brand.packed and word not in phrases
                        specific = known and not alias.ambiguous
                        entry = _Entry(owner, alias.kind, alias.ambiguous, word, specific)
                        self._entries.append(entry)
                for pattern in alias.patterns:
                    entry = _Entry(owner, alias.kind, alias.ambiguous, "", not alias.ambiguous)
                    self._patterns.append((re.compile(pattern), entry))

    @cached_property
    def _surroundings(self) -> list[Surroundings]:
        """Of each brand of the family; `may_name` does without."""
        return [Surroundings(brand, self.target) for brand in self.target.family]

    @cached_property
    def _segmenter(self) -> Segmenter:
        return self._given or get_segmenter()

    def may_name(self, text: str) -> bool:
        """Whether `find` can find anything: quick, and never wrongly False."""
        if self._gate.find_matches_as_indexes(compact_word(text)):
            return True
        if not self._ungated:
            return False
        folded = fold_word(text)
        return any(self._patterns[number][0].search(folded) for number in self._ungated)

    def find(self, text: str) -> tuple[Mention, ...]:
        """The places in the author's own words that name the target: in order, not overlapping."""
        return self._find(text, own_words)

    def find_quoted(self, text: str) -> tuple[Mention, ...]:
        """The same for the chain of a repost: others wrote it, but a reply may be about it."""
        return self._find(text, quoted_words)

    def _find(self, text: str, part: Callable[[str], str]) -> tuple[Mention, ...]:
        folded = fold(text)
        hits = self._hits(folded)
        if hits and (visible := part(text)) != text:
            hits = [hit for hit in hits if _is_visible(folded, hit, visible)]
        if not hits:
            return ()
        words = Words(lambda: self._segmenter, folded.text)
        scenes = {
            owner: self._surroundings[owner].read(folded.text, words)
            for owner in {hit.entry.owner for hit in hits}
        }
        hits, covered = _uncovered(scenes, hits)
        hits = _on_word_edges(folded.text, hits, words)
        hits = _meant(scenes, _longest(hits), covered)
        return tuple(self._mention(text, folded, hit) for hit in hits)

    def _mention(self, text: str, folded: Folded, hit: _Hit) -> Mention:
        start, end = folded.original(hit.start, hit.end)
        owner = self.target.family[hit.entry.owner].name
        return Mention(start, end, text[start:end], owner, hit.entry.kind.value)

    def _hits(self, folded: Folded) -> list[_Hit]:
        text, squeezed = folded.text, compact(folded)
        hits: list[_Hit] = []
        promised = set(self._ungated)
        matches = self._gate.find_matches_as_indexes(squeezed.text, overlapping=True)
        for index, first, last in matches:
            entry, patterns = self._behind[index]
            promised.update(patterns)
            if entry is not None:
                start, end = squeezed.original(first, last)
                hit = _Hit(start, end, entry, end - start != last - first)
                if apart(text, start, end) and _may_insert(text, hit):
                    hits.append(hit)
        for number in sorted(promised):
            pattern, entry = self._patterns[number]
            for match in pattern.finditer(text):
                start, end = match.span(1) if pattern.groups else match.span()
                if start < end and apart(text, start, end):
                    hits.append(_Hit(start, end, entry, inserted=False))
        return hits


def _uncovered(scenes: Mapping[int, Scene], hits: list[_Hit]) -> tuple[list[_Hit], set[int]]:
    """Hits outside of look-alike phrases and longer words of other brands.

    The second value holds the owners of which a phrase was seen.
    """
    kept: list[_Hit] = []
    covered: set[int] = set()
    for hit in hits:
        owner = hit.entry.owner
        if _is_held(hit, scenes[owner].phrases):
            covered.add(owner)
        elif not _is_held(hit, [s for s in scenes[owner].covers if s != (hit.start, hit.end)]):
            kept.append(hit)
    return kept, covered


def _is_held(hit: _Hit, spans: Iterable[Span]) -> bool:
    """Whether one of these spans holds the hit."""
    return any(start <= hit.start and hit.end <= end for start, end in spans)


def _gates(patterns: Sequence[re.Pattern[str]]) -> tuple[dict[str, list[int]], list[int]]:
    """Compacted strings with the numbers of the patterns of which a match holds one of them.

    The second value holds the numbers of patterns without any.
    """
    literals: dict[str, list[int]] = {}
    ungated: list[int] = []
    for number, pattern in enumerate(patterns):
        needed = set(map(compact_word, required_literals(pattern.pattern)))
        if needed and "" not in needed:
            for literal in needed:
                literals.setdefault(literal, []).append(number)
        else:
            ungated.append(number)
    return literals, ungated


def _is_visible(folded: Folded, hit: _Hit, visible: str) -> bool:
    start, end = folded.original(hit.start, hit.end)
    return HIDDEN not in visible[start:end]


def _may_insert(text: str, hit: _Hit) -> bool:
    """Whether what is inserted looks like a disguise and not like the edge of two words."""
    if not hit.inserted:
        return True
    inner = text[hit.start : hit.end]
    marks = {character for character in inner if character in INSERTABLE}
    if inner.isascii():
        return marks <= {" ", "-", "_"}
    pieces = re.split("[" + re.escape("".join(marks)) + "]+", inner)
    if marks != {" "}:
        around = text[max(hit.start - 1, 0) : hit.start] + text[hit.end : hit.end + 1]
        return (
            len(marks) == 1
            and not marks & set(around)
            and len(inner) - sum(map(len, pieces)) == len(pieces) - 1
        )
    return True


def _on_word_edges(text: str, hits: list[_Hit], words: Words) -> list[_Hit]:
    """Hits without those whose edge lies inside a word of the dictionary."""
    return [hit for hit in hits if not _can_straddle(hit) or not _straddled(text, hit, words)]


def _can_straddle(hit: _Hit) -> bool:
    return hit.inserted or (hit.size <= _STRADDLE_MAX and not hit.entry.word.isascii())


def _straddled(text: str, hit: _Hit, words: Words) -> bool:
    """Whether a word of the dictionary begins or ends inside the hit and reaches out of it.

    One such word may be an accident when it leaves a single character of the hit over: if what
    it adds is a function word (对华|为, 华|为什么), or if nothing is known that only looks like
    the alias (抖|音拍).
    """
    left, right = words.straddling(hit.start, hit.end)
    if left is not None and right is not None:
        return True
    if left is not None:
        rest, function = hit.end - left.end, text[left.start : hit.start] in _FUNCTION_BEFORE
    elif right is not None:
        rest, function = right.start - hit.start, text[right.start : right.end] in _FUNCTION_AFTER
    else:
        return False
    return rest > 1 or not (function or hit.entry.specific)


def _meant(scenes: Mapping[int, Scene], hits: list[_Hit], covered: set[int]) -> list[_Hit]:
    """Hits that mean the brand here.

    Where one place of a text is the brand without doubt, the others are it too unless something
    speaks against; where one is something else and nothing speaks for the brand, all are.
    """
    meanings = [
        Meaning.BRAND
        if hit.entry.specific
        else scenes[hit.entry.owner].meaning(Span(hit.start, hit.end))
        for hit in hits
    ]
    sure = Meaning.BRAND in meanings
    doubtful = covered | {
        hit.entry.owner
        for hit, meaning in zip(hits, meanings, strict=True)
        if meaning is Meaning.ELSE
    }
    kept = []
    for hit, meaning in zip(hits, meanings, strict=True):
        is_open = sure or (not hit.entry.ambiguous and hit.entry.owner not in doubtful)
        if meaning is Meaning.BRAND or (meaning is Meaning.OPEN and is_open):
            kept.append(hit)
    return kept


def _rank(hit: _Hit) -> tuple[int, bool, int, int]:
    return -hit.size, not hit.entry.specific, hit.entry.owner, hit.start


def _longest(hits: list[_Hit]) -> list[_Hit]:
    """The longest of hits that overlap; of equally long ones the first, the brand's own first."""
    if len(hits) < 2:
        return hits
    kept: list[_Hit] = []
    for hit in sorted(hits, key=_rank):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)
