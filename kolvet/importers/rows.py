"""Records into rows: the one loop that every file goes through."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kolvet.importers.containers.csv_rows import excerpt
from kolvet.importers.reading import Importer, Kind, Misfit, Reading, Record, UnreadableRow
from kolvet.model.imports import Rejected, Row

_EXCERPT = 80
_KINDS_KEPT = 10_000
_DEEPEST = 5  # a list of answers > an answer > its data > a card > a group of cards


@dataclass(frozen=True, slots=True)
class Header:
    """A recognised header: whose it is, and the field of each column."""

    importer: Importer
    kind: Kind
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    widths: frozenset[int]


def find_kind(
    columns: Iterable[str], importers: Iterable[Importer]
) -> tuple[Importer, Kind] | None:
    """The first importer that recognises the columns, and the kind of rows they have."""
    names = frozenset(columns)
    for importer in importers:
        for kind in importer.kinds:
            if kind.recognises(names):
                return importer, kind
    return None


def find_header(values: list[str], importers: Iterable[Importer]) -> Header | None:
    """The header that the values are, if one of the importers recognises it."""
    columns = tuple(value.strip().lstrip("\ufeff").strip('"') for value in values)
    found = find_kind(columns, importers)
    return make_header(columns, *found) if found else None


def make_header(columns: tuple[str, ...], importer: Importer, kind: Kind) -> Header:
    """The header of columns that are known to be of this kind."""
    fields = tuple(kind.fields.get(column, column) for column in columns)
    widths = kind.widths(fields) | {len(columns)}
    return Header(importer, kind, columns, fields, widths)


def table_rows(
    records: Iterable[tuple[int, list[str]] | Rejected],
    header: Header,
    reading: Reading,
    importers: Iterable[Importer],
) -> Iterator[Row | Rejected]:
    """Read the records below a header; a header among them takes over from there on.

    A row whose values do not fit is aligned by their shapes if its kind knows how, and else
    rejected: values never move to another column by themselves.
    """
    first_columns = {header.columns[0], f"\ufeff{header.columns[0]}", "id", "uid", "微博id"}
    first_columns |= {f"\ufeff{name}" for name in ("id", "uid", "微博id")}
    repairs = reading.repairs
    read, fields, widths = header.kind.read, header.fields, header.widths
    for item in records:
        if item.__class__ is Rejected:
            yield item
            continue
        line, values = item  # type: ignore[misc]  # not a Rejected
        if values[0] in first_columns and (other := find_header(values, importers)):
            header = other
            read, fields, widths = header.kind.read, header.fields, header.widths
            continue
        try:
            try:
                if len(values) not in widths:
                    raise Misfit  # noqa: TRY301 - values that do not fit are met below, too
                items = read(dict(zip(fields, values)), reading)  # noqa: B905 - see Kind.widths
            except Misfit:
                repairs.clear()
                items = _aligned(values, header, reading)
        except UnreadableRow as error:
            yield Rejected(line, error.reason, excerpt(values))
            repairs.clear()
            continue
        if repairs:
            noted = tuple(repairs)
            repairs.clear()
            for thing in items:
                yield Row(line, thing, noted)
        else:
            for thing in items:
                yield Row(line, thing)


def _aligned(values: list[str], header: Header, reading: Reading) -> tuple[Any, ...]:
    """Read a row that does not fit its header."""
    kind = header.kind
    if len(values) == 1:
        raise UnreadableRow("single_value")
    record = kind.align(values) if kind.align else None
    if record is not None:
        return _read_damaged(record, kind, reading, "aligned")
    if len(values) in header.widths:
        return _read_damaged(dict(zip(header.fields, values)), kind, reading)  # noqa: B905
    return _padded(values, header, reading)


def _read_damaged(record: Record, kind: Kind, reading: Reading, *notes: str) -> tuple[Any, ...]:
    """Read a row whose columns are right, whatever else is wrong with it."""
    reading.aligned = True
    try:
        items = kind.read(record, reading)
    finally:
        reading.aligned = False
    reading.repairs.extend(notes)
    return items


def _padded(values: list[str], header: Header, reading: Reading) -> tuple[Any, ...]:
    """Read a row that lacks empty cells at its end, as Excel leaves them out, or has extra ones.

    What decides a post has to be there and to be sound: a text that was split at a comma also
    makes a row longer. Kinds that can align rows know all their lengths.
    """
    width = len(header.fields)
    reason = "too_few_values" if len(values) < width else "too_many_values"
    record = dict(zip(header.fields, values, strict=False))
    if any(values[width:]) or header.kind.align or not header.kind.essential:
        raise UnreadableRow(reason)
    if not all(record.get(name) for name in header.kind.essential):
        raise UnreadableRow(reason)
    try:
        items = header.kind.read(record, reading)
    except Misfit as error:
        raise UnreadableRow(reason) from error
    reading.repairs.append("padded")
    return items


def object_rows(
    records: Iterable[tuple[int, dict[str, Any]] | Rejected],
    reading: Reading,
    importers: tuple[Importer, ...],
) -> Iterator[Row | Rejected]:
    """Read objects; each says by its keys what it is."""
    kinds = _Kinds(importers)
    reading.aligned = True
    for item in records:
        if item.__class__ is Rejected:
            yield item
            continue
        line, record = item  # type: ignore[misc]  # not a Rejected
        kind = kinds.of(record)
        if kind is None or kind.unfold is None:
            yield from _object_row(line, record, kind, reading)
        else:
            for inner, its_kind in kinds.unfolded(record, kind):
                yield from _object_row(line, inner, its_kind, reading)


class _Kinds:
    """Finds the kinds of objects by their keys; the same keys are looked up once."""

    def __init__(self, importers: tuple[Importer, ...]) -> None:
        self._importers = importers
        self._known: dict[tuple[str, ...], Kind | None] = {}

    def of(self, record: dict[str, Any]) -> Kind | None:
        keys = tuple(record)
        if keys not in self._known:
            if len(self._known) > _KINDS_KEPT:
                self._known.clear()
            found = find_kind(keys, self._importers)
            self._known[keys] = found[1] if found else None
        return self._known[keys]

    def unfolded(
        self, record: dict[str, Any], kind: Kind, depth: int = 0
    ) -> Iterator[tuple[dict[str, Any], Kind | None]]:
        """The rows inside a record, also those inside of what is inside."""
        if kind.unfold is None or depth == _DEEPEST:
            yield record, None
            return
        for element in kind.unfold(record):
            inner = element if isinstance(element, dict) else {}
            its_kind = self.of(inner)
            if its_kind is not None and its_kind.unfold is not None:
                yield from self.unfolded(inner, its_kind, depth + 1)
            else:
                yield inner, its_kind


def _object_row(
    line: int, record: dict[str, Any], kind: Kind | None, reading: Reading
) -> Iterator[Row | Rejected]:
    try:
        if kind is None:
            raise UnreadableRow("unknown_object")  # noqa: TRY301 - one place says rejected
        items = kind.read(renamed(record, kind), reading)
    except UnreadableRow as error:
        yield Rejected(line, error.reason, _excerpt(record))
        reading.repairs.clear()
        return
    noted = tuple(reading.repairs)
    reading.repairs.clear()
    for thing in items:
        yield Row(line, thing, noted)


def renamed(record: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """The record with fields for keys."""
    if not kind.fields:
        return record
    return {kind.fields.get(key, key): value for key, value in record.items()}


def _excerpt(record: dict[str, Any]) -> str:
    return str(record)[:_EXCERPT].replace("\n", " ")
