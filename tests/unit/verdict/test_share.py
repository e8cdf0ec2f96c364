"""The critical share behind what an engine that errs says."""

import numpy as np
import pytest

from kolvet.model.judgements import ErrorRates, Judgement, Stance
from kolvet.model.share import draw_shares, estimate_share, level_of, sum_levels

TWO = ErrorRates(critical_n=1000, critical_hit=500, other_n=1000, other_hit=30, accuracy=0.8, n=9)
GRADED = ErrorRates(
    critical_n=1000,
    critical_hit=550,
    other_n=1000,
    other_hit=30,
    accuracy=0.8,
    n=2000,
    critical_levels=(20, 30, 50, 80, 120, 150, 200, 200, 150),
    other_levels=(600, 150, 100, 50, 40, 30, 15, 10, 5),
)


@pytest.mark.parametrize(
    ("seen", "share"), [(0.03, 0.0), (0.265, 0.5), (0.5, 1.0), (0.0, 0.0), (0.9, 1.0)]
)
def test_two_levels_are_corrected_as_rogan_and_gladen_do(seen: float, share: float) -> None:
    counts = np.array([1 - seen, seen]) * 10_000
    assert estimate_share(counts, TWO) == pytest.approx(share, abs=0.006)


def test_without_rates_the_share_is_what_is_seen() -> None:
    assert estimate_share(np.array([30.0, 10.0]), None) == 0.25
    draws = draw_shares(np.array([30.0, 10.0]), None, 4000, np.random.RandomState(1))
    assert draws.mean() == pytest.approx(0.256, abs=0.01)


def test_no_posts_say_nothing() -> None:
    nothing = np.zeros(9)
    assert estimate_share(nothing, GRADED) == 0.0
    draws = draw_shares(nothing, GRADED, 2000, np.random.RandomState(1))
    assert np.percentile(draws, 95) > 0.9
    assert 0.0 <= draws.min() <= draws.max() <= 1.0


def test_intervals_cover_the_truth_as_often_as_they_say_and_more_levels_narrow_them() -> None:
    random = np.random.RandomState(3)
    critical = np.array(GRADED.critical_levels) / 1000
    other = np.array(GRADED.other_levels) / 1000
    covered, widths = 0, {"graded": 0.0, "two": 0.0}
    for _ in range(120):
        share = random.uniform(0.02, 0.6)
        counts = random.multinomial(200, share * critical + (1 - share) * other).astype(float)
        low, high = np.percentile(draw_shares(counts, GRADED, 400, random), [5, 95])
        covered += low <= share <= high
        widths["graded"] += high - low
        two = np.array([counts[:6].sum(), counts[6:].sum()])
        rough = ErrorRates(1000, 550, 1000, 30, 0.8, 2000)
        low, high = np.percentile(draw_shares(two, rough, 400, random), [5, 95])
        widths["two"] += high - low
    assert 0.82 <= covered / 120 <= 0.97
    assert widths["graded"] < widths["two"]


def test_levels_follow_the_probability_of_critical() -> None:
    def judgement(stance: Stance, confidence: float, score: float) -> Judgement:
        return Judgement(mentioned=True, confidence=confidence, stance=stance, score=score)

    assert level_of(judgement(Stance.CRITICAL, 0.9, -0.85), GRADED) == 8
    assert level_of(judgement(Stance.NEUTRAL, 0.9, 0.1), GRADED) == 0
    assert level_of(judgement(Stance.NEUTRAL, 0.5, -0.1), GRADED) == 5
    assert level_of(judgement(Stance.SUPPORTIVE, 0.6, 0.42), GRADED) == 4
    assert level_of(judgement(Stance.CRITICAL, 0.4, 0.0), TWO) == 1
    assert level_of(Judgement(mentioned=False, confidence=1.0), GRADED) == 0
    assert sum_levels(np.array([0, 8, 8]), np.array([1.0, 2.0, 3.0]), GRADED)[8] == 5.0
