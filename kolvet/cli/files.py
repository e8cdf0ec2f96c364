"""Files that reports go to: a regular file whole or not at all, anything else as it is."""

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from kolvet.cli.options import note
from kolvet.errors import KolvetError, UsageError, system_reason
from kolvet.messages import text
from kolvet.report import Rendered


def write_file(path: Path, rendered: Rendered) -> None:
    """Write it: a killed run leaves no half-written report.

    What a link leads to is written and keeps its rights. A device or a pipe (`/dev/null`,
    `>(jq .)`) is opened and written; its reader may leave.

    Raises:
        UsageError: It cannot be written.
    """
    written = rendered.encode("utf-8") if isinstance(rendered, str) else rendered
    try:
        target = _file_behind(path)
        if target is not None:
            _replace(target, written)
            return
        with suppress(BrokenPipeError), path.open("wb") as opened:
            opened.write(written)
    except OSError as error:
        raise _cannot_write(path, system_reason(error)) from error


def check_file(path: Path) -> Path | None:
    """Complain now of a path that `write_file` could not write after minutes of judging.

    Returns:
        The regular file that it will write, behind all links; None for a device or a pipe.

    Raises:
        UsageError: There is no such folder, it is a folder itself, or the rights are missing.
    """
    try:
        target = _file_behind(path)
    except OSError as error:
        raise _cannot_write(path, system_reason(error)) from error
    if path.is_dir():
        raise _cannot_write(path, system_reason(errno.EISDIR))
    if target is not None and not target.parent.is_dir():
        raise _cannot_write(path, system_reason(errno.ENOENT))
    if not os.access(path if target is None else target.parent, os.W_OK):
        raise _cannot_write(path, system_reason(errno.EACCES))
    return target


def take_all(steps: Iterable[Callable[[], None]]) -> None:
    """Take every step, then complain: one output that fails takes no other one with it.

    Raises:
        KolvetError: Of the first step that failed; what the others say goes to stderr.
    """
    failed: list[KolvetError] = []
    for step in steps:
        try:
            step()
        except KolvetError as error:
            failed.append(error)
    for other in failed[1:]:
        note(text("cli.error", message=other))
    if failed:
        raise failed[0]


def _cannot_write(path: Path, reason: str | None) -> UsageError:
    return UsageError("cli.cannot_write", path=path, reason=reason)


def _file_behind(path: Path) -> Path | None:
    """The regular file at the end of all links, there or not yet; None for anything else.

    `/dev/fd/63` leads to a name that is no path: such a file is not behind it either.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return path.resolve()
    target = path.resolve()
    regular = stat.S_ISREG(mode) and target.exists() and target.samefile(path)
    return target if regular else None


def _replace(target: Path, written: bytes) -> None:
    """Write beside the target and rename; nobody else can read it before it has its rights."""
    number, name = tempfile.mkstemp(prefix=".kolvet-", suffix=".part", dir=target.parent)
    partial = Path(name)
    try:
        with open(number, "wb") as opened:  # noqa: PTH123  # a descriptor
            opened.write(written)
        partial.chmod(_mode(target))
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The rights that the file has, or those that any new file gets."""
    with suppress(FileNotFoundError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
