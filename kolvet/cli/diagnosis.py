"""What `kolvet doctor` finds out about the network and the user's login. It shows no value."""

import os
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from kolvet.collect import check_cool_down
from kolvet.config import OFFLINE_VARIABLE, is_offline
from kolvet.errors import SourceError
from kolvet.messages import text
from kolvet.model.posts import SHANGHAI
from kolvet.opinion.endpoint import KEY_VARIABLE
from kolvet.sources import credentials
from kolvet.sources.cookies import Cookie
from kolvet.sources.exchange import is_loopback
from kolvet.sources.login_state import ask_login
from kolvet.sources.registry import SOURCES, SourceKind
from kolvet.sources.weibo_site import BASES, base_of, is_moved
from kolvet.sources.wires import HttpWire
from kolvet.store import Store

_PASSPORT = "KOLVET_WEIBO_PASSPORT_BASE"
_SCHEMES = ("http", "https", "all", "no")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is told of a part, as lines and as data."""

    lines: tuple[str, ...]
    data: object


def look_at_network() -> Finding:
    """Whether the network may be used, and can be as the environment sets it. Asks nothing.

    Raises:
        RefusedError: A proxy or a certificate that the environment names cannot be used.
    """
    if is_offline():
        said = text("doctor.network_offline", variable=OFFLINE_VARIABLE)
        return Finding((said,), "offline")
    HttpWire(1.0).close()
    return Finding((text("doctor.network_ready"),), "ready")


def look_at_hosts() -> Finding:
    """Which servers each command that uses the network would ask.

    Raises:
        UsageError: A base address is none.
    """
    key = "set" if os.environ.get(KEY_VARIABLE) else "not_set"
    state = text(f"doctor.{key}")
    lines: list[str] = []
    data: list[dict[str, object]] = []
    for kind in SOURCES:
        hosts = list(dict.fromkeys(map(_host, kind.hosts())))
        moved = _moved_by(kind)
        values = {"source": kind.name, "hosts": ", ".join(hosts), "variables": ", ".join(moved)}
        lines.append(text("doctor.hosts_moved" if moved else "doctor.hosts", **values))
        commands = ["fetch", "watch", "check --fetch"]
        data.append({"source": kind.name, "commands": commands, "hosts": hosts, "moved_by": moved})
    lines.append(text("doctor.hosts_feed"))
    data.append(_elsewhere("feed", "fetch", "watch"))
    lines.append(text("doctor.hosts_judge", variable=KEY_VARIABLE, state=state))
    data.append(_elsewhere("judge", "check --judge"))
    return Finding(tuple(lines), data)


def _elsewhere(source: str, *commands: str) -> dict[str, object]:
    """A source whose host the user names."""
    return {"source": source, "commands": list(commands), "hosts": None, "moved_by": []}


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _moved_by(kind: SourceKind) -> list[str]:
    variables = [kind.base] if is_moved(kind.base) else []
    return variables + ([_PASSPORT] if base_of(_PASSPORT) != BASES[_PASSPORT] else [])


def look_at_proxies() -> Finding:
    """The names of the variables whose proxies would be used; their values may hold passwords."""
    used = urllib.request.getproxies_environment()
    names = [
        name
        for scheme in _SCHEMES
        if used.get(scheme)
        for name in sorted(os.environ)
        if name.lower() == f"{scheme}_proxy" and os.environ[name]
    ]
    shown = text("doctor.proxies", names=", ".join(names)) if names else None
    return Finding((shown or text("doctor.proxies_none"),), names)


def look_at_login(now: datetime) -> Finding:
    """Whose cookies would be sent, how old they are, and until when they hold.

    Raises:
        UsageError: They cannot be read, or others can read them.
        SourceError: All of them have expired.
    """
    login = credentials.find_login(credentials.WEIBO, now=now)
    if login is None:
        return Finding((text("doctor.login_none"),), {"mode": "visitor", "cookies": 0})
    if not login.cookies:
        raise SourceError("doctor.login_all_expired")
    path = credentials.credentials_path(credentials.WEIBO)
    until = _first_end(login.cookies)
    if login.saved_at is None:
        values: dict[str, object] = {"variable": credentials.VARIABLE}
        said = text("doctor.login_environment", number=len(login.cookies), **values)
    else:
        days = login.age_days(now)
        said = text("doctor.login_file", number=len(login.cookies), days=days, path=path)
    said += text("doctor.login_until", day=_day(until)) if until else text("doctor.login_no_end")
    if login.expired:
        said += text("doctor.login_some_expired", number=len(login.expired))
    data = {
        "mode": "file" if login.saved_at else "environment",
        "cookies": len(login.cookies),
        "expired": len(login.expired),
        "age_days": login.age_days(now),
        "expires": until and until.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "path": str(path) if login.saved_at else None,
    }
    return Finding((said,), data)


def _first_end(cookies: Iterable[Cookie]) -> datetime | None:
    return min((item.expires for item in cookies if item.expires is not None), default=None)


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d}"


def ask_online(store: Store) -> Finding:
    """Ask m.weibo.cn once whether it takes the login.

    Raises:
        SourceError: It does not, or it cannot be asked.
        UsageError: The login or a base address is wrong.
    """
    name = SOURCES[0].name
    walks = store.walks()
    if not all(map(is_loopback, SOURCES[0].hosts())):
        check_cool_down(walks, name, datetime.now(UTC))
    login = None if is_offline() else credentials.find_login(credentials.WEIBO)
    cookies = login.cookies if login else ()
    state = ask_login(cookies, walks.last_asked())
    if state.sent and not state.taken:
        raise SourceError("doctor.online_refused", host=state.host)
    kind = "user" if state.taken else "unbound" if cookies else "visitor"
    said = text(f"doctor.online_{kind}", host=state.host)
    return Finding((said,), {"host": state.host, "as": "user" if state.taken else "visitor"})
