"""All deals on one page of Markdown, and the annotations of a CI that shows some."""

from collections.abc import Iterator, Sequence

from kolvet.ci.outcomes import Outcome, worst_first
from kolvet.messages import text
from kolvet.model.report import Finding
from kolvet.report.junit import Broken
from kolvet.report.markdown import code, escape, render_markdown, table
from kolvet.report.plain_text import visible
from kolvet.report.story import (
    evidence_lines,
    grade,
    rule_words,
    subject_words,
    verdict_words,
)

MOST_ANNOTATIONS = 10
"""GitHub shows ten of a kind per step; a reviewer reads fewer (the issue's number)."""
LEVELS = {"low": "notice", "medium": "warning"}
"""How GitHub shows a finding of this severity; a grave one is an error where its deal stops."""
QUOTED = 2
"""Quotes in one annotation."""
COLUMNS = ("deal", "blogger", "brand", "verdict", "code")


def render_summary(outcomes: Sequence[Outcome], *, details: bool = True) -> str:
    """A table of all deals, the worst first; then the whole report of each that does not pass."""
    ordered = worst_first(outcomes)
    passed = sum(item.passes for item in ordered)
    blocks = [
        f"# {text('ci.title', number=len(ordered), passed=passed)}",
        "\n".join(table([text(f"ci.column_{name}") for name in COLUMNS], map(_row, ordered))),
        *(_details(item) for item in ordered if details and not item.passes),
    ]
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _row(item: Outcome) -> list[str]:
    report = item.report
    verdict = escape(verdict_words(report)) if report else text("ci.not_judged")
    deal = item.deal
    blogger, brand = (deal.blogger, deal.brand) if deal else ("", "")
    return [code(item.path), escape(blogger), escape(brand), verdict, str(item.code)]


def _details(item: Outcome) -> str:
    lines = [f"---\n\n{code(item.path)}"]
    if item.deal:
        lines += [
            text(f"ci.{name}", words=escape(words))
            for name, words in (("scope", item.deal.scope), ("requester", item.deal.requester))
            if words
        ]
    if isinstance(item.result, Broken):
        shown = (escape(line) for line in item.result.story.splitlines() if line.strip())
        return "\n\n".join([*lines, *shown])
    return "\n\n".join([*lines, render_markdown(item.result)])


def annotations(outcomes: Sequence[Outcome], most: int = MOST_ANNOTATIONS) -> list[str]:
    """GitHub workflow commands, at most `most`: what stops a deal, then the checks that hit.

    In both the worst deal comes first, within it the gravest check.
    """
    ordered = worst_first(outcomes)
    stops = [_stop(item) for item in ordered if not item.passes]
    hits = [line for item in ordered for line in _hits(item)]
    return [*stops, *hits][:most]


def _stop(item: Outcome) -> str:
    if isinstance(item.result, Broken):
        return _command("error", item.path, text("ci.not_judged"), item.result.story)
    report = item.result
    title = f"{subject_words(report)}: {verdict_words(report)}"
    why = [f"{line.text} {' '.join(line.evidence)}".rstrip() for line in report.why]
    return _command("error", item.path, title, "\n".join(why))


def _hits(item: Outcome) -> Iterator[str]:
    """One line for each check with a finding that nobody waived and no baseline knows."""
    report = item.report
    if report is None:
        return
    accepted = {waived.waiver.fingerprint for waived in report.waivers}
    accepted |= set(report.baseline.known) if report.baseline else set()
    by_rule: dict[str, list[Finding]] = {}
    for finding in sorted(report.findings, key=grade):
        if finding.fingerprint not in accepted:
            by_rule.setdefault(finding.rule, []).append(finding)
    for rule, found in by_rule.items():
        messages = dict.fromkeys(finding.message for finding in found)
        ids = [number for finding in found for number in finding.evidence]
        lines = [*messages, *evidence_lines(report, ids, most=QUOTED)]
        title = f"{report.blogger.name}: {rule_words(rule)}"
        level = LEVELS.get(found[0].severity, "warning" if item.passes else "error")
        yield _command(level, item.path, title, "\n".join(lines))


def _command(level: str, path: str, title: str, message: str) -> str:
    """One workflow command on one line: words of people cannot begin another."""
    where = f"file={_property(path)},line=1,title={_property(title)}"
    return f"::{level} {where}::{_escaped(visible(message).strip())}"


def _escaped(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _escaped(visible(words)).replace(":", "%3A").replace(",", "%2C")
