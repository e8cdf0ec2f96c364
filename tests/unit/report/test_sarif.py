"""SARIF: valid for its schema, stable fingerprints, suppressions from waivers."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.checks import CHECKS
from kolvet.messages import choose
from kolvet.model.people import Baseline, WaivedFinding, Waiver
from kolvet.report.junit import Broken
from kolvet.report.sarif import message_text, render_log, render_sarif
from tests.unit.report.full import EVERY, FULL
from tests.unit.report.samples import HOLD, REJECT, evidence

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"
SCHEMA = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(
    SCHEMA, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
)


def run_of(report):
    log = json.loads(render_sarif(report))
    VALIDATOR.validate(log)
    return log["runs"][0]


@pytest.mark.parametrize("name", EVERY)
def test_it_is_valid(name):
    run = run_of(EVERY[name])
    assert len(run["results"]) == len(EVERY[name].findings)


def test_each_check_is_a_rule_with_its_page():
    rules = run_of(HOLD)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [check.RULE for check in CHECKS]
    by_id = {rule["id"]: rule for rule in rules}
    assert by_id["KV201"]["name"] == "InsultOfUsers"
    assert by_id["KV201"]["shortDescription"]["text"] == "Insult of users"
    for rule in rules:
        assert "Known false alarms:" in rule["help"]["text"]
    choose("zh")
    chinese = run_of(HOLD)["tool"]["driver"]["rules"][0]
    assert "已知误报" in chinese["help"]["text"]


def test_a_result_names_its_rule_place_and_words():
    result = run_of(HOLD)["results"][0]
    assert (result["ruleId"], result["level"]) == ("KV101", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "posts.csv"}, "region": {"startLine": 12}}
    assert HOLD.evidence[0].quote.split("[")[0] in result["message"]["text"]
    related = [item["message"]["text"] for item in result["relatedLocations"]]
    assert len(related) == 6
    assert "E2" in related[0]
    assert HOLD.run.command in result["properties"]["story"]


def test_an_address_of_the_web_is_in_the_words_and_never_a_file():
    result = run_of(REJECT)["results"][1]
    assert result["properties"]["links"] == ["https://example.com/p/2"]
    assert "https://example.com/p/2" in result["message"]["text"]
    places = [*result["locations"], *result["relatedLocations"]]
    uris = [item["physicalLocation"]["artifactLocation"]["uri"] for item in places]
    assert not any("://" in uri or uri.startswith("http") for uri in uris)


def test_the_deal_file_is_the_place_and_rows_are_related():
    log = json.loads(render_log([HOLD, REJECT], ["deals/甲 乙.toml"]))
    VALIDATOR.validate(log)
    first = log["runs"][0]["results"][0]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "deals/%E7%94%B2%20%E4%B9%99.toml"
    assert len(first["relatedLocations"]) == 7
    assert len(log["runs"]) == 2


def test_fingerprints_are_those_of_the_findings_whatever_else_changes():
    prints = [item["partialFingerprints"]["kolvetFinding/v1"] for item in run_of(HOLD)["results"]]
    assert prints == [item.fingerprint for item in HOLD.findings]
    later = replace(HOLD, run=replace(HOLD.run, id="ffffffffffff"), evidence=HOLD.evidence[1:])
    again = [item["partialFingerprints"]["kolvetFinding/v1"] for item in run_of(later)["results"]]
    assert again == prints


def test_a_waiver_suppresses_its_finding_and_no_other():
    waiver = Waiver("1e" * 8, "已当面道歉", "陈", date(2026, 6, 30))
    run = run_of(replace(HOLD, waivers=(WaivedFinding(waiver, "KV201", "辱骂"),)))
    open_, suppressed = run["results"]
    assert open_["suppressions"] == []
    assert suppressed["suppressions"][0]["kind"] == "external"
    assert "已当面道歉" in suppressed["suppressions"][0]["justification"]


def test_a_baseline_tells_new_from_known():
    report = replace(HOLD, baseline=Baseline("feed", "hold", ("1e" * 8,)))
    assert [item["baselineState"] for item in run_of(report)["results"]] == ["new", "unchanged"]
    assert "baselineState" not in run_of(HOLD)["results"][0]


def test_a_finding_without_evidence_still_has_a_place():
    report = replace(HOLD, findings=(replace(HOLD.findings[0], evidence=()),))
    uri = run_of(report)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert uri["uri"].startswith("kolvet/%")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("[点我](https://evil.example)", "[点我\\](https://evil.example)"),
        ("{0}", "{{0}}"),
        ("真香[doge]", "真香[doge]"),
        ("\x1b\u202e", "\\x1b\\u202e"),
    ],
)
def test_words_of_people_are_no_markup_of_a_message(words, shown):
    assert message_text(words) == shown


@given(st.text(st.characters(codec=None), max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_post_name_and_address_make_a_valid_log(words):
    item = evidence("E1", words, url=f"https://x{words}", source=f"{words}:3 (x)")
    report = replace(HOLD, evidence=(item,), blogger=replace(HOLD.blogger, name=words))
    run_of(report)
    run_of(replace(report, evidence=(replace(item, source=""),)))


def test_several_runs_and_one_that_could_not_be_judged():
    log = json.loads(render_log([FULL, Broken("deals/c.toml", "no", "no", 2), REJECT]))
    VALIDATOR.validate(log)
    done = [run["invocations"][0]["executionSuccessful"] for run in log["runs"]]
    assert done == [True, False, True]
    assert len({run["automationDetails"]["id"] for run in log["runs"]}) == 3
