"""Opening a file: what wrote it, and its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kolvet.errors import ImportFileError, system_reason
from kolvet.importers.containers.survey import Container, Survey, survey_file
from kolvet.importers.dialects import case_file, feeds, weibo_spider
from kolvet.importers.files import name_in_path, uid_in_path
from kolvet.importers.objects import open_database, open_json
from kolvet.importers.reading import Reading
from kolvet.importers.registry import IMPORTERS
from kolvet.importers.source import Opened, Rows, Source, no_rows
from kolvet.importers.tables import open_text_table

_NAMED_BY_ACCOUNT = {"weibo-crawler", "weiboSpider"}


@dataclass(frozen=True, slots=True)
class Export:
    """A file that was recognised.

    Attributes:
        collector: What wrote it, "" for an empty file.
        encoding: The codec that reads it, "" for workbooks and databases.
        digest: SHA-256 of its bytes, hex.
        size: Bytes.
    """

    collector: str
    encoding: str
    digest: str
    size: int
    _opened: Opened

    def rows(self) -> Rows:
        """Everything in the file, in its order; each call reads the file again."""
        return self._opened.rows()

    def position(self) -> int:
        """The bytes that the last `rows()` has read so far; 0 where that cannot be known."""
        return self._opened.position()


def open_export(
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    uid: str | None = None,
    label: str | None = None,
) -> Export:
    """Find out by its content what wrote a file.

    Args:
        path: The file.
        mapping: Field -> column, for tables that are not known ("text" -> "标题").
        uid: The account's id, where the file has none or only a hash of it.
        label: The path to show in messages and to read names from, when `path` is a copy.

    Raises:
        ImportFileError: It cannot be read, or is not an export; the message names the file.
    """
    shown = label or str(path)
    try:
        if path.is_dir():
            raise ImportFileError("import.folder", path=shown)
        survey = survey_file(path)
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise ImportFileError("import.unreadable", path=shown, why=system_reason(error)) from error
    named = Path(shown)
    reading = Reading(written, uid)
    opened = _open(Source(path, shown, survey, reading, IMPORTERS, mapping or {}))
    if opened.collector in _NAMED_BY_ACCOUNT:
        reading.uid = reading.uid or uid_in_path(named)
        reading.name = reading.name or name_in_path(named)
    return Export(opened.collector, survey.encoding, survey.digest, survey.size, opened)


def _open(source: Source) -> Opened:
    match source.survey.container:
        case Container.EMPTY:
            return Opened("", no_rows)
        case Container.TEXT:
            return _open_text(source)
        case Container.WORKBOOK:
            from kolvet.importers.workbooks import open_workbook  # openpyxl takes half a second

            return open_workbook(source)
        case Container.DATABASE:
            return open_database(source)
        case Container.OLD_WORKBOOK:
            raise ImportFileError("import.old_workbook", path=source.shown)
        case Container.ARCHIVE:
            raise ImportFileError("import.archive", path=source.shown)
        case Container.BINARY:
            raise ImportFileError("import.binary", path=source.shown)


def _open_text(source: Source) -> Opened:
    head = _head(source.survey)
    if head[:1] in {"{", "["}:
        return open_json(source)
    if head[:1] == "<" and feeds.is_feed(head):
        return feeds.open_feed(source)
    if head[:1] == "<":
        raise ImportFileError("import.web_page", path=source.shown)
    if case_file.is_case_file(head):
        return case_file.open_case(source)
    if weibo_spider.is_text_file(head):
        return Opened(weibo_spider.IMPORTER.collector, weibo_spider.text_file_rows)
    return open_text_table(source)


def _head(survey: Survey) -> str:
    return survey.head.decode(survey.encoding, "replace").lstrip("\ufeff \t\r\n")
