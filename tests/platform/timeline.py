"""A blogger's posts, written when they are asked for: 50,000 of them cost nothing until then."""

import random
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kolvet.platforms.weibo import bid_to_mid, mid_to_bid
from tests.platform.people import QUOTED, Access, Blogger, Person
from tests.platform.sentences import ORIGINALS, REPOST_REASONS, compose, fill

# A mid says whose post it is and the how-manieth: _OWN + slot * _SLOT + number * _STEP + noise.
_OWN = 4_500_000_000_000_000
_ORIGINAL = 3_500_000_000_000_000
_SLOT = 2_000_000_000_000
_STEP = 17_000_003
_NOISE = 9_000_000
_BETWEEN_ADDED = timedelta(minutes=7)
_HALF_YEAR = timedelta(days=183)
LONG_FROM = 140
"""Posts of more characters are cut off in a timeline."""

_CLIENTS = [
    "Xiaomi 14 Ultra",
    "iPhone 15 Pro",
    "微博网页版",
    "HUAWEI Mate 60 Pro",
    "微博视频号",
    "",
]
_PLACES = ("广东", "北京", "上海", "四川", "浙江")
GONE = "抱歉，此微博已被作者删除。查看帮助：网页链接"


@dataclass(frozen=True, slots=True)
class Written:
    """A post as its author wrote it: what a complete fetch should have found.

    `stance` is what it says of the blogger's brand: praise, criticism, neutral or "" (nothing).
    """

    mid: str
    author: Person
    when: datetime
    text: str
    client: str = ""
    region: str = ""
    likes: int = 0
    comments: int = 0
    reposts: int = 0
    pictures: int = 0
    edits: int = 0
    stance: str = ""
    original: "Written | None" = None
    deleted: bool = False

    @property
    def bid(self) -> str:
        return mid_to_bid(self.mid)

    @property
    def number(self) -> int:
        """The how-manieth post of its author, from 0, the oldest."""
        return int(self.mid) % _SLOT // _STEP

    @property
    def is_long(self) -> bool:
        return len(self.text) > LONG_FROM


@dataclass
class Timeline:
    """The posts of one blogger, and what has happened to them since the server was started."""

    blogger: Blogger
    slot: int
    version: int = 0
    deleted: set[int] = field(default_factory=set)
    edited: dict[int, tuple[str, int]] = field(default_factory=dict)
    visible: list[int] = field(init=False)
    """Numbers of the posts that are there, the oldest first."""
    ended: int = field(init=False)
    """How many have ever been written."""

    def __post_init__(self) -> None:
        self.ended = self.blogger.posts
        first = 0
        if self.blogger.access == Access.HALF_YEAR:
            first = bisect_left(range(self.ended), self.blogger.newest - _HALF_YEAR, key=self.when)
        self.visible = list(range(first, self.ended))

    @property
    def declared(self) -> int:
        """What the profile says: more than is served where there are hidden posts."""
        return self.ended - len(self.deleted) + self.blogger.hidden

    def top(self, *, wanted: bool) -> int | None:
        """The number of the pinned post, an old one; None if the blogger has none."""
        if not self.visible or not (self.blogger.pinned or wanted):
            return None
        return self.visible[min(1, len(self.visible) - 1)]

    def newest_first(self, offset: int, size: int) -> list[Written]:
        """A page of posts."""
        end = len(self.visible) - offset
        return [
            self.post(number) for number in self.visible[max(end - size, 0) : max(end, 0)][::-1]
        ]

    def after(self, mid: str) -> int:
        """The offset of the first post older than this one, which may have been deleted since."""
        number = self.number(mid)
        if number is None:
            return len(self.visible)
        return len(self.visible) - bisect_left(self.visible, number)

    def number(self, mid: str) -> int | None:
        """The number of the blogger's own post with this mid; None if it never was one."""
        number = (int(mid) - _OWN - self.slot * _SLOT) // _STEP
        return number if 0 <= number < self.ended and self.mid(number) == mid else None

    def mid(self, number: int) -> str:
        noise = (number * 7_368_787 + self.blogger.seed * 104_729) % _NOISE
        return str(_OWN + self.slot * _SLOT + number * _STEP + noise)

    def find(self, name: str) -> Written | None:
        """The post, or the original of one, with this mid or bid; None if it is not there."""
        mid = name if name.isdecimal() and len(name) > 9 else bid_to_mid(name)
        if (number := self.number(mid)) is not None:
            shown = bisect_left(self.visible, number)
            there = self.visible[shown : shown + 1] == [number]
            return self.post(number) if there else None
        number = (int(mid) - _ORIGINAL - self.slot * _SLOT) // _STEP
        if not 0 <= number < self.ended:
            return None
        original = self.post(number).original
        return original if original and original.mid == mid and not original.deleted else None

    def post(self, number: int) -> Written:
        """The post with this number, as it is now."""
        chance = random.Random(self.blogger.seed * 1_000_003 + number)
        roll = chance.random()
        original = None
        if roll < 0.20:
            reason = fill(chance.choice(REPOST_REASONS), chance, self.blogger.brand)
            text, stance = reason, ""
            original = self._original(number, chance)
        else:
            made = compose(chance, self.blogger.brand, long=roll < 0.28)
            text, stance = made.text, made.stance
        edits = chance.randrange(1, 4) if number % 29 == 3 else 0
        if number in self.edited:
            text, more = self.edited[number]
            edits += more
        many = number % 9 == 4 and original is None
        return Written(
            self.mid(number),
            self.blogger.person,
            self.when(number),
            text,
            chance.choice(_CLIENTS),
            chance.choice(_PLACES) if number % 7 else "",
            int(chance.expovariate(1 / 900)) + (1_200_000 if number == 1 else 0),
            self.blogger.comments if many else chance.randrange(0, 9),
            chance.randrange(0, 120),
            chance.choice((0, 0, 0, 1, 3, 9)) if original is None else 0,
            edits,
            stance,
            original,
        )

    def _original(self, number: int, chance: random.Random) -> Written:
        author = chance.choice(QUOTED)
        mid = str(_ORIGINAL + self.slot * _SLOT + number * _STEP + number % 1000)
        when = self.when(number) - timedelta(hours=chance.randrange(1, 60))
        if chance.random() < 0.15:
            return Written(mid, author, when, GONE, deleted=True)
        text = fill(chance.choice(ORIGINALS), chance, self.blogger.brand)
        if chance.random() < 0.25:
            text += "\n" + "\n".join(
                compose(chance, self.blogger.brand, long=False).text for _ in range(8)
            )
        likes, pictures = chance.randrange(30_000), chance.choice((0, 1, 4))
        return Written(
            mid, author, when, text, "微博视频号", "北京", likes, 211, 204, pictures=pictures
        )

    def when(self, number: int) -> datetime:
        """When the post with this number was written."""
        last = self.blogger.posts - 1
        if number > last:
            return self.blogger.newest + (number - last) * _BETWEEN_ADDED
        noise = (number * 2_654_435_761 % 997) / 997 * 0.6 if number != last else 0.0
        when = self.blogger.newest - (last - number + noise) * self.blogger.gap
        return when.replace(microsecond=0)

    def add(self, text: str | None = None) -> Written:
        """Write one more post, now the newest."""
        number = self.ended
        self.ended += 1
        self.version += 1
        self.visible.append(number)
        if text is not None:
            self.edited[number] = (text, 0)
        return self.post(number)

    def delete(self, mid: str) -> None:
        """Take a post away."""
        number = self._own(mid)
        self.visible.remove(number)
        self.deleted.add(number)
        self.version += 1

    def edit(self, mid: str, text: str) -> Written:
        """Change the text of a post, which is marked as edited from now on."""
        number = self._own(mid)
        before = self.edited[number][1] if number in self.edited else 0
        self.edited[number] = (text, before + 1)
        self.version += 1
        return self.post(number)

    def _own(self, mid: str) -> int:
        number = self.number(mid)
        if number is None:
            raise LookupError(f"no post {mid} of {self.blogger.name}")
        return number
