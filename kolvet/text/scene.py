"""Everything that the rules and the features look at, worked out once per text and brand."""

import re
from dataclasses import dataclass

from kolvet.text.clauses import Clause, clause_at, split_clauses
from kolvet.text.comparison import Comparison, find_comparison, rivals_opinions
from kolvet.text.cues import Cues, Opinion, find_cues
from kolvet.text.insults import Insult, find_insult
from kolvet.text.marked import Marked

_QUOTED = re.compile(
    r"\"[^\"\n]{2,60}\"|“[^”\n]{2,60}”|「[^」\n]{2,60}」|『[^』\n]{2,60}』|《[^》\n]{1,40}》"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A text toward a brand, taken apart.

    Attributes:
        targets: Indexes of the clauses that name the brand, in order.
        sentences: Numbers of the sentences that name it.
        rivals: Opinions in clauses that name only another maker.
        quoted: Ranges in quotation marks.
        comparison: The comparison that the brand takes part in.
        comparison_clause: Where it stands.
    """

    marked: Marked
    clauses: tuple[Clause, ...]
    cues: Cues
    targets: tuple[int, ...]
    sentences: frozenset[int]
    rivals: frozenset[Opinion]
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
    comparison = None
    comparison_clause = targets[0]
    for index in targets:
        clause = clauses[index]
        last = clauses[min(index + 1, len(clauses) - 1)]
        end = last.end if last.sentence == clause.sentence else clause.end
        first = clauses[max(index - 1, 0)]
        start = first.start if first.sentence == clause.sentence else clause.start
        comparison = find_comparison(text, start, end)
        if comparison:
            comparison_clause = index
            break
    return Scene(
        marked=marked,
        clauses=clauses,
        cues=cues,
        targets=targets,
        sentences=frozenset(clauses[index].sentence for index in targets),
        rivals=frozenset(rivals_opinions(clauses, cues, frozenset(targets))),
        quoted=tuple(match.span() for match in _QUOTED.finditer(text)),
        comparison=comparison,
        comparison_clause=comparison_clause,
        insult=find_insult(marked, clauses, cues),
    )
