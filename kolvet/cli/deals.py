"""One deal file to an outcome, and outcomes to files: what `kolvet ci` does with each."""

import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kolvet.ci.deals import Deal, read_deal
from kolvet.ci.outcomes import Outcome
from kolvet.ci.summary import render_summary
from kolvet.cli.showing import write_file
from kolvet.errors import ExitCode, KolvetError, UsageError
from kolvet.messages import text
from kolvet.report import ENDINGS, FORMATS
from kolvet.report.junit import Broken, render_suites
from kolvet.report.sarif import render_log

if TYPE_CHECKING:
    from kolvet.model.report import Report
    from kolvet.vet import Request

OF_EACH = ("json", "html")
"""Formats that are written for each deal, as far as there are such."""
STEP_BYTES = 1_000_000
"""GitHub takes a step's summary up to 1 MiB and drops a longer one whole."""


def judge_file(path: Path) -> Outcome:
    """Judge the deal of one file; what goes wrong with it stops no other one."""
    deal: Deal | None = None
    try:
        deal = read_deal(_bytes(path), str(path))
        return Outcome(str(path), deal, _judge(deal, path.parent))
    except KolvetError as error:
        story = f"{error}\n{error.hint}"
        return Outcome(str(path), deal, Broken(str(path), str(error), story, error.exit_code))
    except Exception as error:  # noqa: BLE001  # a bug in one deal is 70, and the others are judged
        traceback.print_exception(error)
        message = f"{type(error).__name__}: {error}"
        story = f"{message}\n{text('cli.bug')}"
        return Outcome(str(path), deal, Broken(str(path), message, story, ExitCode.BUG))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError("ci.deal_broken", path=path, reason=error.strerror) from error


def _judge(deal: Deal, folder: Path) -> "Report":
    from kolvet.cli.imports import temporary_store
    from kolvet.report.json_format import render_json
    from kolvet.report.json_reader import read_report
    from kolvet.vet import check

    request = _request(deal, folder)
    exports = [_beside(folder, name) for name in deal.exports]
    with temporary_store(exports, deal.blogger) as store:
        return read_report(render_json(check(store, request)))


def _request(deal: Deal, folder: Path) -> "Request":
    """What `kolvet check --from` would be asked; the command says so."""
    from kolvet.cli.baseline import compared_with
    from kolvet.cli.committed import CommittedFiles
    from kolvet.cli.requests import make_request, quoted

    def beside(name: str) -> Path | None:
        return _beside(folder, name) if name else None

    request = make_request(
        deal.blogger,
        deal.brand,
        as_of=deal.as_of or None,
        policy=beside(deal.policy),
        fail_on=deal.fail_on,
        engine=deal.engine or None,
        committed=CommittedFiles(
            beside(deal.reviews),
            beside(deal.waivers),
            beside(deal.precedents),
            deal.require_reviewed,
        ),
        versus=deal.versus,
    )
    words = [
        word for name in deal.exports for word in ("--from", quoted(str(_beside(folder, name))))
    ]
    request = replace(request, command=" ".join([request.command, *words]))
    return compared_with(
        request, str(_beside(folder, deal.baseline)) if deal.baseline else None, None
    )


def _beside(folder: Path, name: str) -> Path:
    """A path of a deal file, as short as it can be written: it stands in reports."""
    return Path(os.path.normpath(folder / name))


def write_reports(outcomes: Sequence[Outcome], out: Path) -> str:
    """Write summary.md, junit.xml, report.sarif and the reports of each deal; gives the summary.

    Raises:
        UsageError: The folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError("cli.cannot_write", path=out, reason=error.strerror) from error
    summary = render_summary(outcomes)
    results = [item.result for item in outcomes]
    write_file(out / "summary.md", summary)
    write_file(out / "junit.xml", render_suites(results))
    write_file(out / "report.sarif", render_log(results, [item.path for item in outcomes]))
    names: dict[str, int] = {}
    for item in outcomes:
        stem = Path(item.path).stem
        names[stem] = names.get(stem, 0) + 1
        name = stem if names[stem] == 1 else f"{stem}-{names[stem]}"
        _write_each(item, out / name)
    return summary


def _write_each(item: Outcome, path: Path) -> None:
    if item.report is None:
        return
    for name in OF_EACH:
        if name in FORMATS:
            target = path.with_name(f"{path.name}.{ENDINGS.get(name, name)}")
            write_file(target, FORMATS[name](item.report))


def append_summary(outcomes: Sequence[Outcome], path: str) -> None:
    """Add the summary to a step's on GitHub; only the table where all of it would be dropped."""
    if not path:
        return
    summary = render_summary(outcomes)
    if len(summary.encode()) > STEP_BYTES:
        summary = render_summary(outcomes, details=False)
    try:
        with Path(path).open("a", encoding="utf-8", newline="\n") as target:
            target.write(summary)
    except OSError as error:
        sys.stderr.write(f"{error}\n")


def outcome_object(item: Outcome) -> dict[str, Any]:
    """One deal for `kolvet ci --json`; unknown is null."""
    report, deal = item.report, item.deal
    verdict = report.verdict if report else None
    return {
        "deal": item.path,
        "blogger": deal.blogger if deal else None,
        "brand": deal.brand if deal else None,
        "scope": deal.scope if deal else None,
        "requester": deal.requester if deal else None,
        "exit_code": int(item.code),
        "verdict": verdict.word if verdict else None,
        "provisional": verdict.provisional if verdict else None,
        "bri": verdict.bri if verdict else None,
        "run": report.run.id if report else None,
        "error": item.result.message if isinstance(item.result, Broken) else None,
    }
