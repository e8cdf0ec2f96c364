"""What the store gives back."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from kolvet.model.posts import Engagement, Platform, Precision


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """An account of a blogger; `seen_at` is when the profile figures were read."""

    platform: Platform
    native_id: str
    name: str
    followers: int | None
    declared_posts: int | None
    posts: int
    url: str
    seen_at: datetime | None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Blogger:
    """A person or team being vetted, or (`brand` set) a brand's official voice, kept apart."""

    id: int
    name: str
    aliases: tuple[str, ...]
    accounts: tuple[StoredAccount, ...]
    brand: str = ""


@dataclass(frozen=True, slots=True)
class HiddenHistory:
    """That an account hides its older posts, as a fetch found it.

    `visible_from` is when the oldest post was published that the platform still showed, `read_at`
    when that was seen. `said` tells whether the platform says so, or only its shape does.
    """

    visible_from: datetime
    read_at: datetime
    said: bool


class StoredPost(NamedTuple):
    """One post as judged: current text, own engagement, and where the row came from.

    A named tuple, not a dataclass: a check makes tens of thousands, three times as fast.

    `digest` identifies the text (BLAKE2b, 16 bytes); judgements are cached by it.
    `is_repost` tells that it carries somebody else's post; `text` is only the blogger's part.
    """

    id: int
    platform: Platform
    native_id: str
    text: str
    digest: bytes
    published: datetime | None
    precision: Precision
    engagement: Engagement
    url: str
    is_repost: bool
    truncated: bool
    edited: bool
    deleted: bool
    source: str
    """`file:line (collector)`: the row it came from."""
