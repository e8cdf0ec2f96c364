"""kolvet backtest: how a policy would have done on cases whose outcome is known."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet.cli.check import PolicyFile
from kolvet.cli.options import AsJson, Engine, note, write_json, write_line
from kolvet.errors import ExitCode
from kolvet.messages import text

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kolvet.model.report import Report
    from kolvet.store import Store
    from kolvet.vet.backtest import Case, CaseResult

FEW = 30
"""Fewer cases than this say little about a policy."""

Cases = Annotated[Path, typer.Argument(metavar="CASES", help=text("verdict.argument_cases"))]


def backtest(
    cases: Cases, policy: PolicyFile = None, engine: Engine = None, as_json: AsJson = False
) -> int:
    """Judge every case as of its day; a missed backlash makes the exit code 1."""
    from kolvet.cli.imports import temporary_store
    from kolvet.cli.requests import make_request
    from kolvet.vet import check
    from kolvet.vet.backtest import load_cases, run_cases

    def opened(case: "Case") -> "AbstractContextManager[Store]":
        return temporary_store(list(case.sources), case.blogger)

    def judge(store: "Store", case: "Case") -> "Report":
        request = make_request(
            case.blogger, case.brand, as_of=case.as_of.isoformat(), policy=policy, engine=engine
        )
        return check(store, request)

    results = run_cases(load_cases(cases), opened, judge)
    missed = any(item.outcome == "case_missed" for item in results)
    code = ExitCode.FAILED_POLICY if missed else ExitCode.JUDGED
    if as_json:
        write_json([_object(item) for item in results])
        return code
    _print(results)
    return code


def _object(item: "CaseResult") -> dict[str, object]:
    case = item.case
    return {
        "case": case.path.name,
        "blogger": case.blogger,
        "brand": case.brand,
        "as_of": case.as_of.isoformat(),
        "backlash": case.backlash,
        "word": item.word,
        "bri": None if item.bri is None else round(item.bri, 4),
        "decided_by": item.decided_by,
        "outcome": item.outcome.removeprefix("case_"),
    }


def _print(results: "list[CaseResult]") -> None:
    for item in results:
        case = item.case
        bri = "?" if item.bri is None else f"{item.bri:.1f}"
        word = item.word or "-"
        write_line(
            f"{case.as_of}  {case.blogger} / {case.brand}: {word} ({item.decided_by or '-'},"
            f" BRI {bri})  {text(f'verdict.{item.outcome}')}"
        )
    counts = Counter(item.outcome for item in results)
    write_line(
        text(
            "verdict.backtest_done",
            bad=sum(item.case.backlash for item in results),
            warned=counts["case_warned"],
            good=sum(not item.case.backlash for item in results),
            passed=counts["case_passed"],
            undecided=counts["case_undecided"],
            number=len(results),
        )
    )
    if len(results) < FEW:
        note(text("verdict.backtest_few"))
