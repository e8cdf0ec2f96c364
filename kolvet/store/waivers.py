"""Waivers: which finding of which blogger before which brand somebody accepts, and until when."""

from datetime import date

from kolvet.model.people import Waiver
from kolvet.store.border import clean, moment, seconds
from kolvet.store.database import Database
from kolvet.store.names import fold

_COLUMNS = "fingerprint, blogger, brand, reason, said_by, until, said_at, run"


def keep_waiver(database: Database, waiver: Waiver) -> None:
    """Store a waiver; a newer one of the same finding takes the place of the former."""
    with database.transaction():
        database.execute(
            f"INSERT OR REPLACE INTO waivers ({_COLUMNS}, folded)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                waiver.fingerprint,
                waiver.blogger,
                waiver.brand,
                clean(waiver.reason),
                clean(waiver.by),
                waiver.until.isoformat(),
                None if waiver.at is None else seconds(waiver.at),
                waiver.run,
                fold(waiver.blogger),
            ),
        )


def revoke_waiver(database: Database, fingerprint: str) -> int:
    """Take back the waivers of a finding; how many there were."""
    with database.transaction():
        return database.execute(
            "DELETE FROM waivers WHERE fingerprint = ?", (fingerprint,)
        ).rowcount


def read_waivers(database: Database) -> list[Waiver]:
    """All waivers, by the day on which they end."""
    return [
        Waiver(
            fingerprint=fingerprint,
            blogger=blogger,
            brand=brand,
            reason=reason,
            by=by,
            until=date.fromisoformat(until),
            at=moment(at),
            run=run,
        )
        for fingerprint, blogger, brand, reason, by, until, at, run in database.rows(
            f"SELECT {_COLUMNS} FROM waivers ORDER BY until, fingerprint, brand"
        )
    ]
