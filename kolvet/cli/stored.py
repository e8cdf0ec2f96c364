"""A report that was made before: a stored run by its id, a file of its JSON, or stdin."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kolvet.cli.options import note, open_store
from kolvet.errors import UsageError, system_reason
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.model.people import StoredRun
    from kolvet.store import Store

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
        return named_run(store, name).report


def named_run(store: "Store", name: str) -> "StoredRun":
    """The stored run of that name; whom `last` means is said on stderr.

    Raises:
        UsageError: There is no such run.
        IntegrityError: The stored report was changed.
    """
    run = store.find_run(name)
    if is_last(name):
        about = {"blogger": run.blogger, "brand": run.brand, "made_at": run.made_at}
        note(text("people.last_is", run=run.id, **about))
    return run


def is_last(name: str) -> bool:
    """Whether it names no run of its own, but the newest one."""
    from kolvet.store.runs import LAST

    return name.strip().lower() == LAST


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
