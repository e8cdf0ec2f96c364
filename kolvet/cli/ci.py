"""kolvet ci: judge the deals that a team commits, and end by the worst."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kolvet.cli.options import AsJson, note, write_data, write_json
from kolvet.errors import UsageError
from kolvet.messages import text

FOLDER = Path("deals")
OUT = Path("kolvet-ci")


class DefaultCommand(TyperGroup):
    """`kolvet ci DEALS/` is `kolvet ci judge DEALS/`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401, D102
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["judge", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=DefaultCommand, rich_markup_mode=None)

Deals = Annotated[
    list[Path] | None, typer.Argument(metavar="[DEALS...]", help=text("ci.argument_deals"))
]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help=text("ci.option_out"))]
NewDeal = Annotated[Path, typer.Argument(metavar="FILE", help=text("ci.argument_new"))]
Exports = Annotated[
    list[str] | None, typer.Option("--from", metavar="PATH", help=text("ci.option_from"))
]


@app.command("judge", help=text("ci.judge"))
def judge(deals: Deals = None, out: Out = OUT, as_json: AsJson = False) -> int:
    """Judge each deal in a store of its own; write what machines and people read."""
    from kolvet.ci.outcomes import worst_code
    from kolvet.ci.summary import annotations
    from kolvet.cli.deals import append_summary, judge_file, outcome_object, write_reports

    paths = find_deals(deals or [FOLDER])
    outcomes = []
    for number, path in enumerate(paths, start=1):
        note(text("ci.judging", number=number, all=len(paths), path=path))
        outcomes.append(judge_file(path))
    summary = write_reports(outcomes, out)
    lines = annotations(outcomes) if os.environ.get("GITHUB_ACTIONS") == "true" else []
    if as_json:
        write_json([outcome_object(item) for item in outcomes])
        note("\n".join(lines))
    else:
        write_data("".join(f"{line}\n" for line in lines) + summary)
    append_summary(outcomes, os.environ.get("GITHUB_STEP_SUMMARY", ""))
    note(text("ci.reports", path=out))
    return worst_code(outcomes)


@app.command("init", help=text("ci.init"))
def init(
    file: NewDeal = FOLDER / "deal.toml",
    blogger: Annotated[str, typer.Option(help=text("ci.option_blogger"))] = "NAME",
    brand: Annotated[str, typer.Option(help=text("cli.option_brand"))] = "BRAND",
    exports: Exports = None,
) -> int:
    """Write one deal file to be filled in; never over another."""
    from kolvet.ci.deals import deal_text

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as target:
            target.write(deal_text(blogger, brand, tuple(exports or ["exports/"])))
    except FileExistsError as error:
        raise UsageError("ci.exists", path=file) from error
    except OSError as error:
        raise UsageError("cli.cannot_write", path=file, reason=error.strerror) from error
    note(text("ci.written", path=file))
    return 0


def find_deals(paths: Sequence[Path]) -> list[Path]:
    """The deal files: those named, and each `*.toml` directly in a folder, in order.

    Sub-folders hold what deals name: exports, reviews, waivers.

    Raises:
        UsageError: A path is not there, or no deal is found: a gate without deals guards nothing.
    """
    from kolvet.ci.deals import ENDING

    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(item for item in path.iterdir() if item.suffix == ENDING)
        elif path.is_file():
            found.append(path)
        else:
            raise UsageError("ci.no_such", path=path)
    if not found:
        raise UsageError("ci.no_deals", path=", ".join(map(str, paths)))
    return list(dict.fromkeys(found))
