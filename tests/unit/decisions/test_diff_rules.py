"""Two reports compared: what came, what went, what changed."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolvet.decisions.differences import compare_reports
from kolvet.report.json_format import render_json
from tests.unit.report.samples import HOLD, SAMPLES

REPORT = json.loads(render_json(HOLD))


def changed(change):
    report = copy.deepcopy(REPORT)
    change(report)
    return compare_reports(REPORT, report)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_report_does_not_differ_from_itself(name):
    report = json.loads(render_json(SAMPLES[name]))
    assert not compare_reports(report, copy.deepcopy(report))


def test_other_numbers_of_the_same_evidence_are_no_difference():
    def renumber(report):
        for item in report["evidence"]:
            item["id"] = f"{item['id']}0"

    assert not changed(renumber)


def test_the_verdict_and_its_terms_are_compared_by_field():
    def milder(report):
        report["verdict"]["word"] = "clear"
        report["terms"][0]["value"] = 0.25

    difference = changed(milder)
    assert difference.verdict == {"word": ("hold", "clear")}
    (term,) = difference.terms.changed
    assert term.fields == {"value": (REPORT["terms"][0]["value"], 0.25)}
    assert not difference.findings


def test_evidence_that_came_went_and_changed():
    def change(report):
        gone = report["evidence"].pop(0)
        report["evidence"].append({**gone, "quote": "新的一句"})
        report["evidence"][0]["stance"] = "neutral"
        report["evidence"][0]["reviewed"] = True

    difference = changed(change)
    assert [item["quote"] for item in difference.evidence.came] == ["新的一句"]
    assert [item["quote"] for item in difference.evidence.went] == [REPORT["evidence"][0]["quote"]]
    (one,) = difference.evidence.changed
    assert set(one.fields) == {"stance", "reviewed"}


def test_a_finding_is_the_same_by_its_fingerprint():
    def change(report):
        report["findings"][0]["confidence"] = 0.1234
        report["findings"][0]["evidence"] = ["E9"]

    (one,) = changed(change).findings.changed
    assert set(one.fields) == {"confidence"}


def test_another_blogger_brand_or_day_is_said():
    def change(report):
        report["brand"]["name"] = "样例牌"
        report["as_of"] = "2026-02-01T23:59:59+08:00"

    assert set(changed(change).about) == {"brand", "as_of"}


@given(st.sampled_from(sorted(SAMPLES)), st.sampled_from(sorted(SAMPLES)))
def test_the_way_back_is_the_same_with_the_sides_swapped(one, other):
    first, second = (json.loads(render_json(SAMPLES[name])) for name in (one, other))
    there, back = compare_reports(first, second), compare_reports(second, first)
    for name in ("findings", "evidence", "terms", "precedents", "waivers"):
        assert getattr(there, name).came == getattr(back, name).went
        assert getattr(there, name).went == getattr(back, name).came
    assert {key: pair[::-1] for key, pair in there.verdict.items()} == dict(back.verdict)
