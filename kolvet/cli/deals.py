"""One deal file to an outcome: what `kolvet ci` does with each, and says of it."""

import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kolvet.ci.deals import Deal, read_deal
from kolvet.ci.outcomes import Outcome
from kolvet.ci.summary import render_summary
from kolvet.errors import ExitCode, KolvetError, UsageError, system_reason
from kolvet.messages import text
from kolvet.report.junit import Broken

if TYPE_CHECKING:
    from kolvet.cli.baseline import Earlier
    from kolvet.model.report import Report
    from kolvet.vet import Request

STEP_BYTES = 1_000_000
"""GitHub takes a step's summary up to 1 MiB and drops a longer one whole."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a deal asks; its policy, committed files and baseline are read, its exports are not."""

    deal: Deal
    request: "Request"
    earlier: "Earlier | None"


@dataclass(frozen=True, slots=True)
class Plan:
    """The deal of one file, to be judged; or why it cannot be."""

    path: Path
    asked: Asked | Outcome


def plan_file(path: Path) -> Plan:
    """Read a deal and what it names but the exports; what goes wrong with it stops no other."""
    deal: Deal | None = None
    try:
        deal = read_deal(_bytes(path), str(path))
        return Plan(path, Asked(deal, *_request(deal, path.parent)))
    except Exception as error:  # noqa: BLE001  # a bug in one deal is 70, and the others are judged
        return Plan(path, Outcome(str(path), deal, _broken(path, error)))


def judge_plan(plan: Plan) -> Outcome:
    """Judge one deal; what goes wrong with it stops no other one."""
    asked = plan.asked
    if isinstance(asked, Outcome):
        return asked
    try:
        return Outcome(str(plan.path), asked.deal, _judge(asked, plan.path.parent))
    except Exception as error:  # noqa: BLE001  # as above
        return Outcome(str(plan.path), asked.deal, _broken(plan.path, error))


def _broken(path: Path, error: Exception) -> Broken:
    if isinstance(error, KolvetError):
        return Broken(str(path), str(error), f"{error}\n{error.hint}", error.exit_code)
    traceback.print_exception(error)
    message = f"{type(error).__name__}: {error}"
    return Broken(str(path), message, f"{message}\n{text('cli.bug')}", ExitCode.BUG)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError("ci.deal_broken", path=path, reason=system_reason(error)) from error


def _judge(asked: Asked, folder: Path) -> "Report":
    from kolvet.cli.baseline import check_blogger
    from kolvet.cli.imports import temporary_store
    from kolvet.report.json_format import render_json
    from kolvet.report.json_reader import read_report
    from kolvet.vet import check

    exports = [_beside(folder, name) for name in asked.deal.exports]
    with temporary_store(exports, asked.deal.blogger) as store:
        check_blogger(store, asked.request, asked.earlier)
        return read_report(render_json(check(store, asked.request)))


def _request(deal: Deal, folder: Path) -> "tuple[Request, Earlier | None]":
    """What `kolvet check --from` would be asked; the command says so."""
    from kolvet.cli.baseline import compared_with, earlier_file
    from kolvet.cli.committed import CommittedFiles
    from kolvet.cli.requests import make_request, quoted, split_brands

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
        versus=split_brands(",".join(deal.versus)),
    )
    words = [
        word for name in deal.exports for word in ("--from", quoted(str(_beside(folder, name))))
    ]
    request = replace(request, command=" ".join([request.command, *words]))
    baseline = beside(deal.baseline)
    earlier = earlier_file(baseline) if baseline else None
    return compared_with(request, earlier), earlier


def _beside(folder: Path, name: str) -> Path:
    """A path of a deal file, as short as it can be written: it stands in reports.

    `..` behind a link leads out of where the link leads, which the short form cannot know.
    """
    written = folder / name
    short = Path(os.path.normpath(written))
    return short if short.resolve() == written.resolve() else written


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
