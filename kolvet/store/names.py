"""Names, ids and profile addresses: what a person may type to mean one blogger."""

import hashlib
import re
import unicodedata
from typing import NamedTuple

from kolvet.model.posts import Platform

HASHED = "sha256:"
"""How a masked export names an author (`kolvet.model.posts.Author`)."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))

# MediaCrawler since 2026-08 writes the first and the last character of a name around three stars.
_MASKED = re.compile(r".?\*{3}.?")

_PROFILE_PAGES = (
    # A Weibo post's address begins with its author's id, so it names him as well.
    (
        Platform.WEIBO,
        re.compile(r"(?:^|[/.])weibo\.(?:com|cn)/(?:u/|profile/)?(\d{5,})(?!\w)", re.I),
    ),
    (Platform.BILIBILI, re.compile(r"(?:^|/)space\.bilibili\.com/(\d+)", re.I)),
    (Platform.XIAOHONGSHU, re.compile(r"(?:^|[/.])xiaohongshu\.com/user/profile/(\w+)", re.I)),
    (Platform.ZHIHU, re.compile(r"(?:^|[/.])zhihu\.com/(?:people|org)/([\w-]+)", re.I)),
    (Platform.DOUYIN, re.compile(r"(?:^|[/.])douyin\.com/user/([\w-]+)", re.I)),
)


class Profile(NamedTuple):
    """One account, as an address or `platform:id` names it."""

    platform: Platform
    native_id: str


def fold(name: str) -> str:
    """The form in which names are compared: NFKC, without case, `@` and outer spaces."""
    visible = unicodedata.normalize("NFKC", name).casefold().translate(_INVISIBLE)
    return " ".join(unicodedata.normalize("NFKC", visible).split()).lstrip("@ ")


def is_masked(name: str) -> bool:
    """Whether the export hides the name ("样***君"), so that it names nobody."""
    return _MASKED.fullmatch(name) is not None


def id_hash(native_id: str) -> str:
    """The key of an account: what a masked export says instead of the id.

    Source: MediaCrawler since 2026-08, `creator_hash` = the first 16 hex digits of SHA-256.
    """
    if native_id.startswith(HASHED):
        return native_id.removeprefix(HASHED)
    return hashlib.sha256(native_id.encode()).hexdigest()[:16]


def find_profile(text: str) -> Profile | None:
    """The account that a profile address or `platform:id` names."""
    text = text.strip()
    for platform, pattern in _PROFILE_PAGES:
        found = pattern.search(text)
        if found:
            return Profile(platform, found[1])
    word, colon, native_id = unicodedata.normalize("NFKC", text).partition(":")
    if colon and word.strip().casefold() in set(Platform) and native_id.strip():
        return Profile(Platform(word.strip().casefold()), native_id.strip())
    return None
