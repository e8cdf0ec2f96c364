"""kolvet check: judge one blogger before one brand."""

from pathlib import Path
from typing import Annotated

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
    from kolvet.cli.imports import temporary_store
    from kolvet.cli.requests import make_request
    from kolvet.cli.showing import wanted_outputs, write_outputs
    from kolvet.vet import check as vet_check

    wanted = wanted_outputs(output or [], as_json=as_json)
    request = make_request(name, brand, as_of=as_of, policy=policy, fail_on=fail_on, engine=engine)
    opened = temporary_store(from_paths, name) if from_paths else open_store(db)
    with opened as store, progress_bar(text("cli.judging")) as progress:
        report = vet_check(store, request, progress)
    write_outputs(report, wanted, plain=plain)
    return report.verdict.exit_code
