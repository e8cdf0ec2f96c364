"""A request as the platform sees it, its answer, and what the log keeps of both."""

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit


class Face(StrEnum):
    """Which part of the platform a path belongs to; they share one port."""

    MOBILE = "mobile"
    WEB = "web"
    PASSPORT = "passport"
    FEED = "feed"
    CONTROL = "control"
    NONE = "none"


class Who(StrEnum):
    """Who asks, by the cookie."""

    NOBODY = "nobody"
    VISITOR = "visitor"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. `route` is the kind of data, such as timeline; `stray` if there is none."""

    method: str
    path: str
    query: Mapping[str, str]
    cookies: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str]
    host: str
    face: Face
    route: str
    who: Who
    uses: frozenset[str] = frozenset()
    """Names of the faults that change the shape of this answer."""

    @property
    def key(self) -> str:
        """The same for the same page: path and query, whatever the order and the random part."""
        return page_key(self.path, self.query)


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, before anything happens to it on the way."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Asked:
    """One line of the log. `time` is monotonic, in seconds, when the request line had arrived."""

    time: float
    method: str
    path: str
    query: dict[str, str]
    cookies: dict[str, str]
    headers: dict[str, str]
    host: str
    face: Face
    route: str
    status: int = 0
    """0 until it is answered, and where the connection was dropped before."""
    faults: tuple[str, ...] = ()
    """Names of the faults that were played."""

    @property
    def key(self) -> str:
        return page_key(self.path, self.query)


def page_key(path: str, query: Mapping[str, str]) -> str:
    """A path with its query, sorted, without the part that is random by design."""
    known = sorted((name, value) for name, value in query.items() if name not in {"_rand", "hop"})
    return f"{path}?{urlencode(known)}" if known else path


def as_json(body: Any, status: int = 200) -> Answer:
    """An answer in JSON, in UTF-8 as the platform writes it."""
    return Answer(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), status)


def as_html(text: str, status: int = 200) -> Answer:
    """An answer in HTML."""
    return Answer(text.encode(), status, "text/html; charset=utf-8")


def redirect(location: str) -> Answer:
    """A redirect (302)."""
    return Answer(b"", 302, "text/html", (("Location", location),))


def cookies_of(header: str) -> dict[str, str]:
    """The cookies in a Cookie header."""
    pairs = (part.partition("=") for part in header.split(";") if "=" in part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def path_and_query(target: str) -> tuple[str, dict[str, str]]:
    """The path, unquoted, and the query of a request target; a repeated name keeps its last."""
    parts = urlsplit(target)
    return unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True))


@dataclass
class Log:
    """All requests in the order in which they came."""

    lines: list[Asked] = field(default_factory=list)

    def pages(self, *routes: str) -> Counter[str]:
        """How often each page of data was asked for: of these routes, or of all but the control
        and passport ones.
        """
        return Counter(line.key for line in self.data() if not routes or line.route in routes)

    def data(self) -> Iterable[Asked]:
        """The requests for data."""
        outside = {Face.CONTROL, Face.PASSPORT}
        return (line for line in list(self.lines) if line.face not in outside)

    def closest(self) -> float:
        """The shortest time between two requests, in seconds; infinite if there was but one."""
        times = [line.time for line in list(self.lines) if line.face is not Face.CONTROL]
        gaps = (later - sooner for sooner, later in pairwise(times))
        return min(gaps, default=float("inf"))


def now() -> float:
    """The clock of the log."""
    return time.monotonic()
