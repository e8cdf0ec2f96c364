"""Every line of the documentation that calls kolvet is one that kolvet takes."""

import tomllib
from pathlib import Path

import pytest

from tests.docs.command_lines import (
    WrongLineError,
    blocks,
    check,
    find_command,
    leaves,
    read,
    spans,
    words_of,
)

ROOT = Path(__file__).parents[2]
OUTPUT_ONLY = {"performance.md"}
"""Written by `make bench`; its blocks hold what programs printed."""

PAGES = sorted(
    path
    for path in (
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "sample_data/README.md")),
        *(ROOT / "docs").rglob("*.md"),
    )
    if path.name not in OUTPUT_ONLY
)
EXAMPLES = tomllib.loads(read(ROOT / "docs" / "hooks" / "examples.toml"))


def _wrong(calls, *, whole):
    found = []
    for call in calls:
        try:
            check(call, whole=whole)
        except WrongLineError as error:
            found.append(f"kolvet {call}: {error}")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_its_command_lines_are_ones_that_kolvet_takes(page):
    markdown = read(page)
    assert _wrong(blocks(markdown), whole=True) == []
    assert _wrong(spans(markdown), whole=False) == []


def test_there_are_lines_to_check():
    lines = [call for page in PAGES for call in blocks(read(page))]
    assert len(lines) > 80


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("chek NAME --brand 小米", "no command"),
        ("check NAME --brnad 小米", "--brnad"),
        ("check NAME", "brand is missing"),
        ("check --brand 小米", "name is missing"),
        ("check NAME --brand", "--brand"),
        ("check NAME --brand 小米 --fail-on never-ever", "knows no"),
        ("explain KV201 KV202", "too many words"),
        ("blogger merge ONE", "other is missing"),
        ("blogger", "needs a command"),
        ("policy frobnicate", "no command"),
    ],
)
def test_a_wrong_line_is_found(line, reason):
    with pytest.raises(WrongLineError, match=reason):
        check(line, whole=True)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            "check N --brand 小米 --json | jq '.verdict'",
            ["check", "N", "--brand", "小米", "--json"],
        ),
        ("check N -o junit:a.xml > out.txt || code=$?", ["check", "N", "-o", "junit:a.xml"]),
        ("policy init ours.toml   # a comment", ["policy", "init", "ours.toml"]),
        ("ci deals --out kolvet-ci'", ["ci", "deals", "--out", "kolvet-ci"]),
    ],
)
def test_a_call_ends_where_the_shell_says(call, words):
    assert words_of(call) == words


@pytest.mark.parametrize("path", list(leaves()), ids=" ".join)
def test_every_command_has_an_example_of_itself(path):
    lines = EXAMPLES.get(" ".join(path), [])
    assert lines, f'add one to docs/hooks/examples.toml: "{" ".join(path)}" = ["kolvet ..."]'
    for line in lines:
        before, _, call = line.partition("kolvet ")
        assert not before or before.startswith("echo ")
        assert find_command(words_of(call))[0] == path
        check(call, whole=True)


def test_no_example_is_left_of_a_command_that_is_gone():
    assert set(EXAMPLES) == {" ".join(path) for path in leaves()}
