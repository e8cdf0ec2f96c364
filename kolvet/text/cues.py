"""Cues of a text: opinion words with the sign that negation leaves them, and all the others."""

from typing import NamedTuple

from kolvet.text.clauses import Clause, clause_at
from kolvet.text.lexicon import Cue, cue_matcher, tone_matcher

NEGATION_REACH = 5
"""Characters between a negator and the word that it turns (不是很好, 没有那么惊艳)."""
NEGATED_PRAISE = -0.8
"""不好看 is a complaint, though milder than 难看."""
NEGATED_COMPLAINT = -0.6
"""不卡 praises, but less than 流畅."""
INTENSIFIED = 1.3
_OPINIONS = {"positive": 1.0, "negative": -1.0, "emoticon_good": 0.7, "emoticon_bad": -0.7}
_LISTED = frozenset({"negator", "emoticon_good", "emoticon_bad"})
"""Tones that are looked at as cues too."""


class Opinion(NamedTuple):
    """An opinion word in place; `value` is positive for praise, after negation and degree."""

    start: int
    end: int
    word: str
    value: float
    negated: bool
    clause: int


class Cues(NamedTuple):
    """Everything found in one text.

    Attributes:
        by_kind: Cues other than words of praise, complaint and degree, in order of place.
    """

    opinions: tuple[Opinion, ...]
    by_kind: dict[str, list[Cue]]

    def within(self, kind: str, start: int, end: int) -> list[Cue]:
        """The cues of a kind that lie in a range."""
        return [cue for cue in self.by_kind.get(kind, ()) if start <= cue.start and cue.end <= end]


def find_cues(text: str, clauses: tuple[Clause, ...]) -> Cues:
    """Find all cues of a folded text; words never reach across a clause."""
    tone = tone_matcher().find(text)
    by_kind: dict[str, list[Cue]] = {}
    for cue in cue_matcher().find(text):
        if cue.kind in by_kind:
            by_kind[cue.kind].append(cue)
        else:
            by_kind[cue.kind] = [cue]
    for cues in by_kind.values():
        if len(cues) > 1:
            cues.sort()
    for cue in tone:  # these are in order
        if cue.kind in _LISTED:
            by_kind.setdefault(cue.kind, []).append(cue)
    return Cues(_opinions(tone, clauses), by_kind)


def _opinions(tone: list[Cue], clauses: tuple[Clause, ...]) -> tuple[Opinion, ...]:
    found: list[Opinion] = []
    negator: Cue | None = None
    intensifier: Cue | None = None
    doubled = False
    for cue in tone:
        if cue.kind == "negator":
            doubled = negator is not None and cue.start - negator.end <= 1
            negator = cue
            continue
        if cue.kind == "intensifier":
            intensifier = cue
            continue
        clause = clause_at(clauses, cue.start)
        floor = clauses[clause].start if clauses else 0
        value = _OPINIONS[cue.kind] * cue.weight
        if intensifier and floor <= intensifier.start and cue.start - intensifier.end <= 1:
            value *= INTENSIFIED
        negated = bool(
            negator
            and not doubled
            and not cue.kind.startswith("emoticon")
            and floor <= negator.start
            and 0 <= cue.start - negator.end <= NEGATION_REACH
        )
        if negated:
            value *= NEGATED_PRAISE if value > 0 else NEGATED_COMPLAINT
        found.append(Opinion(cue.start, cue.end, cue.word, value, negated, clause))
    return tuple(found)
