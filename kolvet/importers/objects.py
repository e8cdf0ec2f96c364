"""Opening what holds objects: JSON, JSON Lines, SQLite."""

import sqlite3
from collections.abc import Iterable
from itertools import islice
from typing import Any

from kolvet.errors import ImportFileError
from kolvet.importers.containers import databases, json_rows
from kolvet.importers.containers.lines import Lines
from kolvet.importers.dialects import feeds, generic
from kolvet.importers.reading import Importer, Kind
from kolvet.importers.rows import find_kind, object_rows
from kolvet.importers.source import Opened, Rows, Source
from kolvet.model.imports import Rejected

_PEEK = 50
_PROFILES = {
    "weibo.item": "user",
    "data.cards.item": "data.userInfo",
    "cards.item": "userInfo",
}
"""Path of the rows -> path of the object that describes whose they are."""

Objects = Iterable[json_rows.NumberedObject | Rejected]


def open_json(source: Source) -> Opened:
    """A JSON list, a document with one, a single object, or JSON Lines.

    Raises:
        ImportFileError: The keys of its objects are not known, or there are none; or it is a
            single object of a size that no answer of a platform has.
    """
    encoding = source.survey.encoding
    shape = json_rows.find_shape(source.path, encoding)
    is_whole = not shape.rows and not shape.lines
    if is_whole and source.survey.size > json_rows.WHOLE_LIMIT:
        raise ImportFileError("import.object_too_large", path=source.shown)
    records: json_rows.Document | Lines
    if shape.lines:
        records = Lines(source.path, encoding)
    else:
        records = json_rows.Document(source.path, encoding, shape.rows)
    examples = list(islice(_objects(records), _PEEK))
    found = [item[1] for item in examples if not isinstance(item, Rejected)]
    if not found and (is_whole or shape.lines):
        raise ImportFileError("import.not_json", path=source.shown)
    importers = _importers(found, source, shape) if found else source.importers
    known = find_kind(found[0], importers) if found else None
    collector = known[0].collector if known else feeds.COLLECTOR if _is_feed(source, shape) else ""
    profile = _profile(source, shape)

    def rows() -> Rows:
        if profile:
            yield from object_rows([(1, profile)], source.reading, importers)
        yield from object_rows(_objects(records), source.reading, importers)

    return Opened(collector, rows, lambda: records.position)


def _objects(records: json_rows.Document | Lines) -> Objects:
    return json_rows.json_lines(records) if isinstance(records, Lines) else records


def _importers(
    examples: list[dict[str, Any]], source: Source, shape: json_rows.Shape
) -> tuple[Importer, ...]:
    """Those that may read the objects: by the user's mapping, by known keys, by common names."""
    if source.mapping:
        return (generic.importer(tuple(examples[0]), source.mapping, source.shown),)
    if _is_feed(source, shape):
        author = json_rows.find_object(source.path, source.survey.encoding, "authors.item")
        source.reading.name = source.reading.name or feeds.author_name({"author": author})
        return (feeds.ANY,)
    if any(find_kind(example, source.importers) for example in examples):
        return source.importers
    return (generic.importer(tuple(examples[0]), {}, source.shown),)


def _is_feed(source: Source, shape: json_rows.Shape) -> bool:
    """Whether it is a JSON Feed, whatever its items lack."""
    head = source.survey.head.decode(source.survey.encoding, "replace")
    return shape.rows == "items.item" and "jsonfeed.org" in head


def _profile(source: Source, shape: json_rows.Shape) -> dict[str, Any]:
    if shape.rows not in _PROFILES:
        return {}
    profile = json_rows.find_object(source.path, source.survey.encoding, _PROFILES[shape.rows])
    known = find_kind(profile, source.importers)
    if known is None:
        return {}
    source.reading.uid = source.reading.uid or str(profile.get("id") or profile.get("uid") or "")
    name = profile.get("screen_name") or profile.get("nickname") or profile.get("name")
    source.reading.name = str(name) if name else source.reading.name
    return profile


def open_database(source: Source) -> Opened:
    """The tables of a SQLite database that are known.

    Raises:
        ImportFileError: It is locked or damaged, or no table is known.
    """
    try:
        with databases.open_database(source.path) as connection:
            tables = databases.tables(connection)
    except sqlite3.Error as error:
        raise _database_error(source, error) from error
    known: list[tuple[str, Importer, Kind]] = []
    for table, columns in tables.items():
        found = find_kind(columns, source.importers)
        if found is None and source.mapping and set(source.mapping.values()) <= set(columns):
            mapped = generic.importer(columns, source.mapping, source.shown)
            found = mapped, mapped.kinds[0]
        if found is not None:
            known.append((table, *found))
    if not known:
        listed = ", ".join(f"{table}({', '.join(tables[table])})" for table in tables)
        raise ImportFileError("import.unknown_tables", path=source.shown, columns=listed)

    def rows() -> Rows:
        with databases.open_database(source.path) as connection:
            for table, importer, kind in known:
                query = kind.query(table, tables)
                yield from object_rows(
                    _selected(connection, query),
                    source.reading,
                    (Importer(importer.collector, (kind,)),),
                )

    return Opened(_collector(known), rows)


def _collector(known: list[tuple[str, Importer, Kind]]) -> str:
    return known[0][1].collector


def _selected(connection: sqlite3.Connection, query: str) -> Objects:
    number = 0
    try:
        for number, record in databases.select(connection, query):
            yield number, record
    except sqlite3.Error as error:
        yield Rejected(number + 1, "database_damaged", str(error))


def _database_error(source: Source, error: sqlite3.Error) -> ImportFileError:
    locked = "locked" in str(error) or "busy" in str(error)
    key = "import.database_locked" if locked else "import.database_broken"
    return ImportFileError(key, path=source.shown, why=str(error))
