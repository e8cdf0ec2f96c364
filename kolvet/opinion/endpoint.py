"""Where the language model is asked, and with which key. No network here."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kolvet.errors import UsageError

KEY_VARIABLE = "KOLVET_JUDGE_KEY"
"""The only place that a key is read from."""
DEFAULT_MOST = 60
"""Texts asked about in one check, if the user says nothing."""
PATH = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server and the model to ask there; `key` may be empty."""

    url: str
    model: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """Host and port; not the path, where some providers put a token."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def origin(self) -> str:
        """Scheme, host and port, which is all that a report tells of the address."""
        return f"{urlsplit(self.url).scheme}://{self.host}"

    @property
    def address(self) -> str:
        """Where questions are posted: the URL as given, with or without /v1, and the path."""
        bare = self.url.rstrip("/")
        return bare if bare.endswith(PATH) else bare + PATH


def make_endpoint(url: str, model: str, key: str) -> Endpoint:
    """Check what the user gave.

    Raises:
        UsageError: The URL is none, or carries a secret; the model or the key cannot be sent.
    """
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or not url.isprintable():
        raise UsageError("opinion.bad_url")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError("opinion.secret_in_url", variable=KEY_VARIABLE)
    if not model.strip():
        raise UsageError("opinion.no_model")
    key = key.strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise UsageError("opinion.bad_key", variable=KEY_VARIABLE)
    return Endpoint(url, model.strip(), key)
