import pytest

from kolvet.model.judgements import Opinion, Stance, TargetKind
from kolvet.opinion.reading import is_milder
from tests.unit.subjects import insult, judged


@pytest.mark.parametrize(
    ("opinion", "milder"),
    [
        (Opinion("m", Stance.CRITICAL, 3, TargetKind.USERS, "x", 0.9), False),
        (Opinion("m", Stance.CRITICAL, 3, TargetKind.USERS, "x", 0.3), True),
        (Opinion("m", Stance.CRITICAL, 2, TargetKind.USERS, "x", 0.9), True),
        (Opinion("m", Stance.CRITICAL, 3, TargetKind.PRODUCT, "x", 0.9), True),
        (Opinion("m", Stance.NEUTRAL, 0, None, "x", 0.9), True),
        (Opinion("m", None, 0, None, "", 0.9), True),
    ],
)
def test_what_is_milder_than_a_severe_insult(opinion, milder):
    assert is_milder(insult(1), opinion) is milder


@pytest.mark.parametrize(
    ("opinion", "milder"),
    [
        (Opinion("m", Stance.NEUTRAL, 0, None, "x", 1.0), True),  # P(critical) 0.025
        (Opinion("m", Stance.NEUTRAL, 0, None, "x", 0.15), False),
        (Opinion("m", Stance.CRITICAL, 1, TargetKind.PRODUCT, "x", 0.4), True),
        (Opinion("m", Stance.CRITICAL, 1, TargetKind.PRODUCT, "x", 0.7), False),
        (Opinion("m", Stance.SUPPORTIVE, 0, None, "x", 0.15), True),
    ],
)
def test_what_is_milder_than_words_that_may_be_critical(opinion, milder):
    local = judged(1, Stance.NEUTRAL, confidence=0.15)
    assert local.judgement.critical_probability == pytest.approx(0.425)
    assert is_milder(local, opinion) is milder
