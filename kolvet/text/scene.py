"""Everything that the rules and the features look at, worked out once per text and brand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kolvet.text.clauses import Clause, clause_at, split_clauses
from kolvet.text.comparison import Comparison, find_comparison, rivals_clauses
from kolvet.text.cues import Cues, find_cues
from kolvet.text.insults import Insult, find_insult
from kolvet.text.marked import Marked

ZONES = ("clause", "sentence", "after", "elsewhere")
"""A clause that names the brand, its sentence, the sentence after, the rest."""
NEAR_ZONES = ZONES[:3]
_QUOTED = re.compile(
    r"\"[^\"\n]{2,60}\"|“[^”\n]{2,60}”|「[^」\n]{2,60}」|『[^』\n]{2,60}』|《[^》\n]{1,40}》"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A text toward a brand, taken apart.

    Attributes:
        targets: Indexes of the clauses that name the brand, in order.
        sentences: Numbers of the sentences that name it.
        zones: Where each clause stands seen from the mentions: one of ZONES.
        nearby: For each character, 1 where it stands in a clause of NEAR_ZONES.
        near: How many cues of each kind stand there.
        rivals: Indexes of the clauses that name only another maker.
        quoted: Ranges in quotation marks.
        comparison: The comparison that the brand takes part in.
        comparison_clause: Where it stands.
    """

    marked: Marked
    clauses: tuple[Clause, ...]
    cues: Cues
    targets: tuple[int, ...]
    sentences: frozenset[int]
    zones: tuple[str, ...]
    nearby: bytearray
    near: Mapping[str, int]
    rivals: frozenset[int]
    quoted: tuple[tuple[int, int], ...]
    comparison: Comparison | None
    comparison_clause: int
    insult: Insult | None

    def is_quoted(self, position: int) -> bool:
        """Whether a position stands in quotation marks."""
        return any(start < position < end for start, end in self.quoted)


def build_scene(marked: Marked) -> Scene:
    """Take a marked text apart; it must hold at least one mention."""
    text = marked.text
    clauses = split_clauses(text)
    cues = find_cues(text, clauses)
    targets = tuple(sorted({clause_at(clauses, place.at) for place in marked.places}))
    sentences = frozenset([clauses[index].sentence for index in targets])
    zones = _zones(clauses, targets, sentences)
    nearby = bytearray(len(text))
    for clause, zone in zip(clauses, zones, strict=True):
        if zone in NEAR_ZONES:
            nearby[clause.start : clause.end] = b"\1" * (clause.end - clause.start)
    comparison, comparison_clause = _comparison(text, clauses, targets)
    return Scene(
        marked=marked,
        clauses=clauses,
        cues=cues,
        targets=targets,
        sentences=sentences,
        zones=zones,
        nearby=nearby,
        near={
            kind: sum([nearby[cue.start] for cue in found]) for kind, found in cues.by_kind.items()
        },
        rivals=rivals_clauses(clauses, cues, targets),
        quoted=tuple([match.span() for match in _QUOTED.finditer(text)]),
        comparison=comparison,
        comparison_clause=comparison_clause,
        insult=find_insult(marked, clauses, cues),
    )


def _zones(
    clauses: tuple[Clause, ...], targets: tuple[int, ...], sentences: frozenset[int]
) -> tuple[str, ...]:
    """The zone of each clause."""
    zones = []
    for index, clause in enumerate(clauses):
        if index in targets:
            zones.append("clause")
        elif clause.sentence in sentences:
            zones.append("sentence")
        elif clause.sentence - 1 in sentences:
            zones.append("after")
        else:
            zones.append("elsewhere")
    return tuple(zones)


def _comparison(
    text: str, clauses: tuple[Clause, ...], targets: tuple[int, ...]
) -> tuple[Comparison | None, int]:
    """The first comparison around a clause that names the brand, and which clause that is."""
    for index in targets:
        clause = clauses[index]
        last = clauses[min(index + 1, len(clauses) - 1)]
        end = last.end if last.sentence == clause.sentence else clause.end
        first = clauses[max(index - 1, 0)]
        start = first.start if first.sentence == clause.sentence else clause.start
        comparison = find_comparison(text, start, end)
        if comparison:
            return comparison, index
    return None, targets[0]
