"""The sentences that explain a verdict say why it is not worse, and which figure is which."""

from dataclasses import replace

import pytest

from kolvet.checks import run_checks
from kolvet.model.judgements import Stance
from kolvet.model.report import Word
from kolvet.policy import load_policy
from kolvet.verdict.decide import decide
from kolvet.vet.evidence import collect_evidence
from kolvet.vet.why import explain
from tests.unit.subjects import coverage, judged, subject

POLICY = load_policy()


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr("kolvet.messages._chosen", ["en"])


def sentences(about, word=None, bri=None):
    found = run_checks(about, POLICY)
    decision = decide(about, found, POLICY)
    verdict = decision.verdict
    if word is not None:
        verdict = replace(verdict, word=word, decided_by="bands", bri=bri or verdict.bri)
    exhibits = collect_evidence(about, POLICY, found)
    return [item.text for item in explain(about, verdict, decision.terms, found, exhibits, POLICY)]


def critic(critical, others, severity=1):
    return subject(
        *(
            judged(number, Stance.CRITICAL, severity=severity, days_ago=number)
            for number in range(1, critical + 1)
        ),
        *(judged(number, days_ago=number) for number in range(100, 100 + others)),
        seen=coverage(500),
    )


@pytest.mark.parametrize("word", [Word.CLEAR, Word.CONDITIONS])
def test_a_mild_verdict_beside_much_criticism_says_why(word):
    said = sentences(critic(28, 34), word)
    assert len(said) == 4
    assert said[1].startswith(f"28 of 62 posts (45%) are critical, and the verdict is {word}")
    assert "none of them is severe, and none insults 小米's users" in said[1]


def test_severe_criticism_is_not_called_mild():
    said = sentences(critic(28, 34, severity=3), Word.CONDITIONS)
    assert "28 severe items or insults of users were found" in said[1]
    assert "none" not in said[1]


def test_a_worse_word_or_little_criticism_needs_no_excuse():
    assert len(sentences(critic(28, 34), Word.HOLD)) == 3
    assert len(sentences(critic(28, 134), Word.CLEAR)) == 3
    assert len(sentences(critic(2, 2), Word.CLEAR)) == 3


def test_the_counted_share_comes_before_the_model_s():
    history = sentences(critic(38, 23), Word.HOLD)[1]
    counted, model = history.split(" The scorer ")
    assert "38 of the 61 posts" in counted
    assert counted.endswith("read as critical: 62%.")
    assert "corrected for that" in model
    assert model.endswith("an estimate and no count")


def test_an_index_just_under_a_band_is_not_rounded_into_it():
    assert "is 14.997 (" in sentences(critic(28, 34), Word.CLEAR, 14.997)[0]
