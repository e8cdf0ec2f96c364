"""Options that several commands share, and the streams that they write to."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet.cli import completion
from kolvet.config import brands_folder, database_path
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.model.brands import Target
    from kolvet.store import Store

Database = Annotated[
    Path | None,
    typer.Option("--db", help=text("cli.option_db"), dir_okay=False, show_default=False),
]
Plain = Annotated[bool, typer.Option("--plain", help=text("cli.option_plain"))]
AsJson = Annotated[bool, typer.Option("--json", help=text("cli.option_json"))]
Brand = Annotated[
    str, typer.Option("--brand", help=text("cli.option_brand"), autocompletion=completion.brands)
]
Engine = Annotated[
    str | None,
    typer.Option("--engine", help=text("cli.option_engine"), autocompletion=completion.engines),
]
AsAscii = Annotated[bool, typer.Option("--ascii", help=text("formats.option_ascii"))]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help=text("cli.option_as_of"))
]
Name = Annotated[
    str,
    typer.Argument(
        help=text("cli.argument_name"), show_default=False, autocompletion=completion.bloggers
    ),
]
StoredOwner = Annotated[
    str | None,
    typer.Option("--blogger", help=text("cli.option_blogger"), autocompletion=completion.bloggers),
]
As = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="brand:B", help=text("cli.option_as"), autocompletion=completion.owners
    ),
]


def open_store(option: Path | None) -> "Store":
    """The store at --db, KOLVET_DB or the platform's data folder."""
    from kolvet.store import Store

    return Store.open(database_path(option))


def find_target(name: str) -> "Target":
    """The brand of that name, ours or the user's own pack, or its bare name."""
    from kolvet import brands

    return brands.find_target(name, brands_folder())


def read_day(written: str) -> date:
    """A day as people write it: 2026-01-04, 2026-1-4, or 2026/1/4 as Excel shows it.

    Raises:
        ValueError: It is no date.
    """
    return datetime.strptime(written.strip().replace("/", "-"), "%Y-%m-%d").date()  # noqa: DTZ007


def write_line(line: str = "") -> None:
    """A line of the result, to stdout."""
    sys.stdout.write(f"{line}\n")


def write_data(rendered: str | bytes) -> None:
    """Data for other programs, to stdout: UTF-8 in a pipe, whatever the locale says."""
    if isinstance(rendered, str) and sys.stdout.isatty():
        sys.stdout.write(rendered)
        return
    sys.stdout.flush()
    raw = rendered.encode("utf-8", "replace") if isinstance(rendered, str) else rendered
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def write_json(value: object) -> None:
    """A value as indented JSON, to stdout."""
    write_data(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def note(line: str) -> None:
    """A line for the person at the keyboard, to stderr."""
    sys.stderr.write(f"{line}\n")
