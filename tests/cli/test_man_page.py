"""The manual pages that ship: as the command line is today, and free of faults."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer

from docs.manual.man_page import LANGUAGES, page_in_a_new_process, path_of
from kolvet.cli.app import app
from kolvet.errors import ExitCode

ROOT = Path(__file__).parents[2]


def commands(group, path=()):
    for name, command in group.commands.items():
        if getattr(command, "commands", None):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


@pytest.fixture(params=LANGUAGES)
def written(request):
    return path_of(request.param).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_as_the_command_line_is_today(language):
    assert page_in_a_new_process(language) == path_of(language).read_bytes(), "run `make man`"


def test_every_command_and_option_is_in_it(written):
    plain = written.replace(r"\-", "-").replace(r"\:", "")
    for name, command in commands(typer.main.get_command(app)):
        section = plain.partition(f'.SS "kolvet {name}"\n')[2].partition(".SS")[0]
        assert section, name
        for param in command.params:
            if getattr(param, "hidden", False) or "--db" in param.opts:
                continue
            wanted = param.opts if param.param_type_name == "option" else []
            assert [word for word in wanted if rf"\fB{word}\fR" not in section] == [], name


def test_every_exit_code_is_in_it(written):
    tags = re.findall(r"^\\fB(\d+)\\fR$", written, re.MULTILINE)
    assert [int(tag) for tag in tags] == sorted(ExitCode)


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_mandoc_finds_no_fault(language):
    _clean("mandoc", "-T", "lint", "-W", "warning", path_of(language))


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_groff_finds_no_fault_and_breaks_every_line(language):
    _clean("groff", "-K", "utf8", "-man", "-ww", "-z", "-T", "utf8", path_of(language))


def _clean(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_pages_are_installed_where_man_looks():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    for language, folder in {"en": "man1", "zh": "zh_CN/man1"}.items():
        kept = path_of(language).relative_to(ROOT).as_posix()
        assert shared[kept] == f"share/man/{folder}/kolvet.1"
