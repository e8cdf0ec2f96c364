"""Opening CSV and tab-separated files."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from kolvet.importers.containers.csv_rows import Record, csv_records
from kolvet.importers.containers.lines import Lines
from kolvet.importers.dialects import generic, weibo_crawler
from kolvet.importers.dialects.weibo_crawler_layouts import OWN_FIELDS, looks_like_row
from kolvet.importers.rows import Header, find_header, make_header, table_rows
from kolvet.importers.source import Opened, Rows, Source
from kolvet.model.imports import Rejected

_DELIMITERS = (",", "\t", ";")
_PEEK = 20


def open_text_table(source: Source) -> Opened:
    """A CSV or tab-separated file.

    Raises:
        ImportFileError: Its columns are not known.
    """
    lines = Lines(source.path, source.survey.encoding)
    peeked = Lines(source.path, source.survey.encoding)
    delimiter = _delimiter(next(iter(peeked), ""), source)
    first = [
        item
        for item in islice(csv_records(peeked, delimiter), _PEEK)
        if not isinstance(item, Rejected)
    ]
    if not first:
        return Opened("", lambda: _only_rejected(csv_records(lines, delimiter)))
    header, headless = table_header(first[0][1], source)
    starts_row = _row_start(header, delimiter, first[1:])

    def rows() -> Rows:
        records = csv_records(lines, delimiter, starts_row)
        return table_rows(
            records if headless else below_header(records),
            header,
            source.reading,
            source.importers,
        )

    return Opened(header.importer.collector, rows, lambda: lines.position)


def _delimiter(line: str, source: Source) -> str:
    for delimiter in _DELIMITERS:
        if find_header(line.split(delimiter), source.importers):
            return delimiter
    return max(_DELIMITERS, key=line.count)


def table_header(values: list[str], source: Source) -> tuple[Header, bool]:
    """The header of a table, and whether its first row is a post already."""
    if source.mapping:
        return generic.header(values, source.mapping, source.shown), False
    known = find_header(values, source.importers)
    if known is not None:
        return known, False
    if looks_like_row(values):
        importer, kind = weibo_crawler.IMPORTER, weibo_crawler.POSTS_CSV
        return make_header(OWN_FIELDS, importer, kind), True
    return generic.header(values, {}, source.shown), False


def _row_start(
    header: Header, delimiter: str, examples: list[Record]
) -> Callable[[str], object] | None:
    """How to tell a line that begins a row from one inside a text, if rows begin alike."""
    pattern = header.kind.first_value
    whole = [values[0] for _, values in examples if len(values) == len(header.columns)]
    if not pattern and whole:
        alike = (
            shape for shape in _FIRST_VALUES if all(re.fullmatch(shape, value) for value in whole)
        )
        pattern = next(alike, "")
    if not pattern:
        return None
    mark = re.escape(delimiter)
    headers = [re.escape(delimiter.join(header.columns[:3]))]
    headers += [re.escape(delimiter.join(columns)) + mark for columns in _HEADERS]
    match = re.compile(rf'\ufeff?(?:{"|".join(headers)}|"?(?:{pattern})"?{mark})').match
    # A row that breaks off inside its text has everything before the text on its first line.
    least = max(1, _text_column(header) - 1)
    return lambda line: match(line) is not None and line.count(delimiter) >= least


_HEADERS = (("id", "bid"), ("id", "正文"), ("uid", "用户昵称"), ("微博id", "微博正文"))
_TEXTS = ("text", "content", "desc", "content_text")


def _text_column(header: Header) -> int:
    return min((header.fields.index(name) for name in _TEXTS if name in header.fields), default=1)


_FIRST_VALUES = (
    r"\d{6,}\t?",
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[^,\t;]{0,20}",
    r"[0-9a-f]{16,40}",
    r"https?://[^,\t;]+",
    r"BV[0-9A-Za-z]{10}",
)


def below_header(records: Iterable[Record | Rejected]) -> Iterator[Record | Rejected]:
    """Everything but the first record, which is the header."""
    iterator = iter(records)
    for item in iterator:
        if not isinstance(item, Rejected):
            break
        yield item
    yield from iterator


def _only_rejected(records: Iterable[Record | Rejected]) -> Rows:
    return (item for item in records if isinstance(item, Rejected))
