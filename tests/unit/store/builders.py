"""Invented rows of 样例数码君, and what a database holds, for tests of the store."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kolvet.model.imports import ImportedFile, ImportSummary, Owner, Row
from kolvet.model.posts import Author, Platform, Post
from kolvet.store import Store

IMPORTED = datetime(2026, 11, 1, 8, tzinfo=UTC)
FIRST_POST = datetime(2024, 3, 1, 4, tzinfo=UTC)
DIGITAL = Author("1000000001", "样例数码君")
KITCHEN = Author("1000000002", "样例厨房君")


def post(number: int, text: str = "", author: Author = DIGITAL, **more: object) -> Post:
    """The post with this number, published that many days after the first."""
    fields = {
        "platform": Platform.WEIBO,
        "native_id": str(5105700000000000 + number),
        "author": author,
        "text": text or f"第{number}天的测评",
        "published": FIRST_POST + timedelta(days=number),
    }
    return Post(**fields | more)


def file(name: str = "a", **more: object) -> ImportedFile:
    fields = {
        "path": f"{name}.csv",
        "digest": name,
        "collector": "weibo-crawler",
        "encoding": "utf-8",
        "imported_at": IMPORTED,
    }
    return ImportedFile(**fields | more)


def keep(store: Store, *items: object, name: str = "a", **more: object) -> ImportSummary:
    """Import the items as one file with a row each, from line 2 on."""
    rows = [Row(line, item) for line, item in enumerate(items, 2)]
    if isinstance(more.get("owner"), str):
        more["owner"] = Owner(more["owner"])
    return store.import_rows(file(name), rows, **more)


def dump(path: Path) -> str:
    """What `.dump` prints."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()
