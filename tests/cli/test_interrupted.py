"""Ctrl-C: the exit code that is frozen, and what is said about what was stored."""

import subprocess
import sys

import pytest

SCRIPT = """
import sys
from kolvet.cli import main, program

def interrupted(**_):
    print("so far", end="")
    exec("raise KeyboardInterrupt")  # as while a dataclass is made

program._load = lambda: interrupted
main()
"""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "甲", "--brand", "小米"], "interrupted; what was stored stays"),
        (["import", "a.csv"], "interrupted; what was stored stays"),
        (["check", "甲", "--brand", "小米", "--from", "a.csv"], "interrupted\n"),
        (["check", "甲", "--from=a.csv"], "interrupted\n"),
        (["import", "a.csv", "--dry-run"], "interrupted\n"),
        (["compare", "甲"], "interrupted\n"),
    ],
)
def test_ctrl_c_ends_with_its_code_wherever_it_comes(environment, arguments, said, tmp_path):
    (tmp_path / "interrupted.py").write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "interrupted", *arguments],  # only after -m does the signal win
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 130, "and not by a signal"
    assert done.stdout == "so far"
    assert done.stderr.startswith(said)
