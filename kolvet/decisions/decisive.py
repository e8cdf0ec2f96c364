"""Which quotes a person has to confirm before a verdict is no longer provisional."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kolvet.model.people import Corrections, text_digest
from kolvet.model.report import Evidence, Finding, ReportedPrecedent, Verdict

DECISIVE = 5
COUNTER = 3
"""Quotes that a report shows of each side (product design, section 7)."""
WHOLE = "R"
"""Stands for the report itself, where it holds no quote to confirm."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What of a report can be decisive."""

    evidence: Sequence[Evidence]
    counter: Sequence[Evidence]
    precedents: Sequence[ReportedPrecedent]
    findings: Sequence[Finding]


def decisive_numbers(shown: Exhibit, verdict: Verdict) -> tuple[str, ...]:
    """The five decisive quotes and all that a knock-out rests on, in order.

    A report without any criticism rests on what speaks for him; one without any quote on
    somebody having looked at it, which `WHOLE` stands for.
    """
    first = [item.id for item in shown.evidence[:DECISIVE]]
    cause, _, rule = verdict.decided_by.partition(":")
    known = {item.id for item in shown.evidence} | {item.id for item in shown.precedents}
    if cause == "knockout":
        deciding = [item for item in shown.findings if item.rule == rule]
        first += [number for item in deciding for number in item.evidence if number in known]
    if not first:
        first = [item.id for item in shown.counter[:COUNTER]]
    return tuple(dict.fromkeys(first)) or (WHOLE,)


def whole_text(blogger: str, brand: str) -> str:
    """What a confirmation of a report without quotes is kept under."""
    return f"{blogger}\n{brand}\n{WHOLE}"


def is_reviewed(
    numbers: Iterable[str], shown: Exhibit, corrections: Corrections, *, whole: str
) -> bool:
    """Whether a person has read every decisive quote."""
    read = {item.id for item in (*shown.evidence, *shown.counter) if item.reviewed}
    read |= {item.id for item in shown.precedents if item.reviewed}
    if text_digest(whole) in corrections:
        read.add(WHOLE)
    return set(numbers) <= read
