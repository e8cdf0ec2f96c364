"""Turning points: found where there is one, and not where chance explains the months."""

from datetime import timedelta

import numpy as np
import pytest

from kolvet.model.chance import more_by_chance
from kolvet.model.judgements import Stance
from kolvet.policy import load_policy
from kolvet.verdict.turning import find_turns
from tests.unit.subjects import AS_OF, judged, subject

POLICY = load_policy()


def series(stances, newest=1.0, every=10.0):
    """Posts oldest first, `every` days apart, the last one `newest` days ago."""
    number = len(stances)
    return [
        judged(i + 1, stance, days_ago=newest + every * (number - 1 - i))
        for i, stance in enumerate(stances)
    ]


def turns(posts):
    return find_turns(subject(*posts), POLICY)


def test_a_change_is_found_on_its_day_with_both_sides():
    posts = series([Stance.CRITICAL] * 20 + [Stance.SUPPORTIVE] * 15)
    (turn,) = turns(posts)
    assert turn.day == (AS_OF - timedelta(days=141)).date()
    assert (turn.before, turn.after) == (-1.0, 1.0)
    assert (turn.posts_before, turn.posts_after) == (20, 15)
    assert turn.p == pytest.approx(0.001)
    assert turn.toward_praise
    assert not turn.recent


def test_there_and_back_are_two_turns_oldest_first():
    calm, angry = [Stance.NEUTRAL] * 25, [Stance.CRITICAL] * 25
    first, second = turns(series(calm + angry + calm))
    assert (first.toward_praise, second.toward_praise) == (False, True)
    assert first.day < second.day


def test_a_turn_of_the_last_ninety_days_is_recent():
    posts = series([Stance.CRITICAL] * 20 + [Stance.SUPPORTIVE] * 8, every=8)
    assert turns(posts)[-1].recent


def test_chance_is_called_a_turn_about_as_rarely_as_p_says():
    random = np.random.RandomState(5)
    kinds = list(Stance)
    found = sum(
        bool(turns(series([kinds[k] for k in random.randint(0, 3, 40)]))) for _ in range(100)
    )
    assert found <= 12


def test_too_few_posts_and_equal_ones_have_no_turn():
    assert turns(series([Stance.CRITICAL] * 4 + [Stance.SUPPORTIVE] * 4)) == ()
    assert turns(series([Stance.NEUTRAL] * 60)) == ()
    assert turns([]) == ()


def test_the_same_posts_give_the_same_turns():
    posts = series([Stance.CRITICAL] * 12 + [Stance.NEUTRAL] * 12)
    assert turns(posts) == turns(list(reversed(posts)))


@pytest.mark.parametrize(
    ("counts", "p"),
    [((5, 5, 0, 5), 1 / 252), ((0, 5, 3, 5), 1.0), ((3, 3, 0, 0), 1.0), ((2, 4, 2, 4), 0.757)],
)
def test_fishers_exact_test_is_one_sided(counts, p):
    assert more_by_chance(*counts) == pytest.approx(p, abs=0.001)
