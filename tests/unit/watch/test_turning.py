"""A turn: ten posts or more in each window, a balance that has moved by 0.6 and past 0."""

from datetime import timedelta

import pytest

from kolvet.model.judgements import Stance
from kolvet.model.watching import Balance, Direction
from kolvet.watch.turning import BEFORE_DAYS, LEAST_POSTS, RECENT_DAYS, find_turn
from tests.unit.subjects import AS_OF, judged

KINDS = {"+": Stance.SUPPORTIVE, "-": Stance.CRITICAL, "0": Stance.NEUTRAL}


def history(recent, before):
    """Posts by the signs of their stances, the recent ones a week ago, the others 200 days."""
    return [
        judged(number, KINDS[sign], days_ago=days)
        for number, (sign, days) in enumerate(
            [(sign, 7) for sign in recent] + [(sign, 200) for sign in before], start=1
        )
    ]


@pytest.mark.parametrize(
    ("recent", "before", "direction"),
    [
        ("-" * 10, "+" * 10, Direction.AWAY),
        ("+" * 10, "-" * 10, Direction.TOWARD),
        ("-" * 9, "+" * 10, Direction.NONE),  # too few of late
        ("-" * 10, "+" * 9, Direction.NONE),  # too few before
        ("-" * 10, "-" * 10, Direction.NONE),
        ("0" * 10, "+" * 10, Direction.NONE),  # cooler, but not against it
        ("0" * 9 + "-", "+" * 5 + "0" * 5, Direction.AWAY),  # 0.5 to -0.1
        ("0" * 9 + "-", "+" * 4 + "0" * 6, Direction.NONE),  # 0.4 to -0.1
    ],
)
def test_what_counts_as_a_turn(recent, before, direction):
    assert find_turn(history(recent, before), AS_OF).direction is direction


def test_the_numbers_are_those_of_the_windows():
    turn = find_turn(history("--0+" * 3, "+++0" * 5), AS_OF)
    assert turn.recent == Balance(12, 6, 3)
    assert turn.before == Balance(20, 0, 15)
    assert (turn.recent.value, turn.before.value) == (-0.25, 0.75)
    assert Balance(0, 0, 0).value is None


def test_windows_meet_without_overlap_and_end_at_the_as_of():
    at = [0, RECENT_DAYS - 0.01, RECENT_DAYS, RECENT_DAYS + BEFORE_DAYS - 0.01]
    outside = [-0.01, RECENT_DAYS + BEFORE_DAYS]
    posts = [judged(number, days_ago=days) for number, days in enumerate(at + outside)]
    turn = find_turn(posts, AS_OF)
    assert (turn.recent.posts, turn.before.posts) == (2, 2)


def test_undated_posts_are_in_no_window():
    posts = [
        type(item)(item.post._replace(published=None), item.judgement)
        for item in history("-" * 10, "+" * 10)
    ]
    assert find_turn(posts, AS_OF).recent.posts == 0


def test_a_turn_lasts_until_less_than_half_of_it_is_left():
    left = history("0" * 9 + "-", "+" * 3 + "0" * 7)  # 0.3 to -0.1: moved by 0.4
    assert find_turn(left, AS_OF).direction is Direction.NONE
    assert find_turn(left, AS_OF, Direction.AWAY).direction is Direction.AWAY
    assert find_turn(left, AS_OF, Direction.TOWARD).direction is Direction.NONE
    gone = history("0" * 9 + "-", "+" + "0" * 9)
    assert find_turn(gone, AS_OF, Direction.AWAY).direction is Direction.NONE


def test_a_turn_grows_old():
    turned = history("-" * LEAST_POSTS, "+" * LEAST_POSTS)
    later = AS_OF + timedelta(days=RECENT_DAYS)
    assert find_turn(turned, later, Direction.AWAY).direction is Direction.NONE
