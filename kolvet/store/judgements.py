"""The cache of judgements: one per text, target and engine.

Only what differs from a judgement's defaults is written: most texts do not name the brand.
"""

import json
from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

from kolvet.model.judgements import Judgement, Mention, Reason, Span, Stance, TargetKind
from kolvet.store.database import Database

_CHUNK = 500


def read_judgements(
    database: Database, target_key: str, engine: str, digests: Collection[bytes]
) -> dict[bytes, Judgement]:
    """The stored judgements of these texts; what is not stored is left out."""
    found = {}
    remaining = iter(digests)
    while chunk := list(islice(remaining, _CHUNK)):
        for digest, stored in database.rows(
            "SELECT digest, judgement FROM judgements WHERE target_key = ? AND engine = ?"
            f" AND digest IN ({', '.join('?' * len(chunk))})",
            (target_key, engine, *chunk),
        ):
            found[digest] = decode(stored)
    return found


def keep_judgements(
    database: Database, target_key: str, engine: str, judgements: Mapping[bytes, Judgement]
) -> None:
    """Store judgements, in one transaction; newer ones replace what is there."""
    with database.transaction():
        database.execute_many(
            "INSERT OR REPLACE INTO judgements VALUES (?, ?, ?, ?)",
            [
                (target_key, engine, digest, encode(judgement))
                for digest, judgement in judgements.items()
            ],
        )


def read_screened(database: Database, target_key: str) -> set[bytes]:
    """The digests of texts that cannot name the target."""
    sql = "SELECT digest FROM screenings WHERE target_key = ?"
    return {digest for (digest,) in database.all(sql, (target_key,))}


def keep_screened(database: Database, target_key: str, digests: Collection[bytes]) -> None:
    """Store that these texts cannot name the target, in one transaction."""
    with database.transaction():
        database.execute_many(
            "INSERT OR IGNORE INTO screenings VALUES (?, ?)",
            [(target_key, digest) for digest in digests],
        )


def encode(judgement: Judgement) -> str:
    """The judgement as JSON."""
    fields = {
        "mentioned": judgement.mentioned,
        "confidence": judgement.confidence,
        "stance": judgement.stance,
        "score": judgement.score,
        "severity": judgement.severity,
        "target_kind": judgement.target_kind,
        "mentions": judgement.mentions or None,
        "span": judgement.span,
        "flags": judgement.flags or None,
        "reasons": judgement.reasons or None,
    }
    present = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":"))


def decode(stored: str) -> Judgement:
    """The judgement that `encode` wrote."""
    fields: dict[str, Any] = json.loads(stored)
    if len(fields) == 2:
        return Judgement(**fields)
    stance, kind, span = fields.get("stance"), fields.get("target_kind"), fields.get("span")
    return Judgement(
        mentioned=fields["mentioned"],
        confidence=fields["confidence"],
        stance=None if stance is None else Stance(stance),
        score=fields.get("score"),
        severity=fields.get("severity"),
        target_kind=None if kind is None else TargetKind(kind),
        mentions=tuple(Mention(*each) for each in fields.get("mentions", ())),
        span=None if span is None else Span(*span),
        flags=tuple(fields.get("flags", ())),
        reasons=tuple(Reason(*each) for each in fields.get("reasons", ())),
    )
