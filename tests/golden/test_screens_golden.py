"""The report of a real run on a real terminal. `make golden` rewrites the screens."""

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from kolvet.messages import catalogue
from tests.made_once import made_once

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
if sys.platform != "win32":
    from tests.cli.terminals import Shown, shown, styled_text_of, text_of

CHECK = ("check", "样例毒舌阿北", "--brand", "小米", "--as-of", "2026-01-04")
EXPECTED = Path(__file__).parent / "expected" / "screens"
COLUMNS = (40, 80, 200)
LANGUAGES = ("en", "zh")
LOOKS = ("colour", "text")
SCREENS = [
    (columns, language, look) for columns in COLUMNS for language in LANGUAGES for look in LOOKS
]
COPIED = re.compile(r" *kolvet ")
"""A command to copy is never broken: it may be longer than a line."""
MADE_AT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
DRAWN = re.compile(r"https://|[\s─━●·+▁▂▃▄▅▆▇█]")
"""What may differ between widths beside the timeline's bars."""


@pytest.fixture(scope="session")
def terminal(sample_store, tmp_path_factory):
    """What terminals got: of `kolvet check` itself, and of each stored report at each width."""

    def make(folder):
        store = folder / "kolvet.db"
        shutil.copy(sample_store, store)
        for language in LANGUAGES:
            stored = folder / f"{language}.json"
            settings = _settings(folder, KOLVET_DB=str(store), KOLVET_LANG=language)
            checked = shown((*CHECK, "-o", f"json:{stored}"), settings, 80)
            assert checked.code == 1, checked.raw.decode()
            (folder / f"check-{language}").write_bytes(checked.raw)
        for columns, language, look in SCREENS:
            settings = _settings(folder, **({"NO_COLOR": "1"} if look == "text" else {}))
            again = shown(("report", folder / f"{language}.json"), settings, columns)
            assert again.code == 0, again.raw.decode()
            (folder / f"{columns}-{language}-{look}").write_bytes(again.raw)

    folder = made_once(tmp_path_factory, "screens", make)
    return lambda name, columns: Shown((folder / name).read_bytes(), 0, columns)


def _settings(folder, **more):
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return kept | {
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "KOLVET_CONFIG_DIR": str(folder),
        **more,
    }


@pytest.mark.parametrize(("columns", "language", "look"), SCREENS)
def test_a_screen_is_as_expected(golden, terminal, columns, language, look):
    name = f"{columns}-{language}-{look}"
    screen = terminal(name, columns).screen()
    text = text_of(screen) if look == "text" else styled_text_of(screen)
    golden(f"screens/{name}.txt", MADE_AT.sub("YYYY-MM-DD HH:MM", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stored_report_is_shown_as_the_check_itself_showed_it(terminal, language):
    again = terminal(f"80-{language}-colour", 80).raw
    assert terminal(f"check-{language}", 80).raw.endswith(again)  # before it, the progress bar
    assert b"\x1b[" in again


@pytest.mark.parametrize(("columns", "language", "look"), SCREENS)
def test_no_line_is_wider_than_the_terminal(terminal, columns, language, look):
    lines = terminal(f"{columns}-{language}-{look}", columns).lines
    assert len(lines) > 100
    wide = [line for line in lines if cell_len(line) > columns and not COPIED.match(line)]
    assert wide == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_lost_on_a_narrow_terminal(terminal, language):
    narrow, middle, wide = (
        _words(terminal(f"{columns}-{language}-text", columns).lines, language)
        for columns in COLUMNS
    )
    assert len(wide) > 1500
    assert narrow == middle == wide


def _words(lines, language):
    """All that is written, without the chart of the timeline, whose steps fit the width."""
    begin, end = (
        re.compile(re.escape(catalogue("report")[name][language].partition("{")[0]))
        for name in ("timeline", "timeline_legend")
    )
    first = next(place for place, line in enumerate(lines) if begin.match(line.lstrip("─ ")))
    last = next(place for place, line in enumerate(lines) if end.match(line))
    return DRAWN.sub("", "".join((*lines[:first], *lines[last:])))


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_colour_the_same_is_said(terminal, columns, language):
    colour, text = (terminal(f"{columns}-{language}-{look}", columns).lines for look in LOOKS)
    assert [line.rstrip() for line in colour] == text


def test_no_expected_screen_is_left_over():
    names = {f"{columns}-{language}-{look}.txt" for columns, language, look in SCREENS}
    assert {path.name for path in EXPECTED.iterdir()} == names
