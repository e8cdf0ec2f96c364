"""The SQLite file: opening it, transactions, and what its errors mean to a person."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from kolvet.errors import StoreError, system_reason

Parameters = Sequence[object] | Mapping[str, object]
Fields = tuple[Any, ...]

IN_MEMORY = Path(":memory:")
"""SQLite's name for a database without a file (sqlite.org/inmemorydb.html)."""
BUSY_SECONDS = 5.0
"""How long to wait for another kolvet that writes, before saying so."""

# Primary result codes; the extended ones carry them in the low byte (sqlite.org/rescode.html).
_PROBLEMS = {
    sqlite3.SQLITE_BUSY: "store.locked",
    sqlite3.SQLITE_LOCKED: "store.locked",
    sqlite3.SQLITE_READONLY: "store.read_only",
    sqlite3.SQLITE_PERM: "store.read_only",
    sqlite3.SQLITE_CANTOPEN: "store.cannot_open",
    sqlite3.SQLITE_FULL: "store.full",
    sqlite3.SQLITE_IOERR: "store.disk_error",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_NOTADB: "store.not_a_database",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's complaints about the file at `path` into a StoreError.

    Anything else that SQLite refuses (a broken statement, a violated constraint) is a bug and
    passes through.
    """
    try:
        yield
    except sqlite3.Error as error:
        key = _PROBLEMS.get(getattr(error, "sqlite_errorcode", -1) & 0xFF)
        if key is None:
            raise
        raise StoreError(key, path=path) from error


def _create_privately(path: Path) -> None:
    """A new database holds what concerns persons: only its owner may read it."""
    with suppress(OSError):  # whatever is wrong with the place, SQLite says it better
        path.touch(mode=0o600, exist_ok=False)


class Database:
    """One open connection. Every statement of the store goes through it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Self:
        """Open or create the file; nothing is written yet."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                "store.no_folder", path=path.parent, reason=system_reason(error)
            ) from error
        if path != IN_MEMORY:
            _create_privately(path)
        with explained(path):
            connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
        database = cls(connection, path)
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA temp_store = MEMORY")
        return database

    def execute(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Run one statement that gives no rows."""
        with explained(self.path):
            return self.connection.execute(sql, parameters)

    def execute_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run one statement for each of the rows."""
        with explained(self.path):
            self.connection.executemany(sql, rows)

    def rows(self, sql: str, parameters: Parameters = ()) -> Iterator[Fields]:
        """The rows of a query, read as they are asked for."""
        with explained(self.path):
            # No `yield from`: it would close the cursor of a run that Ctrl-C has already ended.
            for row in self.connection.execute(sql, parameters):  # noqa: UP028
                yield row

    def all(self, sql: str, parameters: Parameters = ()) -> list[Fields]:
        """All rows of a query."""
        with explained(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def first(self, sql: str, parameters: Parameters = ()) -> Fields | None:
        """The first row of a query, if it has any."""
        with explained(self.path):
            row: Fields | None = self.connection.execute(sql, parameters).fetchone()
            return row

    def value(self, sql: str, parameters: Parameters = ()) -> Any:  # noqa: ANN401
        """The only field of a query that always gives a row."""
        with explained(self.path):
            return self.connection.execute(sql, parameters).fetchone()[0]

    @contextmanager
    def transaction(self, *, keep: bool = True) -> Iterator[None]:
        """All or nothing; with `keep` False nothing, even on success.

        The write lock is taken at once, so that what is read inside cannot change before it is
        written.
        """
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT" if keep else "ROLLBACK")
        finally:
            # A full disk makes SQLite roll back by itself.
            if self.connection.in_transaction:
                self.execute("ROLLBACK")

    def close(self) -> None:
        """Close the file; the last one to do so folds the WAL into it."""
        self.connection.close()
