"""A report is read back from its JSON so that every format shows the same."""

import json
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.errors import UsageError
from kolvet.model.report import Interval, Report
from kolvet.report import FORMATS
from kolvet.report.json_format import DECIMALS, render_json
from kolvet.report.json_reader import read_report
from tests.unit.report.full import EVERY, FULL
from tests.unit.report.samples import HOLD

NOT_SHOWN = (
    *(".digest", ".correction.brand", ".review.brand", ".review.kind", ".review.quote"),
    *(".correction.quote", ".quantiles", ".quoted.source", ".opinion.alone", ".local.score"),
    *(".before.score", ".waiver.blogger", ".waiver.brand", ".waiver.run"),
)
"""What no format shows: keys of a correction and a waiver, and the engine's own certainty."""


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("format_name", FORMATS)
def test_what_was_read_renders_as_what_was_made(name: str, format_name: str) -> None:
    made = _rounded(EVERY[name])
    assert FORMATS[format_name](read_report(render_json(made))) == FORMATS[format_name](made)


def _rounded(value: Any) -> Any:
    """The same with every float as the JSON writes it: `check` shows what it reads back."""
    if isinstance(value, float):
        return round(value, DECIMALS)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: _rounded(getattr(value, field.name)) for field in fields(value)}
        )
    if isinstance(value, tuple):
        items = [_rounded(item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    return value


@pytest.mark.parametrize("name", EVERY)
def test_reading_twice_changes_nothing(name: str) -> None:
    once = read_report(render_json(EVERY[name]))
    assert read_report(render_json(once)) == once


def test_every_field_of_the_model_comes_back_but_for_those_named() -> None:
    lost = set(_differences(FULL, read_report(render_json(FULL)), ""))
    assert [path for path in lost if not path.endswith(NOT_SHOWN)] == []


def _differences(made: object, read: object, path: str) -> list[str]:
    """Paths of leaves that did not come back; floats as the JSON rounds them."""
    if is_dataclass(made) and type(made) is type(read):
        return [
            found
            for field in fields(made)
            for found in _differences(
                getattr(made, field.name), getattr(read, field.name), f"{path}.{field.name}"
            )
        ]
    if isinstance(made, tuple) and isinstance(read, tuple) and len(made) == len(read):
        pairs = enumerate(zip(made, read, strict=True))
        return [found for _, pair in pairs for found in _differences(*pair, path)]
    if isinstance(made, float) and isinstance(read, float):
        return [] if abs(made - read) <= 5e-5 else [path]
    return [] if made == read else [path]


@given(
    quote=st.text(st.characters(codec=None), max_size=80),
    score=st.floats(-1, 1),
    low=st.floats(0, 100),
    when=st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
)
@settings(max_examples=80, deadline=None)
def test_any_words_and_numbers_come_back(
    quote: str, score: float, low: float, when: datetime
) -> None:
    first = replace(HOLD.evidence[0], quote=quote, score=score, url=quote, source=quote)
    verdict = replace(HOLD.verdict, interval=Interval(low, 100.0))
    run = replace(HOLD.run, made_at=when.replace(tzinfo=UTC))
    made = replace(HOLD, evidence=(first,), verdict=verdict, run=run)
    read = read_report(render_json(made))
    assert read.evidence[0].quote == quote
    assert render_json(read) == render_json(made)


@pytest.mark.parametrize(
    "written",
    ["", "[]", "{}", "null", '{"schema": "kolvet.report/2"}', '{"schema": "kolvet.report/1"}'],
)
def test_what_is_no_report_is_refused(written: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_report(written, "some.json")
    assert "some.json" in str(caught.value)


@pytest.mark.parametrize("path", [("terms",), ("verdict", "word"), ("evidence", 0, "stance")])
def test_a_value_that_there_is_not_is_refused(path: tuple[str | int, ...]) -> None:
    value = json.loads(render_json(HOLD))
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = "no such word"
    with pytest.raises(UsageError):
        read_report(json.dumps(value))


def test_a_report_from_before_a_key_came_is_still_read() -> None:
    value = json.loads(render_json(FULL))
    del value["baseline"], value["run"]["language"], value["evidence"][0]["native_id"]
    del value["fans"]["least_quoters"], value["fans"]["rules"]
    read = read_report(json.dumps(value))
    assert isinstance(read, Report)
    assert (read.baseline, read.run.language, read.evidence[0].native_id) == (None, "en", "")
    assert read.fans
    assert read.fans.least_quoters == 20
