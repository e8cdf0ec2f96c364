"""What a waiver leaves as it was: every term."""

from kolvet.checks import run_checks
from kolvet.model.judgements import Stance
from kolvet.model.report import Word
from kolvet.policy import load_policy
from kolvet.verdict.decide import decide
from tests.unit.subjects import judged, judgment, subject

POLICY = load_policy()


def decided(about, *waived):
    found = run_checks(about, POLICY)
    assert set(waived) <= {item.rule for item in found}
    counting = [item for item in found if item.rule not in waived]
    return decide(about, found, POLICY, counting=counting)


def test_accepting_a_sudden_turn_to_praise_gives_no_credit_for_it():
    posts = [
        judged(number, Stance.CRITICAL, severity=2, days_ago=100 + 3 * number, text="续航发热")
        for number in range(30)
    ]
    posts += [judged(500 + number, Stance.SUPPORTIVE, days_ago=number + 1) for number in range(8)]
    about = subject(*posts, rates=None)
    before, after = decided(about), decided(about, "KV104")
    assert after.values == before.values
    assert after.verdict == before.verdict


def test_an_accepted_precedent_knocks_nobody_out_and_stays_in_convertibility():
    about = subject(*(judged(number) for number in range(50)), precedents=(judgment(),))
    before, after = decided(about), decided(about, "KV402")
    assert before.verdict.decided_by == "knockout:KV402"
    assert after.verdict.word is Word.CLEAR
    assert after.values == before.values
