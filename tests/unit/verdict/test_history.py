"""H: the critical share, its correction, severity and persistence."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolvet.model import chance
from kolvet.model.chance import critical_limit, critical_limits
from kolvet.model.judgements import Stance
from kolvet.policy import load_policy
from kolvet.verdict.history import draw_history, effective_number, resample, sample_of
from tests.unit.subjects import RATES, judged, subject

POLICY = load_policy()


def history(*posts):
    random = np.random.RandomState(1)
    return draw_history(sample_of(subject(*posts), POLICY), RATES, POLICY, random)


def test_no_posts_give_no_criticism_and_a_wide_interval_of_breadth():
    drawn = history()
    assert drawn.total[0] == 0.0
    assert np.percentile(drawn.breadth[1:], 95) > 0.5


@pytest.mark.parametrize(
    ("number", "rate", "limit"),
    [(0, 0.03, 1), (1, 0.03, 1), (1, 0.1, 2), (20, 0.05, 4), (5, 0, 1)],
)
def test_how_many_critical_posts_chance_explains(number, rate, limit):
    assert critical_limit(number, rate, 0.05) == limit


@given(st.sets(st.integers(0, 300), max_size=30), st.sampled_from([0.0, 0.01, 0.03, 0.2, 0.9]))
def test_limits_of_many_numbers_are_those_of_each(numbers, rate):
    rising = sorted(numbers)
    assert critical_limits(rising, rate, 0.05) == [critical_limit(n, rate, 0.05) for n in rising]


def test_limits_of_large_numbers_are_found_without_trying_each(monkeypatch):
    asked = []
    each = chance.critical_limit
    monkeypatch.setattr(chance, "critical_limit", lambda *at: asked.append(at) or each(*at))
    limits = critical_limits(range(0, 40_000, 4), 0.0001, 0.05)
    assert limits == sorted(limits)
    assert len(asked) < 500


def test_few_critical_posts_say_little_about_severity():
    one = history(judged(99, Stance.CRITICAL, severity=3))
    many = history(*(judged(i, Stance.CRITICAL, severity=3) for i in range(1, 90)))
    assert one.severity[0] < 1 / 6
    assert many.severity[0] > 0.85


def test_what_false_alarms_explain_says_nothing_about_severity():
    alarms = history(*(judged(i) for i in range(99)), judged(99, Stance.CRITICAL, severity=3))
    sure = judged(99, Stance.CRITICAL, severity=3)
    confirmed = history(*(judged(i) for i in range(99)), replace(sure, confirmed=True))
    assert alarms.severity[0] == 0.0
    assert confirmed.severity[0] > 0.1


def test_the_order_of_the_posts_changes_nothing():
    posts = [judged(i, Stance.CRITICAL, days_ago=10, severity=1 + i % 3) for i in range(1, 9)]
    posts += [judged(20 + i, days_ago=10, likes=i) for i in range(9)]
    assert history(*posts).total.tolist() == history(*reversed(posts)).total.tolist()


def test_a_lone_critical_post_of_a_month_does_not_dilute_the_others():
    monthly = [
        judged(10 * month + i, Stance.CRITICAL, days_ago=30.5 * month + i)
        for month in range(8)
        for i in range(3)
    ]
    before = history(*monthly).persistence[0]
    after = history(*monthly, judged(900, Stance.CRITICAL, days_ago=500)).persistence[0]
    assert after >= before > 0.9


def test_persistence_counts_months_and_not_posts():
    burst = history(*(judged(i, Stance.CRITICAL, days_ago=20) for i in range(1, 13)))
    monthly = history(*(judged(i, Stance.CRITICAL, days_ago=i * 30.5) for i in range(1, 13)))
    assert burst.persistence[0] == pytest.approx(1 / 6)
    assert monthly.persistence[0] > 0.9


def test_criticism_older_than_the_window_does_not_persist():
    old = history(*(judged(i, Stance.CRITICAL, days_ago=800 + i * 30) for i in range(1, 13)))
    assert old.persistence[0] == 0.0


def test_resampling_keeps_the_number_of_posts():
    counts = resample(np.random.RandomState(1), 7, 50)
    assert counts.shape == (50, 7)
    assert (counts.sum(axis=1) == 7).all()


def test_effective_number_of_equal_weights_is_their_number():
    assert effective_number(np.ones(9)) == pytest.approx(9)
    assert effective_number(np.array([])) == 0.0


def test_interval_of_a_middling_share_covers_it():
    drawn = history(
        *(judged(i, Stance.CRITICAL, days_ago=i) for i in range(1, 31)),
        *(judged(100 + i, days_ago=i) for i in range(70)),
    )
    low, high = np.percentile(drawn.breadth[1:], [5, 95])
    assert low < drawn.breadth[0] < high
