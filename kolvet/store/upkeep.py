"""The database as a file: what is in it, and copies of it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kolvet.errors import StoreError, UsageError, system_reason
from kolvet.store.database import Database, explained


@dataclass(frozen=True, slots=True)
class Stats:
    """What the store holds. `brands` are official voices; `size` is in bytes, the WAL included.

    `versions` counts texts that posts had or have elsewhere, besides the current ones; `sightings`
    counts posts that were seen again in another file.
    """

    path: Path
    size: int
    schema: str
    bloggers: int
    brands: int
    accounts: int
    posts: int
    versions: int
    sightings: int
    comments: int
    press: int
    precedents: int
    judgements: int
    imports: int
    rejected_rows: int
    runs: int
    corrections: int
    waivers: int
    decisions: int


def read_stats(database: Database) -> Stats:
    """Count everything."""

    def count(rows: str) -> int:
        return int(database.value(f"SELECT count(*) FROM {rows}"))

    files = (database.path, database.path.with_name(f"{database.path.name}-wal"))
    return Stats(
        path=database.path,
        size=sum(file.stat().st_size for file in files if file.exists()),
        schema=database.value("SELECT max(name) FROM migrations"),
        bloggers=count("bloggers WHERE brand IS NULL"),
        brands=count("bloggers WHERE brand IS NOT NULL"),
        accounts=count("accounts"),
        posts=count("posts"),
        versions=count("text_versions"),
        sightings=count("sightings"),
        comments=count("comments"),
        press=count("press"),
        precedents=count("precedents"),
        judgements=count("judgements"),
        imports=count("imports"),
        rejected_rows=database.value("SELECT coalesce(sum(count), 0) FROM rejections"),
        runs=count("runs"),
        corrections=count("reviews"),
        waivers=count("waivers"),
        decisions=count("decision_log"),
    )


def back_up(database: Database, path: Path) -> None:
    """Copy the database to a new file, while others may go on using it.

    Raises:
        UsageError: There is something at `path` already.
        StoreError: The file cannot be written.
    """
    try:
        path.touch(exist_ok=False)
    except FileExistsError as error:
        raise UsageError("store.backup_exists", path=path) from error
    except OSError as error:
        raise StoreError(
            "store.no_folder", path=path.parent, reason=system_reason(error)
        ) from error
    try:
        with explained(path), closing(sqlite3.connect(path, isolation_level=None)) as copy:
            database.connection.backup(copy)
            # One file, without a WAL beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        # Half a copy must not look like a copy, nor be in the way of the next one.
        path.unlink(missing_ok=True)
        raise
