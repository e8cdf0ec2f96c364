"""A real terminal: what a person sees, drawn by a terminal emulator from a pty's bytes."""

import json
import os
import pty
import select
import subprocess
import sys
import time

import pyte
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")
CHECK = ("check", "样例毒舌阿北", "--brand", "小米", "--as-of", "2026-01-04")
NASTY = "小米真难用[doge][/b]👨‍👩‍👧🎉\x1b[31m红\u202e翻\x07响\t格"


def shown(arguments, environment, columns):
    """Run kolvet in a pty; give the raw bytes and what a terminal of that width shows."""
    leader, follower = pty.openpty()
    variables = environment | {"TERM": "xterm-256color", "COLUMNS": str(columns)}
    process = subprocess.Popen(
        [sys.executable, "-m", "kolvet", *arguments],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=variables,
        close_fds=True,
    )
    os.close(follower)
    raw = b""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([leader], [], [], 0.2)
        if ready:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            raw += piece
        elif process.poll() is not None:
            break
    process.wait(timeout=30)
    os.close(leader)
    screen = pyte.HistoryScreen(columns, 400)
    pyte.ByteStream(screen).feed(raw)
    return raw, screen


@pytest.fixture
def store(sample_store, environment):
    environment["KOLVET_DB"] = str(sample_store)
    return environment


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_terminal_gets_colour_and_whole_lines(store, columns):
    raw, screen = shown(CHECK, store | {"KOLVET_LANG": "zh"}, columns)
    assert b"\x1b[" in raw
    text = "\n".join(line.rstrip() for line in screen.display)
    assert "不签" in text
    assert "样例毒舌阿北" in text.replace(" ", "")
    colours = {cell.fg for row in screen.buffer.values() for cell in row.values()}
    assert "red" in colours


def test_no_color_is_honoured_in_a_terminal(store):
    _, screen = shown(CHECK, store | {"NO_COLOR": "1"}, 80)
    colours = {cell.fg for row in screen.buffer.values() for cell in row.values()}
    assert colours == {"default"}


def test_what_a_post_holds_is_shown_and_never_obeyed(environment, kolvet, tmp_path):
    row = {"text": NASTY, "created_at": "2025-10-01 10:00:00", "id": "1"}
    path = tmp_path / "posts.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = kolvet("import", path, "--blogger", "样例甲")
    assert done.returncode == 0, done.stderr
    raw, screen = shown(("evidence", "样例甲", "--brand", "小米"), environment, 80)
    assert b"\x1b[31m\xe7\xba\xa2" not in raw
    assert b"\x07" not in raw
    assert "\u202e".encode() not in raw
    text = "".join(line.rstrip() for line in screen.display)
    assert "[doge][/b]" in text
    sent = raw.decode("utf-8")  # the emulator draws joined emoji in its own way
    for kept in ("👨‍👩‍👧🎉", "红", "\\x1b", "\\u202e", "\\x07"):
        assert kept in sent


def test_progress_is_drawn_on_stderr_only(environment, tmp_path):
    rows = "".join(
        json.dumps({"text": f"小米第{i}条", "created_at": "2025-10-01 10:00:00", "id": str(i)})
        + "\n"
        for i in range(6000)
    )
    path = tmp_path / "posts.jsonl"
    path.write_text(rows, encoding="utf-8")
    raw, _ = shown(("import", str(path), "--blogger", "样例甲"), environment, 80)
    assert b"importing" in raw
    done = subprocess.run(
        [sys.executable, "-m", "kolvet", "import", str(path), "--json"],
        capture_output=True,
        check=False,
        env=environment,
    )
    assert json.loads(done.stdout)[0]["duplicate"] == 6000
    assert done.stderr == b""
