"""What people said of quotes: never overwritten, the latest of a text and brand counts."""

from collections.abc import Collection, Iterable

from kolvet.model.judgements import Stance, TargetKind
from kolvet.model.people import Action, Correction
from kolvet.store.border import clean, moment, seconds
from kolvet.store.database import Database, Fields

_COLUMNS = (
    "digest, brand, action, kind, quote, stance, severity, target_kind, insult, said_by,"
    " reason, said_at, run"
)


def keep_corrections(database: Database, corrections: Iterable[Correction]) -> None:
    """Store corrections, in one transaction; earlier ones of the same texts stay on record."""
    with database.transaction():
        database.execute_many(
            f"INSERT INTO reviews ({_COLUMNS}) VALUES ({', '.join('?' * 13)})",
            [_row(item) for item in corrections],
        )


def _row(item: Correction) -> Fields:
    return (
        item.digest,
        item.brand,
        item.action.value,
        item.kind,
        clean(item.quote),
        item.stance and item.stance.value,
        item.severity,
        item.target_kind and item.target_kind.value,
        int(bool(item.insult)),
        clean(item.by),
        clean(item.reason),
        None if item.at is None else seconds(item.at),
        item.run,
    )


def read_corrections(
    database: Database, brands: Collection[str] | None = None
) -> list[Correction]:
    """The latest correction of each text and brand, in the order of their making.

    `brands` are canonical names; None means all.
    """
    rows = database.rows(
        f"SELECT {_COLUMNS} FROM reviews WHERE id IN"
        " (SELECT max(id) FROM reviews GROUP BY digest, brand) ORDER BY id"
    )
    read = (_correction(row) for row in rows)
    return [item for item in read if brands is None or item.brand in brands]


def _correction(row: Fields) -> Correction:
    return Correction(
        digest=row[0],
        brand=row[1],
        action=Action(row[2]),
        kind=row[3],
        quote=row[4],
        stance=Stance(row[5]) if row[5] else None,
        severity=row[6],
        target_kind=TargetKind(row[7]) if row[7] else None,
        insult=bool(row[8]),
        by=row[9],
        reason=row[10],
        at=moment(row[11]),
        run=row[12],
    )
