"""What importers and sources give and the store keeps: accounts, posts, comments."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import NamedTuple

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""All platforms print Beijing time. A fixed offset is exact: China has had no summer time
since 1991, and no platform has posts from before that."""


class Platform(StrEnum):
    """Where a post was published. The values are stored and printed; they never change."""

    WEIBO = "weibo"
    XIAOHONGSHU = "xiaohongshu"
    DOUYIN = "douyin"
    BILIBILI = "bilibili"
    ZHIHU = "zhihu"
    TIEBA = "tieba"
    KUAISHOU = "kuaishou"
    WECHAT = "wechat"
    OTHER = "other"


class Precision(StrEnum):
    """How exactly a time is known. A date-only export gives DAY: its clock time is 00:00."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class Engagement(NamedTuple):
    """Counts as the platform shows them; None means that the export does not say (never 0).

    A named tuple, not a dataclass: imports and checks make hundreds of thousands.
    """

    likes: int | None = None
    comments: int | None = None
    reposts: int | None = None
    views: int | None = None

    @property
    def total(self) -> int:
        """Likes, comments and reposts added; what is not known counts as 0."""
        return (self.likes or 0) + (self.comments or 0) + (self.reposts or 0)


NOT_SHOWN = Engagement()
"""The export says nothing of how people reacted."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who published something, as far as the export says.

    `native_id` is the platform's user id as text. A masked export gives only a hash of it
    (MediaCrawler since 2026-08): then `native_id` is "sha256:" + 16 hex digits.
    """

    native_id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Reposted:
    """The post of somebody else that a repost carries. Never the blogger's own words.

    `available` is False when the platform shows a notice instead of the original (deleted,
    hidden); the notice is kept in `text`.
    """

    native_id: str | None = None
    author: Author = field(default_factory=Author)
    text: str = ""
    published: datetime | None = None
    available: bool = True


@dataclass(frozen=True, slots=True)
class Post:
    """One thing an account published.

    Attributes:
        native_id: The platform's id as text. Weibo: always the decimal mid, never the bid.
        text: The author's text without HTML. A title comes first, on a line of its own. The chain
            of a Weibo repost (`//@name: ...`) is part of it; the reposted original is not.
        published: Aware, UTC; None when the export has no usable date.
        client: The publishing client ("iPhone客户端"): kept, and never searched for brands.
        truncated: The export holds only the beginning of the text.
        local_id: The id tells only the posts of one author apart: the number of a table's row.
    """

    platform: Platform
    native_id: str
    author: Author
    text: str
    published: datetime | None
    precision: Precision = Precision.SECOND
    engagement: Engagement = NOT_SHOWN
    reposted: Reposted | None = None
    url: str = ""
    client: str = ""
    edited: bool = False
    truncated: bool = False
    local_id: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """One account on one platform, as a profile export describes it.

    `seen` is when the profile was read (None: unknown, the import time stands in).
    """

    platform: Platform
    native_id: str
    name: str
    followers: int | None = None
    declared_posts: int | None = None
    description: str = ""
    url: str = ""
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """Somebody's reply under a post. The store keeps a salted hash of its author."""

    platform: Platform
    native_id: str
    post_native_id: str
    text: str
    author: Author = field(default_factory=Author)
    published: datetime | None = None
    likes: int | None = None
    parent_native_id: str = ""
