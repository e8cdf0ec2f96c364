"""The decision log as rows; what makes it a chain is in `kolvet.decisions.chain`."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from kolvet.decisions.chain import FORGET, link, verify_chain
from kolvet.errors import IntegrityError
from kolvet.model.people import LogEntry
from kolvet.store.database import Database

HEAD = "decision_log_head"
"""The key of `meta` under which the log's head is noted, so that a cut log is seen."""
NONCE_BYTES = 16
_COLUMNS = "number, previous, payload_hash, hash, payload"


def read_log(database: Database) -> list[LogEntry]:
    """All entries, by number."""
    return [
        LogEntry(*row)
        for row in database.rows(f"SELECT {_COLUMNS} FROM decision_log ORDER BY number")
    ]


def read_head(database: Database) -> str | None:
    """The head as it was noted at the last writing; None when nothing was ever written."""
    row = database.first("SELECT value FROM meta WHERE key = ?", (HEAD,))
    return None if row is None else str(row[0])


def append_entry(database: Database, fields: Mapping[str, Any], run: str) -> LogEntry:
    """Append an entry that says `fields`, within the caller's transaction.

    A random word is added, so that nobody can guess a forgotten payload from its hash.

    Raises:
        IntegrityError: The log that it would follow does not verify.
    """
    verify_chain(read_log(database), kept_head=read_head(database))
    return _append(database, fields, run)


def _append(database: Database, fields: Mapping[str, Any], run: str) -> LogEntry:
    entries = read_log(database)
    nonce = secrets.token_hex(NONCE_BYTES)
    entry = link(entries[-1] if entries else None, {**fields, "nonce": nonce})
    database.execute(
        f"INSERT INTO decision_log ({_COLUMNS}, run) VALUES (?, ?, ?, ?, ?, ?)",
        (entry.number, entry.previous, entry.payload_hash, entry.hash, entry.payload, run),
    )
    database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (HEAD, entry.hash))
    return entry


def forget_entries(database: Database, numbers: Sequence[int], at: str) -> None:
    """Leave only the hashes of these entries, and append an entry that says so.

    A log that does not verify keeps nobody from being forgotten: the entry says that it did not,
    since what shows it may be among what is deleted.
    """
    try:
        verify_chain(read_log(database), kept_head=read_head(database))
        verified = True
    except IntegrityError:
        verified = False
    _append(
        database, {"action": FORGET, "entries": list(numbers), "at": at, "verified": verified}, ""
    )
    database.execute_many(
        "UPDATE decision_log SET payload = NULL, run = '' WHERE number = ?",
        [(number,) for number in numbers],
    )
