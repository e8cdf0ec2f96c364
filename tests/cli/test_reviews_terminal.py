"""kolvet review in a real terminal: keys typed into a pty, as over ssh."""

import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest

QUESTION = rb"uit|3 supportive|4 users|yes / no|danger"
"""In the line of every question, and not in what is said of an answer."""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pty")


def typed(arguments, environment, answers, columns=80):
    """Run kolvet in a pty and type each answer when the question before it stands there."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kolvet", *map(str, arguments)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment | {"TERM": "xterm-256color", "COLUMNS": str(columns)},
        close_fds=True,
    )
    os.close(follower)
    raw, fresh, waiting = b"", b"", list(answers)
    end = time.monotonic() + 90
    while time.monotonic() < end:
        ready, _, _ = select.select([leader], [], [], 0.2)
        if ready:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            raw, fresh = raw + piece, fresh + piece
            if waiting and re.search(QUESTION, fresh[-160:]):
                os.write(leader, waiting.pop(0).encode() + b"\n")
                fresh = b""
        elif process.poll() is not None:
            break
    process.wait(timeout=30)
    os.close(leader)
    plain = re.sub(rb"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\", b"", raw).decode()
    return process.returncode, plain.replace("\r\n", "\n"), raw, waiting


def review(desk, environment, *answers, more=()):
    run = desk.report["run"]["id"]
    command = ("review", run, "--by", "陈", "--db", desk.path, *more)
    return typed(command, environment, answers)


def test_each_quote_is_shown_whole_and_asked_about(desk, environment):
    number = len(desk.report["decisive"])
    code, shown, raw, left = review(desk, environment, *["c"] * number)
    assert (code, left) == (0, [])
    flat = re.sub(r"\s", "", shown)
    for item in desk.report["evidence"][:number]:
        words = re.sub(r"\s", "", item["quote"])
        assert words in flat.replace("【", "").replace("】", "")
        assert f"[{item['id'][1:]}/{number}]" in flat
    assert b"\x1b[" in raw
    assert f"{number} confirmed" in shown
    assert "judged anew as run" in shown
    assert not desk.check()["verdict"]["provisional"]


def test_a_reason_may_follow_the_key(desk, environment):
    review(desk, environment, "n 说的是粮食", "q")
    ((action, reason, by),) = desk.sql("SELECT action, reason, said_by FROM reviews")
    assert (action, reason, by) == ("not_about", "说的是粮食", "陈")


def test_letters_of_one_question_are_no_answers_to_the_next(desk, environment):
    answers = ["f", "n 说的是别的", "c", "2", "q"]
    _, shown, _, left = review(desk, environment, *answers)
    assert left == []
    flat = " ".join(shown.split())
    assert "'n 说的是别的' is none of these; nothing is stored yet" in flat
    assert "'c' is none of these" in flat
    assert "1 / critical / 批评 / 2 / neutral / 中性 / 3" in flat
    assert "Stored: E1 flipped neutral" in flat
    assert desk.sql("SELECT stance, reason FROM reviews") == [("neutral", "")]


@pytest.mark.parametrize(
    ("answers", "kept", "said"),
    [
        (["确认"], ("confirm", "critical", ""), "Stored: E1 confirmed critical"),
        (["无关，说的是粮食"], ("not_about", None, "说的是粮食"), "reason: 说的是粮食"),
        (["改判 转述", "支持"], ("flip", "supportive", "转述"), "reason: 转述"),
        (["翻转", "中性"], ("flip", "neutral", ""), "Stored: E1 flipped neutral"),
    ],
)
def test_words_are_answers_and_what_was_stored_is_said(desk, environment, answers, kept, said):
    _, shown, _, left = review(desk, environment, *answers, "退出")
    assert left == []
    assert said in " ".join(shown.split())
    assert desk.sql("SELECT action, stance, reason FROM reviews") == [kept]


def test_a_quote_that_is_skipped_is_said_to_be_stored_nowhere(desk, environment):
    _, shown, _, _ = review(desk, environment, "跳过", "q")
    assert "Skipped: nothing is stored of E1" in shown


def test_a_flip_asks_what_it_is_instead(desk, environment):
    _, shown, _, left = review(desk, environment, "f", "1", "1", "1", "q")
    assert left == []
    assert "How severe" in shown
    row = desk.sql("SELECT stance, severity, target_kind, insult FROM reviews")
    assert row == [("critical", 1, "product", 0)]


def test_a_flip_that_changes_nothing_is_asked_again(desk, environment):
    code, shown, _, left = review(desk, environment, "f", "批评", "3", "用户", "是", "s", "q")
    assert (code, left) == (0, [])
    assert "changes nothing" in shown
    assert desk.sql("SELECT count(*) FROM reviews") == [(0,)]


def test_quitting_keeps_what_was_answered(desk, environment):
    code, shown, _, _ = review(desk, environment, "c", "s", "q")
    assert code == 0
    assert "1 confirmed, 0 flipped, 0 not about the brand, 1 skipped" in shown
    assert desk.sql("SELECT count(*) FROM reviews") == [(1,)]


def test_the_end_of_input_quits(desk, environment):
    code, _, _, _ = review(desk, environment, "c", "\x04")
    assert code == 0
    assert desk.sql("SELECT count(*) FROM reviews") == [(1,)]


def test_a_wrong_key_is_asked_again(desk, environment):
    _, shown, _, _ = review(desk, environment, "x", "", "q")
    assert shown.count("Please answer with one of the letters") == 2
    assert "stands as it was" in shown


def test_what_comes_to_the_fore_is_asked_about_in_the_same_session(desk, environment):
    number = len(desk.report["decisive"])
    answers = ["n"] + ["c"] * (number - 1) + ["q"]
    code, shown, _, left = review(desk, environment, *answers)
    assert (code, left) == (0, [])
    assert "[1/1]" in shown


def test_a_finished_review_says_so_and_again_asks_once_more(desk, environment, tmp_path):
    desk.confirm_all(tmp_path)
    _, shown, _, _ = review(desk, environment)
    assert "have been reviewed" in shown
    _, shown, _, left = review(desk, environment, "s", "q", more=("--again",))
    assert left == []
    assert "1 skipped" in shown
