"""Who is on the platform: bloggers as a test wants them, and the others around them."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

SHANGHAI = timezone(timedelta(hours=8))
NEWEST = datetime(2026, 11, 20, 21, 30, tzinfo=SHANGHAI)
_BEGINNING = datetime(2012, 1, 1, tzinfo=SHANGHAI)
_APART = timedelta(hours=9)
FIRST_UID = 1000000001


class Access(StrEnum):
    """What the account lets others see."""

    NORMAL = "normal"
    HALF_YEAR = "half-year"
    LOGIN_ONLY = "login-only"
    """Visitors get the profile, and ok:-100 for the posts."""
    LOGIN_ONLY_SILENT = "login-only-silent"
    """Visitors get the profile, and an empty page for the posts."""
    BANNED = "banned"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes, comments or is quoted."""

    uid: int
    name: str


@dataclass(frozen=True, slots=True)
class Blogger:
    """An account with a history. The same arguments give the same history.

    `hidden` posts are counted by the profile and never served. `newest` is when the last post
    was written; the others lie `apart` before each other (9 hours, less where there are so many
    posts that they would begin before 2012). `limit` is where the web face ends early, as the
    real one does near 1000 posts; `comments` is how many a post with many has.
    """

    name: str = "样例数码君"
    uid: int = FIRST_UID
    posts: int = 60
    hidden: int = 0
    seed: int = 1
    newest: datetime = NEWEST
    apart: timedelta | None = None
    access: Access | str = Access.NORMAL
    brand: str = "小米"
    domain: str = ""
    pinned: bool = True
    liked: bool = True
    comments: int = 47
    limit: int | None = None
    followers: int = 2_251_000

    @property
    def person(self) -> Person:
        return Person(self.uid, self.name)

    @property
    def gap(self) -> timedelta:
        """The mean time between two posts."""
        if self.apart is not None:
            return self.apart
        return min(_APART, (self.newest - _BEGINNING) / max(self.posts, 1))


QUOTED = (
    Person(1000000002, "样例手机"),
    Person(1000000003, "样例影像实验室"),
    Person(1000000004, "样例展会快讯"),
)
"""Accounts whose posts get reposted."""

LIKED = Person(1000000005, "样例路过账号")
SUGGESTED = Person(1000000006, "推荐用户")


def reader(number: int) -> Person:
    """Somebody who comments; there are 500 of them."""
    names = ("路人甲", "路人乙", "样例网友", "早起的鸟", "数据线", "晚安番茄")
    return Person(1000100001 + number % 500, f"{names[number % len(names)]}{number % 500}")
