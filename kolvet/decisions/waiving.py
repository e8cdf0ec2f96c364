"""Waivers: a person accepts a finding until a day. They change the exit code, never a finding."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from kolvet.errors import UsageError
from kolvet.model.people import WaivedFinding, Waiver
from kolvet.model.report import Finding, Verdict
from kolvet.model.subject import Found

SCORED = ("KV1", "KV2", "KV3")
"""Findings of stance, users and fans: what the index is made of."""
EXPIRED, UNMATCHED = STALE = ("people.waiver_expired", "people.waiver_unmatched")
BY_SCORE = frozenset({"bands", "unmeasured"})


def suppressed(
    findings: Iterable[Finding],
    waivers: Iterable[Waiver],
    today: date,
    blogger: str = "?",
    rule_of: Callable[[Waiver], str] = lambda _waiver: "?",
) -> tuple[WaivedFinding, ...]:
    """The findings that are waived, in the order of the findings.

    `today` is the as-of day, so that the same command gives the same report on any day.
    `blogger` and `rule_of` (of a waiver whose finding is gone) are for the messages.

    Raises:
        UsageError: A waiver has expired or fits no finding: nobody may rely on it unseen.
    """
    by_print = {item.fingerprint: item for item in findings}
    accepted: dict[str, Waiver] = {}
    for waiver in waivers:
        found = by_print.get(waiver.fingerprint)
        if waiver.until >= today and found:
            accepted.setdefault(waiver.fingerprint, waiver)
            continue
        raise UsageError(
            EXPIRED if waiver.until < today else UNMATCHED,
            rule=found.rule if found else rule_of(waiver),
            blogger=blogger,
            fingerprint=waiver.fingerprint,
            until=waiver.until,
            by=waiver.by,
            today=today,
        )
    return tuple(
        WaivedFinding(accepted[item.fingerprint], item.rule, item.message)
        for item in by_print.values()
        if item.fingerprint in accepted
    )


def exit_code_after(
    pairs: Sequence[tuple[Found, Finding]],
    waived: Sequence[WaivedFinding],
    decide: Callable[[Sequence[Found]], Verdict],
) -> int:
    """The exit code when waived findings do not count.

    `decide` gives the verdict when only these findings can knock out; it measures all of them.
    A waived knock-out knocks nobody out. A verdict by the score lets the run pass when every
    finding that the score is made of is waived; too little data stays inconclusive, since a
    waiver accepts a finding and supplies no data.
    """
    accepted = {item.waiver.fingerprint for item in waived}
    remaining = [found for found, finding in pairs if finding.fingerprint not in accepted]
    verdict = decide(remaining)
    scored = any(item.rule.startswith(SCORED) for item in waived)
    unaccepted = any(found.rule.startswith(SCORED) for found in remaining)
    if verdict.decided_by in BY_SCORE and scored and not unaccepted:
        return 0
    return verdict.exit_code
