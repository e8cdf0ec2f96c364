"""The decision: knock-outs, order, bands, what is not measured."""

from dataclasses import replace

import pytest

from kolvet.checks import run_checks
from kolvet.model.judgements import Stance
from kolvet.model.report import Word
from kolvet.model.subject import Subject
from kolvet.policy import FailOn, load_policy
from kolvet.verdict.decide import Decision, decide
from tests.unit.subjects import (
    coverage,
    insult,
    judged,
    judgment,
    reported_insult,
    subject,
)

POLICY = load_policy()


def decision(about: Subject, fail_on: FailOn | None = None) -> Decision:
    return decide(about, run_checks(about, POLICY), POLICY, fail_on)


def term(made: Decision, name: str) -> float | None:
    return next(item for item in made.terms if item.id == name).value


def neutral(number: int) -> list:
    return [judged(index, days_ago=index % 700) for index in range(1, number + 1)]


def test_a_reported_severe_insult_within_24_months_rejects_without_any_post():
    made = decision(subject(press=(reported_insult(),), seen=coverage(0)))
    assert (made.verdict.word, made.verdict.exit_code) == (Word.REJECT, 1)
    assert made.verdict.decided_by == "knockout:KV201"
    assert term(made, "I") == 1.0


def test_an_older_insult_does_not_reject():
    made = decision(subject(press=(reported_insult("2023-12"),), seen=coverage(0)))
    assert made.verdict.word is Word.INCONCLUSIVE


def test_a_mild_reported_insult_does_not_reject():
    made = decision(subject(*neutral(200), press=(reported_insult(severity=1),)))
    assert made.verdict.word is not Word.REJECT


def test_thin_data_makes_no_reject_of_a_knock_out_that_holds():
    harsh = [insult(number, days_ago=number, confidence=0.65) for number in range(12)]
    about = {"precedents": (judgment(),), "followers": 10_000_000}
    enough = decision(subject(*harsh, **about))
    thin = decision(subject(*harsh, seen=coverage(12), **about))
    assert (enough.verdict.word, enough.verdict.decided_by) == (Word.REJECT, "bands")
    assert (thin.verdict.word, thin.verdict.decided_by) == (Word.HOLD, "knockout:KV402")


def test_a_judgment_holds_even_without_posts():
    made = decision(subject(precedents=(judgment(),), seen=coverage(0)))
    assert (made.verdict.word, made.verdict.exit_code) == (Word.HOLD, 1)
    assert made.verdict.bri is None


def test_a_severe_insult_in_his_own_posts_rejects_when_the_scorer_is_sure():
    sure = decision(subject(*neutral(200), insult(900, confidence=0.95)))
    unsure = decision(subject(*neutral(200), insult(900, confidence=0.5)))
    assert sure.verdict.word is Word.REJECT
    assert unsure.verdict.word is not Word.REJECT


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (coverage(99), "inconclusive:few_posts"),
        (coverage(150, declared=301, ratio=150 / 301), "inconclusive:low_coverage"),
    ],
)
def test_too_little_data_is_inconclusive_and_fails_closed(seen, reason):
    made = decision(subject(*neutral(50), seen=seen), FailOn.NEVER)
    assert made.verdict.word is Word.INCONCLUSIVE
    assert made.verdict.decided_by == reason
    assert made.verdict.exit_code == 4


def test_silence_about_a_name_that_may_be_misspelt_is_no_verdict_and_one_mention_makes_it_one():
    silent = replace(subject(seen=coverage(2000)), misspelt=True)
    assert decision(silent).verdict.decided_by == "inconclusive:bare_name"
    assert decision(replace(silent, misspelt=False)).verdict.word is Word.CLEAR
    assert decision(replace(silent, judged=(judged(1),))).verdict.word is Word.CLEAR


def test_a_complete_history_that_hardly_names_the_brand_is_a_good_answer():
    made = decision(subject(judged(1), seen=coverage(2000)))
    assert (made.verdict.word, made.verdict.decided_by) == (Word.CLEAR, "bands")


def test_what_is_not_measured_is_named_and_never_counts_as_good():
    made = decision(subject(seen=coverage(2000)))
    assert {"F", "T", "V", "V.fairness", "V.welcome"} <= set(made.unmeasured)
    assert term(made, "F") is None
    assert made.verdict.interval is not None
    assert made.verdict.interval.high > 5, "an enemy whom nobody looked for may be one"


def test_unread_insults_keep_the_word_at_conditions():
    policy = replace(POLICY, inconclusive=replace(POLICY.inconclusive, least_own_word_posts=0))
    made = decide(subject(seen=coverage(0)), (), policy)
    assert (made.verdict.word, made.verdict.decided_by) == (Word.CONDITIONS, "unmeasured")


def test_a_prolific_blogger_with_one_percent_criticism_is_clear():
    critical = [judged(5000 + index, Stance.CRITICAL, days_ago=index * 30) for index in range(10)]
    made = decision(subject(*neutral(990), *critical))
    assert made.verdict.bri is not None
    assert made.verdict.bri < 5
    assert made.verdict.word is Word.CLEAR


def test_a_harsh_critic_comes_out_worse_than_a_mild_one():
    def critic(severity: int) -> float:
        posts = [
            judged(index, Stance.CRITICAL, days_ago=index * 5, severity=severity)
            for index in range(1, 101)
        ]
        made = decision(subject(*posts, followers=2_500_000))
        assert made.verdict.bri is not None
        return made.verdict.bri

    assert critic(1) < critic(2) < critic(3)


def test_same_input_gives_the_same_bytes():
    about = subject(*neutral(100), insult(500, confidence=0.6), followers=None)
    assert repr(decision(about)) == repr(decision(about))


def test_unknown_followers_are_half_reach_with_the_whole_interval():
    made = decision(subject(*neutral(100), followers=None))
    reach = next(item for item in made.terms if item.id == "R")
    assert (reach.value, reach.measured) == (0.5, False)
    assert reach.interval is not None
    assert reach.interval.low < 0.1
    assert reach.interval.high > 0.9


@pytest.mark.parametrize(
    ("followers", "reach"), [(0, 0.0), (1_000, 0.0), (100_000, 0.5), (10**7, 1.0), (10**9, 1.0)]
)
def test_reach_is_logarithmic_and_clipped(followers, reach):
    assert term(decision(subject(*neutral(100), followers=followers)), "R") == pytest.approx(reach)


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [(FailOn.CONDITIONS, 1), (FailOn.HOLD, 1), (FailOn.REJECT, 0), (FailOn.NEVER, 0)],
)
def test_fail_on_decides_the_exit_code_of_a_hold(fail_on, code):
    made = decision(subject(precedents=(judgment(),)), fail_on)
    assert made.verdict.word is Word.HOLD
    assert made.verdict.exit_code == code


def test_bands_are_half_open_on_the_unrounded_index():
    posts = [judged(i, Stance.CRITICAL, severity=2, days_ago=i * 7) for i in range(1, 90)]
    about = subject(*posts, *neutral(60))
    bri = decision(about).verdict.bri
    assert bri is not None
    at_edge = replace(POLICY, bands=replace(POLICY.bands, conditions=1.0, hold=bri, reject=99.0))
    above = replace(POLICY, bands=replace(at_edge.bands, hold=bri + 1e-9))
    assert decide(about, (), at_edge).verdict.word is Word.HOLD
    assert decide(about, (), above).verdict.word is Word.CONDITIONS


def test_the_formula_gives_the_index_from_its_terms():
    posts = [judged(i, Stance.CRITICAL, severity=3, days_ago=i) for i in range(1, 60)]
    made = decision(subject(*posts, *neutral(100), insult(900, severity=1)))
    values = {item.id: item.value or 0.0 for item in made.terms}
    hostility = 1 - (1 - values["H"]) * (1 - values["I"])
    fans = 0.25 + 0.75 * values["T"]
    expected = 100 * hostility * fans * (0.5 + 0.5 * values["R"]) * (0.5 + 0.5 * values["C"])
    expected *= 1 - 0.6 * values["V"]
    assert values["V"] > 0
    assert values["K"] == pytest.approx(hostility)
    assert made.verdict.bri == pytest.approx(expected)


def test_the_contributions_add_up_to_the_index():
    posts = [judged(i, Stance.CRITICAL, severity=3, days_ago=i) for i in range(1, 60)]
    made = decision(subject(*posts, *neutral(100), insult(900, confidence=0.6)))
    parts = {part.id: part.points for part in made.contributions}
    assert sum(parts.values()) == pytest.approx(made.verdict.bri)
    assert parts["I"] > 0 > parts["T"]
    assert list(parts) == [
        *("H.breadth", "H.severity", "H.persistence"),
        *("I", "F", "T", "R", "C", "V"),
    ]


def test_every_interval_holds_its_value():
    posts = [judged(i, Stance.CRITICAL, severity=1 + i % 3, days_ago=i * 9) for i in range(1, 40)]
    made = decision(subject(*posts, *neutral(300), insult(901, confidence=0.75)))
    for item in made.terms:
        if item.value is not None:
            assert item.interval is not None
            assert item.interval.low <= item.value <= item.interval.high
            assert 0.0 <= item.interval.low <= item.interval.high <= 1.0


def test_an_undated_insult_counts_as_if_it_were_of_today():
    undated = insult(900, confidence=0.95)
    undated = type(undated)(undated.post._replace(published=None), undated.judgement)
    made = decision(subject(*neutral(200), undated))
    assert made.verdict.word is Word.REJECT
    assert term(made, "C") == 1.0


def test_undated_criticism_is_history_and_not_silence():
    dated = [judged(i, Stance.CRITICAL, severity=2, days_ago=0) for i in range(1, 121)]
    undated = [type(item)(item.post._replace(published=None), item.judgement) for item in dated]
    for name in ("H.breadth", "H.severity"):
        assert term(decision(subject(*undated)), name) == term(decision(subject(*dated)), name)


def test_a_history_without_dates_is_inconclusive():
    made = decision(subject(*neutral(200), seen=coverage(200, undated=120)))
    assert made.verdict.decided_by == "inconclusive:undated"
    assert made.verdict.exit_code == 4
