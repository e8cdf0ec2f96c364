"""Files that a team writes and commits: the same rows in TOML, CSV or JSON lines."""

import csv
import io
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from kolvet.errors import UsageError
from kolvet.model.posts import SHANGHAI

Choice = TypeVar("Choice", bound=StrEnum)
LINES = frozenset({".jsonl", ".ndjson", ".json"})
TRUE = frozenset({"true", "yes", "1", "是"})
FALSE = frozenset({"false", "no", "0", "", "否"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: where it stands, for messages, and its fields.

    A field that is missing, null or blank reads as "". Names of columns are lower case.
    """

    place: str
    fields: Mapping[str, str]

    def get(self, *names: str) -> str:
        """The first of these fields that says something."""
        return next((self.fields[name] for name in names if self.fields.get(name)), "")

    def need(self, *names: str) -> str:
        """The same, for what must be there.

        Raises:
            UsageError: None of them says anything.
        """
        value = self.get(*names)
        if not value:
            raise UsageError("people.row_lacks", place=self.place, key=names[0])
        return value

    def wrong(self, key: str, value: str, allowed: str) -> UsageError:
        """The error for a field that cannot be read."""
        return UsageError(
            "people.row_wrong", place=self.place, key=key, value=value, allowed=allowed
        )

    def choice(self, kind: type[Choice], *names: str) -> Choice | None:
        """One of the values of an enum; None for an empty field."""
        value = self.get(*names)
        if not value:
            return None
        try:
            return kind(value.lower())
        except ValueError as error:
            raise self.wrong(names[0], value, ", ".join(kind)) from error

    def severity(self) -> int | None:
        """0 to 3; None for an empty field."""
        value = self.get("severity")
        if not value:
            return None
        if value not in {"0", "1", "2", "3"}:
            raise self.wrong("severity", value, "0, 1, 2, 3")
        return int(value)

    def flag(self, name: str) -> bool | None:
        """Yes or no; None for an empty field."""
        value = self.get(name).lower()
        if value in TRUE:
            return True
        if value in FALSE:
            return False if value else None
        raise self.wrong(name, value, "true, false")

    def day(self, *names: str) -> date:
        """A day that must be there."""
        value = self.need(*names)
        try:
            return date.fromisoformat(value[:10])
        except ValueError as error:
            raise self.wrong(names[0], value, "YYYY-MM-DD") from error

    def moment(self, *names: str) -> datetime | None:
        """A time; a bare day or one without a zone is Shanghai's. None for an empty field."""
        value = self.get(*names)
        if not value:
            return None
        try:
            read = datetime.fromisoformat(value)
        except ValueError as error:
            raise self.wrong(names[0], value, "YYYY-MM-DD") from error
        return read if read.tzinfo else read.replace(tzinfo=SHANGHAI)


def read_entries(raw: bytes, suffix: str, table: str, path: str) -> list[Entry]:
    """The rows of a committed file.

    Args:
        raw: The file.
        suffix: Of its name: .toml, .csv, .jsonl, .ndjson; anything else is known by its content.
        table: Name of the TOML array: "review" for `[[review]]`.
        path: For messages.

    Raises:
        UsageError: It is no UTF-8, or not what its name says.
    """
    try:
        text = raw.decode("utf-8-sig")
        return list(_reader(text, suffix.lower())(text, table, path))
    except (UnicodeDecodeError, ValueError, csv.Error) as error:
        raise UsageError("people.file_broken", path=path, reason=error) from error


def _reader(text: str, suffix: str) -> Callable[[str, str, str], Iterator[Entry]]:
    if suffix == ".toml":
        return _from_toml
    if suffix in LINES or (suffix != ".csv" and text.lstrip().startswith("{")):
        return _from_lines
    return _from_csv


def _from_toml(text: str, table: str, path: str) -> Iterator[Entry]:
    document = tomllib.loads(text)
    unknown = sorted(set(document) - {table, f"{table}s"})
    if unknown:
        raise UsageError("people.file_table", path=path, found=unknown[0], table=table)
    rows = [*_tables(document, table, path, table), *_tables(document, f"{table}s", path, table)]
    for number, row in enumerate(rows, 1):
        yield Entry(f"{path} [[{table}]] {number}", _plain(row))


def _tables(
    document: Mapping[str, Any], name: str, path: str, table: str
) -> list[Mapping[str, Any]]:
    rows = document.get(name, [])
    if not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
        raise UsageError("people.file_table", path=path, found=name, table=table)
    return rows


def _from_lines(text: str, _table: str, path: str) -> Iterator[Entry]:
    # Not splitlines: JSON may hold U+2028 and its like as they are.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError(f"line {number}")
            yield Entry(f"{path}:{number}", _plain(row))


def _from_csv(text: str, _table: str, path: str) -> Iterator[Entry]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    for row in reader:
        fields = {key: value for key, value in row.items() if isinstance(value, str)}
        if any(value.strip() for value in fields.values()):
            yield Entry(f"{path}:{reader.line_num}", _plain(fields))


def _plain(row: Mapping[str, Any]) -> dict[str, str]:
    return {str(key).strip().lower(): _word(value) for key, value in row.items()}


def _word(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()
