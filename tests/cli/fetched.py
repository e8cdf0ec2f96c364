"""What a fetch left in a database, in a form in which two databases can be compared."""

import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

_LABELS = {
    "bloggers": "SELECT id, coalesce(name, (SELECT min(native_id) FROM accounts"
    " WHERE blogger_id = bloggers.id)) FROM bloggers",
    "accounts": "SELECT id, platform || ':' || coalesce(native_id, name) FROM accounts",
    "imports": "SELECT id, collector || ' ' || path FROM imports",
    "posts": "SELECT id, platform || ':' || native_id FROM posts",
    "walks": "SELECT id, source || ' ' || native_id || ' ' || about FROM walks",
}
_FOREIGN = {
    "blogger_id": "bloggers",
    "account_id": "accounts",
    "import_id": "imports",
    "text_import_id": "imports",
    "post_id": "posts",
    "walk_id": "walks",
}
_TIMES = frozenset(
    {"imported_at", "seen_at", "asked_at", "started_at", "applied_at", "refused_at"}
)
_LEFT_OUT = {"meta": {"value"}, "imports": {"digest"}, "feeds": {"etag"}}
"""The salt of commenters, and digests of moments."""

Table = list[tuple[Any, ...]]


_MEMORY = Path("/dev/shm")  # a file system in memory, where there is one


_FREE = 512 * 2**20
"""Bytes that have to be free there: a container may have little."""


def quick_folder(usual: Path) -> Iterator[Path]:
    """A folder in memory for a test: a fetch commits after every answer."""
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _FREE:
        yield usual
        return
    with tempfile.TemporaryDirectory(prefix="kolvet-test-", dir=_MEMORY) as folder:
        yield Path(folder)


def rows(path: Path, sql: str, *values: object) -> Table:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def later(path: Path, hours: int) -> None:
    """As if everything had been fetched so many hours ago."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE walks SET asked_at = asked_at - ?1, started_at = started_at - ?1",
            (hours * 3_600_000,),
        )
        connection.execute("UPDATE posts SET seen_at = seen_at - ?", (hours * 3600,))
        connection.execute("UPDATE imports SET imported_at = imported_at - ?", (hours * 3600,))


def content(path: Path, *leave_out: str) -> dict[str, Table]:
    """All tables but times, row ids and what is random; rows name each other by what they hold.

    A time of deletion is whether there is one; a commenter is the first comment that he wrote.
    """
    with closing(sqlite3.connect(path)) as connection:
        labels = {name: dict(connection.execute(sql)) for name, sql in _LABELS.items()}
        first = dict(connection.execute("SELECT author, min(native_id) FROM comments GROUP BY 1"))
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        found: dict[str, Table] = {}
        for table in tables:
            cursor = connection.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            skipped = _TIMES | _LEFT_OUT.get(table, set()) | set(leave_out) | {"id"}
            found[table] = sorted(
                (
                    tuple(
                        _plain(name, value, labels, first)
                        for name, value in zip(names, row, strict=True)
                        if name not in skipped
                    )
                    for row in cursor
                ),
                key=repr,
            )
    return found


def _plain(name: str, value: Any, labels: dict[str, Any], first: dict[bytes, str]) -> Any:
    if name in _FOREIGN:
        return labels[_FOREIGN[name]].get(value)
    if name == "deleted_at":
        return value is not None
    if name == "author" and isinstance(value, bytes):
        return first[value]
    return value


def differences(one: dict[str, Table], other: dict[str, Table]) -> dict[str, Any]:
    """The rows that only one of them has, by table."""
    found: dict[str, Any] = defaultdict(dict)
    for table in sorted(one.keys() | other.keys()):
        mine, theirs = set(one.get(table, ())), set(other.get(table, ()))
        if mine != theirs:
            found[table] = {
                "only here": sorted(mine - theirs, key=repr)[:5],
                "only there": sorted(theirs - mine, key=repr)[:5],
            }
    return dict(found)
