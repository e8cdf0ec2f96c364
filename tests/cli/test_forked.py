"""Most tests run kolvet in forks: they say what a process of its own says."""

import os
import re
import signal
import subprocess
import sys

import pytest

from tests.cli.forked import can_fork, forks
from tests.platform import Blogger, serve

pytestmark = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="processes are started anew here"
)

CHECK = ("check", "样例毒舌阿北", "--brand", "小米", "--as-of", "2026-01-04")
MADE_AT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@pytest.fixture
def store(judged_store, environment):
    environment["KOLVET_DB"] = str(judged_store)


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("check", "--help", "--lang", "zh"),
        CHECK,
        (*CHECK, "--lang", "zh"),
        ("evidence", *CHECK[1:4], "--explain"),
        ("fetch", "bilibili:1"),
        ("--lang", "zh", "chekc"),
        ("check", "谁也不是", "--brand", "小米"),
    ],
)
def test_a_fork_says_what_a_process_of_its_own_says(kolvet, fresh, arguments):
    forked, own = kolvet(*arguments), fresh(*arguments)
    assert forked.returncode == own.returncode
    assert MADE_AT.sub("", forked.stdout) == MADE_AT.sub("", own.stdout)
    assert forked.stderr == own.stderr


def test_the_encoder_reads_in_a_fork_what_it_reads_elsewhere(kolvet, fresh):
    texts = ["小米手机又翻车了，发热严重", "小米电视画质真的很好，推荐", "小米今天开发布会"]
    asked = "".join(f'{{"text": "{text}", "brand": "小米"}}\n' for text in texts)
    said = kolvet("score", "--explain", text_in=asked)
    assert said.stdout.count("stance") == len(texts)
    assert said.stdout == fresh("score", "--explain", text_in=asked).stdout


def test_the_settings_of_a_run_are_its_own(kolvet, tmp_path):
    made = kolvet("brand", "new", "样例茶", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    (pack,) = tmp_path.rglob("*.toml")
    folder = tmp_path / "settings" / "brands"
    folder.mkdir(parents=True, exist_ok=True)
    pack.rename(folder / pack.name)
    assert "样例茶" in kolvet("brand", "list").stdout
    assert "样例茶" not in kolvet("brand", "list", KOLVET_CONFIG_DIR=str(tmp_path / "x")).stdout


@pytest.mark.parametrize(
    "variables",
    [
        {"LANG": "C"},
        {"LANG": "zh_CN.GBK"},
        {"LC_ALL": "POSIX"},
        {"PYTHONIOENCODING": "gbk"},
        {"COVERAGE_PROCESS_START": "x"},
    ],
)
def test_where_python_itself_starts_otherwise_there_is_no_fork(environment, variables):
    environment.pop("COVERAGE_PROCESS_START", None)
    assert can_fork(environment)
    assert not can_fork(environment | variables)


def test_what_no_pipe_holds_is_for_a_process_of_its_own(environment):
    environment.pop("COVERAGE_PROCESS_START", None)
    assert can_fork(environment, "好" * 20_000)
    assert not can_fork(environment, "好" * 30_000)


@pytest.fixture
def waiting(environment):
    """The variables of a run that a server keeps waiting, and its arguments."""
    with serve(Blogger(posts=3), faults=["slow@timeline:seconds=30"]) as platform:
        yield environment | platform.environment, "fetch", Blogger(posts=3).name, "--pace", 0


def test_a_run_that_takes_too_long_is_killed(waiting):
    with pytest.raises(subprocess.TimeoutExpired):
        forks().run(*waiting, timeout=1)


def test_runs_overlap(waiting):
    first = forks().start(*waiting)
    assert forks().run(waiting[0], "--version").returncode == 0
    os.kill(first, signal.SIGKILL)
    assert forks().end(first).returncode == -signal.SIGKILL
