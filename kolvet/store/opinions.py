"""The cache of a language model's answers: one per text, target, model and question."""

import time
from collections.abc import Collection, Mapping
from itertools import islice

from kolvet.model.judgements import Opinion, Stance, TargetKind
from kolvet.store.database import Database

_CHUNK = 500
Asked = tuple[str, str, str]
"""Target key, model, version of the question."""


def read_opinions(
    database: Database, asked: Asked, digests: Collection[bytes]
) -> dict[bytes, Opinion]:
    """The stored answers about these texts; what is not stored is left out."""
    found = {}
    remaining = iter(digests)
    while chunk := list(islice(remaining, _CHUNK)):
        for digest, model, stance, severity, kind, quote, sure, alone in database.rows(
            "SELECT digest, model, stance, severity, target_kind, quote, sure, alone FROM opinions"
            " WHERE target_key = ? AND model = ? AND prompt = ?"
            f" AND digest IN ({', '.join('?' * len(chunk))})",
            (*asked, *chunk),
        ):
            found[digest] = Opinion(
                model=model,
                stance=None if stance is None else Stance(stance),
                severity=severity,
                target_kind=None if kind is None else TargetKind(kind),
                quote=quote,
                sure=sure,
                alone=bool(alone),
            )
    return found


def keep_opinions(database: Database, asked: Asked, answered: Mapping[bytes, Opinion]) -> None:
    """Store answers, in one transaction; newer ones replace what is there."""
    now = int(time.time())
    with database.transaction():
        database.execute_many(
            "INSERT OR REPLACE INTO opinions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (*asked, digest, item.stance, item.severity, item.target_kind, item.quote,
                 item.sure, item.alone, now)
                for digest, item in answered.items()
            ],
        )  # fmt: skip
