"""Turning points, contributions, comparison and advice, as a reader sees them."""

import re
from dataclasses import replace

import pytest

from kolvet.model.explained import TurningPoint
from kolvet.model.report import Finding, Report
from kolvet.report.html import render_html
from kolvet.report.markdown import render_markdown
from kolvet.report.terminal import render_terminal
from tests.unit.report.samples import CONTRIBUTIONS, HOLD, INCONCLUSIVE, SIDE_BY_SIDE, TURNS


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kolvet.messages._chosen", ["en"])


def shown(report: Report) -> str:
    return " ".join(render_terminal(report, width=100, colour=False).split())


def test_the_points_end_in_the_index() -> None:
    lines = render_terminal(HOLD, width=100, colour=False).splitlines()
    rows = [line.split() for line in lines if line.startswith("=  ")]
    assert sum(part.points for part in CONTRIBUTIONS) == pytest.approx(HOLD.verdict.bri)
    assert rows == [["=", "Backlash", "risk", "36.25"]]


def test_a_recent_turn_to_praise_is_an_alarm_and_one_to_criticism_is_none() -> None:
    def with_turn(turn: TurningPoint) -> str:
        return shown(replace(HOLD, turning_points=(turn,)))

    assert "an alarm, not a cure" in with_turn(TURNS[1])
    assert "an alarm, not a cure" not in with_turn(replace(TURNS[1], recent=False))
    assert "an alarm, not a cure" not in with_turn(replace(TURNS[1], after=-0.9))


def test_a_comparison_says_whose_the_difference_is() -> None:
    text = shown(HOLD)
    assert "18.7 points fewer than 小米: -2.5 from what he wrote and did, -16.2 from" in text
    assert "Mostly the fans." in text
    assert "样例果品 against 小米: no index for one of them" in text


@pytest.mark.parametrize("place", [0, 1])
def test_what_is_inconclusive_is_not_compared_whatever_its_index(place: int) -> None:
    rows = list(SIDE_BY_SIDE.rows)
    rows[place] = replace(rows[place], word="inconclusive")
    report = replace(HOLD, comparison=replace(SIDE_BY_SIDE, rows=tuple(rows)))
    for written in (shown(report), render_markdown(report), render_html(report)):
        flat = " ".join(re.sub("<[^>]*>", "", written).split())
        assert f"nothing could be concluded for {rows[place].brand}, so no difference" in flat
        assert "points fewer than" not in flat


def test_without_fans_a_comparison_says_that_it_cannot_tell() -> None:
    sentence = "No brand's fans were measured"
    by_hand = tuple(replace(row, fans=0) for row in SIDE_BY_SIDE.rows)
    rows = tuple(replace(row, from_fans=row.from_fans and 0.0) for row in by_hand)
    assert sentence in shown(replace(HOLD, comparison=replace(SIDE_BY_SIDE, rows=rows)))
    assert sentence not in shown(replace(HOLD, comparison=replace(SIDE_BY_SIDE, rows=by_hand)))
    assert sentence not in shown(HOLD)


def test_an_item_that_nothing_measured_is_listed_as_such() -> None:
    assert "+0.15 not measured fans welcome him" in shown(HOLD)


def test_what_a_report_does_not_have_takes_no_section() -> None:
    text = shown(INCONCLUSIVE)
    for heading in (
        "If you still want him",
        "Where the points",
        "The same history",
        "other things",
    ):
        assert heading not in text


def test_a_hidden_history_is_said_where_coverage_is() -> None:
    found = Finding("KV501", "high", 0.8, "5a" * 8, (), "It looks limited to half a year.")
    hidden = shown(replace(HOLD, findings=(*HOLD.findings, found)))
    assert "Hidden history It looks limited to half a year." in hidden
    assert "Hidden history unknown" in shown(HOLD)
