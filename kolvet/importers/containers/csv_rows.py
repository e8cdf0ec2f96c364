"""Rows of a CSV or tab-separated file, with the line where each begins.

`csv.reader` alone cannot be used on real exports: it hides line numbers, and one quotation mark
that is never closed makes it swallow every row after it. Here records are put together line by
line; `csv` only splits what is known to be one record.
"""

import csv
from collections.abc import Callable, Iterator

from kolvet.importers.containers.lines import LINE_LIMIT, OVERLONG, Lines
from kolvet.model.imports import Rejected

Record = tuple[int, list[str]]

_RECORD_LINES = 5_000
_EXCERPT = 80

csv.field_size_limit(2 * LINE_LIMIT + 2)  # process-wide; its default of 131,072 is too short


def csv_records(
    lines: Lines,
    delimiter: str,
    starts_row: Callable[[str], object] | None = None,
) -> Iterator[Record | Rejected]:
    """Split the lines into records, blank ones left out.

    Args:
        lines: The file.
        delimiter: One character.
        starts_row: Whether a line looks like the beginning of a row or like a header. Such a line
            ends a record whose quotation mark was never closed. Without it the lines after the
            broken one are read again as rows of their own.
    """
    source = iter(lines)
    again: list[str] = []  # lines to be read again, last first
    number = 0
    while True:
        line = again.pop() if again else next(source, None)
        if line is None:
            return
        number += 1
        if '"' not in line:
            if line:
                yield number, line.split(delimiter)
            continue
        if line is OVERLONG:
            yield Rejected(number, "line_too_long", lines.overlong[:_EXCERPT])
            continue
        values = _complete(line, delimiter)
        if values is not None:
            yield number, values
            continue
        parts, stop = _until_closed(line, source, again, starts_row, delimiter)
        if stop is None:
            yield number, _split("\n".join(parts), delimiter)
        else:
            yield Rejected(number, "quote_not_closed", line[:_EXCERPT])
            again.extend(reversed(stop))
            number -= len(stop)
        number += len(parts) - 1


def excerpt(values: list[str]) -> str:
    """The beginning of a row, to show with a rejection."""
    return ",".join(values)[:_EXCERPT].replace("\n", " ")


def _until_closed(
    line: str,
    source: Iterator[str],
    again: list[str],
    starts_row: Callable[[str], object] | None,
    delimiter: str,
) -> tuple[list[str], list[str] | None]:
    """The lines of a record that begins with an open quotation mark.

    Returns:
        All lines taken, and None if the record closed; else the last of those lines that have to
        be read again as rows.
    """
    parts = [line]
    size = len(line)
    while True:
        following = again.pop() if again else next(source, None)
        if following is None:
            break
        parts.append(following)
        size += len(following)
        if following is OVERLONG:
            return parts, parts[-1:]
        if starts_row is not None and starts_row(following):
            return parts, parts[-1:]
        if '"' in following and _complete('"' + following, delimiter) is not None:
            return parts, None
        if size > LINE_LIMIT or len(parts) > _RECORD_LINES:
            break
    return parts, [] if starts_row is not None else parts[1:]


def _complete(line: str, delimiter: str) -> list[str] | None:
    """The values of the line; None if a quotation mark is still open at its end."""
    following = iter((line, ""))
    values = next(csv.reader(following, delimiter=delimiter))
    return values if next(following, None) is not None else None


def _split(record: str, delimiter: str) -> list[str]:
    return next(csv.reader((record,), delimiter=delimiter))
