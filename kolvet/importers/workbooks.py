"""Opening workbooks."""

from collections.abc import Iterator
from contextlib import closing

from kolvet.errors import ImportFileError
from kolvet.importers.containers.csv_rows import Record
from kolvet.importers.containers.sheets import BROKEN_WORKBOOK, Sheets
from kolvet.importers.rows import Header, table_rows
from kolvet.importers.source import Opened, Rows, Source
from kolvet.importers.tables import below_header, table_header
from kolvet.model.imports import Rejected


def open_workbook(source: Source) -> Opened:
    """The sheets of a workbook that are known tables, in order.

    Raises:
        ImportFileError: It is damaged, or no sheet is a known table.
    """
    try:
        with closing(Sheets(source.path)) as sheets:
            tops = {name: next(sheets.rows(name), (0, [""])) for name in sheets.names()}
    except BROKEN_WORKBOOK as error:
        raise ImportFileError("import.workbook_broken", path=source.shown) from error
    found: dict[str, Header] = {}
    unknown: ImportFileError | None = None
    for name, (_, values) in tops.items():
        if not any(values):
            continue
        try:
            found[name] = table_header(values, source)[0]
        except ImportFileError as error:
            unknown = unknown or error
    if unknown and not found:
        raise unknown
    collector = next((header.importer.collector for header in found.values()), "")

    def rows() -> Rows:
        with closing(Sheets(source.path)) as book:
            for name, header in found.items():
                records = below_header(_sheet(book, name))
                yield from table_rows(records, header, source.reading, source.importers)

    return Opened(collector, rows)


def _sheet(book: Sheets, name: str) -> Iterator[Record | Rejected]:
    number = 0
    try:
        for number, values in book.rows(name):
            yield number, values
    except BROKEN_WORKBOOK as error:
        yield Rejected(number + 1, "sheet_damaged", str(error))
