"""kolvet check: judge one blogger before one brand."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet.cli.options import (
    AsJson,
    AsOf,
    Brand,
    Database,
    Engine,
    Name,
    Plain,
    open_store,
)
from kolvet.cli.progress import progress_bar
from kolvet.messages import text
from kolvet.policy import FailOn

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kolvet.store import Store

Outputs = Annotated[
    list[str] | None,
    typer.Option("-o", "--output", metavar="FORMAT:PATH", help=text("cli.option_output")),
]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help=text("cli.option_policy"))
]
FromPaths = Annotated[
    list[Path] | None, typer.Option("--from", metavar="PATH", help=text("cli.option_from"))
]


def check(
    name: Name,
    brand: Brand,
    as_of: AsOf = None,
    fail_on: Annotated[FailOn | None, typer.Option(help=text("cli.option_fail_on"))] = None,
    from_paths: FromPaths = None,
    output: Outputs = None,
    as_json: AsJson = False,
    plain: Plain = False,
    policy: PolicyFile = None,
    engine: Engine = None,
    db: Database = None,
) -> int:
    """Judge, print, write what was asked for, and end with the verdict's exit code."""
    from kolvet.cli.requests import make_request
    from kolvet.cli.showing import wanted_outputs, write_outputs
    from kolvet.vet import check as vet_check

    wanted = wanted_outputs(output or [], as_json=as_json)
    request = make_request(name, brand, as_of=as_of, policy=policy, fail_on=fail_on, engine=engine)
    with _opened(from_paths, name, db) as store, progress_bar(text("cli.judging")) as progress:
        report = vet_check(store, request, progress)
    write_outputs(report, wanted, plain=plain)
    return report.verdict.exit_code


def _opened(
    from_paths: list[Path] | None, name: str, db: Path | None
) -> "AbstractContextManager[Store]":
    """The store, or one of its own for the files of `--from`."""
    if not from_paths:
        return open_store(db)
    from kolvet.cli.imports import temporary_store

    return temporary_store(from_paths, name)
