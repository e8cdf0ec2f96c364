"""Van der Eijk's agreement: the published value, its ends, and what cannot change it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolvet.fans.polarisation import agreement, measure_polarisation, polarisation

COUNTS = st.lists(st.integers(0, 2000), min_size=3, max_size=9)


def test_the_published_value():
    counts = [30, 40, 210, 130, 530, 50, 10]
    assert agreement(counts) == pytest.approx(0.6113333, abs=1e-7)
    assert polarisation(counts) == pytest.approx(0.1943333, abs=1e-7)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([0, 0, 9, 0, 0], 1), ([4, 4, 4, 4, 4], 0), ([5, 0, 0, 0, 5], -1), ([0, 0, 0], 0)],
)
def test_the_ends_of_the_scale(counts, expected):
    assert agreement(counts) == expected


@given(COUNTS)
def test_polarisation_stays_between_nothing_and_one(counts):
    assert 0 <= polarisation(counts) <= 1


@given(COUNTS, st.integers(2, 50))
def test_only_shares_count_and_either_end_is_as_good(counts, times):
    value = agreement(counts)
    assert agreement([count * times for count in counts]) == pytest.approx(value, abs=1e-9)
    assert agreement(counts[::-1]) == pytest.approx(value, abs=1e-9)


def test_the_interval_holds_the_value_and_narrows_with_accounts():
    widths = []
    for number in (30, 300, 3000):
        levels = np.array([0] * (number // 3) + [4] * (number // 3) + [2] * (number // 3))
        rate = measure_polarisation(levels, np.arange(number), 5, np.random.RandomState(1))
        low, high = rate.interval
        assert low <= rate.value <= high
        widths.append(high - low)
    assert widths[0] > widths[1] > widths[2]


def test_many_comments_of_one_account_are_no_many_witnesses():
    levels = np.array([0, 4] * 100)
    alone = measure_polarisation(levels, np.zeros(200, dtype=int), 5, np.random.RandomState(1))
    many = measure_polarisation(levels, np.arange(200), 5, np.random.RandomState(1))
    assert alone.value == many.value
    assert alone.interval.low < many.interval.low


def test_nobody_says_nothing():
    none = np.zeros(0, dtype=int)
    assert measure_polarisation(none, none, 5, np.random.RandomState(1)).value is None
