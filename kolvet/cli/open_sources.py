"""The sources of a run: each is opened when it is first asked, and once.

Lines of a watch list thus share the pace, the connection and the visitor cookies of their source.
"""

from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from kolvet.cli.options import note
from kolvet.config import is_offline
from kolvet.errors import SourceError
from kolvet.messages import text
from kolvet.model.fetch import StopReason
from kolvet.sources.client import Client
from kolvet.sources.cookies import Cookie
from kolvet.sources.credentials import WEIBO, find_login
from kolvet.sources.failures import RefusedError
from kolvet.sources.recording import Secrets
from kolvet.sources.registry import FEED_PACE, SourceKind, Travel, open_client, open_source
from kolvet.sources.source import Source

_FOR_ALL = frozenset(
    {StopReason.THROTTLED, StopReason.CAPTCHA, StopReason.UNREACHABLE, StopReason.OFFLINE}
)
_FOR_ALL_KEYS = frozenset(
    {"source.forbidden", "source.visitor_refused", "source.cookie_expired", "source.cooling"}
)
"""Refusals that meet whoever asks, whatever the account: asking for the next one is pestering."""


class OpenSources:
    """Opens sources, and knows which of them have refused in this run. To be closed."""

    def __init__(self, travel: Travel) -> None:
        self._travel = travel
        self._sources: dict[str, tuple[Source, Client]] = {}
        self._feeds: dict[str, Client] = {}
        self._refusals: dict[str, RefusedError] = {}

    def source(self, kind: SourceKind) -> tuple[Source, Client]:
        """The source and its client, which may read its pages anew for each account.

        Raises:
            UsageError: The pace, a folder, a base address or the user's login is wrong.
        """
        if kind.name not in self._sources:
            self._sources[kind.name] = open_source(kind, self._travel, self._cookies())
            self._sources[kind.name][1].say = note
        source, client = self._sources[kind.name]
        client.pages = 0
        return source, client

    def feed(self, url: str) -> Client:
        """The client for a feed's server.

        Raises:
            UsageError: The pace or a folder is wrong.
        """
        host = host_of(url)
        if host not in self._feeds:
            self._feeds[host] = open_client(self._travel, FEED_PACE, (url,), Secrets())
            self._feeds[host].say = note
        self._feeds[host].pages = 0
        return self._feeds[host]

    def refusal(self, server: str) -> RefusedError | None:
        """How the source, or the feed's server, refused in this run; None if it may be asked."""
        return self._refusals.get(server)

    def note_failure(self, server: str, error: SourceError) -> None:
        """Remember a failure that concerns the whole server, not one account."""
        if isinstance(error, RefusedError) and (
            error.stop in _FOR_ALL or error.key in _FOR_ALL_KEYS
        ):
            self._refusals.setdefault(server, error)

    def close(self) -> None:
        """Close all clients."""
        for client in [*(client for _, client in self._sources.values()), *self._feeds.values()]:
            client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _cookies(self) -> tuple[Cookie, ...]:
        """The user's own cookies for Weibo; () for a visitor, and where nothing is asked."""
        if self._travel.replay is not None or is_offline():
            return ()
        login = find_login(WEIBO)
        if login and login.expired:
            note(text("fetch.cookies_expired", number=len(login.expired)))
        return login.cookies if login else ()


def host_of(url: str) -> str:
    """The server of an address, with its port; "" of what is no address."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        return ""
