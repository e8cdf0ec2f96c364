"""Tables of SQLite databases, read without touching the file or its neighbours."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

_WAL_VERSION = 2
_WAIT_SECONDS = 5.0


@contextmanager
def open_database(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database that another program may be writing to.

    A reader of a database in WAL mode creates files beside it, and one with a hot journal rolls
    it back. An import must not change what it reads: without a log the file is read as it is, with
    one a temporary copy of both is read.

    Raises:
        sqlite3.Error: The file is locked, damaged or not a database.
    """
    companions = [
        companion
        for suffix in ("-wal", "-journal")
        if (companion := path.with_name(path.name + suffix)).exists() and companion.stat().st_size
    ]
    with tempfile.TemporaryDirectory(prefix="kolvet-") as folder:
        if companions:
            copy = Path(folder) / path.name
            for original in (path, *companions):
                shutil.copyfile(original, copy.with_name(original.name))
            address = f"{copy.as_uri()}"
        else:
            address = f"{path.absolute().as_uri()}?mode=ro{_IMMUTABLE if _is_wal(path) else ''}"
        with closing(sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS)) as connection:
            connection.text_factory = _text
            yield connection


_IMMUTABLE = "&immutable=1"


def tables(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """The tables and their columns."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY rowid"
    ).fetchall()
    return {
        name: tuple(
            column
            for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))
        )
        for (name,) in names
    }


def select(connection: sqlite3.Connection, query: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a query, numbered from 1."""
    cursor = connection.execute(query)
    columns = [column[0] for column in cursor.description]
    for number, values in enumerate(cursor, start=1):
        yield number, dict(zip(columns, values, strict=True))


def quoted(name: str) -> str:
    """The name of a table or column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _is_wal(path: Path) -> bool:
    with path.open("rb") as file:
        return _WAL_VERSION in file.read(20)[18:20]


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
