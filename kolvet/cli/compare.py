"""kolvet compare: the same history before several brands, side by side."""

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet.cli import completion
from kolvet.cli.check import FromPaths, PolicyFile, opened
from kolvet.cli.options import (
    AsJson,
    AsOf,
    Database,
    Engine,
    Name,
    Plain,
    note,
    write_data,
)
from kolvet.cli.progress import progress_bar
from kolvet.errors import UsageError
from kolvet.messages import text
from kolvet.model.fail_on import FailOn

if TYPE_CHECKING:
    from kolvet.model.report import Report

SCHEMA = "kolvet.compare/1"
ORDER = (1, 4, 0)
"""Exit codes of several verdicts: the first that occurs (product design, section 3)."""

Brands = Annotated[
    list[str],
    typer.Option(
        "--brand", help=text("verdict.option_brands"), autocompletion=completion.listed_brands
    ),
]


def compare(
    name: Name,
    brand: Brands,
    as_of: AsOf = None,
    fail_on: Annotated[FailOn | None, typer.Option(help=text("cli.option_fail_on"))] = None,
    from_paths: FromPaths = None,
    as_json: AsJson = False,
    plain: Plain = False,
    policy: PolicyFile = None,
    engine: Engine = None,
    db: Database = None,
) -> int:
    """Judge before each brand, print them side by side and whose the differences are."""
    from kolvet.cli.requests import make_request, warn_of_bare_names
    from kolvet.vet import check_brands

    first, *others = brands = _several(brand)
    request = make_request(
        name,
        first,
        as_of=as_of,
        policy=policy,
        fail_on=fail_on,
        engine=engine,
        versus=others,
        from_paths=from_paths,
    )
    checked = request.command
    request = replace(request, command=_as_comparison(checked, name, brands))
    if len({target.brand.name for target in (request.target, *request.versus)}) < len(brands):
        raise UsageError("verdict.few_brands", text=",".join(brands), number=1)
    warn_of_bare_names(request)
    with opened(from_paths, name, db) as store, progress_bar(text("cli.judging")) as progress:
        reports = check_brands(store, request, progress)
    if as_json:
        write_data(_json(reports))
    else:
        _print(reports, checked, plain=plain)
    codes = {report.verdict.exit_code for report in reports}
    return next(code for code in ORDER if code in codes)


def _several(written: list[str]) -> list[str]:
    """The brands of every `--brand`, at least two of them."""
    from kolvet.cli.requests import split_brands

    whole = ",".join(written)
    brands = split_brands(whole)
    if len(brands) < 2:
        raise UsageError("verdict.few_brands", text=whole, number=len(brands))
    return brands


def _as_comparison(command: str, name: str, brands: list[str]) -> str:
    """The command of a check beside others as the comparison that was asked for."""
    from kolvet.cli.requests import quoted

    first, others, whole = brands[0], ",".join(brands[1:]), ",".join(brands)
    asked = f"check {quoted(name)} --brand {quoted(first)} --vs {quoted(others)}"
    return command.replace(asked, f"compare {quoted(name)} --brand {quoted(whole)}", 1)


def _json(reports: "tuple[Report, ...]") -> str:
    from kolvet.report.explained_json import comparison_object
    from kolvet.report.json_format import dump, report_object

    comparison = reports[0].comparison
    rows = comparison_object(comparison) if comparison else {}
    whole = {
        "schema": SCHEMA,
        "as_of": reports[0].as_of,
        **rows,
        "reports": [report_object(report) for report in reports],
    }
    return dump(whole, indent=2) + "\n"


def _print(reports: "tuple[Report, ...]", checked: str, *, plain: bool) -> None:
    """Print them, and the check whose report has the comparison on a page, to be mailed."""
    from kolvet.cli.showing import page_look
    from kolvet.report.listing import render_comparison

    write_data(render_comparison(reports, **asdict(page_look(plain=plain))) + "\n")
    note(text("verdict.compare_as_page", command=checked))
