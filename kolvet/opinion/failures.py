"""How asking can fail. No network here."""

from kolvet.errors import SourceError
from kolvet.opinion.endpoint import KEY_VARIABLE, Endpoint

FORBIDDEN = 403
"""A key that may not ask, or a content filter: only what the other requests get tells which."""


class EndpointFailedError(Exception):
    """The endpoint gave no answer.

    `failure` is timeout, unreachable, redirect, encoded, too_long, "status 503", "proxy ALL_PROXY"
    or "certificates SSL_CERT_FILE"; messages/opinion.toml has words for each. `wait` is how long
    to wait before another try; None: it would not help.
    """

    def __init__(self, failure: str, *, wait: float | None = None) -> None:
        super().__init__(failure)
        self.failure = failure
        self.wait = wait


class TextsRefusedError(Exception):
    """The server does not take these texts (HTTP `status`); it may take others."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def wrong_key(endpoint: Endpoint, status: int) -> SourceError:
    """That the endpoint does not take the key."""
    return SourceError(
        "opinion.wrong_key", host=endpoint.host, status=status, variable=KEY_VARIABLE
    )
