"""Which files an import reads, and what their paths tell."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

_UID = re.compile(r"\d{5,12}")
_DAY = re.compile(r"20\d\d[01]\d[0-3]\d")
_COLLECTORS = frozenset({"weibo", "weibo_data"})
_NOT_NAMES = frozenset(
    {
        *("weibo", "weibo_data", "data", "csv", "json", "jsonl", "xlsx", "output", "result"),
        *("results", "export", "exports", "download", "downloads", "desktop", "documents"),
        *("tmp", "temp", "home", "root", "下载", "桌面", "文档", "结果文件", "新建文件夹"),
    }
)
_SIDE_FILES = (".db-wal", ".db-shm", ".db-journal", ".sqlite-wal", ".sqlite-shm")
_READABLE = frozenset(
    {
        *(".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls", ".db"),
        *(".sqlite", ".sqlite3", ".toml", ".xml", ".rss", ".atom", ".gz", ".zip"),
    }
)


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, sorted by path; no file comes twice.

    Hidden files and folders are left out, and in folders everything whose name does not end like
    an export (pictures and videos lie beside it). A file named is always given.
    """
    seen = set()
    for path in paths:
        for file in _below(path) if path.is_dir() else (path,):
            if file not in seen:
                seen.add(file)
                yield file


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            yield from _below(path)
        elif path.suffix.lower() in _READABLE and not path.name.endswith(_SIDE_FILES):
            yield path


def uid_in_path(path: Path) -> str | None:
    """The account id of `<name>/<uid>.csv`, as weibo-crawler and weiboSpider name their files."""
    return path.stem if _UID.fullmatch(path.stem) and not _DAY.fullmatch(path.stem) else None


def name_in_path(path: Path) -> str | None:
    """The account's name of `<name>/<uid>.csv`; None if the folder may be an ordinary one.

    A name without Chinese characters is believed where the collector's own folder or its
    users.csv is around it.
    """
    folder = path.absolute().parent
    name = folder.name
    if uid_in_path(path) is None or not name or name == path.stem or name.lower() in _NOT_NAMES:
        return None
    around = folder.parent
    if name.isascii() and around.name not in _COLLECTORS and not (around / "users.csv").exists():
        return None
    return name
