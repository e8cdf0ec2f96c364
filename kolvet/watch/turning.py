"""Whether a blogger has turned toward a brand or away from it.

The balance of a window is (supportive - critical) / all of its dated posts about the brand. He has
turned away when the balance of the last 90 days is below 0 and at least 0.6 below that of the 365
days before them, with ten posts or more in each window; toward the brand likewise, above 0. A turn
lasts until less than 0.3 of it is left, so that a balance on the edge is not told again and again.
The numbers are *prior*; how often they mistake chance for a turn stands in docs/watch.md.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kolvet.model.judgements import Stance
from kolvet.model.report import JudgedPost
from kolvet.model.watching import Balance, Direction, Turn

RECENT_DAYS = 90
BEFORE_DAYS = 365
LEAST_POSTS = 10
MOVED = 0.6
STILL_MOVED = 0.3


def find_turn(
    judged: Iterable[JudgedPost], as_of: datetime, known: Direction = Direction.NONE
) -> Turn:
    """Compare the balance of the last days with that before; `known` is the turn told last."""
    middle = as_of - timedelta(days=RECENT_DAYS)
    start = middle - timedelta(days=BEFORE_DAYS)
    stances: tuple[list[Stance | None], list[Stance | None]] = ([], [])
    for item in judged:
        published = item.post.published
        if published is not None and start < published <= as_of:
            stances[published > middle].append(item.judgement.stance)
    before, recent = map(_balance, stances)
    return Turn(_direction(recent, before, known), recent, before)


def _balance(stances: list[Stance | None]) -> Balance:
    return Balance(len(stances), stances.count(Stance.CRITICAL), stances.count(Stance.SUPPORTIVE))


def _direction(recent: Balance, before: Balance, known: Direction) -> Direction:
    if min(recent.posts, before.posts) < LEAST_POSTS:
        return Direction.NONE
    now, then = recent.value or 0.0, before.value or 0.0
    direction = Direction.TOWARD if now > then else Direction.AWAY
    sign = 1 if direction is Direction.TOWARD else -1
    needed = STILL_MOVED if direction is known else MOVED
    return direction if sign * now > 0 and abs(now - then) >= needed else Direction.NONE
