"""Intervals of shares and rates: known values, and coverage when accounts write many comments."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolvet.fans.rates import Z, byar, per_thousand, share, wilson


def test_the_ends_of_wilsons_interval_are_shares_that_just_fit_what_was_seen():
    for value, number in ((0.1, 50), (0.5, 8), (0.98, 300)):
        for end in wilson(value, number):
            assert abs(value - end) == pytest.approx(Z * math.sqrt(end * (1 - end) / number))


def test_byar_is_close_to_the_exact_interval():
    low, high = byar(10)  # exact (Garwood): 5.425, 16.962
    assert (low, high) == (pytest.approx(5.425, abs=0.08), pytest.approx(16.962, abs=0.08))
    assert byar(0).low == 0
    assert byar(0).high == pytest.approx(3.0, abs=0.15)  # the rule of three


def test_no_comments_are_no_rate_and_never_nought():
    none = np.zeros(0, dtype=np.int64)
    assert share(none.astype(bool), none).value is None
    assert per_thousand(none, none, none).value is None


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=80))
def test_a_share_lies_in_its_interval(comments):
    hits = np.array([hit for hit, _ in comments])
    rate = share(hits, np.array([author for _, author in comments]))
    assert 0 <= rate.interval.low <= rate.value <= rate.interval.high <= 1
    assert rate.n == len(comments)


def test_one_account_that_repeats_itself_is_one_witness():
    hits = np.array([True] * 50 + [False] * 50)
    alone = share(hits, np.repeat([0, 1], 50)).interval
    many = share(hits, np.arange(100)).interval
    assert alone.high - alone.low > 2 * (many.high - many.low)


def test_a_share_is_the_mean_of_the_accounts_own():
    hits = np.array([True] * 90 + [False, False, True])
    authors = np.array([0] * 90 + [1, 2, 2])
    rate = share(hits, authors)
    assert (rate.value, rate.n) == (0.5, 93)  # 1, 0 and 1/2


def _cover(draw, truth, times=400):
    random = np.random.RandomState(7)
    held = 0
    for _ in range(times):
        low, high = draw(random).interval
        held += low <= truth <= high
    return held / times


def test_shares_of_talkative_accounts_are_covered_as_often_as_promised():
    def draw(random):
        accounts, each = 60, 6
        own = random.beta(2, 6, accounts)  # mean .25; accounts differ
        authors = np.repeat(np.arange(accounts), each)
        return share(random.random_sample(accounts * each) < own[authors], authors)

    assert 0.85 <= _cover(draw, 0.25) <= 0.95


def test_shares_of_unequally_talkative_accounts_are_covered_as_often_as_promised():
    def draw(random):
        each = 1 + random.geometric(0.2, 60)
        own = random.beta(2, 6, len(each))
        authors = np.repeat(np.arange(len(each)), each)
        return share(random.random_sample(len(authors)) < own[authors], authors)

    assert 0.85 <= _cover(draw, 0.25) <= 0.96


def test_rates_of_talkative_accounts_are_covered_as_often_as_promised():
    def draw(random):
        accounts, each = 80, 5
        own = random.gamma(2, 0.05, accounts)  # hits a comment: mean .1
        authors = np.repeat(np.arange(accounts), each)
        return per_thousand(random.poisson(own[authors]), np.full(len(authors), 10), authors)

    assert 0.85 <= _cover(draw, 10.0) <= 0.95
