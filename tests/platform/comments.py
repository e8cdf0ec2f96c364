"""Comments and reposts under posts, made when they are asked for."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.platform.people import Person, reader
from tests.platform.sentences import comment
from tests.platform.timeline import Timeline, Written

# An id says whose post, which one, the how-manieth comment and answer:
# _FIRST + slot * _SLOT + number of the post * _POST + root * 100 + answer (0: the comment itself)
_FIRST = 5_600_000_000_000_000
_SLOT = 2_000_000_000_000
_POST = 1_000_000
_REPOSTS = 5_200_000_000_000_000


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, with how many `answers` it has."""

    id: int
    root: int
    author: Person
    when: datetime
    text: str
    likes: int
    source: str
    answers: int = 0


def shape(post: Written) -> list[int]:
    """How many answers each comment under a post has: with the comments, they are its count."""
    left = post.comments
    answers: list[int] = []
    while left > 0:
        children = min(left - 1, len(answers) * 7 % 4 if len(answers) % 3 == 1 else 0)
        answers.append(children)
        left -= 1 + children
    return answers


def remarks(timeline: Timeline, post: Written, offset: int, size: int) -> list[Remark]:
    """A page of the comments themselves, the most liked first."""
    roots = list(enumerate(shape(post)))[offset : offset + size]
    return [_remark(timeline, post, root, 0, children) for root, children in roots]


def answers(timeline: Timeline, post: Written, root: Remark) -> list[Remark]:
    """The answers to a comment."""
    number = (root.id - _base(timeline, post)) // 100
    return [_remark(timeline, post, number, child, 0) for child in range(1, root.answers + 1)]


def find(timelines: Sequence[Timeline], root_id: int) -> tuple[Timeline, Written, Remark] | None:
    """The comment with this id, and where it stands."""
    slot, rest = divmod(root_id - _FIRST, _SLOT)
    number, rest = divmod(rest, _POST)
    if not 0 <= slot < len(timelines) or number not in timelines[slot].visible:
        return None
    timeline = timelines[slot]
    post = timeline.post(number)
    found = remarks(timeline, post, rest // 100, 1)
    return (timeline, post, found[0]) if found else None


def passed_on(post: Written, offset: int, size: int) -> list[Written]:
    """A page of the reposts of a post, the newest first."""
    made = []
    for number in range(offset, min(offset + size, post.reposts)):
        mid = str(_REPOSTS + post.number * 1000 + number)
        when = post.when + timedelta(minutes=5 * (post.reposts - number))
        text = "转发微博" if number % 2 else "留着看"
        made.append(Written(mid, reader(number), when, text, original=post))
    return made


def _base(timeline: Timeline, post: Written) -> int:
    return _FIRST + timeline.slot * _SLOT + post.number * _POST


def _remark(timeline: Timeline, post: Written, root: int, child: int, children: int) -> Remark:
    base = _base(timeline, post) + root * 100
    chance = random.Random(base + child + timeline.blogger.seed)
    by_blogger = child == 1 and root % 2 == 0
    return Remark(
        base + child,
        base,
        timeline.blogger.person if by_blogger else reader(chance.randrange(500)),
        post.when + timedelta(minutes=3 + root * 11 + child),
        comment(chance, timeline.blogger.brand),
        max(0, 400 - root * 7) if not child else chance.randrange(5),
        f"来自{chance.choice(('河南', '广东', '北京', '海外'))}",
        children,
    )
