"""kolvet forget: delete a blogger and everything stored about him."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from kolvet.cli.options import Database, Name, open_store, write_line
from kolvet.errors import UsageError
from kolvet.messages import text


def forget(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=text("cli.option_yes"))] = False,
    db: Database = None,
) -> int:
    """Ask once (or `--yes`), delete, and say what went."""
    with open_store(db) as store:
        found = store.find_anybody(name)
        if not yes:
            if not sys.stdin.isatty():
                raise UsageError("cli.forget_needs_yes", name=found.name)
            typer.confirm(text("cli.forget_confirm", name=found.name), abort=True, err=True)
        gone = store.forget(name)
    counts = {what: number for what, number in asdict(gone).items() if number}
    parts = [text(f"cli.forgot_{what}", number=number) for what, number in counts.items()]
    write_line(text("cli.forgotten", name=found.name, parts=text("cli.and").join(parts) or "0"))
    return 0
