"""The commands, in the order in which help shows them."""

from typing import Annotated

import typer

from kolvet import __version__
from kolvet.cli import (
    approve,
    auth,
    backtest,
    blogger,
    brand,
    check,
    ci,
    compare,
    completion,
    database,
    diff,
    doctor,
    evidence,
    explain,
    fans,
    fetch,
    forget,
    import_,
    log,
    policy,
    precedent,
    report,
    review,
    schema,
    score,
    timeline,
    waive,
    watch,
)
from kolvet.cli.options import write_line
from kolvet.messages import text

app = typer.Typer(
    name="kolvet",
    help=text("cli.app"),
    epilog=text("cli.epilog"),
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        write_line(f"kolvet {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=text("cli.version")),
    ] = False,
    _language: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="zh|en",
            help=text("cli.option_lang"),
            autocompletion=completion.languages,
        ),
    ] = None,
    _offline: Annotated[bool, typer.Option("--offline", help=text("cli.option_offline"))] = False,
) -> None:
    """`--lang` and `--offline` are taken out of the line before; here they are shown in --help."""


app.command("check", help=text("cli.check"))(check.check)
app.command("import", help=text("cli.import"))(import_.import_)
app.command("fetch", help=text("cli.fetch"))(fetch.fetch)
app.command("watch", help=text("cli.watch"))(watch.watch)
app.command("score", help=text("cli.score"))(score.score)
app.command("evidence", help=text("cli.evidence"))(evidence.evidence)
app.command("timeline", help=text("cli.timeline"))(timeline.timeline)
app.command("compare", help=text("verdict.compare"))(compare.compare)
app.command("backtest", help=text("verdict.backtest"))(backtest.backtest)
app.command("explain", help=text("verdict.explain"))(explain.explain)
app.add_typer(policy.app, name="policy", help=text("verdict.policy"))
app.command("fans", help=text("cli.fans"))(fans.fans)
app.command("review", help=text("people.review"))(review.review)
app.command("waive", help=text("people.waive"))(waive.waive)
app.command("approve", help=text("people.approve"))(approve.approve)
app.command("reject", help=text("people.reject"))(approve.reject)
app.command("log", help=text("people.log"))(log.log)
app.command("diff", help=text("people.diff"))(diff.diff)
app.command("report", help=text("formats.report"))(report.report)
app.add_typer(ci.app, name="ci", help=text("ci.ci"))
app.command("schema", help=text("formats.schema"))(schema.schema)
app.add_typer(precedent.app, name="precedent", help=text("people.precedent"))
app.add_typer(blogger.app, name="blogger", help=text("cli.blogger"))
app.add_typer(brand.app, name="brand", help=text("cli.brand"))
app.add_typer(database.app, name="db", help=text("cli.db"))
app.command("forget", help=text("cli.forget"))(forget.forget)
app.add_typer(auth.app, name="auth", help=text("cli.auth"))
app.command("doctor", help=text("cli.doctor"))(doctor.doctor)
