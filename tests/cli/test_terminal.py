"""A real terminal: what a person sees, drawn by a terminal emulator from a pty's bytes."""

import json
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
if sys.platform != "win32":
    from tests.cli.terminals import shown

CHECK = ("check", "样例毒舌阿北", "--brand", "小米", "--as-of", "2026-01-04")
NASTY = "小米真难用[doge][/b]👨‍👩‍👧🎉\x1b[31m红\u202e翻\x07响\t格"


@pytest.fixture(scope="module")
def checked(checked_store, tmp_path_factory):
    """A file with the JSON of a stored report."""
    path = tmp_path_factory.mktemp("report") / "report.json"
    path.write_text(json.dumps(checked_store[1]), encoding="utf-8")
    return path


def colours(screen):
    cells = [cell for row in screen.buffer.values() for cell in row.values()]
    return {cell.fg for cell in cells} | {cell.bg for cell in cells}


def test_a_terminal_gets_colour_and_links(checked, environment):
    done = shown(("report", checked), environment, 80)
    assert {"red", "green", "white"} <= colours(done.screen())
    opened = done.raw.count(b"\x1b]8;;http")
    assert opened == done.raw.count(b"\x1b]8;;\x1b\\") > 5


@pytest.mark.parametrize("terminal", ["linux", "vt220", "eterm-color"])
def test_a_terminal_that_prints_links_as_rubbish_gets_none(checked, environment, terminal):
    done = shown(("report", checked), environment | {"TERM": terminal}, 80)
    assert b"\x1b]8" not in done.raw
    assert "red" in colours(done.screen())


@pytest.mark.parametrize(
    "wish", [{"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"TERM": "dumb"}]
)
def test_whoever_wants_no_colour_gets_not_one_code(checked, environment, wish):
    done = shown(("report", checked), environment | wish, 80)
    assert b"\x1b" not in done.raw
    assert "REJECT" in "".join(done.lines)


def test_plain_text_in_a_terminal_has_no_code_and_no_drawing(checked, environment):
    done = shown(("report", checked, "--plain"), environment, 80)
    assert b"\x1b" not in done.raw
    assert not set("─━▁▇█●") & set("".join(done.lines))


def test_the_width_is_the_terminals_and_columns_may_say_another(checked, environment):
    at = {
        wish: max(
            len(line)
            for line in shown(("report", checked), environment | variables, 60).lines
            if line.startswith("──")
        )
        for wish, variables in {
            "none": {},
            "50": {"COLUMNS": "50"},
            "bad": {"COLUMNS": "x"},
        }.items()
    }
    assert at == {"none": 60, "50": 50, "bad": 60}


def test_forced_colour_goes_through_a_pipe_but_no_links(kolvet, checked):
    piped = kolvet("report", checked, FORCE_COLOR="1").stdout
    assert "\x1b[1;37;41m" in piped
    assert "\x1b]8" not in piped
    assert "\x1b" not in kolvet("report", checked).stdout


def test_a_gbk_console_gets_what_it_can_show(fresh, checked):
    done = fresh("report", checked, "--lang", "zh", PYTHONIOENCODING="gbk", decode="gbk")
    assert done.returncode == 0
    assert done.stdout.startswith("▲ 【虚构人物】")
    assert "× 不签" in done.stdout
    assert "▇" in done.stdout


def test_what_a_post_holds_is_shown_and_never_obeyed(environment, kolvet, tmp_path):
    row = {"text": NASTY, "created_at": "2025-10-01 10:00:00", "id": "1"}
    path = tmp_path / "posts.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = kolvet("import", path, "--blogger", "样例甲")
    assert done.returncode == 0, done.stderr
    evidence = shown(("evidence", "样例甲", "--brand", "小米"), environment, 80)
    assert b"\x1b[31m\xe7\xba\xa2" not in evidence.raw
    assert b"\x07" not in evidence.raw
    assert "\u202e".encode() not in evidence.raw
    assert "[doge][/b]" in "".join(line.rstrip() for line in evidence.screen().display)
    sent = evidence.raw.decode("utf-8")  # the emulator draws joined emoji in its own way
    for kept in ("👨‍👩‍👧🎉", "红", "\\x1b", "\\u202e", "\\x07"):
        assert kept in sent
