"""Stored reports: what was judged, as it was printed, under the id of its run."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields

from kolvet.errors import IntegrityError, UsageError
from kolvet.model.people import RunLine, StoredRun
from kolvet.store.database import Database, Fields
from kolvet.store.names import fold

KEPT = 20
"""Reports of one blogger before one brand that are kept, the newest; those that somebody decided
on or reviewed are kept for good. A report can be as large as all that he said of the brand
(judgement)."""
LEAST_DIGITS = 4
"""A shorter beginning of an id is no name for a run."""
LAST = "last"
"""Names the newest run; no id begins so, it is not hexadecimal."""
_COLUMNS = "id, blogger, brand, as_of, made_at, word, exit_code, sha256, report, parent"


def keep_run(database: Database, run: StoredRun, blogger: int) -> StoredRun:
    """Store a report and give it back; what stands under its id already stays as it is.

    Then only `made_at` of the row moves on, by which the newest runs are known.

    Raises:
        IntegrityError: The report that is stored under this id was changed.
    """
    with database.transaction():
        row = database.first(f"SELECT {_COLUMNS} FROM runs WHERE id = ?", (run.id,))
        if row is not None:
            stored = _verified(row)
            database.execute("UPDATE runs SET made_at = ? WHERE id = ?", (run.made_at, run.id))
            return stored
        database.execute(
            f"INSERT INTO runs ({_COLUMNS}, blogger_id, folded)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                run.id,
                run.blogger,
                run.brand,
                run.as_of,
                run.made_at,
                run.word,
                run.exit_code,
                run.sha256,
                run.report,
                run.parent,
                blogger,
                fold(run.blogger),
            ),
        )
        _drop_oldest(database, run, blogger)
        return run


def _drop_oldest(database: Database, run: StoredRun, blogger: int) -> None:
    """Keep the newest reports and those that people said something of.

    Whose words a review quotes is known by its run, until they are forgotten.
    """
    database.execute(
        "DELETE FROM runs WHERE blogger_id = :blogger AND brand = :brand"
        " AND id NOT IN (SELECT run FROM decision_log)"
        " AND id NOT IN (SELECT run FROM reviews) AND id NOT IN (SELECT run FROM waivers)"
        " AND id NOT IN (SELECT id FROM runs WHERE blogger_id = :blogger AND brand = :brand"
        " ORDER BY made_at DESC, id LIMIT :kept)",
        {"blogger": blogger, "brand": run.brand, "kept": KEPT},
    )


def find_run(database: Database, name: str) -> StoredRun:
    """The run whose id is or begins with `name`, or the newest one for `last`.

    Raises:
        UsageError: There is none, or several.
        IntegrityError: Its report was changed since it was stored.
    """
    word = name.strip().lower()
    rows = []
    if word == LAST:
        rows = database.all(f"SELECT {_COLUMNS} FROM runs ORDER BY made_at DESC, id LIMIT 1")
    elif len(word) >= LEAST_DIGITS and word.isalnum():
        rows = database.all(f"SELECT {_COLUMNS} FROM runs WHERE id GLOB ?", (f"{word}*",))
    if not rows:
        raise UsageError("people.no_run", run=name)
    if len(rows) > 1:
        raise UsageError("people.many_runs", run=name, ids=", ".join(row[0] for row in rows))
    return _verified(rows[0])


def newest_runs(database: Database, number: int) -> list[RunLine]:
    """The runs that were made last, newest first, without their reports."""
    columns = ", ".join(field.name for field in fields(RunLine))
    rows = database.all(f"SELECT {columns} FROM runs ORDER BY made_at DESC, id LIMIT ?", (number,))
    return [RunLine(*row) for row in rows]


def read_runs(database: Database) -> Iterator[StoredRun]:
    """Every stored run, oldest first, one at a time: a report can be large.

    Raises:
        IntegrityError: A report was changed since it was stored.
    """
    numbers = database.all("SELECT id FROM runs ORDER BY made_at, id")
    for (number,) in numbers:
        row = database.first(f"SELECT {_COLUMNS} FROM runs WHERE id = ?", (number,))
        if row is not None:
            yield _verified(row)


def _verified(row: Fields) -> StoredRun:
    run = StoredRun(*row)
    if hashlib.sha256(run.report.encode()).hexdigest() != run.sha256:
        raise IntegrityError("people.report_changed", run=run.id)
    return run
