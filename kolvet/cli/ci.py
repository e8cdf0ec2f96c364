"""kolvet ci: judge the deals that a team commits, and end by the worst."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kolvet.cli import completion
from kolvet.cli.options import AsJson, note, write_data, write_json
from kolvet.cli.streams import on_github, tell_runner
from kolvet.errors import UsageError, system_reason
from kolvet.messages import text

FOLDER = Path("deals")
OUT = Path("kolvet-ci")
DEFAULT = "judge"
MOST_NAMED = 8
"""Names of files in one note; more would hide what is said after it."""


class DefaultCommand(TyperGroup):
    """`kolvet ci DEALS/` is `kolvet ci judge DEALS/`, also in its help."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401, D102
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # noqa: ANN401, D102
        return ["[OPTIONS]", "[DEALS...]", "|", self.subcommand_metavar]

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, D102
        command = self.commands[DEFAULT]
        context = command.context_class(command, info_name=DEFAULT, parent=ctx)
        records = [item.get_help_record(context) for item in command.get_params(context)]
        with formatter.section(text("ci.section_judge")):
            formatter.write_dl([item for item in records if item])
        self.format_commands(ctx, formatter)


app = typer.Typer(cls=DefaultCommand, rich_markup_mode=None)

Deals = Annotated[
    list[Path] | None, typer.Argument(metavar="[DEALS...]", help=text("ci.argument_deals"))
]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help=text("ci.option_out"))]
NewDeal = Annotated[Path, typer.Argument(metavar="FILE", help=text("ci.argument_new"))]
Exports = Annotated[
    list[str] | None, typer.Option("--from", metavar="PATH", help=text("ci.option_from"))
]


@app.command(DEFAULT, help=text("ci.judge"))
def judge(deals: Deals = None, out: Out = OUT, as_json: AsJson = False) -> int:
    """Judge each deal in a store of its own; write what machines and people read."""
    from kolvet.ci.outcomes import worst_code
    from kolvet.ci.summary import annotations, render_summary
    from kolvet.cli.deals import append_summary, judge_plan, outcome_object, plan_file
    from kolvet.cli.results import check_results, empty_folder, write_results

    try:  # a baseline may be a report that stands in the folder
        plans = [plan_file(path) for path in find_deals(deals or [FOLDER])]
    finally:
        empty_folder(out)
    check_results([str(plan.path) for plan in plans], out)
    outcomes = []
    for number, plan in enumerate(plans, start=1):
        note(text("ci.judging", number=number, all=len(plans), path=plan.path))
        outcomes.append(judge_plan(plan))
    summary = render_summary(outcomes)
    if on_github():
        tell_runner(annotations(outcomes), sys.stderr if as_json else sys.stdout)
    if as_json:
        write_json([outcome_object(item) for item in outcomes])
    else:
        write_data(summary)
    append_summary(outcomes, os.environ.get("GITHUB_STEP_SUMMARY", ""))
    write_results(outcomes, out, summary)
    note(text("ci.reports", path=out))
    return worst_code(outcomes)


@app.command("init", help=text("ci.init"))
def init(
    file: NewDeal = FOLDER / "deal.toml",
    blogger: Annotated[
        str, typer.Option(help=text("ci.option_blogger"), autocompletion=completion.bloggers)
    ] = "NAME",
    brand: Annotated[
        str, typer.Option(help=text("cli.option_brand"), autocompletion=completion.brands)
    ] = "BRAND",
    exports: Exports = None,
) -> int:
    """Write one deal file to be filled in; never over another."""
    from kolvet.ci.deals import ENDING, deal_text

    if file.suffix.lower() != ENDING:
        folder = file.parent if file.parent != Path() else FOLDER
        guess = folder / f"{file.stem or 'deal'}{ENDING}"
        raise UsageError("ci.no_deal_name", path=file, guess=guess)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as target:
            target.write(deal_text(blogger, brand, tuple(exports or ["exports/"])))
    except FileExistsError as error:
        raise UsageError("ci.exists", path=file) from error
    except OSError as error:
        raise UsageError("cli.cannot_write", path=file, reason=system_reason(error)) from error
    note(text("ci.written", path=file))
    return 0


def find_deals(paths: Sequence[Path]) -> list[Path]:
    """The deal files: those named, and each `*.toml` directly in a folder, in order.

    Sub-folders hold what deals name: exports, reviews, waivers. Other files beside the deals are
    named on stderr: one may be meant as a deal.

    Raises:
        UsageError: A path is not there, or no deal is found: a gate without deals guards nothing.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += _deals_in(path)
        elif path.is_file():
            found.append(path)
        else:
            raise UsageError("ci.no_such", path=path)
    if not found:
        raise UsageError("ci.no_deals", path=", ".join(map(str, paths)))
    return list(dict.fromkeys(found))


def _deals_in(folder: Path) -> list[Path]:
    from kolvet.ci.deals import ENDING

    try:
        files = sorted(item for item in folder.iterdir() if not item.is_dir())
    except OSError as error:
        raise UsageError("ci.deal_broken", path=folder, reason=system_reason(error)) from error
    deals = [item for item in files if item.suffix.lower() == ENDING]
    others = [item.name for item in files if item not in deals and item.name[0] != "."]
    if others:
        names = ", ".join(others[:MOST_NAMED]) + (", ..." if others[MOST_NAMED:] else "")
        note(text("ci.left_out", path=folder, names=names))
    return deals
