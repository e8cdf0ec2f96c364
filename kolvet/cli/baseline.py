"""`check --baseline`: an earlier report, of which only what is new since makes a run fail."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kolvet.cli.options import note
from kolvet.cli.requests import quoted
from kolvet.messages import text
from kolvet.model.people import Baseline

if TYPE_CHECKING:
    from kolvet.model.report import Report
    from kolvet.vet import Request


def compared_with(request: "Request", name: str | None, db: Path | None) -> "Request":
    """The request with the baseline that `--baseline` names; the same without one.

    Raises:
        UsageError: There is no such run or file, or it holds no report.
    """
    if name is None:
        return request
    return add_baseline(request, read_baseline(name, db), name)


def add_baseline(request: "Request", baseline: Baseline, name: str) -> "Request":
    """The request with a baseline, which its command names too."""
    committed = replace(request.committed, baseline=baseline)
    command = f"{request.command} --baseline {quoted(name)}"
    return replace(request, committed=committed, command=command)


def read_baseline(name: str, db: Path | None) -> Baseline:
    """The baseline of a stored run, or of a file that `check -o json:FILE` wrote.

    Raises:
        UsageError: There is none, or it holds no report.
    """
    from kolvet.cli.stored import written_report
    from kolvet.decisions.baseline import baseline_of
    from kolvet.report.json_reader import read_report

    return baseline_of(read_report(written_report(name, db), name))


def baseline_in(report: Mapping[str, Any]) -> Baseline:
    """The baseline that a stored report was compared with: its run may be gone since."""
    before = report["baseline"]
    return Baseline(before["run"], before["word"], tuple(before["known"]))


def note_baseline(report: "Report") -> None:
    """Say on stderr how much is new since the baseline."""
    if report.baseline is None:
        return
    known = sum(item.fingerprint in report.baseline.known for item in report.findings)
    note(
        text(
            "formats.since_baseline",
            run=report.baseline.run,
            new=len(report.findings) - known,
            known=known,
            before=report.baseline.word,
            word=report.verdict.word,
        )
    )
