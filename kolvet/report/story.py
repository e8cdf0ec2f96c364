"""A finding told in plain lines, for a log, an annotation, an alert.

What it says of people is their own words, whole, with day and address.
"""

from collections.abc import Iterator, Sequence

from kolvet.messages import text
from kolvet.model.report import Evidence, Finding, Report, ReportedPrecedent
from kolvet.report.plain_text import DISPLAY, dotted, one_line, visible
from kolvet.report.quotes import reach_words, source_words, stance_severity, target_words
from kolvet.report.wording import day, known, percent, platform_name, say

QUOTES = 5
"""Quotes of a finding that are told; the others are counted (there can be hundreds)."""
INDENT = "    "
SEVERITIES = ("high", "medium", "low")
Exhibit = Evidence | ReportedPrecedent


def exhibits(report: Report) -> dict[str, Exhibit]:
    """Everything that a finding can rest on, by its number."""
    quotes: tuple[Exhibit, ...] = (*report.evidence, *report.counter, *report.others)
    return {item.id: item for item in (*quotes, *report.precedents)}


def verdict_words(report: Report) -> str:
    """The verdict on one line: its word, the index with its interval, and whether it is final."""
    verdict = report.verdict
    word = say(f"word_{verdict.word}")
    parts = [word if verdict.word.value in word.lower() else f"{verdict.word} {word}"]
    if verdict.bri is None:
        parts.append(say("bri_unknown"))
    else:
        low, high = verdict.interval or (verdict.bri, verdict.bri)
        parts.append(f"BRI {verdict.bri:.1f} ({low:.1f}-{high:.1f})")
    parts.append(text(f"formats.{'provisional' if verdict.provisional else 'confirmed'}"))
    return ", ".join(parts)


def subject_words(report: Report) -> str:
    """Whom and which brand a report is about."""
    return f"{one_line(report.blogger.name)} / {one_line(report.brand.name)}"


def rule_words(rule: str) -> str:
    """A rule's id and title."""
    return f"{rule} {known('rules', rule) or ''}".strip()


def finding_story(report: Report, findings: Sequence[Finding]) -> str:
    """What one check found: its message, the quotes behind it, the verdict, and how to go on."""
    return "\n".join(_story(report, findings)) + "\n"


def _story(report: Report, findings: Sequence[Finding]) -> Iterator[str]:
    yield f"{subject_words(report)}: {verdict_words(report)}"
    yield from map(visible, report.notices)
    for finding in findings:
        yield ""
        sure = say("sure", percent=percent(finding.confidence))
        severity = text(f"formats.severity_{finding.severity}")
        yield f"{rule_words(finding.rule)} ({severity}, {sure})"
        yield visible(finding.message)
        yield from evidence_lines(report, finding.evidence)
        yield text("formats.fingerprint", fingerprint=finding.fingerprint)
    yield ""
    yield text("formats.reproduce", command=one_line(report.run.command))


def evidence_lines(report: Report, ids: Sequence[str], most: int = QUOTES) -> Iterator[str]:
    """The exhibits with these numbers, the first few whole and the rest counted."""
    shown = exhibits(report)
    found = [shown[number] for number in ids if number in shown]
    for item in found[:most]:
        yield from exhibit_lines(item)
    if len(found) > most:
        yield text("formats.more_quotes", number=len(found) - most)


def exhibit_lines(item: Exhibit) -> Iterator[str]:
    """One quote or precedent: what it is, its words, where it stands."""
    yield f"{item.id}  {exhibit_head(item)}"
    words = item.quote if isinstance(item, Evidence) else item.summary
    yield from (f"{INDENT}{line}" for line in visible(words).split("\n"))
    details = exhibit_details(item)
    if details:
        yield INDENT + one_line(dotted(details))
    if item.url:
        yield INDENT + one_line(item.url)


def exhibit_head(item: Exhibit) -> str:
    """When and where it was said, how it is read, how sure that is, and whether a person has."""
    if isinstance(item, ReportedPrecedent):
        kind = known("report", f"precedent_{item.kind}") or item.kind
        return "  ".join((item.happened or day(item.counts_from), kind, one_line(item.about)))
    parts = [item.happened or day(item.published)]
    if item.kind == "press":
        parts.append(say("press_quote" if item.verbatim else "press_summary"))
    else:
        parts.append(one_line(platform_name(item.platform)))
    if item.stance is not None:
        parts.append(stance_severity(item, DISPLAY.symbols.middle))
    if item.target_kind is not None:
        parts.append(target_words(item.target_kind))
    parts += [say(f"flag_{flag}") for flag in item.flags if flag in {"insult", "irony"}]
    if item.confidence is not None:
        parts.append(say("sure", percent=percent(item.confidence)))
    if item.reviewed is not None:
        parts.append(say("reviewed" if item.reviewed else "unreviewed"))
    return "  ".join(parts)


def exhibit_details(item: Exhibit) -> str:
    """Reach of a post; who reported it, and when, of the others."""
    if isinstance(item, ReportedPrecedent):
        key = "source_later" if item.later_source else "source_published"
        return f"{item.publisher}  {say(key, day=item.published)}"
    if item.kind == "press":
        return "  ".join(source_words(item, DISPLAY.symbols.warning))
    return "  ".join(reach_words(item.likes, item.comments, item.reposts))


def grade(finding: Finding) -> tuple[int, float]:
    """The gravest first, then the surest."""
    known_word = finding.severity in SEVERITIES
    place = SEVERITIES.index(finding.severity) if known_word else len(SEVERITIES)
    return place, -finding.confidence
