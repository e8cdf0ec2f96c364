"""The same history before several brands, by the same method."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from kolvet.model.explained import BrandRow, Comparison
from kolvet.model.report import Word
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy
from kolvet.verdict.comparing import difference_between
from kolvet.verdict.decide import Decision

SHOWN = ("K", "H", "I", "F", "T", "R", "C", "V")
"""Terms that stand side by side."""


class Judged(NamedTuple):
    """One brand's subject with what was found and decided."""

    subject: Subject
    found: Sequence[Found]
    decision: Decision


def compare_brands(judged: Sequence[Judged], policy: Policy) -> Comparison:
    """A row for each brand, the first being the one that the others are measured against."""
    first = judged[0]
    rows = [_row(item) for item in judged]
    for index, item in enumerate(judged[1:], start=1):
        difference = difference_between(first.decision, item.decision, policy)
        if difference and Word.INCONCLUSIVE not in (rows[0].word, rows[index].word):
            rows[index] = replace(
                rows[index],
                difference=difference.whole,
                from_blogger=difference.from_blogger,
                from_fans=difference.from_fans,
            )
    return Comparison(first.subject.blogger.name, tuple(rows))


def _row(item: Judged) -> BrandRow:
    decision, subject = item.decision, item.subject
    values = {term.id: term.value for term in decision.terms}
    temperament = subject.fans.temperament if subject.fans else None
    return BrandRow(
        brand=subject.brand,
        word=decision.verdict.word,
        decided_by=decision.verdict.decided_by,
        bri=decision.verdict.bri,
        interval=decision.verdict.interval,
        terms=tuple((name, values[name]) for name in SHOWN),
        posts=len(subject.judged),
        critical=len(subject.critical),
        fans=temperament.n if temperament and temperament.measured else 0,
    )
