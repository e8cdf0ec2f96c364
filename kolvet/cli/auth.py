"""kolvet auth: the user's own login, kept in a file that only he can read.

A cookie is never an argument, and a command line that cannot be read is not repeated: somebody
may have pasted one into it.
"""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.core

from kolvet.cli.options import AsJson, note, write_json, write_line
from kolvet.errors import UsageError
from kolvet.messages import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kolvet.sources.cookies import Cookie
    from kolvet.sources.credentials import Login

_LINE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
"""click's UsageError, wherever the typer at hand keeps click."""


class _Discreet(typer.core.TyperGroup):
    """Commands whose usage errors show nothing of the line."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  # click's Context, as above
        try:
            return super().invoke(ctx)
        except _LINE_ERROR:
            pass  # raised below, where the error that holds the line is gone
        raise UsageError("auth.bad_arguments")


class Site(StrEnum):
    """What a header may be copied from."""

    MOBILE = "m.weibo.cn"
    WEB = "weibo.com"


app = typer.Typer(cls=_Discreet, no_args_is_help=True, rich_markup_mode=None)


@app.command(help=text("auth.weibo"))
def weibo(
    cookie_file: Annotated[
        Path | None,
        typer.Option("--cookie-file", metavar="FILE", help=text("auth.option_cookie_file")),
    ] = None,
    from_env: Annotated[
        bool, typer.Option("--from-env", help=text("auth.option_from_env"))
    ] = False,
    site: Annotated[Site | None, typer.Option("--site", help=text("auth.option_site"))] = None,
) -> int:
    """Keep the cookies in place of those kept before."""
    from kolvet.sources import cookies, credentials

    if (cookie_file is None) is not from_env:
        raise UsageError("auth.which_source")
    if cookie_file is None:
        given = credentials.read_variable()
    else:
        given = cookies.read_cookie_file(cookie_file)
    if site is not None:
        if all(item.domain for item in given):
            note(text("auth.site_unneeded"))
        given = cookies.bind_cookies(given, site.removeprefix("m."))
    now = datetime.now(UTC)
    kept, expired = credentials.split_expired(given, now)
    if not kept:
        raise UsageError("auth.all_expired", names=_names(expired))
    path = credentials.save_login(credentials.WEIBO, kept, now=now)
    write_line(text("auth.saved", number=len(kept), names=_names(kept), path=path))
    write_line(text("auth.saved_meaning"))
    _warn(kept, expired, cookie_file)
    return 0


def _warn(kept: "tuple[Cookie, ...]", expired: "tuple[Cookie, ...]", file: Path | None) -> None:
    from kolvet.sources import credentials

    unbound = [item for item in kept if not item.domain]
    if unbound:
        note(text("auth.saved_unbound", names=_names(unbound)))
    if not any(item.name == "SUB" for item in kept):
        note(text("auth.no_login_cookie"))
    if expired:
        note(text("auth.expired_left_out", names=_names(expired)))
    if file is not None and file.is_file() and credentials.is_open_to_others(file.stat()):
        note(text("auth.file_open", path=file))
    if file is not None and credentials.is_variable_set():
        note(text("auth.variable_first", variable=credentials.VARIABLE))


def _names(cookies: "Iterable[Cookie]") -> str:
    return ", ".join(dict.fromkeys(item.name for item in cookies))


@app.command(help=text("auth.status"))
def status(as_json: AsJson = False) -> int:
    """What is kept; nothing is sent anywhere."""
    from kolvet.sources import credentials

    now = datetime.now(UTC)
    login = credentials.find_login(credentials.WEIBO, now=now)
    path = credentials.credentials_path(credentials.WEIBO)
    if as_json:
        write_json(_fields(login, path, now))
        return 0
    if login is None:
        write_line(text("auth.status_none", service=credentials.WEIBO))
        return 0
    number = len(login.cookies)
    if login.saved_at is None:
        variable = credentials.VARIABLE
        values = {"service": login.service, "variable": variable, "number": number}
        write_line(text("auth.status_environment", **values))
    else:
        values = {"service": login.service, "number": number, "path": path}
        when, days = _day(login.saved_at), login.age_days(now)
        write_line(text("auth.status_file", when=when, days=days, **values))
    for item in (*login.cookies, *login.expired):
        where = item.domain or text("auth.no_site")
        write_line(f"  {item.name:<16} {where:<16} {_until(item, now)}")
    if not login.cookies:
        write_line(text("auth.status_all_expired", service=login.service))
    return 0


def _until(cookie: "Cookie", now: datetime) -> str:
    if cookie.expires is None:
        return text("auth.until_unknown")
    key = "auth.until" if cookie.expires > now else "auth.until_expired"
    return text(key, when=_day(cookie.expires))


def _day(moment: datetime) -> str:
    from kolvet.model.posts import SHANGHAI

    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d}"


def _fields(login: "Login | None", path: Path, now: datetime) -> dict[str, object]:
    """The status as data; times in UTC."""
    cookies = [] if login is None else [*login.cookies, *login.expired]
    source = None if login is None else "file" if login.saved_at else "environment"
    return {
        "service": "weibo",
        "source": source,
        "path": str(path),
        "file_exists": path.exists(),
        "saved_at": login and login.saved_at and login.saved_at.isoformat(),
        "age_days": login and login.age_days(now),
        "usable": bool(login and login.cookies),
        "cookies": [
            {
                "name": item.name,
                "domain": item.domain or None,
                "expires": item.expires and item.expires.isoformat(),
                "expired": item.expires is not None and item.expires <= now,
            }
            for item in cookies
        ],
    }


@app.command(help=text("auth.clear"))
def clear() -> int:
    """Remove the file; 0 also when there was none."""
    from kolvet.sources import credentials

    path = credentials.credentials_path(credentials.WEIBO)
    removed = credentials.clear_login(credentials.WEIBO)
    write_line(text("auth.cleared" if removed else "auth.nothing_to_clear", path=path))
    if credentials.is_variable_set():
        note(text("auth.variable_stays", variable=credentials.VARIABLE))
    return 0
