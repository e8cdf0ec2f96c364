"""A report that was made before: a stored run by its id, a file of its JSON, or stdin."""

import sys
from pathlib import Path

from kolvet.cli.options import open_store
from kolvet.errors import UsageError, system_reason

STDIN = "-"


def written_report(name: str, db: Path | None) -> str:
    """The JSON of a stored run, or of what `check -o json:FILE` wrote; '-' reads it from stdin.

    Raises:
        UsageError: There is no such run, or the file cannot be read.
        IntegrityError: The stored report was changed.
    """
    if name == STDIN:
        return _decoded(sys.stdin.buffer.read(), name)
    path = Path(name)
    if path.exists() and not path.is_dir():
        return report_in_file(path)
    with open_store(db) as store:
        return store.find_run(name).report


def report_in_file(path: Path) -> str:
    """The JSON of what `check -o json:FILE` wrote. No store is looked at.

    Raises:
        UsageError: There is no such file, or it cannot be read.
    """
    try:
        return _decoded(path.read_bytes(), str(path))
    except FileNotFoundError as error:
        raise UsageError("formats.no_such_file", path=path) from error
    except OSError as error:
        raise UsageError("formats.not_a_report", path=path, reason=system_reason(error)) from error


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeError as error:
        raise UsageError("formats.not_a_report", path=name, reason=error) from error
