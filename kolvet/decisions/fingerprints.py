"""What makes a finding the same one in another run."""

import hashlib
from collections.abc import Iterable

DIGITS = 16


def fingerprint(rule: str, identity: Iterable[object], *, blogger: str) -> str:
    """16 hex digits of SHA-256; the blogger is part of it, so that no waiver covers another."""
    words = "\x1f".join((rule, blogger, *map(str, identity)))
    return hashlib.sha256(words.encode()).hexdigest()[:DIGITS]
