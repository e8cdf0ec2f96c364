"""What stops a deal, for formats that tell it as a case or an alert of its own.

A verdict can stop a deal without any finding (too little data, quotes that nobody confirmed), and
findings can stand in a report that passes: only the exit code says which.
"""

import hashlib
from collections.abc import Iterator

from kolvet.errors import ExitCode
from kolvet.messages import text
from kolvet.model.report import Report, Word
from kolvet.report.people_sections import baseline_words
from kolvet.report.plain_text import one_line, visible
from kolvet.report.story import evidence_lines, subject_words, verdict_words

DIGITS = 16
"""Of a fingerprint, as many as a finding's has."""


def stops(report: Report) -> bool:
    """Whether the run ends with anything but 0."""
    return report.verdict.exit_code != ExitCode.JUDGED


def stop_reason(report: Report) -> str:
    """Why the run does not end with 0, in one sentence."""
    if report.verdict.exit_code == ExitCode.FAILED_POLICY:
        return text("formats.stop_policy", fail_on=report.policy.fail_on)
    if report.verdict.word is Word.INCONCLUSIVE:
        return text("formats.stop_inconclusive")
    return text("formats.stop_unreviewed")


def stop_headline(report: Report) -> str:
    """Whom it stops, the verdict, and the reason, on one line."""
    return f"{subject_words(report)}: {verdict_words(report)}. {stop_reason(report)}"


def stop_story(report: Report) -> str:
    """The headline, why the verdict is what it is, and the quotes that it rests on."""
    return "\n".join(_story(report)) + "\n"


def _story(report: Report) -> Iterator[str]:
    yield stop_headline(report)
    yield from map(visible, report.notices)
    yield ""
    yield from why_lines(report)
    if report.baseline:
        yield f"- {one_line(baseline_words(report, report.baseline))}"
    yield from evidence_lines(report, _ids(report))
    yield ""
    yield text("formats.reproduce", command=one_line(report.run.command))


def why_lines(report: Report) -> list[str]:
    """The sentences that explain the verdict, each with its evidence."""
    return [f"- {one_line(why.text)} {' '.join(why.evidence)}".rstrip() for why in report.why]


def _ids(report: Report) -> list[str]:
    """The evidence of all sentences, each number once."""
    return list(dict.fromkeys(number for why in report.why for number in why.evidence))


def stop_fingerprint(report: Report) -> str:
    """The same from run to run while the same verdict stops the same deal in the same way."""
    verdict = report.verdict
    return fingerprint(report.blogger.name, report.brand.name, verdict.word, verdict.exit_code)


def fingerprint(*parts: object) -> str:
    """Of what stops a deal; never that of a finding."""
    words = "\x1f".join(map(str, ("verdict", *parts)))
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:DIGITS]
