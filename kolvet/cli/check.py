"""kolvet check: judge one blogger before one brand."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet.cli import completion
from kolvet.cli.options import (
    AsAscii,
    AsJson,
    AsOf,
    Brand,
    Database,
    Engine,
    Name,
    Plain,
    note,
    open_store,
)
from kolvet.cli.progress import progress_bar
from kolvet.errors import StoreError
from kolvet.messages import text
from kolvet.model.fail_on import FailOn
from kolvet.opinion.endpoint import DEFAULT_MOST

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kolvet.model.report import Report
    from kolvet.report.json_reader import WrittenReport
    from kolvet.store import Store
    from kolvet.vet import Request

Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FORMAT:PATH",
        help=text("cli.option_output", formats=text("formats.names")),
        autocompletion=completion.outputs,
    ),
]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help=text("cli.option_policy"))
]
FromPaths = Annotated[
    list[Path] | None, typer.Option("--from", metavar="PATH", help=text("cli.option_from"))
]
Fetch = Annotated[bool, typer.Option("--fetch", help=text("cli.option_fetch"))]
MaxPages = Annotated[
    int | None, typer.Option("--max-pages", metavar="N", min=1, help=text("cli.option_max_pages"))
]
Pace = Annotated[
    float | None, typer.Option("--pace", metavar="SECONDS", min=0, help=text("cli.option_pace"))
]

Versus = Annotated[
    list[str] | None,
    typer.Option(
        "--vs",
        metavar="BRANDS",
        help=text("verdict.option_vs"),
        autocompletion=completion.listed_brands,
    ),
]
ReviewsFile = Annotated[
    Path | None, typer.Option("--reviews", metavar="FILE", help=text("people.option_reviews"))
]
WaiversFile = Annotated[
    Path | None, typer.Option("--waivers", metavar="FILE", help=text("people.option_waivers_file"))
]
PrecedentsFile = Annotated[
    Path | None,
    typer.Option("--precedents", metavar="FILE", help=text("people.option_precedents")),
]
BaselineName = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="RUN|FILE",
        help=text("formats.option_baseline"),
        autocompletion=completion.runs,
    ),
]
RequireReviewed = Annotated[
    bool, typer.Option("--require-reviewed", help=text("people.option_require_reviewed"))
]
JudgeUrl = Annotated[
    str | None, typer.Option("--judge", metavar="URL", help=text("cli.option_judge"))
]
JudgeModel = Annotated[
    str | None, typer.Option("--judge-model", metavar="NAME", help=text("cli.option_judge_model"))
]
JudgeMost = Annotated[
    int | None,
    typer.Option("--judge-max", min=1, help=text("cli.option_judge_max", number=DEFAULT_MOST)),
]
JudgeDryRun = Annotated[
    bool, typer.Option("--judge-dry-run", help=text("cli.option_judge_dry_run"))
]


def check(
    name: Name,
    brand: Brand,
    vs: Versus = None,
    as_of: AsOf = None,
    fail_on: Annotated[FailOn | None, typer.Option(help=text("cli.option_fail_on"))] = None,
    from_paths: FromPaths = None,
    fetch: Fetch = False,
    max_pages: MaxPages = None,
    pace: Pace = None,
    output: Outputs = None,
    as_json: AsJson = False,
    as_ascii: AsAscii = False,
    plain: Plain = False,
    policy: PolicyFile = None,
    engine: Engine = None,
    reviews: ReviewsFile = None,
    waivers: WaiversFile = None,
    precedents: PrecedentsFile = None,
    require_reviewed: RequireReviewed = False,
    baseline: BaselineName = None,
    judge: JudgeUrl = None,
    judge_model: JudgeModel = None,
    judge_max: JudgeMost = None,
    judge_dry_run: JudgeDryRun = False,
    db: Database = None,
) -> int:
    """Judge, print, write what was asked for, and end with the verdict's exit code."""
    from kolvet.cli import check_fetch
    from kolvet.cli.baseline import check_blogger, compared_with, earlier_report, note_baseline
    from kolvet.cli.committed import CommittedFiles
    from kolvet.cli.judging import complain_of_judge, find_judge, write_preview
    from kolvet.cli.requests import make_request, split_brands, warn_of_bare_names
    from kolvet.cli.showing import end_code, wanted_outputs, write_outputs
    from kolvet.vet import check as vet_check

    check_fetch.check_fetch_options(from_paths, fetch=fetch, max_pages=max_pages, pace=pace)
    wanted = wanted_outputs(output or [], as_json=as_json, as_ascii=as_ascii)
    asked = find_judge(judge, judge_model, judge_max, dry_run=judge_dry_run)
    request = make_request(
        name,
        brand,
        as_of=as_of,
        policy=policy,
        fail_on=fail_on,
        engine=engine,
        judge=asked,
        committed=CommittedFiles(reviews, waivers, precedents, require_reviewed),
        versus=split_brands(",".join(vs or ())),
        from_paths=from_paths,
    )
    earlier = earlier_report(baseline, db)
    request = compared_with(request, earlier)
    warn_of_bare_names(request)
    refreshed = None
    if fetch:
        refreshed = check_fetch.fetch_first(request, brand, db, max_pages, pace)
        request = check_fetch.after_fetch(request, refreshed, as_of)
    with (
        check_fetch.source_first(refreshed),
        opened(from_paths, name, db) as store,
        progress_bar(text("cli.judging")) as progress,
    ):
        check_blogger(store, request, earlier)
        if asked and judge_dry_run:
            return write_preview(store, request, asked)
        report = vet_check(store, request, progress)
        written = keep(store, request, report)
    complain_of_judge(report)
    note_baseline(report)
    code = check_fetch.end_code(refreshed, end_code(report, wanted))
    write_outputs(written, wanted, plain=plain, ascii_only=as_ascii)
    return code


def keep(store: "Store", request: "Request", report: "Report") -> "WrittenReport":
    """Store the report for `kolvet review`, `approve` and `report`; say so where nothing can be.

    Gives it as it is stored, so that every format shows what `kolvet report` shows again.
    """
    from kolvet.report.json_format import render_json
    from kolvet.report.json_reader import WrittenReport
    from kolvet.vet.signing import keep_report

    try:
        written = keep_report(store, request, report).report
    except StoreError as error:
        if error.key != "store.read_only":
            raise
        note(text("people.run_not_kept", run=report.run.id))
        return WrittenReport(render_json(report), kept=False)
    return WrittenReport(written, kept=report.run.kept)


def opened(
    from_paths: list[Path] | None, name: str, db: Path | None
) -> "AbstractContextManager[Store]":
    """The store, or one of its own for the files of `--from`."""
    if not from_paths:
        return open_store(db)
    from kolvet.cli.imports import temporary_store

    return temporary_store(from_paths, name)
