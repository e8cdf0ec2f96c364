"""kolvet's own case file: publicly reported facts about a blogger, each with its source (TOML)."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from itertools import chain, repeat
from typing import Any

from kolvet.errors import ImportFileError
from kolvet.importers.reading import UnreadableRow, clean
from kolvet.importers.source import Opened, Rows, Source
from kolvet.model.imports import Rejected, Row
from kolvet.model.judgements import TargetKind
from kolvet.model.press import CaseNote, Moment, Precedent, PressItem

COLLECTOR = "case file"

_BLOGGER = re.compile(r"^blogger\s*=", re.MULTILINE)
_TABLE = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]")
_MOMENT = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?")
_EXCERPT = 80
_KINDS = {
    "press": ("statement", "history"),
    "precedent": ("cancelled_deal", "judgment", "sanction"),
}


def is_case_file(head: str) -> bool:
    """Whether a text begins like a case file."""
    return _BLOGGER.search(head) is not None


def open_case(source: Source) -> Opened:
    """A case file.

    Raises:
        ImportFileError: It is not TOML, or does not name the blogger and the brand.
    """
    text = source.path.read_text(source.survey.encoding, errors="replace")
    try:
        case = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ImportFileError("import.case_broken", path=source.shown, why=str(error)) from error
    missing = [key for key in ("blogger", "brand") if not isinstance(case.get(key), str)]
    if missing:
        raise ImportFileError("import.case_key", path=source.shown, key=missing[0])
    lines = _lines(text)
    try:
        note = _note(case)
    except UnreadableRow as error:
        raise ImportFileError("import.case_key", path=source.shown, key=error.reason) from error

    def rows() -> Rows:
        yield Row(1, note)
        for table, read in (("press", _press), ("precedent", _precedent)):
            places = chain(
                lines.get(table, ()), repeat(1)
            )  # inline tables have no line of their own
            for line, entry in zip(places, case.get(table, ()), strict=False):
                try:
                    yield Row(line, read(entry, note))
                except UnreadableRow as error:
                    yield Rejected(line, error.reason, str(entry)[:_EXCERPT])

    return Opened(COLLECTOR, rows, lambda: source.survey.size)


def _lines(text: str) -> dict[str, list[int]]:
    """Table name -> the lines where its entries begin."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if opening := _TABLE.match(line):
            found.setdefault(opening[1], []).append(number)
    return found


def _note(case: Mapping[str, Any]) -> CaseNote:
    as_of = case.get("replay_as_of")
    if as_of is not None and not isinstance(as_of, date):
        as_of = _moment(as_of, "replay_as_of").last_day
    accounts = [entry for entry in case.get("account", ()) if isinstance(entry, Mapping)]
    account: Mapping[str, Any] = next(
        (entry for entry in accounts if isinstance(entry.get("followers"), int)), {}
    )
    seen = account.get("seen")
    return CaseNote(
        clean(case["blogger"]),
        tuple(clean(str(name)) for name in case.get("also_known_as", ())),
        clean(case["brand"]),
        as_of,
        account.get("followers"),
        str(account.get("platform", "")),
        str(account.get("url", "")),
        _moment(seen, "seen").last_day if seen else None,
        clean(str(case.get("outcome", ""))),
    )


def _press(entry: Mapping[str, Any], note: CaseNote) -> PressItem:
    kind = _kind(entry, "press")
    said = "quote" if kind == "statement" else "summary"
    if not _string(entry, said):
        raise UnreadableRow(f"press_without_{said}")
    try:
        target = TargetKind(entry["target_kind"]) if entry.get("target_kind") else None
    except ValueError as error:
        raise UnreadableRow("press_target_kind") from error
    severity = entry.get("severity", 0)
    if severity not in {0, 1, 2, 3}:
        raise UnreadableRow("press_severity")
    return PressItem(
        kind,
        note.blogger,
        _string(entry, "brand") or note.brand,
        _source(entry, "url"),
        _source(entry, "publisher"),
        _moment(entry.get("published"), "published"),
        _happened(entry),
        _string(entry, "quote"),
        _string(entry, "lang"),
        _string(entry, "summary"),
        target,
        severity,
        _also(entry),
    )


def _precedent(entry: Mapping[str, Any], note: CaseNote) -> Precedent:
    if not _string(entry, "summary"):
        raise UnreadableRow("press_without_summary")
    return Precedent(
        _kind(entry, "precedent"),
        note.blogger,
        _string(entry, "about"),
        _string(entry, "summary"),
        _source(entry, "url"),
        _source(entry, "publisher"),
        _moment(entry.get("published"), "published"),
        _happened(entry),
        _string(entry, "quote"),
        _also(entry),
    )


def _kind(entry: Mapping[str, Any], table: str) -> str:
    kind = entry.get("kind")
    if kind not in _KINDS[table]:
        raise UnreadableRow("press_kind")
    return str(kind)


def _string(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return clean(value) if isinstance(value, str) else ""


def _source(entry: Mapping[str, Any], key: str) -> str:
    """What every reported fact must have."""
    value = _string(entry, key)
    if not value:
        raise UnreadableRow("press_without_source")
    return value


def _moment(value: object, key: str) -> Moment:
    text = value.isoformat() if isinstance(value, date) else value
    if not isinstance(text, str) or not _MOMENT.fullmatch(text):
        raise UnreadableRow("press_date" if key != "replay_as_of" else key)
    moment = Moment(text)
    try:
        _ = moment.last_day
    except ValueError as error:
        raise UnreadableRow("press_date") from error
    return moment


def _happened(entry: Mapping[str, Any]) -> Moment | None:
    """When it happened; None if the source does not say."""
    return _moment(entry["happened"], "happened") if entry.get("happened") else None


def _also(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(clean(str(link)) for link in entry.get("also_reported_by", ()))
