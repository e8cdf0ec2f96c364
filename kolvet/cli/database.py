"""kolvet db: the one file that everything is kept in."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kolvet.cli.options import AsJson, Database, open_store, write_json, write_line
from kolvet.config import database_path
from kolvet.messages import text

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command(help=text("cli.db_path"))
def path(db: Database = None) -> int:
    """Where the database is."""
    write_line(str(database_path(db)))
    return 0


@app.command(help=text("cli.db_stats"))
def stats(as_json: AsJson = False, db: Database = None) -> int:
    """How much is stored."""
    with open_store(db) as store:
        held = asdict(store.stats())
    if as_json:
        write_json(held)
        return 0
    for name, value in held.items():
        shown = f"{value:,}" if isinstance(value, int) else str(value)
        write_line(f"{name:<16}{shown}")
    return 0


@app.command(help=text("cli.db_backup"))
def backup(
    target: Annotated[Path, typer.Argument(help=text("cli.argument_backup"), dir_okay=False)],
    db: Database = None,
) -> int:
    """Copy the database while it is in use."""
    with open_store(db) as store:
        store.backup(target)
    write_line(str(target))
    return 0
