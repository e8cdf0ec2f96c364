"""The report as JUnit XML: the verdict, then one case per check (product design, section 7).

It is as red as the verdict's exit code (a check that writes SARIF may end with 0). Where
a verdict stops the deal, its case fails (or errs, when nothing could be concluded), and so does
each check that found something, with the whole story inside. A check is skipped that had nothing
to look at, whose every finding is accepted (waived, known from the baseline), or whose finding
stops nothing. What XML cannot hold is shown as an escape (kolvet.report.plain_text).
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kolvet.checks import CHECKS
from kolvet.decisions.baseline import known_before
from kolvet.errors import ExitCode
from kolvet.messages import text
from kolvet.model.posts import SHANGHAI
from kolvet.model.report import Finding, Report
from kolvet.report.plain_text import dotted, one_line, visible
from kolvet.report.stops import stop_headline, stop_story, stops, why_lines
from kolvet.report.story import finding_story, rule_words, subject_words, verdict_words
from kolvet.report.unmeasured import why_not_looked_at

NOT_TIMED = "0"
"""The schema wants a duration; the same data give the same bytes, so there is none."""
TIMESTAMP = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True, slots=True)
class Broken:
    """A subject that could not be judged: what to call it, what went wrong, the exit code."""

    name: str
    message: str
    story: str
    code: int


def render_junit(report: Report) -> str:
    """One suite with the verdict's case and one per check."""
    return render_suites([report])


def render_suites(results: Iterable[Report | Broken]) -> str:
    """One suite for each, in their order."""
    root = ET.Element("testsuites")
    for number, result in enumerate(results):
        suite = _broken(result) if isinstance(result, Broken) else _suite(result)
        suite.set("id", str(number))
        root.append(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(report: Report) -> ET.Element:
    cases = [_verdict_case(report), *(_case(check.RULE, report) for check in CHECKS)]
    made = report.run.made_at.astimezone(SHANGHAI)
    suite = _empty_suite(subject_words(report), made.strftime(TIMESTAMP))
    properties = ET.SubElement(suite, "properties")
    for name, value in _properties(report).items():
        ET.SubElement(properties, "property", name=name, value=one_line(value))
    suite.extend(cases)
    for tag, key in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(key, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("tests", str(len(cases)))
    ET.SubElement(suite, "system-out").text = _summary(report)
    ET.SubElement(suite, "system-err")
    return suite


def _empty_suite(name: str, timestamp: str) -> ET.Element:
    return ET.Element(
        "testsuite",
        name=f"kolvet: {name}",
        package="kolvet",
        hostname="localhost",
        timestamp=timestamp,
        tests="1",
        failures="0",
        errors="0",
        skipped="0",
        time=NOT_TIMED,
    )


def _properties(report: Report) -> dict[str, str]:
    verdict = report.verdict
    return {
        "verdict": verdict.word,
        "decided_by": verdict.decided_by,
        "provisional": str(verdict.provisional).lower(),
        "exit_code": str(verdict.exit_code),
        "bri": "" if verdict.bri is None else f"{verdict.bri:.1f}",
        "as_of": report.as_of.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "policy": f"{report.policy.name} v{report.policy.version}",
        "run": report.run.id,
        "command": report.run.command,
        "tool": f"kolvet {report.tool}",
    }


def _summary(report: Report) -> str:
    """What holds for the whole report; a log viewer shows it under the cases."""
    limits = [f"- {limit}" for limit in report.limits]
    head = f"{subject_words(report)}: {verdict_words(report)}"
    return visible("\n".join([head, *report.notices, *why_lines(report), *limits]))


def _empty_case(name: str, report: Report) -> ET.Element:
    return ET.Element(
        "testcase",
        name=name,
        classname=f"kolvet.{one_line(report.brand.name)}.{one_line(report.blogger.name)}",
        time=NOT_TIMED,
    )


def _verdict_case(report: Report) -> ET.Element:
    """The gate itself: red exactly when the verdict's exit code is not 0, with why."""
    case = _empty_case(text("formats.verdict_case"), report)
    if stops(report):
        verdict = report.verdict
        tag = "failure" if verdict.exit_code == ExitCode.FAILED_POLICY else "error"
        stop = ET.SubElement(case, tag, message=stop_headline(report), type=verdict.word.value)
        stop.text = stop_story(report)
    return case


def _case(rule: str, report: Report) -> ET.Element:
    case = _empty_case(rule_words(rule), report)
    found = [item for item in report.findings if item.rule == rule]
    accepted = _accepted(report)
    open_ = [item for item in found if item.fingerprint not in accepted]
    if open_ and stops(report):
        _fail(case, report, open_)
    elif open_:
        _skip(case, text("formats.stops_nothing", message=_messages(open_)))
        ET.SubElement(case, "system-out").text = finding_story(report, open_)
    elif found:
        _skip(case, "; ".join(accepted[item.fingerprint] for item in found))
    else:
        reason = why_not_looked_at(rule, report)
        if reason is not None:
            _skip(case, dotted(reason))
    return case


def _fail(case: ET.Element, report: Report, found: Sequence[Finding]) -> None:
    message = _messages(found)
    failure = ET.SubElement(case, "failure", message=one_line(message), type=found[0].severity)
    failure.text = finding_story(report, found)


def _messages(found: Sequence[Finding]) -> str:
    return " ".join(item.message for item in found)


def _skip(case: ET.Element, reason: str) -> None:
    ET.SubElement(case, "skipped", message=one_line(reason))


def _accepted(report: Report) -> dict[str, str]:
    """Why findings do not count, by fingerprint; a person's waiver says more than a baseline."""
    known = {
        item.waiver.fingerprint: text(
            "formats.known_since", run=report.baseline.run, message=item.message
        )
        for item in known_before(report, report.baseline)
        if report.baseline
    }
    waived = {
        item.waiver.fingerprint: text(
            "formats.waived",
            by=item.waiver.by,
            until=item.waiver.until,
            reason=item.waiver.reason,
            message=item.message,
        )
        for item in report.waivers
    }
    return known | waived


def _broken(result: Broken) -> ET.Element:
    """A suite whose only case is an error: nothing was judged, which is no pass."""
    suite = _empty_suite(one_line(result.name), "1970-01-01T00:00:00")
    suite.set("errors", "1")
    ET.SubElement(suite, "properties")
    case = ET.SubElement(
        suite, "testcase", name=text("formats.judged"), classname="kolvet", time=NOT_TIMED
    )
    error = ET.SubElement(case, "error", message=one_line(result.message), type=str(result.code))
    error.text = visible(result.story)
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")
    return suite
