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
from kolvet.model.report import Word
from kolvet.report.junit import Broken
from kolvet.report.sarif import VERDICT, message_text, render_log, render_sarif
from tests.unit.report.full import EVERY, FULL
from tests.unit.report.samples import HOLD, INCONCLUSIVE, REJECT, evidence

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"
SCHEMA = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(
    SCHEMA, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
)


def run_of(report):
    log = json.loads(render_sarif(report))
    VALIDATOR.validate(log)
    return log["runs"][0]


def results(report):
    """The results of findings."""
    return [item for item in run_of(report)["results"] if item["ruleId"] != VERDICT]


def deals(items, files=()):
    log = json.loads(render_log(items, files))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    return run


def uri_of(result):
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize("name", EVERY)
def test_it_is_valid(name):
    assert len(results(EVERY[name])) == len(EVERY[name].findings)


def test_each_check_is_a_rule_with_its_page():
    rules = run_of(HOLD)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*(check.RULE for check in CHECKS), VERDICT]
    by_id = {rule["id"]: rule for rule in rules}
    del rules[-1]
    assert by_id["KV201"]["name"] == "InsultOfUsers"
    assert by_id["KV201"]["shortDescription"]["text"] == "Insult of users"
    for rule in rules:
        assert "Known false alarms:" in rule["help"]["text"]
    choose("zh")
    chinese = run_of(HOLD)["tool"]["driver"]["rules"][0]
    assert "已知误报" in chinese["help"]["text"]


def test_a_result_names_its_rule_place_and_words():
    result = results(HOLD)[0]
    assert (result["ruleId"], result["level"]) == ("KV101", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "posts.csv"}, "region": {"startLine": 12}}
    assert HOLD.evidence[0].quote.split("[")[0] in result["message"]["text"]
    related = [item["message"]["text"] for item in result["relatedLocations"]]
    assert len(related) == 6
    assert "E2" in related[0]
    assert HOLD.run.command in result["properties"]["story"]


def test_an_address_of_the_web_is_in_the_words_and_never_a_file():
    result = results(REJECT)[1]
    assert result["properties"]["links"] == ["https://example.com/p/2"]
    assert "https://example.com/p/2" in result["message"]["text"]
    places = [*result["locations"], *result["relatedLocations"]]
    uris = [item["physicalLocation"]["artifactLocation"]["uri"] for item in places]
    assert not any("://" in uri or uri.startswith("http") for uri in uris)


def test_the_deal_file_is_the_place_and_rows_are_related():
    stop, first, *_ = deals([HOLD, REJECT], ["deals/甲 乙.toml"])["results"]
    assert uri_of(first) == uri_of(stop) == "deals/%E7%94%B2%20%E4%B9%99.toml"
    assert len(first["relatedLocations"]) == 7


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./w/../exports/98.json", "exports/98.json"),
        ("/home/chen/数据/98.json", "98.json"),
        ("../../chen/98.json", "98.json"),
        ("C:\\Users\\chen\\98.json", "98.json"),
        ("exports\\98.json", "exports/98.json"),
    ],
)
def test_no_place_leads_out_of_the_folder_or_names_one_of_the_machine(path, uri):
    item = evidence("E1", "小米不行", source=f"{path}:101 (weibo-crawler)")
    finding = replace(HOLD.findings[0], evidence=("E1",))
    report = replace(HOLD, evidence=(item,), findings=(finding,))
    assert uri_of(results(report)[0]) == uri
    assert uri_of(deals([HOLD], [path])["results"][0]) == uri


def test_what_stops_a_deal_is_a_result_though_no_check_hit():
    (stop,) = run_of(replace(INCONCLUSIVE, findings=()))["results"]
    assert (stop["ruleId"], stop["level"], stop["suppressions"]) == (VERDICT, "error", [])
    assert "The data do not suffice" in stop["message"]["text"]
    assert INCONCLUSIVE.why[0].text in stop["message"]["text"]
    assert INCONCLUSIVE.why[0].text in stop["properties"]["story"]
    passing = replace(HOLD, verdict=replace(HOLD.verdict, exit_code=0))
    assert run_of(passing)["results"] == results(passing)


def test_a_stop_is_the_same_alert_until_it_is_another():
    def mark(**changes):
        report = replace(HOLD, verdict=replace(HOLD.verdict, **changes), findings=())
        (stop,) = run_of(report)["results"]
        return stop["partialFingerprints"]["primaryLocationLineHash"]

    assert mark() == mark(bri=40.1, interval=None)
    assert len({mark(), mark(word=Word.REJECT), mark(exit_code=4)}) == 3


def test_fingerprints_are_those_of_the_findings_whatever_else_changes():
    prints = [item["partialFingerprints"]["kolvetFinding/v1"] for item in results(HOLD)]
    assert prints == [item.fingerprint for item in HOLD.findings]
    later = replace(HOLD, run=replace(HOLD.run, id="ffffffffffff"), evidence=HOLD.evidence[1:])
    again = [item["partialFingerprints"]["kolvetFinding/v1"] for item in results(later)]
    assert again == prints


def test_a_waiver_suppresses_its_finding_and_no_other():
    waiver = Waiver("1e" * 8, "已当面道歉", "陈", date(2026, 6, 30))
    report = replace(HOLD, waivers=(WaivedFinding(waiver, "KV201", "辱骂"),))
    open_, suppressed = results(report)
    assert open_["suppressions"] == []
    assert suppressed["suppressions"][0]["kind"] == "external"
    assert "已当面道歉" in suppressed["suppressions"][0]["justification"]


def test_a_baseline_tells_new_from_known():
    report = replace(HOLD, baseline=Baseline("feed", "hold", ("1e" * 8,)))
    assert [item["baselineState"] for item in results(report)] == ["new", "unchanged"]
    assert run_of(report)["results"][0]["baselineState"] == "new"
    assert "baselineState" not in results(HOLD)[0]
    short = replace(INCONCLUSIVE, baseline=Baseline("feed", "inconclusive", ("cc" * 8,)))
    assert [item["baselineState"] for item in run_of(short)["results"]] == ["unchanged"] * 2


def test_a_finding_without_evidence_still_has_a_place():
    report = replace(HOLD, findings=(replace(HOLD.findings[0], evidence=()),))
    uri = results(report)[0]["locations"][0]["physicalLocation"]["artifactLocation"]
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


def test_any_number_of_deals_is_one_run_and_each_result_names_its_own():
    broken = Broken("deals/c.toml", "no such {0} file", "no", 2)
    files = ["deals/a.toml", "deals/c.toml", "deals/b.toml"]
    run = deals([FULL, broken, REJECT], files)
    assert run["automationDetails"]["id"] == "kolvet/ci/"
    done = [item["executionSuccessful"] for item in run["invocations"]]
    assert done == [True, False, True]
    for result in run["results"]:
        assert uri_of(result) == files[result["provenance"]["invocationIndex"]]
    assert deals([broken] * 21)["invocations"][20]["exitCode"] == 2


def test_a_deal_that_could_not_be_judged_is_a_result():
    broken = [Broken(f"deals/{name}.toml", f"no {{{name}}}", "no", 2) for name in "ab"]
    first, second = deals(broken, ["deals/a.toml", "deals/b.toml"])["results"]
    assert (first["ruleId"], uri_of(first)) == (VERDICT, "deals/a.toml")
    assert "no {{a}}" in first["message"]["text"]
    assert first["partialFingerprints"] != second["partialFingerprints"]


def test_the_category_is_the_whole_subject():
    identity = run_of(HOLD)["automationDetails"]["id"]
    assert identity.rpartition("/")[0] == "kolvet/样例数码君 / 小米"
