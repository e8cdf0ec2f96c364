"""How questions travel: over the network, from a recording, or not at all."""

import socket
import time
import zlib
from collections.abc import Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Protocol

import httpx

from kolvet.model.fetch import StopReason
from kolvet.sources.exchange import Answer, Request, shown
from kolvet.sources.failures import AgainError, RefusedError

LARGEST_ANSWER = 16_000_000
"""Bytes, unpacked. A page of posts has some hundred thousand; a long feed a few million."""
_CONNECT_SECONDS = 10.0
_GZIP = 16  # what zlib takes for "with gzip's header"
_WHOLE = 4
"""How many waits a whole answer may take."""
_LOOPBACK_MOUNTS = ("all://127.0.0.1", "all://localhost", "all://[::1]")


class Wire(Protocol):
    """Carries one request; knows nothing of pace, tries or platforms.

    `live` says whether somebody else's server is asked.
    """

    live: bool

    def send(self, request: Request) -> Answer:
        """Ask once; a redirect is given back, not followed.

        Raises:
            AgainError: The connection failed, or the answer came too slowly or only in part.
            RefusedError: The answer is too large, or this wire has none.
        """
        ...

    def close(self) -> None:
        """Let go of connections and files."""
        ...


class OfflineWire:
    """Refuses: `--offline`, KOLVET_OFFLINE."""

    live: bool = False

    def send(self, request: Request) -> Answer:
        """Say which host would have been asked."""
        raise RefusedError("source.offline", StopReason.OFFLINE, host=request.host)

    def close(self) -> None:
        """Nothing is open."""


class HttpWire:
    """The network. TLS is always verified; the environment's proxies are used, save for loopback.

    `seconds` bounds every wait for the server, and four times as long a whole answer.
    """

    live: bool = True

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        try:
            verified = httpx.create_ssl_context()  # once: reading the authorities takes a while
            self._http = httpx.Client(
                verify=verified,
                follow_redirects=False,
                # Which cookies go where is for a source to say: httpx must keep none of its own.
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                timeout=httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS)),
                # Only what `_unpacked` can undo without filling the memory.
                headers={"Accept-Encoding": "gzip"},
                # A local server is never behind the proxy that the environment names.
                mounts={host: httpx.HTTPTransport(verify=verified) for host in _LOOPBACK_MOUNTS},
            )
        except (OSError, ImportError, ValueError, httpx.InvalidURL) as error:
            # A proxy's address may hold a password: only the kind of error is told.
            raise RefusedError(
                "source.environment", StopReason.UNREACHABLE, why=type(error).__name__
            ) from error

    def send(self, request: Request) -> Answer:
        """Ask once."""
        headers = dict(request.headers)
        if request.cookies:
            headers["Cookie"] = "; ".join(
                f"{name}={each}" for name, each in request.cookies.items()
            )
        try:
            with self._http.stream(
                request.method, request.address, headers=headers, data=request.form
            ) as response:
                return _answer(response, request, time.monotonic() + _WHOLE * self._seconds)
        except httpx.TimeoutException as error:
            raise AgainError(_unreachable(request, "source.timeout")) from error
        except httpx.TransportError as error:
            # A name that nobody knows will not be known in half a minute either.
            tries = 2 if _is_unknown_name(error) else 3
            raise AgainError(_unreachable(request, "source.unreachable"), tries=tries) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
            raise RefusedError(
                "source.bad_address", StopReason.UNREACHABLE, url=shown(request.url)
            ) from error

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _is_unknown_name(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, socket.gaierror):
            return True
        error = error.__cause__ or error.__context__
    return False


def _unreachable(request: Request, key: str) -> RefusedError:
    return RefusedError(key, StopReason.UNREACHABLE, host=request.host)


def _answer(response: httpx.Response, request: Request, deadline: float) -> Answer:
    body = bytearray()
    for part in _unpacked(response, request):
        body += part
        if len(body) > LARGEST_ANSWER:
            raise RefusedError("source.too_large", StopReason.BAD_ANSWER, url=shown(request.url))
        # A server that dribbles never runs into the timeout of a single wait.
        if time.monotonic() > deadline:
            raise AgainError(_unreachable(request, "source.timeout"))
    return Answer(
        url=shown(request.url) if request.secret else request.address,
        status=response.status_code,
        headers={name.lower(): value for name, value in response.headers.items()},
        body=bytes(body),
        set_cookies=tuple(response.headers.get_list("set-cookie")),
    )


def _unpacked(response: httpx.Response, request: Request) -> Iterator[bytes]:
    """The body in parts of bounded size, however small a packed one is.

    Parts come as they arrive: collecting them to a size would let a slow server keep us for ever.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    raw = response.iter_raw()
    if packing in {"", "identity"}:
        yield from raw
        return
    if packing not in {"gzip", "x-gzip"}:
        raise RefusedError("source.packed", StopReason.BAD_ANSWER, url=shown(request.url))
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | _GZIP)
    packed = False
    try:
        for part in raw:
            packed |= bool(part)
            rest = part
            while rest and not unpack.eof:
                yield unpack.decompress(rest, 1_000_000)
                rest = unpack.unconsumed_tail
    except zlib.error as error:
        raise broken(request.url) from error
    if packed and not unpack.eof:  # nothing at all is an answer without a body
        raise broken(request.url)


def broken(url: str) -> AgainError:
    """An answer of which a part is missing, or that is not what it says it is."""
    return AgainError(RefusedError("source.broken", StopReason.BAD_ANSWER, url=shown(url)))
