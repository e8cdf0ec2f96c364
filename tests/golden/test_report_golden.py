"""The reports as a reader sees them. `make golden` rewrites the files; read the diff."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kolvet.report.json_format import render_json
from kolvet.report.listing import render_evidence, render_timeline
from kolvet.report.terminal import render_terminal
from tests.unit.report.samples import HOLD, SAMPLES, listed_posts

Golden = Callable[[str, str], None]
MODES = {
    "plain": {"colour": False, "plain": True},
    "text": {"colour": False},
    "colour": {"colour": True, "links": True},
    "gbk": {"colour": False, "encoding": "gbk"},
}


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("kolvet.messages._chosen", [request.param])
    return str(request.param)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("mode", MODES)
def test_terminal_report_is_as_expected(
    golden: Golden, lang: str, name: str, width: int, mode: str
) -> None:
    shown = render_terminal(SAMPLES[name], width=width, **MODES[mode])
    golden(f"{name}-{width}-{lang}-{mode}.txt", shown)


def test_wide_report_is_as_expected(golden: Golden, lang: str) -> None:
    golden(f"hold-200-{lang}-text.txt", render_terminal(HOLD, width=200, colour=False))


def test_ascii_report_is_as_expected(golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kolvet.messages._chosen", ["en"])
    shown = render_terminal(HOLD, width=80, colour=False, encoding="ascii")
    golden("hold-80-en-ascii.txt", shown)


@pytest.mark.parametrize("name", SAMPLES)
def test_json_report_is_as_expected(golden: Golden, name: str) -> None:
    written = render_json(SAMPLES[name])
    golden(f"{name}.json", written)
    assert json.loads(written)["schema"] == "kolvet.report/1"


@pytest.mark.parametrize("width", [40, 80])
def test_lists_are_as_expected(golden: Golden, lang: str, width: int) -> None:
    posts = render_evidence(listed_posts(), width=width, colour=False, explain=True)
    golden(f"evidence-{width}-{lang}.txt", posts)
    months = render_timeline(HOLD.timeline, HOLD.turning_points, width=width, colour=False)
    golden(f"timeline-{width}-{lang}.txt", months)


def test_no_expected_file_is_left_over() -> None:
    folder = Path(__file__).parent / "expected"
    reports = len(SAMPLES) * 2 * len(MODES) * 2
    others = 2 + 1 + len(SAMPLES) + 2 * 2 * 2
    assert len([path for path in folder.iterdir() if path.is_file()]) == reports + others
