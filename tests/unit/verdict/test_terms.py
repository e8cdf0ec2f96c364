"""F, T, V and what they do to the index."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kolvet.checks import run_checks
from kolvet.model.fans import QuotedLine
from kolvet.model.judgements import Stance
from kolvet.model.report import Word
from kolvet.model.subject import OwnPost, RivalPost
from kolvet.policy import load_policy
from kolvet.verdict.comparing import difference_between
from kolvet.verdict.convertibility import corrections_of
from kolvet.verdict.decide import decide
from tests.unit.subjects import (
    AS_OF,
    coverage,
    fans,
    insult,
    judged,
    judgment,
    reported_insult,
    subject,
)

POLICY = load_policy()
CRITIC = tuple(
    judged(i, Stance.CRITICAL, severity=2, days_ago=i * 6, text="续航崩了") for i in range(1, 60)
)
NEUTRAL = tuple(judged(100 + i, days_ago=i * 6) for i in range(40))


def decided(about, policy=POLICY):
    return decide(about, run_checks(about, policy), policy)


def term(decision, name):
    return next(item for item in decision.terms if item.id == name)


def credit(decision, name):
    return next(item for item in decision.convertibility if item.id == name)


def test_hotter_fans_make_the_same_history_riskier():
    calm = decided(subject(*CRITIC, *NEUTRAL, fans=fans(low=0.1, high=0.2)))
    hot = decided(subject(*CRITIC, *NEUTRAL, fans=fans(low=0.8, high=0.9)))
    assert hot.verdict.bri > 2 * calm.verdict.bri
    assert term(calm, "T").measured
    assert term(calm, "T").interval.high == pytest.approx(0.195, abs=0.01)


def test_unmeasured_fans_stand_at_the_prior_with_its_whole_range():
    temper = term(decided(subject(*CRITIC)), "T")
    assert (temper.value, temper.measured) == (0.5, False)
    assert temper.interval.low == pytest.approx(0.28, abs=0.02)
    assert temper.interval.high == pytest.approx(0.87, abs=0.02)


def test_a_known_enemy_counts_as_hostility_and_holds():
    friend = decided(subject(*NEUTRAL, fans=fans(enemy=0.0)))
    enemy = decided(subject(*NEUTRAL, fans=fans(enemy=0.7)))
    assert friend.verdict.word is Word.CLEAR
    assert (enemy.verdict.word, enemy.verdict.decided_by) == (Word.HOLD, "knockout:KV302")
    assert term(enemy, "K").value == pytest.approx(1 - 0.3 * (1 - term(enemy, "H").value))


def test_an_enemy_whom_nobody_looked_for_widens_the_interval_and_adds_nothing():
    unknown, friend = (decided(subject(*CRITIC, fans=each)) for each in (None, fans(enemy=0.0)))
    assert term(unknown, "F").value is None
    at = {name: value for name, value in unknown.values.items() if name != "T"}
    assert at["F"] == friend.values["F"] == 0.0
    assert term(unknown, "K").interval.high > term(friend, "K").interval.high


def test_a_line_that_a_crowd_quotes_back_is_the_gravest_insult():
    def score(commenters):
        line = QuotedLine("样例负资产", 900, "", commenters, commenters)
        about = subject(*NEUTRAL, insult(900, severity=1), fans=fans(quoted=(line,)))
        return term(decided(about), "I").value

    assert score(19) == pytest.approx(0.3)
    assert score(20) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("name", "more", "holds"),
    [
        ("aspects", {}, True),
        ("balance", {}, True),
        ("welcome", {"fans": fans(welcome=True)}, True),
        ("welcome", {"fans": fans(welcome=False)}, False),
        ("welcome", {}, None),
        ("fairness", {}, None),
        ("corrections", {}, None),
        ("judgment", {"precedents": (judgment(),)}, True),
        ("cancelled_deal", {}, False),
        ("insult", {"press": (reported_insult(),)}, True),
        ("insult", {}, False),
    ],
)
def test_each_item_of_convertibility_is_measured_by_itself(name, more, holds):
    assert credit(decided(subject(*CRITIC, *NEUTRAL, **more)), name).holds is holds


def test_fairness_compares_shares_with_a_margin():
    def fair(critical):
        rivals = tuple(
            RivalPost(
                "样例对手",
                judged(3000 + i, Stance.CRITICAL if i < critical else Stance.NEUTRAL),
            )
            for i in range(40)
        )
        about = subject(*CRITIC[:20], *NEUTRAL[:20], rivals=rivals, rates=None)
        return credit(decided(about), "fairness").holds

    assert [fair(number) for number in (2, 17, 18, 30)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("days", "paid", "holds"), [(200, False, True), (100, False, False), (200, True, False)]
)
def test_only_an_old_and_unpaid_turn_is_an_improvement(days, paid, holds):
    flags = ("ad",) if paid else ()
    before = [judged(i, Stance.CRITICAL, days_ago=days + 10 * i) for i in range(1, 30)]
    after = [
        judged(100 + i, Stance.SUPPORTIVE, days_ago=days - i * days / 20, flags=flags)
        for i in range(20)
    ]
    assert credit(decided(subject(*before, *after)), "improvement").holds is holds


@pytest.mark.parametrize(("until", "holds"), [(0, True), (15, True), (30, None), (150, None)])
def test_whether_an_improvement_lasted_is_unknown_where_nothing_newer_was_read(until, holds):
    """His turn is 200 days old; only what was read for 180 days since tells that he stayed so."""
    before = [judged(i, Stance.CRITICAL, days_ago=200 + 10 * i) for i in range(1, 30)]
    after = [judged(100 + i, Stance.SUPPORTIVE, days_ago=200 - 2 * i) for i in range(20)]
    seen = replace(coverage(200), last=AS_OF - timedelta(days=until))
    assert credit(decided(subject(*before, *after, seen=seen)), "improvement").holds is holds


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("勘误：昨天的温度写错了", True),
        ("我上次说错了，收回", True),
        ("向老王道个歉，是我冤枉你了", True),
        ("他应该向大家道歉", False),
        ("厂商必须更正一下", False),
        ("今天天气不错", False),
    ],
)
def test_a_correction_is_of_himself(text, is_one):
    post = judged(1, text=text).post
    assert bool(corrections_of([OwnPost(post, text)])) is is_one


def test_convertibility_lowers_the_index_by_at_most_its_effect():
    plain = subject(*CRITIC, *NEUTRAL)
    welcome = replace(plain, fans=None)
    decision = decided(welcome)
    values = decision.values
    assert 0 < values["V"] <= 1
    none = replace(POLICY, convertibility=replace(POLICY.convertibility, effect=0.0))
    without = decided(plain, none).verdict.bri
    assert decision.verdict.bri == pytest.approx(without * (1 - 0.6 * values["V"]))


def test_upside_is_there_only_where_there_is_criticism():
    assert decided(subject(*NEUTRAL)).verdict.upside is None
    decision = decided(subject(*CRITIC, *NEUTRAL))
    bri, values = decision.verdict.bri, decision.values
    expected = 100 * values["R"] * values["V"] * (1 - bri / 100)
    assert decision.verdict.upside == pytest.approx(expected)


def test_differences_between_brands_are_shared_between_blogger_and_fans():
    calm = decided(subject(*CRITIC, *NEUTRAL, fans=fans(low=0.1, high=0.2)))
    hot = decided(subject(*CRITIC, *NEUTRAL, fans=fans(low=0.8, high=0.9)))
    mild = decided(subject(*CRITIC[:5], *NEUTRAL, fans=fans(low=0.1, high=0.2)))
    by_fans = difference_between(calm, hot, POLICY)
    by_blogger = difference_between(calm, mild, POLICY)
    both = difference_between(mild, hot, POLICY)
    assert by_fans.from_fans > 10
    assert by_fans.from_blogger == pytest.approx(0, abs=1e-9)
    assert by_blogger.from_fans == pytest.approx(0, abs=1e-9)
    assert by_blogger.whole < -5
    for part in (by_fans, by_blogger, both):
        assert part.whole == pytest.approx(part.from_blogger + part.from_fans)


def test_what_only_fans_make_of_his_words_is_theirs():
    line = QuotedLine("样例负资产", 900, "", 30, 30)
    posts = (*NEUTRAL, insult(900, severity=3, days_ago=300))
    silent = decided(subject(*posts, fans=fans(low=0.1, high=0.2)))
    quoting = decided(subject(*posts, fans=fans(low=0.1, high=0.2, quoted=(line,))))
    heated = decided(subject(*posts, fans=fans(low=0.8, high=0.9, quoted=(line,))))
    assert heated.values["C"] > quoting.values["C"] == silent.values["C"]
    for other in (quoting, heated):
        for pair in ((silent, other), (other, silent)):
            part = difference_between(*pair, POLICY)
            assert abs(part.whole) > 5
            assert part.from_blogger == pytest.approx(0, abs=1e-9)
