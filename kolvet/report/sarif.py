"""The report as SARIF 2.1.0: a rule for each check, a result for each finding.

A finding is the same alert from run to run by its fingerprint; a waiver suppresses it. It points
at the deal file that asked, else at the row of the export that it rests on. Addresses of the web
stand in messages only: code scanning refuses a log whose files are not files.

What stops a deal is a result too, of the rule `verdict`, which is no check: code scanning shows
results only, and a deal can stop without any finding. A log has one run whatever it holds: GitHub
refuses more than 20 in a file, and several of one category (its documentation, "SARIF support for
code scanning"). Each deal is an invocation of that run, and its results name it.
"""

import posixpath
import re
from collections.abc import Iterable, Sequence
from datetime import UTC
from itertools import chain, zip_longest
from urllib.parse import quote

from kolvet import __version__
from kolvet.checks import CHECKS, page_of
from kolvet.decisions.baseline import nothing_new
from kolvet.messages import language, text
from kolvet.model.report import Evidence, Finding, Report
from kolvet.report.json_fields import Json
from kolvet.report.json_format import dump
from kolvet.report.junit import Broken
from kolvet.report.plain_text import one_line, visible
from kolvet.report.stops import (
    fingerprint,
    stop_fingerprint,
    stop_headline,
    stop_story,
    stops,
    why_lines,
)
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
OF_DEALS = "kolvet/ci/"
"""The category of a run over deals: what stands before the last slash, for GitHub."""
VERDICT = "verdict"
OUTSIDE = re.compile(r"/|\.\.(?:/|$)|[A-Za-z]:/")
"""How a path begins that leads out of the folder kolvet was called in."""
Judged = tuple[Report | Broken, str]
"""A result, and the deal file that asked for it or ""."""


def render_sarif(report: Report) -> str:
    """A log of one report; its category is its subject."""
    return _log(f"kolvet/{subject_words(report)}/", [(report, "")])


def render_log(results: Iterable[Report | Broken], files: Iterable[str] = ()) -> str:
    """A log of all deals in one run; `files` are the deal files that asked, where there are such.

    A deal that could not be judged is a result as well.
    """
    pairs = zip_longest(results, files, fillvalue="")
    return _log(OF_DEALS, [(item, file) for item, file in pairs if not isinstance(item, str)])


def _log(category: str, judged: Sequence[Judged]) -> str:
    reports = [item for item, _ in judged if isinstance(item, Report)]
    spoken = reports[0].run.language if reports else language()
    results = chain.from_iterable(
        _results(place, item, file) for place, (item, file) in enumerate(judged)
    )
    run: dict[str, Json] = {
        "tool": _tool(),
        "automationDetails": {"id": category},
        "language": "zh-CN" if spoken == "zh" else "en-US",
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(item) for item, _ in judged],
        "results": list(results),
    }
    return dump({"$schema": SCHEMA, "version": VERSION, "runs": [run]}, indent=2) + "\n"


def message_text(words: str) -> str:
    """Words of a message as SARIF reads them: no placeholder and no embedded link in them."""
    doubled = visible(words).replace("{", "{{").replace("}", "}}")
    return doubled.replace("](", "\\](")


def _results(place: int, item: Report | Broken, file: str) -> list[Json]:
    """What stops the deal, if anything does, then the findings."""
    if isinstance(item, Broken):
        found = [_broken_result(item, file)]
    else:
        stop = [_stop_result(item, file)] if stops(item) else []
        found = [*stop, *(_result(item, finding, file) for finding in item.findings)]
    return [{**result, "provenance": {"invocationIndex": place}} for result in found]


def _invocation(item: Report | Broken) -> dict[str, Json]:
    if isinstance(item, Broken):
        told = {"level": "error", "message": {"text": message_text(item.message)}}
        return {
            "executionSuccessful": False,
            "exitCode": item.code,
            "toolExecutionNotifications": [told],
        }
    return {
        "executionSuccessful": True,
        "commandLine": visible(item.run.command),
        "exitCode": item.verdict.exit_code,
        "exitCodeDescription": verdict_words(item),
        "endTimeUtc": f"{item.run.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "properties": _properties(item),
    }


def _properties(report: Report) -> dict[str, Json]:
    return {
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
    }


def _tool() -> dict[str, Json]:
    rules = [*map(_rule, range(len(RULES))), _verdict_rule()]
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


def _verdict_rule() -> dict[str, Json]:
    about = {"text": text("formats.about_verdict")}
    return {
        "id": VERDICT,
        "name": "Verdict",
        "shortDescription": {"text": text("formats.verdict_case")},
        "fullDescription": about,
        "help": about,
        "defaultConfiguration": {"level": "error"},
    }


def type_name(module: str) -> str:
    """A rule's name in SARIF's way: CriticalHistory."""
    return "".join(word.capitalize() for word in module.rpartition(".")[2].split("_"))


def _stop_result(report: Report, file: str) -> dict[str, Json]:
    """What stops a deal; another verdict, or another way of stopping, is another alert."""
    words = "\n".join([stop_headline(report), *why_lines(report)])
    result = _alert(words, stop_fingerprint(report), file or _named(report))
    known = report.baseline and nothing_new(report, report.baseline)
    return {
        **result,
        **_state(report, known=bool(known)),
        "properties": {"exitCode": report.verdict.exit_code, "story": stop_story(report)},
    }


def _broken_result(broken: Broken, file: str) -> dict[str, Json]:
    """A deal in which nothing was judged; the same alert while the same thing is wrong."""
    name = one_line(broken.name)
    result = _alert(f"{name}: {broken.message}", fingerprint(name, broken.code), file or name)
    return {**result, "properties": {"exitCode": broken.code, "story": visible(broken.story)}}


def _alert(words: str, mark: str, path: str) -> dict[str, Json]:
    return {
        "ruleId": VERDICT,
        "ruleIndex": len(RULES),
        "level": "error",
        "message": {"text": message_text(words)},
        "locations": [{"physicalLocation": _physical(path, 1)}],
        "partialFingerprints": _fingerprints(mark),
        "suppressions": [],
    }


def _fingerprints(mark: str) -> dict[str, Json]:
    """Under our own name, and under the one that GitHub goes by, within a file."""
    return {FINGERPRINT: mark, "primaryLocationLineHash": mark}


def _state(report: Report, *, known: bool) -> dict[str, Json]:
    """Whether a baseline held it; nothing where there is no baseline."""
    return {"baselineState": "unchanged" if known else "new"} if report.baseline else {}


def _result(report: Report, finding: Finding, file: str) -> dict[str, Json]:
    shown = exhibits(report)
    found = [shown[number] for number in finding.evidence if number in shown][:RELATED]
    places = [place for item in found if (place := _row_of(item)) is not None]
    if file:
        places = [{"physicalLocation": _physical(file, 1)}, *places]
    known_before = report.baseline.known if report.baseline else ()
    return {
        "ruleId": finding.rule,
        "ruleIndex": RULES.index(finding.rule) if finding.rule in RULES else -1,
        "level": LEVELS.get(finding.severity, "warning"),
        "message": {"text": message_text(_headline(report, finding, found))},
        "locations": places[:1] or [_blogger(report)],
        "relatedLocations": [
            {**place, "id": number} for number, place in enumerate(places[1:], start=1)
        ],
        "partialFingerprints": _fingerprints(finding.fingerprint),
        "rank": round(finding.confidence * 100, 1),
        "suppressions": _suppressions(report, finding),
        "properties": {
            "confidence": finding.confidence,
            "severity": finding.severity,
            "evidence": finding.evidence,
            "links": [visible(item.url) for item in found if item.url],
            "story": finding_story(report, [finding]),
        },
        **_state(report, known=finding.fingerprint in known_before),
    }


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
    return {"artifactLocation": {"uri": _uri(path)}, "region": {"startLine": line}}


def _uri(path: str) -> str:
    """A path as an address below the root of the code.

    One that leads out of it keeps the name of its file: nobody who reads the log has that folder.
    """
    plain = posixpath.normpath(path.replace("\\", "/"))
    inside = posixpath.basename(plain) if OUTSIDE.match(plain) else plain
    return quote(visible(inside), safe="/.-_~")


def _blogger(report: Report) -> dict[str, Json]:
    """A place for a finding without evidence: viewers want one."""
    return {
        "physicalLocation": {"artifactLocation": {"uri": _uri(_named(report))}},
        "logicalLocations": [{"fullyQualifiedName": subject_words(report), "kind": "resource"}],
    }


def _named(report: Report) -> str:
    """A file of no disk that stands for the subject."""
    subject = re.sub(r"[/\\]", "_", subject_words(report))
    return f"kolvet/{subject}"
