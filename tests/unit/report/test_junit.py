"""JUnit: one case per check, valid for the common schemas, the story inside the failure."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.checks import CHECKS
from kolvet.model.people import Baseline, WaivedFinding, Waiver
from kolvet.model.report import Word
from kolvet.report.junit import Broken, render_junit, render_suites
from tests.unit.report.full import EVERY, FULL
from tests.unit.report.samples import EMPTY_COVERAGE, HOLD, INCONCLUSIVE, REJECT, evidence

SCHEMA = xmlschema.XMLSchema(Path(__file__).parents[2] / "data" / "schemas" / "junit-10.xsd")
HOSTILE = "小米\x00\x08\x1b[2J\x7f\x9b\u202e\ufffe\ud83d]]><failure>&lt;"


def cases(report):
    root = ET.fromstring(render_junit(report))
    return {case.get("name").partition(" ")[0]: case for case in root.iter("testcase")}


@pytest.mark.parametrize("name", EVERY)
def test_it_is_valid(name):
    SCHEMA.validate(render_junit(EVERY[name]))


@pytest.mark.parametrize("name", EVERY)
def test_there_is_the_verdict_then_one_case_per_check_and_the_counts_are_right(name):
    root = ET.fromstring(render_junit(EVERY[name]))
    suite = root.find("testsuite")
    found = suite.findall("testcase")
    names = [case.get("name").partition(" ")[0] for case in found]
    assert names == ["Verdict", *(check.RULE for check in CHECKS)]
    assert int(suite.get("tests")) == len(CHECKS) + 1
    for tag, key in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert int(suite.get(key)) == len(suite.findall(f"testcase/{tag}"))


def test_a_check_that_hit_fails_with_the_whole_story_inside():
    failure = cases(REJECT)["KV201"].find("failure")
    assert failure.get("type") == "high"
    for words in (
        *("买它的人,活该当韭菜", "bottom-tier buyers", "2025-09", "https://example.com/p/2"),
        *(REJECT.run.command, REJECT.notices[0], "11" * 8, "22" * 8, "样例评论员"),
    ):
        assert words in failure.text
    assert "某电脑品牌" in cases(REJECT)["KV402"].find("failure").text
    assert "80,000" in cases(REJECT)["KV402"].find("failure").text


def ended(report, code, **changes):
    """The report, ending with this exit code; changes go to its verdict."""
    return replace(report, verdict=replace(report.verdict, exit_code=code, **changes))


def test_a_verdict_that_stops_the_deal_fails_with_why():
    failure = cases(HOLD)["Verdict"].find("failure")
    assert failure.get("type") == "hold"
    assert "--fail-on hold" in failure.get("message")
    for why in HOLD.why:
        assert why.text in failure.text
    assert "米粉就是这样惯出来的厂商" in failure.text
    assert HOLD.run.command in failure.text


def test_too_little_data_is_an_error_though_no_check_hit():
    case = cases(replace(INCONCLUSIVE, findings=()))["Verdict"]
    assert case.find("failure") is None
    error = case.find("error")
    assert error.get("type") == "inconclusive"
    assert "The data do not suffice" in error.get("message")
    assert INCONCLUSIVE.why[0].text in error.text


def test_a_review_that_is_missing_is_said():
    unread = ended(HOLD, 4, word=Word.CLEAR)
    message = cases(replace(unread, findings=()))["Verdict"].find("error").get("message")
    assert "--require-reviewed" in message


def test_a_deal_that_passes_has_nothing_red_and_keeps_the_story():
    passing = ended(HOLD, 0, word=Word.CONDITIONS)
    root = ET.fromstring(render_junit(passing))
    assert not list(root.iter("failure"))
    assert not list(root.iter("error"))
    assert len(cases(passing)["Verdict"]) == 0
    case = cases(passing)["KV201"]
    assert "does not stop this deal: 辱骂品牌用户本人。" in case.find("skipped").get("message")
    assert "米粉就是这样惯出来的厂商" in case.find("system-out").text


def test_what_the_baseline_held_is_skipped_unless_the_verdict_is_worse():
    known = replace(HOLD, baseline=Baseline("feed", "hold", ("0f" * 8,)))
    found = cases(known)
    assert "known from the baseline feed" in found["KV101"].find("skipped").get("message")
    assert found["KV201"].find("failure") is not None
    assert "1 of 2 findings" in found["Verdict"].find("failure").text
    worse = cases(replace(HOLD, baseline=Baseline("feed", "clear", ("0f" * 8,))))
    assert worse["KV101"].find("failure") is not None
    assert "worse than in the report feed" in worse["Verdict"].find("failure").text


def test_quotes_beyond_the_first_five_are_counted():
    text = cases(HOLD)["KV101"].find("failure").text
    assert "小米之家的售后态度真的离谱" not in text or "E5" in text
    assert "and 2 more" in text


def test_a_check_that_looked_and_found_nothing_passes():
    assert len(cases(HOLD)["KV103"]) == 0
    assert len(cases(HOLD)["KV504"]) == 0


def test_what_was_not_measured_is_skipped_and_says_why():
    found = cases(HOLD)
    assert "F: not measured · no fan comments" in found["KV302"].find("skipped").get("message")
    assert "no deal, judgment or sanction" in found["KV401"].find("skipped").get("message")
    unread = cases(replace(REJECT, coverage=EMPTY_COVERAGE, findings=()))
    for rule in ("KV101", "KV502", "KV601", "KV701", "KV801"):
        assert unread[rule].find("skipped") is not None, rule
    assert unread["KV504"].find("skipped") is None
    assert "declares" in cases(INCONCLUSIVE)["KV501"].find("skipped").get("message")


def test_temper_that_a_person_set_is_looked_at():
    by_hand = [
        replace(term, note="temperament_by_hand") if term.id == "T" else term
        for term in HOLD.terms
    ]
    assert cases(replace(HOLD, terms=tuple(by_hand)))["KV301"].find("skipped") is None


def test_a_waived_finding_neither_fails_nor_passes():
    waiver = Waiver("1e" * 8, "已当面道歉", "陈", date(2026, 6, 30))
    waived = replace(HOLD, waivers=(WaivedFinding(waiver, "KV201", "辱骂"),))
    case = cases(waived)["KV201"]
    assert case.find("failure") is None
    assert "已当面道歉" in case.find("skipped").get("message")
    known = replace(waived, baseline=Baseline("feed", "hold", ("1e" * 8,)))
    assert "已当面道歉" in cases(known)["KV201"].find("skipped").get("message")
    other = replace(waived, findings=(*HOLD.findings, replace(HOLD.findings[1], fingerprint="x")))
    assert cases(other)["KV201"].find("failure") is not None


def test_control_characters_are_shown_and_break_nothing():
    item = evidence("E1", HOSTILE, "小米", url=HOSTILE, source=HOSTILE)
    report = replace(
        HOLD,
        evidence=(item,),
        blogger=replace(HOLD.blogger, name=HOSTILE),
        brand=replace(HOLD.brand, name=HOSTILE),
        notices=(HOSTILE,),
        limits=(HOSTILE,),
        run=replace(HOLD.run, command=HOSTILE),
    )
    written = render_junit(report)
    SCHEMA.validate(written)
    text = cases(report)["KV201"].find("failure").text
    for escape in (
        "\\x00",
        "\\x08",
        "\\x1b[2J",
        "\\x7f",
        "\\x9b",
        "\\u202e",
        "\\ufffe",
        "\\ud83d",
    ):
        assert escape in text
    assert "]]><failure>&lt;" in text


@given(st.text(st.characters(codec=None), max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_post_makes_valid_xml(quote):
    report = replace(HOLD, evidence=(evidence("E1", quote, url=quote),))
    ET.fromstring(render_junit(report).encode("utf-8"))


def test_several_reports_and_one_that_could_not_be_judged():
    broken = Broken("deals/c.toml", "no such \x1b file", "no such file\nmend it", 2)
    written = render_suites([FULL, broken, REJECT])
    SCHEMA.validate(written)
    suites = ET.fromstring(written).findall("testsuite")
    assert [suite.get("id") for suite in suites] == ["0", "1", "2"]
    assert [suite.get("errors") for suite in suites] == ["0", "1", "0"]
    assert "mend it" in suites[1].find("testcase/error").text
