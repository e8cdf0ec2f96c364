"""Where a user's login is kept: an environment variable, or a file that only he can read.

Nothing else of kolvet holds a cookie for longer than a run.
"""

import json
import os
import stat
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kolvet.config import config_folder
from kolvet.errors import UsageError, system_reason
from kolvet.sources.cookies import FILE_LIMIT, Cookie, parse_cookies

VARIABLE = "KOLVET_WEIBO_COOKIE"
"""Holds a login for Weibo in any format of parse_cookies; comes before the file."""
WEIBO = "weibo"
FORMAT = "kolvet.login/1"

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Login:
    """What a user is known by at a service.

    Attributes:
        cookies: What may be sent; empty when all have expired.
        saved_at: None when it came from the environment.
        expired: What is no longer sent.
    """

    service: str
    cookies: tuple[Cookie, ...] = field(repr=False)
    saved_at: datetime | None
    expired: tuple[Cookie, ...] = field(default=(), repr=False)

    def age_days(self, now: datetime) -> int | None:
        """Whole days since it was saved; None when it came from the environment."""
        return None if self.saved_at is None else max((now - self.saved_at).days, 0)


def find_login(service: str = WEIBO, *, now: datetime | None = None) -> Login | None:
    """The login in the environment, else the saved one, else None.

    A variable that cannot be read is an error: to take the file instead would be another login
    than the user meant.

    Raises:
        UsageError: The variable or the file cannot be read, or others can read the file.
    """
    now = now or datetime.now(UTC)
    given = read_variable() if service == WEIBO and is_variable_set() else ()
    if given:
        cookies, expired = split_expired(given, now)
        return Login(service, cookies, None, expired)
    path = credentials_path(service)
    content = _read_own(path)
    if content is None:
        return None
    saved_at = _saved_at(content, service)
    if saved_at is None:
        raise UsageError("auth.login_broken", path=path, service=service)
    cookies, expired = split_expired(parse_cookies(content, where=path), now)
    return Login(service, cookies, saved_at, expired)


def is_variable_set() -> bool:
    """Whether the environment holds a login; an empty variable counts as none."""
    return bool(os.environ.get(VARIABLE, "").strip())


def read_variable() -> tuple[Cookie, ...]:
    """The cookies in the environment.

    Raises:
        UsageError: The variable is not set, empty, or holds no cookies of Weibo.
    """
    if not is_variable_set():
        raise UsageError("auth.variable_unset", variable=VARIABLE)
    return parse_cookies(os.environ[VARIABLE], where=VARIABLE)


def split_expired(
    cookies: Iterable[Cookie], now: datetime
) -> tuple[tuple[Cookie, ...], tuple[Cookie, ...]]:
    """The cookies that still hold, and those that have expired."""
    cookies = tuple(cookies)
    expired = tuple(item for item in cookies if item.expires is not None and item.expires <= now)
    return tuple(item for item in cookies if item not in expired), expired


def save_login(service: str, cookies: Sequence[Cookie], *, now: datetime) -> Path:
    """Keep the cookies in place of those kept before: entirely, or not at all.

    Raises:
        UsageError: The file cannot be written, or its disk cannot keep it from others.
    """
    path = credentials_path(service)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            path.parent.chmod(stat.S_IRWXU)
        _write_own(path, _rendered(service, cookies, now))
    except OSError as error:
        reason = system_reason(error)
        raise UsageError("auth.cannot_save", path=path, reason=reason) from error
    return path


def clear_login(service: str) -> bool:
    """Remove what is kept, whatever state it is in; says whether there was anything.

    What a killed run left half-written goes too: it may hold a login.

    Raises:
        UsageError: It cannot be removed.
    """
    path = credentials_path(service)
    removed = False
    try:
        for kept in [path, *path.parent.glob(f"{path.name}.*.part")]:
            with suppress(FileNotFoundError):
                kept.unlink()
                removed = True
    except OSError as error:
        reason = system_reason(error)
        raise UsageError("auth.cannot_clear", path=path, reason=reason) from error
    return removed


def credentials_path(service: str) -> Path:
    """The file of a service's login; it may not exist."""
    return config_folder() / "credentials" / f"{service}.json"


def is_open_to_others(status: os.stat_result) -> bool:
    """Whether anybody but the owner may read or write a file.

    Never on Windows: its rights are access lists, of which the mode there tells nothing. The
    folder of settings lies in the user's profile, which other users cannot read.
    """
    return os.name == "posix" and bool(status.st_mode & _OTHERS)


def _read_own(path: Path) -> str | None:
    """The file's text, None if there is no file; only if it is a file of the user's alone."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise UsageError("auth.login_not_file", path=path)
        if is_open_to_others(status):
            mode = f"{stat.S_IMODE(status.st_mode):04o}"
            raise UsageError("auth.login_open", path=path, mode=mode)
        with path.open("rb") as file:
            return file.read(FILE_LIMIT).decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = system_reason(error)
        raise UsageError("auth.login_unreadable", path=path, reason=reason) from error


def _saved_at(content: str, service: str) -> datetime | None:
    """When a file of ours was saved; None if the file is not ours or damaged."""
    try:
        held = json.loads(content)
        if held["format"] != FORMAT or held["service"] != service:
            return None
        saved_at = datetime.fromisoformat(held["saved_at"])
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    return saved_at if saved_at.tzinfo else None


def _rendered(service: str, cookies: Iterable[Cookie], now: datetime) -> str:
    rows = [
        {
            "name": item.name,
            "value": item.value,
            "domain": item.domain,
            "expires": item.expires and item.expires.isoformat(),
        }
        for item in cookies
    ]
    saved_at = now.astimezone(UTC).isoformat(timespec="seconds")
    held = {"format": FORMAT, "service": service, "saved_at": saved_at, "cookies": rows}
    return json.dumps(held, indent=2) + "\n"


def _write_own(path: Path, content: str) -> None:
    """Write beside the file and rename. mkstemp opens exclusively, for the user alone (0600)."""
    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123  # a handle
            _keep_to_oneself(handle, path.parent)
            file.write(content)
            file.flush()
            os.fsync(handle)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _keep_to_oneself(handle: int, folder: Path) -> None:
    """Make sure, before anything is in the file, that only the user can read it."""
    if os.name == "posix":
        os.fchmod(handle, stat.S_IRUSR | stat.S_IWUSR)  # whatever the umask took away
    if is_open_to_others(os.fstat(handle)):  # FAT, or a Windows disk under WSL
        raise UsageError("auth.disk_open", path=folder)
