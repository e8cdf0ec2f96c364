"""What a value must be before it may be stored."""

import hashlib
from datetime import UTC, datetime

_LARGEST = 2**63 - 1
"""SQLite's largest integer."""

DIGEST_BYTES = 16


def clean(text: str) -> str:
    """The text, with what a database cannot hold replaced by U+FFFD: lone surrogates and NUL.

    Surrogates that form a pair become the character they mean.
    """
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def count(number: int | None) -> int | None:
    """A count as it may be stored; a negative or absurd one is not known."""
    return number if number is not None and 0 <= number <= _LARGEST else None


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970, UTC."""
    return int(moment.timestamp() // 1)


def moment(stored: int | None) -> datetime | None:
    """The aware UTC time of stored seconds."""
    return None if stored is None else datetime.fromtimestamp(stored, UTC)


def digested(text: str) -> tuple[str, bytes]:
    """The text, cleaned, and what identifies it: BLAKE2b of its UTF-8, 16 bytes."""
    text = clean(text)
    return text, hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).digest()
