"""The report as SARIF 2.1.0: a rule for each check, a result for each finding.

A finding is the same alert from run to run by its fingerprint; a waiver suppresses it. It points
at the deal file that asked, else at the row of the export that it rests on. Addresses of the web
stand in messages only: code scanning refuses a log whose files are not files.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC
from itertools import zip_longest
from urllib.parse import quote

from kolvet import __version__
from kolvet.checks import CHECKS, page_of
from kolvet.messages import language, text
from kolvet.model.report import Evidence, Finding, Report
from kolvet.report.json_fields import Json
from kolvet.report.json_format import dump
from kolvet.report.junit import Broken
from kolvet.report.plain_text import one_line, visible
from kolvet.report.story import (
    Exhibit,
    exhibit_head,
    exhibits,
    finding_story,
    rule_words,
    subject_words,
    verdict_words,
)
from kolvet.report.wording import known

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"high": "error", "medium": "warning", "low": "note"}
RELATED = 20
"""Locations of one result; a history of hundreds of quotes would drown an alert."""
FINGERPRINT = "kolvetFinding/v1"
ROW = re.compile(r"(?P<path>.+):(?P<line>[1-9]\d*) \(.+\)", re.DOTALL)
RULES = tuple(check.RULE for check in CHECKS)


def render_sarif(report: Report) -> str:
    """A log with one run."""
    return render_log([report])


def render_log(results: Iterable[Report | Broken], files: Iterable[str] = ()) -> str:
    """A log with a run for each; `files` are the deal files that asked, where there are such."""
    pairs = zip_longest(results, files, fillvalue="")
    runs = [
        _broken(item) if isinstance(item, Broken) else _run(item, file)
        for item, file in pairs
        if not isinstance(item, str)
    ]
    return dump({"$schema": SCHEMA, "version": VERSION, "runs": runs}, indent=2) + "\n"


def message_text(words: str) -> str:
    """Words of a message as SARIF reads them: no placeholder and no embedded link in them."""
    doubled = visible(words).replace("{", "{{").replace("}", "}}")
    return doubled.replace("](", "\\](")


def _run(report: Report, file: str) -> dict[str, Json]:
    known_before = set(report.baseline.known) if report.baseline else None
    return {
        "tool": _tool(),
        "automationDetails": {"id": f"kolvet/{subject_words(report)}"},
        "language": "zh-CN" if report.run.language == "zh" else "en-US",
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(report, item, known_before, file) for item in report.findings],
        "properties": {
            "verdict": report.verdict.word,
            "provisional": report.verdict.provisional,
            "bri": report.verdict.bri,
            "interval": report.verdict.interval,
            "decidedBy": report.verdict.decided_by,
            "asOf": report.as_of,
            "policy": f"{report.policy.name} v{report.policy.version}",
            "run": report.run.id,
            "blogger": visible(report.blogger.name),
            "brand": visible(report.brand.name),
            "why": [visible(why.text) for why in report.why],
            "limits": [visible(limit) for limit in report.limits],
            "notices": [visible(notice) for notice in report.notices],
        },
    }


def _invocation(report: Report) -> dict[str, Json]:
    return {
        "executionSuccessful": True,
        "commandLine": visible(report.run.command),
        "exitCode": report.verdict.exit_code,
        "exitCodeDescription": verdict_words(report),
        "endTimeUtc": f"{report.run.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }


def _tool() -> dict[str, Json]:
    rules = [_rule(number) for number in range(len(RULES))]
    driver = {"name": "kolvet", "version": __version__, "semanticVersion": __version__}
    return {"driver": {**driver, "rules": rules}}


def _rule(number: int) -> dict[str, Json]:
    check = CHECKS[number]
    page = page_of(check, language())
    first, _, rest = page.partition("\n\n")
    return {
        "id": check.RULE,
        "name": type_name(check.__name__),  # type: ignore[attr-defined]  # checks are modules
        "shortDescription": {"text": known("rules", check.RULE) or check.RULE},
        "fullDescription": {"text": " ".join(first.split())},
        "help": {"text": page, "markdown": rest or page},
        "defaultConfiguration": {"level": "warning"},
    }


def type_name(module: str) -> str:
    """A rule's name in SARIF's way: CriticalHistory."""
    return "".join(word.capitalize() for word in module.rpartition(".")[2].split("_"))


def _result(
    report: Report, finding: Finding, known_before: set[str] | None, file: str
) -> dict[str, Json]:
    shown = exhibits(report)
    found = [shown[number] for number in finding.evidence if number in shown][:RELATED]
    places = [place for item in found if (place := _row_of(item)) is not None]
    if file:
        places = [{"physicalLocation": _physical(file, 1)}, *places]
    result: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": RULES.index(finding.rule) if finding.rule in RULES else -1,
        "level": LEVELS.get(finding.severity, "warning"),
        "message": {"text": message_text(_headline(report, finding, found))},
        "locations": places[:1] or [_blogger(report)],
        "relatedLocations": [
            {**place, "id": number} for number, place in enumerate(places[1:], start=1)
        ],
        "partialFingerprints": {
            FINGERPRINT: finding.fingerprint,
            "primaryLocationLineHash": finding.fingerprint,
        },
        "rank": round(finding.confidence * 100, 1),
        "suppressions": _suppressions(report, finding),
        "properties": {
            "confidence": finding.confidence,
            "severity": finding.severity,
            "evidence": finding.evidence,
            "links": [visible(item.url) for item in found if item.url],
            "story": finding_story(report, [finding]),
        },
    }
    if known_before is not None:
        state = "unchanged" if finding.fingerprint in known_before else "new"
        result["baselineState"] = state
    return result


def _headline(report: Report, finding: Finding, found: Sequence[Exhibit]) -> str:
    """What an alert shows: the message, then the first quote in his own words."""
    lines = [f"{subject_words(report)}: {rule_words(finding.rule)}. {finding.message}"]
    for item in found[:1]:
        words = item.quote if isinstance(item, Evidence) else item.summary
        lines.append(f"{item.id} {exhibit_head(item)}: 「{one_line(words)}」 {item.url}".rstrip())
    return "\n".join(lines)


def _suppressions(report: Report, finding: Finding) -> list[Json]:
    """All results have the list as soon as one may be suppressed; an empty one says: none."""
    return [
        {
            "kind": "external",  # without a status it is accepted, in every version of 2.1.0
            "justification": visible(
                text(
                    "formats.waived",
                    by=item.waiver.by,
                    until=item.waiver.until,
                    reason=item.waiver.reason,
                    message=item.message,
                )
            ),
        }
        for item in report.waivers
        if item.waiver.fingerprint == finding.fingerprint
    ]


def _row_of(item: Exhibit) -> dict[str, Json] | None:
    """The row of an export that a post was read from; None for what no file holds."""
    row = ROW.fullmatch(item.source) if isinstance(item, Evidence) else None
    if row is None or not isinstance(item, Evidence):
        return None
    message = message_text(f"{item.id} {exhibit_head(item)}: {item.quote}")
    place = _physical(row["path"], int(row["line"]))
    return {"physicalLocation": place, "message": {"text": message}}


def _physical(path: str, line: int) -> dict[str, Json]:
    uri = quote(visible(path.replace("\\", "/")), safe="/.-_~")
    return {"artifactLocation": {"uri": uri}, "region": {"startLine": line}}


def _blogger(report: Report) -> dict[str, Json]:
    """A place for a finding without evidence: viewers want one."""
    name = subject_words(report)
    return {
        "physicalLocation": {"artifactLocation": {"uri": f"kolvet/{quote(name, safe='')}"}},
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}],
    }


def _broken(result: Broken) -> dict[str, Json]:
    """A run in which nothing was judged."""
    notification = {"level": "error", "message": {"text": message_text(result.message)}}
    return {
        "tool": _tool(),
        "automationDetails": {"id": f"kolvet/{one_line(result.name)}"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": False,
                "exitCode": result.code,
                "toolExecutionNotifications": [notification],
            }
        ],
        "results": [],
    }
