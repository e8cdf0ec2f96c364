"""T: the mean of percentiles, drawn to the middle, as uncertain as fans are few."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolvet.fans.measures import MEASURES
from kolvet.fans.rates import wilson
from kolvet.fans.report import measure_fans
from kolvet.fans.temperament import add_percentiles, measure_temperament
from kolvet.model.fans import NOT_AVAILABLE, FanMeasure, Rate, TemperamentByHand
from kolvet.model.interval import Interval
from tests.unit.fans.builders import PRIOR, RULES, Talk, asked

PRIOR_RANGE = Interval(PRIOR.low, PRIOR.high)


def measures(value, *, number=2000, missing=()):
    """The same value for every measure, or none for the missing ones."""
    rate = Rate(value, number, wilson(value, number))
    return tuple(
        FanMeasure(name, *((NOT_AVAILABLE,) * 2 if name in missing else (rate, rate)))
        for name in MEASURES
    )


def temperament(own, peers, fans, rules=RULES):
    placed = add_percentiles(own, peers, rules)
    return measure_temperament(placed, peers, fans, rules, PRIOR)


CALM = [measures(0.05), measures(0.1), measures(0.15), measures(0.2)]


@pytest.mark.parametrize(("fans", "expected"), [(500, 0.75), (1500, 0.875), (200, 0.5 + 1 / 7)])
def test_the_hottest_fans_are_drawn_to_the_middle_by_how_few_they_are(fans, expected):
    assert temperament(measures(0.5), CALM, fans).value == pytest.approx(expected)


def test_the_calmest_are_as_far_below():
    found = temperament(measures(0.01), CALM, 500)
    assert found.value == pytest.approx(0.25)
    assert found.interval.low <= 0.25 <= found.interval.high


def test_alike_among_alike_is_the_middle():
    assert temperament(CALM[0], [CALM[0]] * 4, 10_000).value == pytest.approx(0.5)


def test_fewer_than_three_peers_compare_nothing():
    found = temperament(measures(0.9), CALM[:2], 5000)
    assert (found.value, found.measured, found.why) == (0.5, False, "temperament_few_peers")
    assert found.interval == PRIOR_RANGE


def test_a_measure_that_too_few_peers_have_is_left_out():
    bare = [measures(0.1, missing={"attack"})] * 4
    placed = {item.id: item for item in add_percentiles(measures(0.5), bare, RULES)}
    assert placed["attack"].percentile is None
    assert placed["attack"].peers == 0
    assert placed["defence"].percentile == 1


def test_how_many_posts_were_defended_is_no_part_of_it():
    placed = {item.id: item for item in add_percentiles(measures(0.5), CALM, RULES)}
    assert placed["defended_posts"].percentile is None


@pytest.mark.parametrize(("fans", "measured"), [(199, False), (200, True)])
def test_it_is_measured_from_two_hundred_fans_on(fans, measured):
    assert temperament(measures(0.5), CALM, fans).measured is measured


def test_only_many_fans_bring_the_upper_end_under_the_limit_that_softens_a_knock_out():
    assert temperament(measures(0.001), CALM, 250).interval.high > 0.4
    assert temperament(measures(0.001), CALM, 3000).interval.high < 0.4


@given(st.integers(0, 10**6), st.floats(0, 1))
def test_draws_stay_in_range_and_in_order(fans, value):
    found = temperament(measures(value), CALM, fans)
    assert len(found.quantiles) == 101
    assert list(found.quantiles) == sorted(found.quantiles)
    assert found.quantiles[0] >= 0
    assert found.quantiles[-1] <= 1
    assert found.interval.low <= found.value <= found.interval.high


def test_the_interval_narrows_as_fans_become_many():
    widths = [np.ptp(temperament(measures(0.12), CALM, fans).interval) for fans in (10, 500, 5000)]
    assert widths[0] > widths[1] > widths[2]


def test_nothing_known_is_the_priors_range():
    found = measure_fans(Talk().read(), asked()).temperament
    assert (found.value, found.n, found.why) == (0.5, 0, "temperament_no_fans")
    assert found.interval == PRIOR_RANGE
    assert found.quantiles[50] == pytest.approx((PRIOR.low + PRIOR.high) / 2)


def test_a_persons_judgement_takes_its_place_and_is_never_measured():
    by_hand = TemperamentByHand(0.85, "林", date(2026, 1, 4), "two boycotts")
    found = measure_fans(Talk().read(), replace(asked(), by_hand=by_hand)).temperament
    assert (found.value, found.interval) == (0.85, Interval(0.85, 0.85))
    assert found.by_hand == by_hand
    assert not found.measured


@pytest.mark.parametrize("fans", [200, 2000, 10_000])
def test_the_interval_holds_what_endless_comments_would_say(fans):
    random = np.random.RandomState(5)

    def seen(row, number):
        shares = random.binomial(number, row) / number
        rates = [Rate(value, number, wilson(value, number)) for value in shares.tolist()]
        return tuple(
            FanMeasure(name, rate, rate) for name, rate in zip(MEASURES, rates, strict=True)
        )

    held, times = 0, 120
    for _ in range(times):
        truth = random.beta(2, 5, size=(6, len(MEASURES)))
        peers = [seen(row, 500) for row in truth[1:]]
        low, high = temperament(seen(truth[0], fans), peers, fans).interval
        counted = [place for place, name in enumerate(MEASURES) if name != "defended_posts"]
        held += low <= (truth[1:, counted] < truth[0, counted]).mean() <= high
    assert 0.85 <= held / times <= 0.99
