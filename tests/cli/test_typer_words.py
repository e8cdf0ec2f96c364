"""What typer says by itself: still what the catalogue thinks, and in Chinese when asked."""

import re
import subprocess
import sys

import pytest

from kolvet.messages import catalogue
from kolvet.report.display import Display

WORDS = catalogue("typer")
CASES = {
    "no_command": ("nosuch",),
    "no_command_similar": ("chek",),
    "no_option": ("check", "x", "--zzzzzz"),
    "no_option_similar": ("check", "x", "--brnd", "y"),
    "missing_argument": ("check",),
    "missing_option": ("check", "x"),
    "no_value": ("check", "x", "--brand"),
    "takes_no_value": ("check", "x", "--brand", "y", "--json=1"),
    "extra": ("check", "x", "required", "--brand", "y"),
    "no_number": ("check", "x", "--brand", "y", "--pace", "abc"),
    "no_integer": ("check", "x", "--brand", "y", "--max-pages", "abc"),
    "too_small": ("check", "x", "--brand", "y", "--max-pages", "0"),
    "no_choice": ("check", "x", "--brand", "y", "--fail-on", "never-ever"),
    "a_folder": ("check", "x", "--brand", "y", "--db", "/"),
}
WITHOUT_CONTEXT = {"no_value", "takes_no_value"}
"""Typer shows no usage line with these."""


def written(key: str, language: str) -> re.Pattern[str]:
    """The message with anything in its gaps."""
    return re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(WORDS[key][language])))


@pytest.mark.parametrize(("key", "arguments"), CASES.items())
def test_an_error_of_typers_is_said_in_the_language_asked_for(kolvet, key, arguments):
    for language, variables in (("en", {}), ("zh", {"KOLVET_LANG": "zh"})):
        done = kolvet(*arguments, **variables)
        assert (done.returncode, done.stdout) == (2, "")
        said = done.stderr.strip().split("\n")
        assert written(key, language).search(said[-1])
        assert written("error", language).fullmatch(said[-1])
        if key not in WITHOUT_CONTEXT:
            assert said[0].startswith(WORDS["usage"][language])
            assert WORDS["usage_options"][language] in said[0]
            assert written("try", language).fullmatch(said[1])


def test_what_the_user_typed_is_never_translated(kolvet):
    done = kolvet("check", "x", "required", "--brand", "y", "--lang", "zh")
    assert "多余的参数：required" in done.stderr


HELP = ("usage", "usage_options", "options", "help", "required")


def test_help_pages_have_no_english_of_typers(fresh):
    top = {language: fresh("--help", "--lang", language).stdout for language in ("en", "zh")}
    page = {
        language: fresh("check", "--help", "--lang", language).stdout for language in ("en", "zh")
    }
    for key in (*HELP, "usage_command", "commands", "install_completion", "show_completion"):
        shown = top if key in {"usage_command", "commands"} or "completion" in key else page
        assert WORDS[key]["en"] in " ".join(shown["en"].split()), key
        assert WORDS[key]["en"] not in " ".join(shown["zh"].split()), key
        assert WORDS[key]["zh"] in shown["zh"].replace("\n", " "), key
    assert "[必填]" in page["zh"]
    assert f"{WORDS['arguments']['zh']}：" in page["zh"]
    assert f"{WORDS['arguments']['en']}:" in page["en"]


def test_a_command_without_its_arguments_shows_its_help_in_chinese(kolvet):
    done = kolvet("blogger", KOLVET_LANG="zh")
    assert done.returncode == 2
    assert "命令：" in done.stderr
    assert "Usage" not in done.stderr


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize(
    "command", [(), ("check",), ("report",), ("review",), ("precedent", "add")]
)
def test_chinese_help_is_broken_as_chinese_is(kolvet, columns, command):
    page = kolvet(*command, "--help", KOLVET_LANG="zh", COLUMNS=str(columns)).stdout
    lines = page.splitlines()
    assert max(map(Display().cells, lines)) <= min(columns, 80) - 2
    assert not [line for line in lines if line.lstrip().startswith(tuple("。，、；：）"))]
    assert not re.search(r" \n|\n\n\n", page)
    if command == ("check",) and columns >= 80:
        assert "http://localhost:11434/v1" in page
        assert "snownlp" in page


def test_chinese_help_loads_no_report(environment):
    script = (
        "import sys; sys.argv = ['kolvet', 'check', '--help', '--lang', 'zh']\n"
        "from kolvet.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'kolvet.model.report', 'rich.console'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, env=environment, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"
