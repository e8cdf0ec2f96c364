"""A recent change: his posts about the brand before and since a day."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from kolvet.model.chance import critical_limit
from kolvet.model.judgements import Stance
from kolvet.model.report import JudgedPost
from kolvet.model.subject import Subject, is_users_insult


class Window(NamedTuple):
    """The last `days`, and so many `posts` about the brand before them to compare with.

    Not all before: who turned years ago has not turned of late.
    """

    days: int
    posts: int


def split_recent(subject: Subject, window: Window) -> tuple[list[JudgedPost], list[JudgedPost]]:
    """The last dated posts about the brand before the window, and those within it.

    Insults of users are left out: a further insult must not make a turn to praise look gone.
    """
    edge = subject.as_of - timedelta(days=window.days)
    before: list[JudgedPost] = []
    recent: list[JudgedPost] = []
    for item in subject.judged:
        if item.post.published is not None and not is_users_insult(item):
            (before if item.post.published <= edge else recent).append(item)
    return before[-window.posts :], recent


def has_criticised(posts: Sequence[JudgedPost], false_rate: float, p: float) -> bool:
    """Whether more of the posts are critical than false alarms explain."""
    critical = sum(item.judgement.stance is Stance.CRITICAL for item in posts)
    return critical >= critical_limit(len(posts), false_rate, p)


def unproven_praise(subject: Subject, window: Window, p: float) -> frozenset[int]:
    """Posts by which a critic has praised the brand in the window; none for anybody else.

    A recent turn is an alarm, not a cure (product design, section 5): this praise counts neither
    for nor against him until it is older.
    """
    before, recent = split_recent(subject, window)
    rates = subject.error_rates
    if not has_criticised(before, rates.false_positive_rate if rates else 0.0, p):
        return frozenset()
    return frozenset(item.post.id for item in recent if item.judgement.stance is Stance.SUPPORTIVE)
