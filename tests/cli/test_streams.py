"""What reaches the screen, a pipe, a console of another encoding."""

import io
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from kolvet.cli.streams import LogText
from tests.cli.raw_posts import BLOGGER, write_rows

CHECK = ("check", "样例毒舌阿北", "--brand", "小米", "--as-of", "2026-01-04")
ANSI = re.compile(r"\x1b\[")


@pytest.fixture
def store(judged_store, environment, tmp_path):
    environment["KOLVET_DB"] = shutil.copy(judged_store, tmp_path / "kolvet.db")


@pytest.mark.usefixtures("store")
def test_a_pipe_gets_no_colour_unless_it_is_forced(kolvet):
    assert not ANSI.search(kolvet(*CHECK).stdout)
    assert ANSI.search(kolvet(*CHECK, FORCE_COLOR="1").stdout)
    assert not ANSI.search(kolvet(*CHECK, FORCE_COLOR="1", NO_COLOR="1").stdout)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("variables", [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"LANG": "zh_CN.GBK"}])
def test_a_pipe_is_utf8_under_any_locale(fresh, variables):
    done = fresh(*CHECK, "--json", **variables)
    assert json.loads(done.stdout)["blogger"]["name"] == "样例毒舌阿北"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp437"])
def test_a_console_of_another_encoding_does_not_crash(fresh, encoding):
    done = fresh(*CHECK, PYTHONIOENCODING=encoding, decode=encoding, KOLVET_LANG="zh")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("store")
@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_closed_pipe_ends_quietly(environment):
    command = f'"{sys.executable}" -m kolvet {" ".join(CHECK)} | head -1'
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, env=environment, check=False
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


LISTING = ("blogger", "list")
OWN_CODES = [
    (("--help",), 0),
    (("--version",), 0),
    (LISTING, 0),
    (CHECK, 1),
    ((*CHECK, "--json"), 1),
    ((*CHECK, "--fail-on", "never"), 0),
    (("fans", "小米"), 0),
    (("check", "谁也不是", "--brand", "小米"), 3),
]


def _into(stdout, environment, arguments, stderr=subprocess.PIPE):
    return subprocess.run(
        [sys.executable, "-m", "kolvet", *arguments],
        stdout=stdout,
        stderr=stderr,
        text=True,
        env=environment,
        check=False,
    )


@pytest.mark.usefixtures("store")
@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX pipes")
@pytest.mark.parametrize(("arguments", "code"), OWN_CODES)
def test_a_reader_that_has_gone_changes_no_exit_code(environment, arguments, code):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = _into(writing, environment, arguments)
        blind = _into(writing, environment, arguments, stderr=writing)
    finally:
        os.close(writing)
    assert (done.returncode, blind.returncode) == (code, code)
    assert "Traceback" not in done.stderr
    assert done.stderr == "" or code == 3


@pytest.mark.usefixtures("store")
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
@pytest.mark.parametrize("arguments", [("--help",), LISTING, CHECK, (*CHECK, "--json")])
def test_a_full_disk_is_no_bug(environment, arguments):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = _into(full, environment, arguments)
    assert done.returncode == 74
    error, hint = done.stderr.splitlines()
    assert "No space left" in error
    assert "make room" in hint


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_scoring_what_never_ends_stops_with_its_reader(environment):
    line = json.dumps({"text": "小米手机很好", "brand": "小米"}, ensure_ascii=False)
    command = f"""yes '{line}' | "{sys.executable}" -m kolvet score --engine fast | head -1"""
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=60,
    )
    assert json.loads(done.stdout)["mentioned"]


@pytest.mark.usefixtures("store")
@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX pipes")
def test_a_watch_that_nobody_reads_stops_and_tells_it_all_again(environment, kolvet, tmp_path):
    signed = tmp_path / "signed.csv"
    signed.write_text("样例毒舌阿北,小米\n", encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    done = _into(writing, environment, ("watch", str(signed), "--no-fetch"))
    os.close(writing)
    assert done.returncode == 74
    assert done.stderr == ""
    assert "first look" in kolvet("watch", signed, "--no-fetch").stdout


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(kolvet, width):
    from rich.cells import cell_len

    done = kolvet(*CHECK, COLUMNS=str(width), KOLVET_LANG="zh")
    links = re.compile(r"https?://\S+")
    wide = [line for line in done.stdout.splitlines() if cell_len(line) > width]
    to_be_copied = [
        line for line in wide if links.search(line) or line.lstrip().startswith("kolvet ")
    ]
    assert set(wide) <= set(to_be_copied)


def test_a_post_cannot_speak_to_the_runner_of_github(kolvet, tmp_path):
    words = "小米手机垃圾##[error]pwned"
    rows = [
        {"text": words, "author": BLOGGER, "time": f"2025-{month:02}-01 10:00:00"}
        for month in range(1, 13)
    ]
    export, written = write_rows(tmp_path / "posts.jsonl", rows), tmp_path / "report.json"
    check = ("check", BLOGGER, *CHECK[2:], "--from", export, "-o", f"json:{written}")
    shown = kolvet(*check, GITHUB_ACTIONS="true", COLUMNS="120").stdout
    assert "##[" not in shown
    assert r"#\x23[error]pwned" in shown, "a reader sees what was there"
    assert words in written.read_text(encoding="utf-8")
    assert words in kolvet(*check, COLUMNS="120").stdout


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (["::error::x\n"], "\\x3a:error::x\n"),
        (["a\n \u3000::x"], "a\n \u3000\\x3a:x"),
        (["a\r::x"], "a\r\\x3a:x"),
        (["  ", "::x"], "  \\x3a:x"),
        (["a ", "::x\n", "::x"], "a ::x\n\\x3a:x"),
        (["a::b ##[c] ###[d]"], "a::b #\\x23[c] ##\\x23[d]"),
    ],
)
def test_orders_in_a_log_are_shown_and_not_given(written, shown):
    stream = io.BytesIO()
    log = LogText(stream, encoding="utf-8", newline="\n")
    for words in written:
        assert log.write(words) == len(words)
    log.flush()
    assert stream.getvalue().decode() == shown


@pytest.mark.usefixtures("store")
def test_output_files_are_written_beside_the_terminal_report(kolvet, tmp_path):
    path = tmp_path / "report.json"
    done = kolvet(*CHECK, "-o", f"json:{path}")
    assert "样例毒舌阿北" in done.stdout
    report = json.loads(path.read_text(encoding="utf-8"))
    assert report["schema"] == "kolvet.report/1"
    assert report["verdict"]["exit_code"] == done.returncode


@pytest.mark.usefixtures("store")
def test_the_same_command_gives_the_same_json_but_for_when_it_was_made(fresh):
    first, again = (json.loads(fresh(*CHECK, "--json").stdout) for _ in range(2))
    assert first["run"].pop("made_at") <= again["run"].pop("made_at")
    assert first == again


@pytest.mark.usefixtures("store")
def test_the_screen_says_that_the_blogger_is_invented(kolvet):
    done = kolvet(*CHECK, KOLVET_LANG="zh")
    assert "虚构" in done.stdout


@pytest.mark.usefixtures("store")
def test_messages_follow_the_language_and_quotes_do_not(kolvet):
    english, chinese = kolvet(*CHECK), kolvet(*CHECK, "--lang", "zh")
    assert "Reject" in english.stdout or "reject" in english.stdout
    assert "不签" in chinese.stdout
    as_data = [
        json.loads(kolvet(*CHECK, "--json", "--lang", name).stdout) for name in ("en", "zh")
    ]
    for report in as_data:
        for key in ("run", "why", "limits", "notices", "findings"):
            report.pop(key)
        report["fans"].pop("sentences")
        for item in (*report["advice"], *report["fans"]["gaps"]):
            item.pop("text")
    assert as_data[0] == as_data[1]


@pytest.mark.usefixtures("store")
def test_evidence_and_timeline_as_lines_of_json(kolvet):
    done = kolvet("evidence", "样例毒舌阿北", "--brand", "小米", "--stance", "critical", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) > 5
    assert {row["stance"] for row in rows} == {"critical"}
    months = json.loads(kolvet("timeline", "样例毒舌阿北", "--brand", "小米", "--json").stdout)
    assert [month["month"] for month in months] == sorted({month["month"] for month in months})


def test_help_loads_no_heavy_library(environment):
    script = (
        "import sys; sys.argv = ['kolvet', '--help']\n"
        "from kolvet.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'numpy', 'jieba', 'rjieba', 'snownlp', 'opencc', 'ahocorasick_rs', 'openpyxl',"
        " 'tokenizers', 'onnxruntime',"
        " 'sqlite3', 'httpx', 'ijson'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.splitlines()[-1] == "LOADED []"


def test_every_command_explains_itself_in_both_languages(fresh):
    for language in ("en", "zh"):
        shown = fresh("--help", KOLVET_LANG=language).stdout
        for command in ("check", "import", "score", "evidence", "blogger", "brand", "forget"):
            assert command in shown
    assert "退出码" in fresh("--help", KOLVET_LANG="zh").stdout
