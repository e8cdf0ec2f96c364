"""One question to a server and its answer, as every part of a source sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked.

    Attributes:
        url: Without the query.
        query: In the order in which it is sent.
        form: Fields of a POST; None for a GET.
        cookies: The `Cookie` header's pairs, chosen for this host. Never printed.
        secret: Both the question and the answer hold what must not be written down.
    """

    url: str
    query: Mapping[str, str | int] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret: bool = False

    @property
    def method(self) -> str:
        """GET, or POST where there is a form."""
        return "GET" if self.form is None else "POST"

    @property
    def host(self) -> str:
        """The host's name, without its port; "" where the address is none."""
        return _host(self.url)

    @property
    def address(self) -> str:
        """The whole address."""
        if not self.query:
            return self.url
        return f"{self.url}{'&' if '?' in self.url else '?'}{urlencode(self.query)}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `headers` have lower-case names; `body` is unpacked.

    `set_cookies` are the raw Set-Cookie lines. `url` is the address that answered, without the
    query where that is secret.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    set_cookies: tuple[str, ...] = field(default=(), repr=False)

    @property
    def host(self) -> str:
        """The host that answered, with its port if it is not the usual one."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def is_redirect(self) -> bool:
        """Whether it sends the reader elsewhere, to what is an address."""
        if self.status not in {301, 302, 303, 307, 308} or "location" not in self.headers:
            return False
        try:
            return urlsplit(urljoin(self.url, self.headers["location"])).port != 0
        except ValueError:
            return False

    def text(self) -> str:
        """The body as text: UTF-8 whatever the header claims, else GB18030.

        Servers of these platforms send UTF-8 under a wrong charset more often than another
        encoding under the right one.
        """
        try:
            return self.body.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.body.decode("gb18030", "replace")


def is_loopback(url: str) -> bool:
    """Whether the address is on this machine."""
    host = _host(url)
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def shown(url: str) -> str:
    """The address as a message may show it: without user, query and fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0].partition("#")[0].rpartition("@")[2]
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


JsonObject = dict[str, Any]
