"""Asking the endpoint. The only module that speaks HTTP; import it where a model is asked."""

import asyncio
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from kolvet.config import is_offline
from kolvet.errors import SourceError
from kolvet.opinion.endpoint import Endpoint
from kolvet.opinion.failures import FORBIDDEN, EndpointFailedError, TextsRefusedError, wrong_key

TRIES = 3
LONGEST_WAIT = 20.0
"""Seconds; a server that asks for more is not waited for that long."""
LARGEST_ANSWER = 1_000_000
"""Bytes. Eight answers are some two thousand; the rest is a server that is none."""
_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
_REFUSED = frozenset({400, FORBIDDEN, 413, 422})
"""What a provider's content filter answers, or a server for which the request is too long."""
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


@dataclass(frozen=True, slots=True)
class Client:
    """One connection to an endpoint. `seconds` bounds one try, whatever the server sends."""

    endpoint: Endpoint
    http: httpx.AsyncClient
    runner: asyncio.Runner
    seconds: float
    sleep: Callable[[float], None]

    def ask(self, body: dict[str, Any]) -> str:
        """The model's message, or "" when the server's answer holds none.

        Raises:
            EndpointFailedError: No answer after three tries, or one that another try won't change.
            TextsRefusedError: The server does not take what the body holds.
            SourceError: The server refuses the key.
        """
        for number in range(TRIES):
            try:
                return _message(self.runner.run(self._post(body)))
            except EndpointFailedError as error:
                if error.wait is None or number == TRIES - 1:
                    raise
                self.sleep(min(error.wait, LONGEST_WAIT))
        raise AssertionError  # the last try returns or raises

    async def _post(self, body: dict[str, Any]) -> bytes:
        """One try; the clock runs over all of it, since a header can dribble in for ever."""
        try:
            async with (
                asyncio.timeout(self.seconds),
                self.http.stream("POST", self.endpoint.address, json=body) as response,
            ):
                self._check(response)
                return await _read(response)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise EndpointFailedError("timeout", wait=1.0) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EndpointFailedError("unreachable", wait=1.0) from error

    def _check(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == httpx.codes.UNAUTHORIZED:
            raise wrong_key(self.endpoint, status)
        if status in _REFUSED:
            raise TextsRefusedError(status)
        if status in _AGAIN:
            raise EndpointFailedError(f"status {status}", wait=_asked_wait(response))
        if response.is_redirect:  # the key and the posts go to the named host or nowhere
            raise EndpointFailedError("redirect")
        if status != httpx.codes.OK:
            raise EndpointFailedError(f"status {status}")
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise EndpointFailedError("encoded")  # a small one could unpack to gigabytes


async def _read(response: httpx.Response) -> bytes:
    content = bytearray()
    async for part in response.aiter_raw():
        content += part
        if len(content) > LARGEST_ANSWER:
            raise EndpointFailedError("too_long")
    return bytes(content)


@contextmanager
def connect(
    endpoint: Endpoint, *, seconds: float = 120.0, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Client]:
    """Open a client; nothing is sent yet. A model on a laptop may take a minute for a batch.

    Raises:
        EndpointFailedError: An environment variable about proxies or certificates is wrong.
        SourceError: The network is forbidden (`--offline`).
    """
    if is_offline():
        raise SourceError("opinion.offline", host=endpoint.host)
    http = _open(endpoint, seconds)
    with asyncio.Runner() as runner:
        try:
            yield Client(endpoint, http, runner, seconds, sleep)
        finally:
            runner.run(http.aclose())


def _open(endpoint: Endpoint, seconds: float) -> httpx.AsyncClient:
    headers = {"User-Agent": "kolvet", "Accept-Encoding": "identity"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    timeout = httpx.Timeout(seconds, connect=min(seconds, 10.0))
    try:
        return httpx.AsyncClient(headers=headers, timeout=timeout, follow_redirects=False)
    except OSError as error:
        raise EndpointFailedError(f"certificates {_wrong_certificates()}") from error
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise EndpointFailedError(f"proxy {_wrong_proxy()}") from error


def _wrong_proxy() -> str:
    """The variable whose proxy httpx cannot use. Its value may hold a password: only its name."""
    for name, value in os.environ.items():
        if value and name.lower() in _PROXIES:
            try:
                httpx.HTTPTransport(
                    proxy=value if "://" in value else f"http://{value}", verify=False
                ).close()
            except (ImportError, ValueError, httpx.InvalidURL):
                return name
    return "NO_PROXY"


def _wrong_certificates() -> str:
    """The variables that name what is not there; else all that are set."""
    named = {name: value for name in _CERTIFICATES if (value := os.environ.get(name))}
    missing = [name for name, value in named.items() if not Path(value).exists()]
    return ", ".join(missing or named)


def _asked_wait(response: httpx.Response) -> float:
    """What Retry-After asks for in seconds; a second when it says nothing, or gives a date."""
    asked = response.headers.get("retry-after", "")
    return float(asked) if asked.isascii() and asked.isdigit() else 1.0


def _message(content: bytes) -> str:
    """`choices[0].message.content` of an answer."""
    try:
        message = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return ""
    return message if isinstance(message, str) else ""
