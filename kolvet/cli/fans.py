"""kolvet fans: how a brand's fans behave, from the comments that are stored."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet.cli import completion
from kolvet.cli.options import (
    AsJson,
    AsOf,
    Database,
    Plain,
    find_target,
    open_store,
    write_data,
    write_line,
)
from kolvet.cli.progress import progress_bar
from kolvet.errors import ExitCode
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.model.fans import FanReport


def fans(
    brand: Annotated[
        str,
        typer.Argument(
            help=text("cli.argument_fans"), show_default=False, autocompletion=completion.brands
        ),
    ],
    blogger: Annotated[
        str | None,
        typer.Option(
            "--blogger", help=text("cli.option_fans_blogger"), autocompletion=completion.bloggers
        ),
    ] = None,
    as_of: AsOf = None,
    policy: Annotated[
        Path | None, typer.Option("--policy", metavar="FILE", help=text("cli.option_policy"))
    ] = None,
    as_json: AsJson = False,
    plain: Plain = False,
    db: Database = None,
) -> int:
    """Print every measure raw and without crowds; without comments, what is missing (exit 3)."""
    from kolvet.cli.requests import make_request, warn_of_bare_names
    from kolvet.report.fans_json import fans_object
    from kolvet.report.json_format import dump
    from kolvet.vet import gather
    from kolvet.vet.fans import FanDesk

    request = make_request(blogger or "", brand, as_of=as_of, policy=policy)
    warn_of_bare_names(request)
    with open_store(db) as store, progress_bar(text("cli.judging")) as progress:
        subject = None
        if blogger is not None:
            subject, _ = gather(store, store.find_blogger(blogger), request, progress)
        desk = FanDesk(store, request.as_of, request.policy, find_target)
        report = desk.ask(request.target, subject)
    if as_json:
        write_data(f"{dump(fans_object(report), indent=2)}\n")
    else:
        write_line(_shown(report, plain=plain))
    return ExitCode.JUDGED if report.counts.comments else ExitCode.NOTHING_TO_JUDGE


def _shown(report: "FanReport", *, plain: bool) -> str:
    from kolvet.cli.showing import page_look
    from kolvet.report.fans_section import render_fans

    return render_fans(report, **asdict(page_look(plain=plain)))
