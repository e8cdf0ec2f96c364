"""What each check finds, and what it leaves alone."""

from kolvet.checks import CHECKS, run_checks
from kolvet.model.judgements import Stance
from kolvet.model.report import Word
from kolvet.policy import load_policy
from tests.unit.subjects import coverage, insult, judged, judgment, reported_insult, subject

POLICY = load_policy()


def rules(about):
    return [found.rule for found in run_checks(about, POLICY)]


def test_a_quiet_history_finds_nothing():
    assert rules(subject(*(judged(i) for i in range(50)))) == []


def test_criticism_within_the_false_alarms_is_no_finding():
    posts = [judged(i) for i in range(99)]
    assert rules(subject(*posts, judged(200, Stance.CRITICAL))) == []


def test_more_criticism_than_chance_explains_is_kv101_with_all_quotes():
    posts = [judged(i) for i in range(60)]
    critical = [judged(100 + i, Stance.CRITICAL) for i in range(40)]
    found = run_checks(subject(*posts, *critical), POLICY)
    assert [item.rule for item in found] == ["KV101"]
    assert len(found[0].posts) == 40
    assert found[0].severity == "high"


def test_each_insult_is_its_own_finding_and_the_press_comes_first():
    about = subject(insult(1), insult(2, severity=1, days_ago=40), press=(reported_insult(),))
    found = [item for item in run_checks(about, POLICY) if item.rule == "KV201"]
    assert [bool(item.press) for item in found] == [True, False, False]
    assert [item.knockout for item in found] == [Word.REJECT, Word.REJECT, Word.CONDITIONS]


def test_a_press_item_about_the_product_is_no_insult():
    item = reported_insult(target_kind=None)
    assert "KV201" not in rules(subject(press=(item,)))


def test_precedents_are_found_by_kind():
    assert rules(subject(precedents=(judgment(),))) == ["KV402"]


def test_edited_truncated_and_thin_data_are_named():
    about = subject(judged(1, edited=True), seen=coverage(40, truncated=8))
    assert rules(about) == ["KV502", "KV503", "KV504"]


def test_ids_are_in_order_and_unique():
    ids = [check.RULE for check in CHECKS]
    assert ids == sorted(set(ids))
