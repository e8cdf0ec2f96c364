import json
from dataclasses import replace
from datetime import UTC, datetime

import jsonschema
import pytest

from kolvet.report.json_format import dump, render_json, report_schema
from tests.unit.report.samples import HOLD, REJECT, SAMPLES, evidence

VALIDATOR = jsonschema.Draft202012Validator(report_schema())


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema())


@pytest.mark.parametrize("name", SAMPLES)
def test_keys_stand_in_the_order_of_the_design(name: str) -> None:
    keys = list(json.loads(render_json(SAMPLES[name])))
    assert keys == [
        "schema", "tool", "run", "as_of", "policy", "blogger", "brand", "verdict", "terms",
        "findings", "evidence", "counter", "timeline", "fans", "comparison", "precedents",
        "coverage", "engine", "waivers", "decisions", "unmeasured", "limits", "why", "notices",
        "judge", "contributions", "convertibility", "turning_points", "advice", "others",
        "decisive", "corrections", "baseline",
    ]  # fmt: skip
    assert keys == report_schema()["required"]


def test_unknown_is_null_and_never_left_out() -> None:
    report = json.loads(render_json(REJECT))
    assert report["fans"] is None
    assert report["verdict"]["upside"] is None
    assert report["engine"]["accuracy"] is None
    assert report["coverage"]["declared"] is None
    assert report["evidence"][0]["likes"] is None
    assert set(report["evidence"][0]) == set(json.loads(render_json(HOLD))["evidence"][0])


def test_times_are_in_beijing() -> None:
    report = json.loads(render_json(HOLD))
    assert report["as_of"] == "2026-01-04T23:59:59+08:00"
    assert report["run"]["made_at"] == "2026-01-05T09:30:00+08:00"
    assert report["evidence"][0]["published"] == "2025-09-03T21:14:15+08:00"
    assert json.loads(render_json(REJECT))["evidence"][0]["published"] == "2025-09-30"


def test_values_keep_their_shapes() -> None:
    report = json.loads(render_json(HOLD))
    first = report["evidence"][0]
    assert first["quote"] == HOLD.evidence[0].quote
    start, end = first["span"]
    assert first["quote"][start:end] == "米粉就是这样惯出来的厂商"
    assert (first["score"], first["stance"], first["target_kind"]) == (
        -0.9312,
        "critical",
        "users",
    )
    assert report["verdict"]["interval"] == [22.108, 47.93]
    assert report["terms"][0]["interval"] == [0.35, 0.4812]
    assert report["tool"] == {"name": "kolvet", "version": "0.1.0"}
    assert report["evidence"][0]["reasons"][0] == {
        "rule": "word.complaint",
        "text": "翻车",
        "weight": -0.8,
    }


def test_numbers_are_short_and_have_no_negative_zero() -> None:
    assert dump([1 / 3, -0.00001, 2.0, 1, True, None]) == "[0.3333, 0.0, 2.0, 1, true, null]"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_in_json_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        dump(number)


def test_text_is_readable_and_safe_to_print() -> None:
    quote = "小米\U0001f602\u202e\x1b\x9b\ud83d\u2028"
    written = render_json(replace(HOLD, evidence=(evidence("E1", quote),)))
    assert "小米\U0001f602\\u202e\\u001b\\u009b\\ud83d\\u2028" in written
    assert json.loads(written)["evidence"][0]["quote"] == quote
    assert written.encode("utf-8")


def test_the_file_ends_in_a_newline_and_is_indented() -> None:
    written = render_json(HOLD)
    assert written.startswith('{\n  "schema": "kolvet.report/1",\n')
    assert written.endswith("\n}\n")


@pytest.mark.parametrize("key", report_schema()["required"])
def test_the_schema_refuses_a_report_without_a_key(key: str) -> None:
    report = json.loads(render_json(HOLD))
    VALIDATOR.validate(report)
    del report[key]
    assert not VALIDATOR.is_valid(report)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("verdict", "word"), "ok"),
        (("verdict", "exit_code"), 2),
        (("verdict", "interval"), [1]),
        (("as_of",), "2026-01-04"),
        (("as_of",), "2026-01-04T23:59:59+00:00"),
        (("evidence", 0, "stance"), "negative"),
        (("evidence", 0, "severity"), 4),
        (("evidence", 0, "span"), None),
        (("timeline", 0, "month"), "2023"),
        (("coverage", "ratio"), 1.5),
        (("engine",), {"name": "rules", "version": "1"}),
        (("findings", 0, "rule"), "X1"),
    ],
)
def test_the_schema_refuses_wrong_values(path: tuple[str | int, ...], value: object) -> None:
    report = json.loads(render_json(HOLD))
    place = report
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert VALIDATOR.is_valid(report) is (path == ("evidence", 0, "span"))


def test_more_keys_may_come_later() -> None:
    assert VALIDATOR.is_valid({**json.loads(render_json(HOLD)), "new": 1})


def test_the_same_report_gives_the_same_bytes() -> None:
    moved = replace(HOLD, as_of=HOLD.as_of.astimezone(UTC))
    assert render_json(moved) == render_json(HOLD)
    assert datetime.fromisoformat(json.loads(render_json(HOLD))["as_of"]) == HOLD.as_of
