"""The list of a watch: who is watched before which brand, and where his posts come from.

A table in a text file: columns blogger, brand and, if wanted, source; a header line may name them
in another order, or in Chinese. Lines that begin with # are comments. UTF-8, or GB18030 as
spreadsheet programs save it; the columns may also stand between tabs or semicolons.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kolvet.errors import UsageError

_NAMES = {
    "blogger": frozenset({"blogger", "name", "kol", "博主", "昵称", "账号", "达人"}),
    "brand": frozenset({"brand", "品牌"}),
    "source": frozenset({"source", "address", "url", "来源", "地址", "网址", "链接"}),
}
_COLUMNS = tuple(_NAMES)
_DELIMITERS = ",\t;，"
_MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One subject. `number` is the line of the file; `source` is "" where none is given."""

    number: int
    blogger: str
    brand: str
    source: str = ""


def read_list(content: bytes, path: Path) -> tuple[Line, ...]:
    """The subjects of a list, in its order.

    Raises:
        UsageError: It is no text or no such table, holds nobody or somebody twice; names the line.
    """
    text = _decoded(content[:_MOST_BYTES], path)
    lines: dict[tuple[str, str], Line] = {}
    columns: tuple[str, ...] | None = None
    for number, cells in _rows(text, path):
        if columns is None:
            columns = _header(cells) or _COLUMNS
            if columns is not _COLUMNS:
                continue
        line = _line(number, cells, columns, path)
        first = lines.setdefault((line.blogger, line.brand), line)
        if first is not line:
            raise UsageError("watch.twice", path=path, line=number, first=first.number)
    if not lines:
        raise UsageError("watch.empty_list", path=path)
    return tuple(lines.values())


def _decoded(content: bytes, path: Path) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UsageError("watch.no_text", path=path)


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with something in them, each with the line where it begins."""
    lines = text.splitlines()
    table = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    first = table[0] if table else ""
    delimiter = next((each for each in _DELIMITERS if each in first), ",")
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("#"):
            continue
        try:
            # A row to a line: a cell of this table has no reason to hold a line break.
            cells = next(csv.reader(io.StringIO(line), delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            raise UsageError("watch.bad_quotes", path=path, line=number) from error
        cells = [cell.strip() for cell in cells]
        if any(cells):
            yield number, cells


def _header(cells: Sequence[str]) -> tuple[str, ...] | None:
    """What each column holds ("" for what is not read), if this is a header line."""
    found = [
        next((column for column, names in _NAMES.items() if cell.casefold() in names), "")
        for cell in cells
    ]
    return tuple(found) if "blogger" in found and "brand" in found else None


def _line(number: int, cells: Sequence[str], columns: Sequence[str], path: Path) -> Line:
    values = dict.fromkeys(_COLUMNS, "")
    for column, cell in zip(columns, cells, strict=False):
        if column:
            values[column] = values[column] or cell
    too_many = [cell for cell in cells[len(columns) :] if cell]
    if too_many:
        raise UsageError("watch.too_many", path=path, line=number, cell=too_many[0])
    for column in ("blogger", "brand"):
        if not values[column]:
            raise UsageError(f"watch.no_{column}", path=path, line=number)
    return Line(number, **values)
