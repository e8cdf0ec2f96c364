"""The evidence as a table: CSV and XLSX for Excel, NDJSON for programs; keys as in the JSON.

A cell of a person's words must never run as a formula, and an id must stay the text that it is.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from kolvet.model.posts import SHANGHAI
from kolvet.model.report import Evidence, Report
from kolvet.report.json_fields import Json
from kolvet.report.json_format import dump, evidence_object, plain_value
from kolvet.report.plain_text import visible

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads a CSV file as the console's encoding, and Chinese is lost."""
COLUMNS = (
    *("run", "blogger", "brand", "as_of", "side", "id", "kind", "platform", "native_id"),
    *("published", "quote", "phrase", "stance", "severity", "target_kind", "score", "confidence"),
    *("reviewed", "flags", "likes", "comments", "reposts", "url", "source"),
)
NUMBERS = frozenset({"severity", "score", "confidence", "likes", "comments", "reposts"})
FORMULA = re.compile(r"(^|[;\n])(?=\s*[=+\-@＝＋－＠])")
"""How a cell begins that Excel, LibreOffice or WPS may run; full-width signs too.

Where a list separator is `;` (most of Europe) a quoted cell of a comma file ends at each `;` and
at each line, so that what follows begins another cell.
"""
LOOKS_LIKE_NUMBER = re.compile(r"[0-9][0-9 .,:/eE%+-]*|[0-9]+年[0-9]+月(?:[0-9]+日)?")
"""Ids, hex run ids such as 123e45, days with and without a clock time: Excel would turn them into
other values."""
MOST_CELL = 32_767
"""Characters in a cell of Excel, which counts UTF-16 units: two for most emoji."""
CUT = "[…]"
"""The end of a cell that does not hold all."""
READ_AS_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""`_x0041_` in a workbook means "A" (ECMA-376, part 1, 22.9.2.19), and `_x005F_` the sign `_`."""
WIDTHS = {"quote": 60, "phrase": 30, "url": 30, "source": 30}
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def render_ndjson(report: Report) -> str:
    """One line of JSON for each quote, with the run and subject; "" when there is none."""
    head = {
        "run": report.run.id,
        "blogger": report.blogger.name,
        "brand": report.brand.name,
        "as_of": report.as_of,
    }
    lines = (
        dump({**head, "side": side, **evidence_object(item)}) for side, item in _evidence(report)
    )
    return "".join(f"{line}\n" for line in lines)


def render_csv(report: Report) -> str:
    """A table for Excel: a byte order mark, ids as text, formulas made harmless."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(report):
        writer.writerow([_csv_cell(name, row[name]) for name in COLUMNS])
    return BYTE_ORDER_MARK + written.getvalue()


def _csv_cell(name: str, value: Json) -> str:
    if value is None:
        return ""
    if name in NUMBERS:
        return str(value)
    words = FORMULA.sub(r"\1'", str(value))
    return f"\t{words}" if LOOKS_LIKE_NUMBER.fullmatch(words) else words


def render_xlsx(report: Report) -> bytes:
    """The same table as a workbook: every cell that is no number is text, shown as written."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = "evidence"
    for place, name in enumerate(COLUMNS, start=1):
        _write(sheet, 1, place, name)
    for number, row in enumerate(_rows(report), start=2):
        for place, name in enumerate(COLUMNS, start=1):
            value = row[name]
            if name in NUMBERS and value is not None:
                sheet.cell(number, place, value)
            elif value is not None:
                _write(sheet, number, place, _xlsx_cell(str(value)))
    sheet.freeze_panes = "A2"
    for place, name in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 14)
    written = io.BytesIO()
    book.save(written)
    return _with_day(written.getvalue(), report.run.made_at)


def _xlsx_cell(words: str) -> str:
    """Words that Excel shows as they are, cut where it would refuse the workbook."""
    safe = READ_AS_ESCAPE.sub("_x005F_", words)
    units = safe.encode("utf-16-le")
    if len(units) <= 2 * MOST_CELL:
        return safe
    room = 2 * (MOST_CELL - len(CUT))
    return units[:room].decode("utf-16-le", "ignore") + CUT  # without half of a pair


def _write(sheet: "Worksheet", row: int, column: int, words: str) -> None:
    """Text that stays text also when somebody edits the cell (quotePrefix)."""
    cell = sheet.cell(row, column)
    cell.value = words
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True


def _with_day(book: bytes, made_at: datetime) -> bytes:
    """The workbook without the time at which the library wrote it: same report, same bytes."""
    stamp = f"{made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = _STAMP.sub(rb"\g<1>" + stamp, source.read(name))
            target.writestr(zipfile.ZipInfo(name, ZIP_DAY), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _evidence(report: Report) -> Iterator[tuple[str, Evidence]]:
    """All quotes with why they stand here, in the report's order."""
    sides = (("against", report.evidence), ("counter", report.counter), ("other", report.others))
    for side, items in sides:
        yield from ((side, item) for item in items)


def _rows(report: Report) -> Iterator[dict[str, Json]]:
    for side, item in _evidence(report):
        phrase = item.quote[item.span.start : item.span.end] if item.span else ""
        row = {name: getattr(item, name, None) for name in COLUMNS}
        row |= {
            "run": report.run.id,
            "blogger": report.blogger.name,
            "brand": report.brand.name,
            "as_of": _when(report.as_of),
            "side": side,
            "published": item.happened or _when(item.published),
            "phrase": phrase,
            "flags": " ".join(item.flags),
            "reviewed": None if item.reviewed is None else str(item.reviewed).lower(),
        }
        yield {
            name: visible(value) if isinstance(value, str) else plain_value(value)
            for name, value in row.items()
        }


def _when(moment: datetime | date | None) -> str | None:
    """A day, with the clock time of Shanghai where there is one."""
    if isinstance(moment, datetime):
        return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return moment.isoformat() if moment else None
