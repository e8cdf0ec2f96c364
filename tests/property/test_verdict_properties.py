"""What holds of a verdict whatever the posts are."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.checks import run_checks
from kolvet.model.judgements import Stance
from kolvet.model.report import Word
from kolvet.policy import load_policy
from kolvet.verdict.decide import decide
from tests.unit.subjects import insult, judged, judgment, reported_insult, subject

POLICY = load_policy()
ORDER = [Word.CLEAR, Word.CONDITIONS, Word.HOLD, Word.REJECT]
POSTS = st.lists(
    st.tuples(
        st.sampled_from(Stance),
        st.integers(1, 3),
        st.floats(0, 2000),
        st.floats(0.34, 1.0),
        st.integers(0, 10**6),
    ),
    max_size=40,
)


def made(rows):
    return [
        judged(
            number,
            stance,
            severity=severity if stance is Stance.CRITICAL else 0,
            days_ago=age,
            confidence=confidence,
            likes=likes,
        )
        for number, (stance, severity, age, confidence, likes) in enumerate(rows, start=1)
    ]


def decided(about):
    return decide(about, run_checks(about, POLICY), POLICY)


@settings(deadline=None, max_examples=60)
@given(POSTS)
def test_terms_and_index_stay_in_range_with_their_intervals_around_them(rows):
    decision = decided(subject(*made(rows)))
    assert decision.verdict.bri is not None
    assert 0 <= decision.verdict.bri <= 100
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
