"""Rows of Excel workbooks, cells as the text that a CSV export would hold."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

BROKEN_WORKBOOK = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError)
"""What openpyxl raises for a file that is no workbook or a damaged one."""


class Sheets:
    """The sheets of a workbook that is open for reading; memory stays flat.

    Raises:
        BROKEN_WORKBOOK: The file is not a workbook.
    """

    def __init__(self, path: Path) -> None:
        self._book = openpyxl.load_workbook(path, read_only=True, data_only=True)

    def names(self) -> list[str]:
        """The sheets that hold cells, in order."""
        return [sheet.title for sheet in self._book.worksheets]

    def rows(self, name: str) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet with their numbers, blank ones left out."""
        sheet = self._book[name]
        sheet.reset_dimensions()  # files by some writers claim to have one cell
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            values = [_text(cell) for cell in cells]
            if any(values):
                yield number, values

    def close(self) -> None:
        """Close the file."""
        self._book.close()


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else str(cell)
        case datetime():
            whole_day = cell.time() == time.min
            return str(cell.date()) if whole_day else cell.isoformat(sep=" ", timespec="seconds")
        case date():
            return cell.isoformat()
    return str(cell)
