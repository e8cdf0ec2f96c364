"""A look into a store for the shell's completion: quick, never writing, never failing.

A database that is locked, damaged, older than its tables or not there at all holds nothing, so
that the Tab key prints no error. Nothing is created, brought up to date or waited for.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from kolvet.store.database import Fields

MOST_NAMES = 2_000
MOST_RUNS = 100
"""Newest first; a longer list helps nobody at a prompt."""


def glance_at_names(path: Path) -> list[str]:
    """What bloggers are called, other names too, each once."""
    rows = _rows(
        path,
        "SELECT name FROM bloggers WHERE brand IS NULL AND name IS NOT NULL"
        " UNION SELECT alias FROM aliases"
        " UNION SELECT accounts.name FROM accounts JOIN bloggers ON bloggers.id = blogger_id"
        " WHERE brand IS NULL LIMIT ?",
        MOST_NAMES,
    )
    return [name for (name,) in rows if name]


def glance_at_runs(path: Path) -> list[tuple[str, str]]:
    """Ids of stored runs, the newest first, each with what it was about."""
    rows = _rows(
        path,
        "SELECT id, blogger, brand, substr(as_of, 1, 10), word FROM runs"
        " ORDER BY made_at DESC, id LIMIT ?",
        MOST_RUNS,
    )
    return [(number, "  ".join(about)) for number, *about in rows]


def _rows(path: Path, sql: str, limit: int) -> list[Fields]:
    # Without a WAL beside it nobody writes, and reading needs no files of its own.
    calm = not path.with_name(f"{path.name}-wal").exists()
    address = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' * calm}"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=0)) as connection:
            return connection.execute(sql, (limit,)).fetchall()
    except sqlite3.Error:
        return []
