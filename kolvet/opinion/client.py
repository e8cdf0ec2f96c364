"""Asking the endpoint. The only module that speaks HTTP; import it where a model is asked."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from kolvet.errors import SourceError
from kolvet.opinion.endpoint import KEY_VARIABLE, Endpoint

TRIES = 3
LONGEST_WAIT = 20.0
"""Seconds; a server that asks for more is not waited for that long."""
LARGEST_ANSWER = 1_000_000
"""Bytes. Eight answers are some two thousand; the rest is a server that is none."""
_AGAIN = frozenset({408, 429, 500, 502, 503, 504})


class EndpointFailedError(Exception):
    """The endpoint gave no answer.

    `failure` is timeout, unreachable, redirect, too_long or "status 503"; messages/opinion.toml
    has words for each. `wait` is how long to wait before another try; None: it would not help.
    """

    def __init__(self, failure: str, *, wait: float | None = None) -> None:
        super().__init__(failure)
        self.failure = failure
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Client:
    """One connection to an endpoint. `seconds` bounds one try, whatever the server sends."""

    endpoint: Endpoint
    http: httpx.Client
    seconds: float
    sleep: Callable[[float], None]

    def ask(self, body: dict[str, Any]) -> str:
        """The model's message, or "" when the server's answer holds none.

        Raises:
            EndpointFailedError: No answer after three tries, or one that another try won't change.
            SourceError: The server refuses the key.
        """
        for number in range(TRIES):
            try:
                return _message(self._post(body))
            except EndpointFailedError as error:
                if error.wait is None or number == TRIES - 1:
                    raise
                self.sleep(min(error.wait, LONGEST_WAIT))
        raise AssertionError  # the last try returns or raises

    def _post(self, body: dict[str, Any]) -> bytes:
        try:
            with self.http.stream("POST", self.endpoint.address, json=body) as response:
                self._check(response)
                return self._read(response)
        except httpx.TimeoutException as error:
            raise EndpointFailedError("timeout", wait=1.0) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EndpointFailedError("unreachable", wait=1.0) from error

    def _check(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in {401, 403}:
            raise SourceError(
                "opinion.wrong_key", host=self.endpoint.host, status=status, variable=KEY_VARIABLE
            )
        if status in _AGAIN:
            raise EndpointFailedError(f"status {status}", wait=_asked_wait(response))
        if response.is_redirect:  # the key and the posts go to the named host or nowhere
            raise EndpointFailedError("redirect")
        if status != httpx.codes.OK:
            raise EndpointFailedError(f"status {status}")

    def _read(self, response: httpx.Response) -> bytes:
        """The body, within the time and size that an answer may take."""
        end = time.monotonic() + self.seconds
        content = bytearray()
        for part in response.iter_bytes():
            content += part
            if len(content) > LARGEST_ANSWER:
                raise EndpointFailedError("too_long")
            if time.monotonic() > end:
                raise EndpointFailedError("timeout", wait=1.0)
        return bytes(content)


@contextmanager
def connect(
    endpoint: Endpoint, *, seconds: float = 120.0, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Client]:
    """Open a client; nothing is sent yet. A model on a laptop may take a minute for a batch."""
    headers = {"User-Agent": "kolvet"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    timeout = httpx.Timeout(seconds, connect=min(seconds, 10.0))
    with httpx.Client(headers=headers, timeout=timeout, follow_redirects=False) as http:
        yield Client(endpoint, http, seconds, sleep)


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
