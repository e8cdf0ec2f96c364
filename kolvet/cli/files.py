"""Files that reports go to: a regular file whole or not at all, anything else as it is."""

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from kolvet.cli.options import note
from kolvet.errors import KolvetError, UsageError, system_reason
from kolvet.messages import text
from kolvet.report import Rendered

_IN_PLACE = frozenset(
    {errno.EACCES, errno.EBUSY, errno.EINVAL, errno.EPERM, errno.EROFS, errno.EXDEV}
)
"""Why no file can be put in the place of another: it is mounted (EBUSY, EXDEV), it is somebody
else's in a sticky folder or in one that we may not write, or we may not give files away."""


def write_file(path: Path, rendered: Rendered) -> None:
    """Write it: a killed run leaves no half-written report.

    What a link leads to is written and keeps its owner, its rights and its hard links: in place
    where a rename would not. A device or a pipe (`/dev/null`, `>(jq .)`) is opened and written;
    its reader may leave.

    Raises:
        UsageError: It cannot be written.
    """
    written = rendered.encode("utf-8") if isinstance(rendered, str) else rendered
    try:
        target = _file_behind(path)
        if target is not None:
            _write(target, written)
            return
        with suppress(BrokenPipeError), path.open("wb") as opened:
            opened.write(written)
    except OSError as error:
        raise _cannot_write(path, system_reason(error)) from error


def check_file(written: str) -> Path | None:
    """Complain now of a path that `write_file` could not write after minutes of judging.

    Returns:
        The regular file that it will write, behind all links; None for a device or a pipe.

    Raises:
        UsageError: There is no such folder, a folder is named, or the rights are missing.
    """
    path = Path(written)
    if written.endswith(("/", os.sep)):  # which a path forgets
        raise UsageError("cli.cannot_write", path=written, reason=system_reason(errno.EISDIR))
    try:
        target = _file_behind(path)
    except OSError as error:
        raise _cannot_write(path, system_reason(error)) from error
    if path.is_dir():
        raise _cannot_write(path, system_reason(errno.EISDIR))
    if target is not None and not target.parent.is_dir():
        raise _cannot_write(path, system_reason(errno.ENOENT))
    place = target.parent if target and not target.exists() else path
    if not os.access(place, os.W_OK):
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


def _write(target: Path, written: bytes) -> None:
    found = target.stat() if target.exists() else None
    if found and found.st_nlink > 1:  # a rename would leave the other names with the old text
        _overwrite(target, written)
        return
    try:
        _replace(target, written, found)
    except OSError as error:
        if found is None or error.errno not in _IN_PLACE:
            raise
        _overwrite(target, written)


def _overwrite(target: Path, written: bytes) -> None:
    """Write in place. Linux refuses O_CREAT for somebody else's file in a sticky folder."""

    def existing(path: str, flags: int) -> int:
        return os.open(path, flags & ~os.O_CREAT)

    with open(target, "wb", opener=existing) as opened:
        opened.write(written)


def _replace(target: Path, written: bytes, found: os.stat_result | None) -> None:
    """Write beside the target and rename; nobody else can read it before it has its rights.

    `found` is what was there; its owner stays the owner.
    """
    number, name = tempfile.mkstemp(prefix=".kolvet-", suffix=".part", dir=target.parent)
    partial = Path(name)
    try:
        with open(number, "wb") as opened:  # noqa: PTH123  # a descriptor
            opened.write(written)
        if found and sys.platform != "win32":
            _give(partial, found)
        partial.chmod(stat.S_IMODE(found.st_mode) if found else _new_mode())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _give(partial: Path, found: os.stat_result) -> None:
    ours = partial.stat()
    if (ours.st_uid, ours.st_gid) != (found.st_uid, found.st_gid):
        os.chown(partial, found.st_uid, found.st_gid)


def _new_mode() -> int:
    """The rights that any new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
