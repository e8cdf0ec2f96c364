"""KV301 and KV302: when they speak, how loudly, and when they stay silent."""

from dataclasses import replace
from datetime import date

import pytest

from kolvet.checks import known_enemy, tribal_fans
from kolvet.fans.report import measure_fans
from kolvet.fans.temperament import set_by_hand
from kolvet.messages import text
from kolvet.model.fans import KnownEnemy, Nickname, Rate, Temperament, TemperamentByHand
from kolvet.model.interval import Interval
from kolvet.model.report import Word
from kolvet.policy import load_policy
from tests.unit.fans.builders import Talk, asked
from tests.unit.subjects import subject

POLICY = load_policy()
NOTHING = measure_fans(Talk().read(), asked())


def with_temperament(value, *, measured=True):
    found = Temperament(
        value=value,
        interval=Interval(value - 0.1, value + 0.1),
        n=800,
        measured=measured,
        quantiles=tuple(value - 0.1 + 0.2 * step / 100 for step in range(101)),
    )
    return subject(fans=replace(NOTHING, temperament=found))


def with_enemy(value, **more):
    share = Rate(value, 200, Interval(value - 0.05, value + 0.05))
    enemy = KnownEnemy(
        value=value,
        n=200,
        interval=share.interval,
        measured=True,
        fans=150,
        hostile=int(200 * value),
        hostile_share=share,
        hostile_share_raw=share,
        **more,
    )
    return subject(fans=replace(NOTHING, enemy=enemy))


@pytest.mark.parametrize(
    ("value", "severity"), [(0.59, None), (0.6, "medium"), (0.69, "medium"), (0.71, "high")]
)
def test_tribal_fans_speak_from_the_threshold_on(value, severity):
    found = list(tribal_fans.run(with_temperament(value), POLICY))
    assert [item.severity for item in found] == ([severity] if severity else [])
    assert not any(item.knockout for item in found)


def test_an_estimate_from_few_fans_accuses_nobodys_fans():
    assert not list(tribal_fans.run(with_temperament(0.9, measured=False), POLICY))


def test_a_persons_judgement_speaks_and_says_so():
    by_hand = TemperamentByHand(0.85, "林", date(2026, 1, 4), "two boycotts")
    judged = subject(fans=replace(NOTHING, temperament=set_by_hand(by_hand, 0)))
    (found,) = tribal_fans.run(judged, POLICY)
    assert found.values["by_hand"] is True
    assert found.confidence == 1


def test_confidence_is_the_chance_that_t_is_that_high():
    (found,) = tribal_fans.run(with_temperament(0.6), POLICY)
    assert found.confidence == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    ("value", "knockout"), [(0.29, "silent"), (0.3, None), (0.59, None), (0.6, Word.HOLD)]
)
def test_a_known_enemy_holds_from_the_policys_limit_on(value, knockout):
    found = list(known_enemy.run(with_enemy(value), POLICY))
    if knockout == "silent":
        assert not found
    else:
        assert [item.knockout for item in found] == [knockout]


def test_the_finding_quotes_what_fans_call_him():
    names = (Nickname("青黑", 31), Nickname("搬运侠", 12))
    (found,) = known_enemy.run(with_enemy(0.7, nicknames=names), POLICY)
    assert "「青黑」 「搬运侠」" in text("findings.KV302", **found.values)


def test_without_comments_neither_speaks():
    for fans in (None, NOTHING):
        for check in (tribal_fans, known_enemy):
            assert not list(check.run(subject(fans=fans), POLICY))
