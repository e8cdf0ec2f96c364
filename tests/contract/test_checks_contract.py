"""The same questions to every check."""

import tomllib
from importlib.resources import files

import pytest

from kolvet.checks import CHECKS
from kolvet.messages import LANGUAGES, text
from kolvet.model.judgements import Stance
from kolvet.policy import load_policy
from tests.unit.subjects import coverage, insult, judged, judgment, reported_insult, subject

POLICY = load_policy()
LOUD = subject(
    insult(1),
    judged(2, Stance.CRITICAL, edited=True),
    press=(reported_insult(),),
    precedents=(judgment(),),
    seen=coverage(10, truncated=5),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.RULE)
def test_it_documents_itself(check):
    documentation = check.__doc__
    assert documentation.startswith(check.RULE)
    for part in ("What:", "Example (invented):", "Why it matters:", "Known false alarms:"):
        assert part in documentation


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.RULE)
def test_it_gives_the_same_twice_and_nothing_for_an_empty_subject(check):
    assert list(check.run(LOUD, POLICY)) == list(check.run(LOUD, POLICY))
    assert list(check.run(subject(seen=coverage(1000)), POLICY)) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.RULE)
def test_its_message_is_written_in_every_language(check):
    catalogue = tomllib.loads(
        files("kolvet.messages").joinpath("findings.toml").read_text(encoding="utf-8")
    )
    assert set(catalogue[check.RULE]) == set(LANGUAGES)
    for found in check.run(LOUD, POLICY):
        assert found.rule == check.RULE
        assert text(f"findings.{check.RULE}", **found.values)
        assert 0.0 <= found.confidence <= 1.0
        assert found.severity in {"low", "medium", "high"}
