"""Which checks had nothing to look at: what was not measured is no pass."""

from collections.abc import Mapping

from kolvet.messages import text
from kolvet.model.report import Report
from kolvet.report.sections import why_unmeasured

TERMS: Mapping[str, str] = {
    "KV101": "H",
    "KV102": "H",
    "KV103": "H",
    "KV104": "H",
    "KV201": "I",
    "KV301": "T",
    "KV302": "F",
    "KV603": "H",
}
"""The term of the score that is made of the same data as the check."""
OF_PRECEDENTS = frozenset({"KV401", "KV402", "KV403"})
OF_THE_PROFILE = frozenset({"KV501"})
ALWAYS = frozenset({"KV504"})
"""Coverage itself: having seen nothing is what it finds."""
BY_HAND = "temperament_by_hand"
"""T that a person set: KV301 goes by it, though nothing was measured."""


def why_not_looked_at(rule: str, report: Report) -> str | None:
    """Why a check without a finding says nothing; None when it looked and found nothing."""
    if rule in ALWAYS:
        return None
    if rule in TERMS:
        return _of_term(TERMS[rule], report)
    if rule in OF_PRECEDENTS:
        return None if report.precedents else text("formats.no_precedents")
    if not report.coverage.posts_seen:
        return text("formats.no_posts")
    if rule in OF_THE_PROFILE and report.coverage.ratio is None:
        return text("formats.nothing_declared")
    return None


def _of_term(name: str, report: Report) -> str | None:
    term = next((item for item in report.terms if item.id == name), None)
    if term is None:
        return text("formats.no_posts")
    if term.measured or term.note.endswith(BY_HAND):
        return None
    return f"{name}: {why_unmeasured(term)}"
