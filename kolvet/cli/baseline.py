"""`check --baseline`: an earlier report, of which only what is new since makes a run fail."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kolvet.cli.options import note
from kolvet.cli.requests import quoted
from kolvet.errors import UsageError
from kolvet.messages import text
from kolvet.model.people import Baseline

if TYPE_CHECKING:
    from kolvet.model.report import Report
    from kolvet.vet import Request


def compared_with(request: "Request", name: str | None, db: Path | None) -> "Request":
    """The request with the baseline that `--baseline` names; the same without one.

    Raises:
        UsageError: There is no such run or file, it holds no report, or one of somebody else.
    """
    from kolvet.cli.stored import written_report

    return request if name is None else _compared(request, written_report(name, db), name)


def compared_with_file(request: "Request", path: Path) -> "Request":
    """The request with a baseline that must be a file: deals have no store.

    Raises:
        UsageError: There is no such file, it holds no report, or one of somebody else.
    """
    from kolvet.cli.stored import report_in_file

    return _compared(request, report_in_file(path), str(path))


def _compared(request: "Request", written: str, name: str) -> "Request":
    from kolvet.decisions.baseline import baseline_of
    from kolvet.report.json_reader import read_report

    before = read_report(written, name)
    if not _same_subject(request, before):
        raise UsageError(
            "formats.baseline_of_another",
            name=name,
            blogger=before.blogger.name,
            brand=before.brand.name,
            asked=f"{request.blogger} / {request.target.brand.name}",
        )
    return add_baseline(request, baseline_of(before), name)


def _same_subject(request: "Request", before: "Report") -> bool:
    """Whether an earlier report is about the brand, and knows the blogger by what was typed.

    Nothing is known about him yet but what was typed: a name, an id or an address.
    """
    from kolvet.store.names import find_profile, fold, id_hash

    accounts = before.blogger.accounts
    names = {before.blogger.name, *before.blogger.names, *(item.name for item in accounts)}
    ids = {id_hash(item.native_id) for item in accounts}
    profile = find_profile(request.blogger)
    by_id = id_hash(profile.native_id if profile else request.blogger.strip()) in ids
    by_name = fold(request.blogger) in set(map(fold, names))
    return before.brand.name == request.target.brand.name and (by_name or by_id)


def add_baseline(request: "Request", baseline: Baseline, name: str) -> "Request":
    """The request with a baseline, which its command names too."""
    committed = replace(request.committed, baseline=baseline)
    command = f"{request.command} --baseline {quoted(name)}"
    return replace(request, committed=committed, command=command)


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
