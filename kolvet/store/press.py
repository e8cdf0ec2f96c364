"""What was publicly reported about a blogger: press items, precedents, and case files' notes."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from kolvet.decisions.corrections import precedent_text
from kolvet.model.judgements import TargetKind
from kolvet.model.press import CaseNote, Moment, Precedent, PressItem
from kolvet.store.border import clean, digested
from kolvet.store.database import Database
from kolvet.store.outcomes import Outcome

Reported = PressItem | Precedent | CaseNote

_TABLES: dict[type[Reported], str] = {
    PressItem: "press",
    Precedent: "precedents",
    CaseNote: "case_notes",
}


_ALSO_UPDATED = ", counts_from = excluded.counts_from, digest = excluded.digest"


def keep_reported(
    database: Database, blogger: int, item: Reported, *, import_id: int, line: int
) -> Outcome:
    """Store the item; one that differs only in what its editor added replaces the former."""
    table = _TABLES[type(item)]
    key, stored = identity(item), _encode(item)
    former = database.first(
        f"SELECT item FROM {table} WHERE blogger_id = ? AND key = ?", (blogger, key)
    )
    if former == (stored,):
        return Outcome.DUPLICATE
    columns = {"blogger_id": blogger, "key": key, "item": stored}
    columns |= {"import_id": import_id, "line": line}
    if not isinstance(item, CaseNote):
        columns["counts_from"] = item.counts_from.isoformat()
        columns["digest"] = digested(stored)[1]
    database.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        " ON CONFLICT (blogger_id, key) DO UPDATE SET item = excluded.item"
        + ("" if isinstance(item, CaseNote) else _ALSO_UPDATED),
        tuple(columns.values()),
    )
    return Outcome.NEW if former is None else Outcome.UPDATED


def identity(item: Reported) -> bytes:
    """What makes two items the same report, whatever else an editor changed."""
    match item:
        case PressItem():
            parts = [item.kind, item.brand, item.url, item.quote, item.summary]
        case Precedent():
            parts = [item.kind, item.about, item.url, item.summary]
        case CaseNote():
            parts = [item.brand, str(item.replay_as_of)]
    words = json.dumps([clean(part) for part in parts], ensure_ascii=False)
    return hashlib.blake2b(words.encode(), digest_size=16).digest()


def _encode(item: Reported) -> str:
    def plain(value: object) -> str:
        # Dates are all that JSON lacks here.
        return str(value)

    fields = asdict(item)
    fields.pop("insult", None)  # only a person's correction sets it, and that is kept elsewhere
    return clean(json.dumps(fields, ensure_ascii=False, default=plain))


def read_press(database: Database, blogger: int, until: date) -> list[PressItem]:
    """Press items that count from that day or earlier, oldest first."""
    return [_press_item(fields) for fields in _read(database, "press", blogger, until)]


def read_precedents(database: Database, blogger: int, until: date) -> list[Precedent]:
    """Precedents that count from that day or earlier, oldest first."""
    return [_precedent(fields) for fields in _read(database, "precedents", blogger, until)]


def read_case_notes(database: Database, blogger: int) -> list[CaseNote]:
    """What case files say about the blogger, in the order of their import."""
    rows = database.rows(
        "SELECT item FROM case_notes WHERE blogger_id = ? ORDER BY id", (blogger,)
    )
    return [_case_note(json.loads(item)) for (item,) in rows]


def _read(database: Database, table: str, blogger: int, until: date) -> Iterator[dict[str, Any]]:
    for (item,) in database.rows(
        f"SELECT item FROM {table} WHERE blogger_id = ? AND counts_from <= ?"
        " ORDER BY counts_from, id",
        (blogger, until.isoformat()),
    ):
        yield json.loads(item)


def _press_item(fields: dict[str, Any]) -> PressItem:
    kind = fields["target_kind"]
    return PressItem(
        **fields
        | _moments(fields)
        | {
            "target_kind": kind and TargetKind(kind),
            "also_reported_by": tuple(fields["also_reported_by"]),
        }
    )


def _precedent(fields: dict[str, Any]) -> Precedent:
    links = tuple(fields["also_reported_by"])
    return Precedent(**fields | _moments(fields) | {"also_reported_by": links})


def is_as_stored(table: str, key: bytes, counts_from: str, stored: str, digest: bytes) -> bool:
    """Whether a row of `press` or `precedents` still fits the key and digest of its storing."""
    if digested(stored)[1] != digest:
        return False
    decode = _press_item if table == "press" else _precedent
    try:
        item = decode(json.loads(stored))
        return identity(item) == key and item.counts_from.isoformat() == counts_from
    except (ValueError, KeyError, TypeError):
        return False


def all_reported(database: Database) -> Iterator[str]:
    """What every stored press item and precedent says, as reviews know it."""
    for (stored,) in database.rows("SELECT item FROM press"):
        item = _press_item(json.loads(stored))
        yield item.quote or item.summary
    for (stored,) in database.rows("SELECT item FROM precedents"):
        yield precedent_text(_precedent(json.loads(stored)))


def _moments(fields: dict[str, Any]) -> dict[str, Moment | None]:
    happened = fields["happened"]
    return {
        "published": Moment(**fields["published"]),
        "happened": None if happened is None else Moment(**happened),
    }


def _case_note(fields: dict[str, Any]) -> CaseNote:
    def day(text: str | None) -> date | None:
        return None if text is None else date.fromisoformat(text)

    return CaseNote(
        **fields
        | {
            "also_known_as": tuple(fields["also_known_as"]),
            "replay_as_of": day(fields["replay_as_of"]),
            "followers_seen": day(fields["followers_seen"]),
        }
    )
