"""The README's commands run as written, in order, in a clone."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)


JUDGES = re.compile(r" (check|compare) ")


@pytest.mark.skipif(sys.platform == "win32", reason="the README speaks to a POSIX shell")
def test_the_readme_commands_run_as_written(environment, tmp_path):
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    folder = tmp_path / "bin"
    folder.mkdir()
    kolvet = folder / "kolvet"
    kolvet.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kolvet "$@"\n')
    kolvet.chmod(0o755)
    variables = environment | {"PATH": f"{folder}:{environment['PATH']}", "PYTHONPATH": str(ROOT)}
    lines = [line for block in COMMANDS for line in block.splitlines() if line]
    if shutil.which("jq") is None:
        lines = [line for line in lines if "| jq " not in line]
    assert len(lines) > 8
    for line in lines:
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=tmp_path,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
        )
        fine = {0, 1} if JUDGES.search(line) else {0}
        assert done.returncode in fine, f"{line}\n{done.stderr}"
        assert done.stdout.strip(), line
    assert (tmp_path / "report.json").is_file()


def test_every_file_that_the_readme_links_to_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_exit_codes_of_the_readme_are_those_of_the_program():
    from kolvet.errors import ExitCode

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Exit codes")[2].partition("##")[0]
    named = {
        int(number)
        for row in re.findall(r"^\| ([\d /]+) \|", table, re.M)
        for number in row.split("/")
    }
    assert named == set(ExitCode)


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_the_makefile_has_the_promised_targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test", "lint", "fix", "golden", "quality", "bench", "docs"):
        assert re.search(rf"^{target}:", makefile, re.M), target
