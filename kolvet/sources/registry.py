"""The sources that there are, and how one is opened."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kolvet.config import is_offline
from kolvet.errors import UsageError
from kolvet.model.patience import MOST_PAGES, SECONDS
from kolvet.model.posts import Platform
from kolvet.platforms.links import find_platform
from kolvet.sources import weibo_mobile, weibo_site, weibo_web
from kolvet.sources.client import LEAST_PACE, Client, Manners, check_pace
from kolvet.sources.cookies import Cookie
from kolvet.sources.exchange import shown
from kolvet.sources.recording import RecordingWire, ReplayWire, Secrets
from kolvet.sources.source import Opening, Source
from kolvet.sources.wires import HttpWire, OfflineWire, Wire

FEED = "feed"
FEED_PACE = 2.0


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One way to fetch.

    Attributes:
        pace: Seconds between questions, if the user says nothing. Format study, section 2.4.
        base: The variable that moves it to another server.
        hosts: The addresses that it asks, as the environment sets them.
    """

    name: str
    platform: Platform
    pace: float
    base: str
    open: Callable[[Opening], Source]
    hosts: Callable[[], tuple[str, ...]]


SOURCES: tuple[SourceKind, ...] = (
    SourceKind(
        "weibo-mobile",
        Platform.WEIBO,
        5.0,
        "KOLVET_WEIBO_M_BASE",
        weibo_mobile.open_mobile,
        weibo_mobile.hosts,
    ),
    SourceKind(
        "weibo-web",
        Platform.WEIBO,
        5.0,
        "KOLVET_WEIBO_WEB_BASE",
        weibo_web.open_web,
        weibo_web.hosts,
    ),
)
"""The first is the one that is asked if the user says nothing."""


@dataclass(frozen=True, slots=True)
class Travel:
    """How a run reaches the network.

    Attributes:
        pace: Seconds between questions; None: the source's own.
        most_pages: Pages that it may read.
        seconds: How long a server may keep it waiting.
        record: Where to write exchanges, without secrets.
        replay: Where to read them from, instead of the network.
    """

    pace: float | None = None
    most_pages: int = MOST_PAGES
    seconds: float = SECONDS
    record: Path | None = None
    replay: Path | None = None


def find_kind(name: str, chosen: str | None) -> SourceKind | None:
    """The source for a name or address; None for a feed.

    Raises:
        UsageError: The platform cannot be fetched from, or there is no such source.
    """
    if chosen == FEED:
        _check_feed(name)
        return None
    if chosen is not None:
        found = next((kind for kind in SOURCES if kind.name == chosen), None)
        if found is None:
            names = ", ".join((*(kind.name for kind in SOURCES), FEED))
            raise UsageError("source.unknown", name=chosen, names=names)
        return found
    platform = find_platform(name) if "://" in name else _platform_word(name)
    if platform is Platform.WEIBO or (platform is None and not _is_address(name)):
        return _usual()
    if platform not in {None, Platform.OTHER}:
        raise UsageError("source.no_source", platform=platform)
    _check_feed(name)
    return None


def _check_feed(url: str) -> None:
    """See that a feed's address is one.

    Raises:
        UsageError: It is none.
    """
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise UsageError("source.bad_address", url=shown(url) if "@" not in url else "?")


def _usual() -> SourceKind:
    """Weibo's mobile face, but where only the other one's base was moved."""
    mobile, web = SOURCES
    moved = [kind for kind in SOURCES if weibo_site.is_moved(kind.base)]
    return web if moved == [web] else mobile


def _is_address(name: str) -> bool:
    return "://" in name


def _platform_word(name: str) -> Platform | None:
    """The platform of `bilibili:123` or of an address without its scheme."""
    word, colon, _ = name.partition(":")
    if colon and word.casefold() in set(Platform):
        return Platform(word.casefold())
    found = find_platform(f"https://{name}") if "/" in name and "." in name else Platform.OTHER
    return None if found is Platform.OTHER else found


def open_client(travel: Travel, pace: float, urls: tuple[str, ...], secrets: Secrets) -> Client:
    """The client of a run that asks the servers at `urls`.

    Raises:
        UsageError: The pace is too quick for somebody else's server, or a folder is wrong.
    """
    chosen = pace if travel.pace is None else travel.pace
    if travel.replay is not None:
        return Client(ReplayWire(travel.replay), Manners(0.0, travel.most_pages))
    if not check_pace(chosen, urls):
        raise UsageError("source.too_quick", pace=chosen, least=LEAST_PACE)
    wire: Wire = OfflineWire() if is_offline() else HttpWire(travel.seconds)
    if travel.record is not None:
        wire = RecordingWire(wire, travel.record, secrets)
    return Client(wire, Manners(chosen, travel.most_pages))


def open_source(
    kind: SourceKind, travel: Travel, cookies: tuple[Cookie, ...]
) -> tuple[Source, Client]:
    """The source, ready to be asked, with its client (to be closed).

    Raises:
        UsageError: As `open_client`; or a base address is none.
    """
    secrets = Secrets(cookie.value for cookie in cookies)
    client = open_client(travel, kind.pace, kind.hosts(), secrets)
    return kind.open(Opening(client, cookies, secrets)), client
