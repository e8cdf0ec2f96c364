"""What to do if you still want him, from what his record shows; and what a verdict gathers."""

import pytest

from kolvet.checks import run_checks
from kolvet.model.crowd import NOBODY, Crowd, CrowdComment, CrowdPost
from kolvet.model.judgements import Stance
from kolvet.model.report import Word
from kolvet.policy import load_policy
from kolvet.verdict.decide import decide
from kolvet.vet.advice import advise
from kolvet.vet.evidence import collect_evidence, number_finding
from kolvet.vet.gathering import count_copies
from tests.unit.subjects import coverage, fans, insult, judged, judgment, subject

POLICY = load_policy()
CRITIC = tuple(
    judged(i, Stance.CRITICAL, severity=2, days_ago=i * 5, text="续航崩了，发热也没改")
    for i in range(1, 50)
)


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr("kolvet.messages._chosen", ["en"])


def advised(about):
    found = run_checks(about, POLICY)
    decision = decide(about, found, POLICY)
    exhibits = collect_evidence(about, POLICY, found)
    return decision.verdict.word, {
        item.id: item for item in advise(about, decision, found, exhibits, POLICY)
    }


def test_who_is_clear_or_unknown_needs_no_advice():
    assert advised(subject(seen=coverage(2000))) == (Word.CLEAR, {})
    assert advised(subject(seen=coverage(10))) == (Word.INCONCLUSIVE, {})


def test_a_rejected_one_is_left_alone_until_the_insult_has_aged():
    word, advice = advised(subject(*CRITIC, insult(900, days_ago=4)))
    assert word is Word.REJECT
    assert list(advice) == ["no_contact_until", "takes_it_back"]
    assert "before 2028-01-01" in advice["no_contact_until"].text
    assert advice["no_contact_until"].evidence == ("E1",)


def test_a_held_critic_is_won_by_answering_what_he_names():
    word, advice = advised(subject(*CRITIC, precedents=(judgment(),)))
    assert word is Word.HOLD
    assert [item.kind for item in advice.values()] == sorted(item.kind for item in advice.values())
    assert "续航 发热" in advice["answer"].text
    assert advice["answer"].evidence
    assert "2026-07-03" in advice["look_again"].text
    assert advice["KV402"].evidence == ("P1",)
    assert "corrects" not in advice


def test_a_known_enemy_is_put_before_the_fans_first():
    word, advice = advised(subject(*CRITIC, fans=fans(enemy=0.7)))
    assert word is Word.HOLD
    assert "Fans know him" in advice["KV302"].text


def test_every_number_in_advice_and_findings_is_a_quote_of_the_report():
    about = subject(*CRITIC, insult(900, severity=1), precedents=(judgment(),))
    found = run_checks(about, POLICY)
    exhibits = collect_evidence(about, POLICY, found)
    shown = {
        item.id
        for items in (exhibits.against, exhibits.counter, exhibits.precedents, exhibits.others)
        for item in items
    }
    for item in found:
        assert set(number_finding(item, exhibits.numbers).evidence) <= shown
    for advice in advised(about)[1].values():
        assert set(advice.evidence) <= shown


def test_copies_are_the_same_words_by_another_account_under_his_posts():
    texts = ("支持支持，必须支持", "顶", "说得有道理，学到了")
    rows = [(1, 0, 0), (1, 1, 0), (1, 2, 0), (1, 0, 0), (1, 3, 1), (1, 4, 1), (1, 5, 2)]
    rows += [(2, 6, 0), (1, NOBODY, 0)]
    crowd = Crowd(
        texts=texts,
        comments=tuple(CrowdComment(post, who, what, None, False) for post, who, what in rows),
        posts={1: CrowdPost(7, "", None), 2: CrowdPost(8, "", None)},
        fan_names={},
        names_seen=True,
        orphans=0,
    )
    assert count_copies(crowd, 7) == (5, 2)
    assert count_copies(crowd, 9) is None
