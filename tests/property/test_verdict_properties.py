"""What holds of a verdict whatever the posts are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.checks import run_checks
from kolvet.model.judgements import Stance
from kolvet.model.report import Word
from kolvet.policy import load_policy
from kolvet.text.judge import engine_version
from kolvet.text.measured import engine_errors
from kolvet.verdict.decide import decide
from kolvet.verdict.terms import point_index
from tests.unit.subjects import (
    RATES,
    coverage,
    insult,
    judged,
    judgment,
    reported_insult,
    subject,
)

POLICY = load_policy()
QUICK = replace(POLICY, bootstrap=replace(POLICY.bootstrap, draws=100))
GRADED = engine_errors(engine_version("fast"))
ORDER = [Word.CLEAR, Word.CONDITIONS, Word.HOLD, Word.REJECT]
POST = st.tuples(
    st.sampled_from(Stance),
    st.integers(1, 3),
    st.floats(0, 2000),
    st.floats(0.34, 1.0),
    st.integers(0, 10**6),
)
POSTS = st.lists(POST, max_size=40)
ENGINES = st.sampled_from([RATES, GRADED, None])


def made(rows, first=1):
    return [
        judged(
            number,
            stance,
            severity=severity if stance is Stance.CRITICAL else 0,
            days_ago=age,
            confidence=confidence,
            likes=likes,
        )
        for number, (stance, severity, age, confidence, likes) in enumerate(rows, start=first)
    ]


def decided(about, policy=QUICK):
    return decide(about, run_checks(about, policy), policy)


def value(decision, name):
    return next(term.value for term in decision.terms if term.id == name)


@settings(deadline=None, max_examples=60)
@given(POSTS)
def test_terms_and_index_stay_in_range_with_their_intervals_around_them(rows):
    decision = decided(subject(*made(rows)), POLICY)
    assert decision.verdict.bri is not None
    assert 0 <= decision.verdict.bri <= 100
    assert sum(part.points for part in decision.contributions) == pytest.approx(
        decision.verdict.bri, abs=1e-9
    )
    for term in decision.terms:
        if term.value is not None and term.interval is not None:
            assert 0 <= term.interval.low <= term.value <= term.interval.high <= 1


@settings(deadline=None, max_examples=60)
@given(POSTS)
def test_the_word_never_improves_when_something_grave_is_added(rows):
    before = decided(subject(*made(rows))).verdict
    for extra in (
        subject(*made(rows), insult(999)),
        subject(*made(rows), press=(reported_insult(),)),
        subject(*made(rows), precedents=(judgment(),)),
    ):
        after = decided(extra).verdict
        assert ORDER.index(after.word) >= ORDER.index(before.word)


@settings(deadline=None, max_examples=150)
@given(POSTS, POST, ENGINES)
def test_a_critical_post_as_severe_as_the_worst_never_lowers_the_index(rows, row, rates):
    worst = max((row[1] for row in rows if row[0] is Stance.CRITICAL), default=1)
    _, severity, *rest = row
    extra = (Stance.CRITICAL, max(severity, worst), *rest)
    before = decided(subject(*made(rows), rates=rates))
    after = decided(subject(*made([*rows, extra]), rates=rates))
    held = point_index({**after.values, "V": before.values["V"]}, POLICY)
    assert held >= before.verdict.bri - 1e-9


@settings(deadline=None, max_examples=100)
@given(POSTS, st.floats(0, 2000), st.floats(0.34, 1.0), st.integers(0, 10**6), ENGINES)
def test_a_severe_insult_never_lowers_the_index(rows, age, confidence, likes, rates):
    before = decided(subject(*made(rows), rates=rates)).verdict
    extra = insult(999, days_ago=age, confidence=confidence, likes=likes)
    after = decided(subject(*made(rows), extra, rates=rates)).verdict
    assert after.bri >= before.bri - 1e-9


@settings(deadline=None, max_examples=150)
@given(POSTS, st.floats(0, 2000), st.floats(0.5, 1.0), st.integers(0, 10**6), ENGINES)
def test_praise_never_raises_the_history(rows, age, confidence, likes, rates):
    before = decided(subject(*made(rows), rates=rates))
    extra = judged(999, Stance.SUPPORTIVE, days_ago=age, confidence=confidence, likes=likes)
    after = decided(subject(*made(rows), extra, rates=rates))
    assert value(after, "H") <= value(before, "H") + 1e-9


@pytest.mark.parametrize("praise", [5, 8, 15])
def test_a_recent_turn_to_praise_raises_the_index(praise):
    """The same posts as before, and praise of late, against neutral posts of the same days."""
    text = "续航又崩了，发热也没改"
    critic = [
        judged(i, Stance.CRITICAL, severity=2, days_ago=100 + i * 9, text=text)
        for i in range(1, 41)
    ]
    usual = [judged(100 + i, days_ago=95 + i * 11) for i in range(40)]

    def with_recent(stance):
        recent = [judged(200 + i, stance, days_ago=1 + i * 5) for i in range(praise)]
        return decided(subject(*critic, *usual, *recent))

    turned, neutral = with_recent(Stance.SUPPORTIVE), with_recent(Stance.NEUTRAL)
    silent = decided(subject(*critic, *usual))
    assert next(item for item in turned.convertibility if item.id == "sudden_praise").holds
    assert turned.verdict.bri > neutral.verdict.bri
    assert turned.verdict.bri > silent.verdict.bri


@pytest.mark.parametrize("engine", ["default", "fast", "rules"])
@pytest.mark.parametrize("seed", range(4))
def test_a_prolific_innocent_is_clear(engine, seed):
    """3,000 posts about the brand, one percent critical, read by an engine that errs as ours."""
    rates = engine_errors(engine_version(engine))
    random = np.random.RandomState(seed)
    shares = [
        np.array(levels) / sum(levels) for levels in (rates.critical_levels, rates.other_levels)
    ]
    hits = [rates.recall, rates.false_positive_rate]
    tops = (0.02, 0.05, 0.08, 0.13, 0.2, 0.32, 0.5, 0.7, 0.9)
    posts = []
    for number in range(1, 3001):
        kind = 0 if random.random_sample() < 0.01 else 1
        level = random.choice(9, p=shares[kind])
        called = level >= np.searchsorted(np.cumsum(shares[kind]), 1 - hits[kind])
        severity = int(random.choice([1, 2, 3], p=[0.65, 0.3, 0.05])) if called else 0
        post = judged(
            number,
            Stance.CRITICAL if called else Stance.NEUTRAL,
            severity=severity,
            days_ago=number / 4,
            confidence=tops[level] if called else 1 - tops[level] / 2,
            likes=int(random.lognormal(3, 1.5)),
            score=None if called else -tops[level] / 2,
        )
        posts.append(post)
    decision = decided(subject(*posts, rates=rates, followers=2_000_000, seen=coverage(3500)))
    assert (decision.verdict.word, decision.verdict.decided_by) == (Word.CLEAR, "bands")


@settings(deadline=None, max_examples=30)
@given(POSTS, st.randoms(use_true_random=False))
def test_the_order_of_the_posts_changes_nothing(rows, random):
    posts = made(rows)
    shuffled = list(posts)
    random.shuffle(shuffled)
    one, other = (decided(replace(subject(), judged=tuple(each))) for each in (posts, shuffled))
    assert (one.verdict, one.terms, one.contributions) == (
        other.verdict,
        other.terms,
        other.contributions,
    )


@settings(deadline=None, max_examples=30)
@given(POSTS)
def test_renaming_brand_and_blogger_changes_nothing(rows):
    about = subject(*made(rows), insult(990))
    renamed = replace(
        about, brand="样例通讯", blogger=replace(about.blogger, name="样例路人甲", id=77)
    )
    one, other = decided(about), decided(renamed)
    assert (one.verdict, one.terms, one.contributions, one.convertibility) == (
        other.verdict,
        other.terms,
        other.contributions,
        other.convertibility,
    )


@pytest.mark.parametrize("number", [0, 1, 2, 20_000])
@pytest.mark.parametrize("stance", list(Stance))
def test_empty_tiny_and_huge_histories_stay_in_range(number, stance):
    posts = [
        judged(i, stance, severity=3, days_ago=i / 10, likes=10**9) for i in range(1, number + 1)
    ]
    decision = decided(subject(*posts, followers=10**12))
    assert 0 <= decision.verdict.bri <= 100
    for term in decision.terms:
        assert term.value is None or 0 <= term.value <= 1
