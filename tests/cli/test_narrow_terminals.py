"""Forty columns: running text is broken; what is to be copied stands on a line of its own."""

import re

import pytest
from rich.cells import cell_len

from kolvet.cli.wrapped import _paragraphs

NARROW = {"COLUMNS": "40"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "command",
    [("explain",), ("explain", "KV201"), ("explain", "T"), ("policy", "show"), ("policy", "test")],
)
def test_no_line_is_wider_than_the_terminal(kolvet, command, language):
    lines = kolvet(*command, KOLVET_LANG=language, **NARROW).stdout.splitlines()
    assert lines
    assert [line for line in lines if cell_len(line) > 40] == []


def test_a_changed_policy_is_broken_too(kolvet, tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text("[convertibility]\nfairness_margin = 0.123456789\n", encoding="utf-8")
    shown = kolvet("policy", "show", "--policy", path, **NARROW).stdout
    assert "(ours: 0.05)" in re.sub(r"\s+", " ", shown)
    assert [line for line in shown.splitlines() if cell_len(line) > 40] == []


def test_the_head_of_the_log_stands_alone_to_be_copied(kolvet, tmp_path):
    lines = kolvet("log", "--db", tmp_path / "a.db", **NARROW).stdout.splitlines()
    assert [line for line in lines if cell_len(line) > 40] == [f"    {'0' * 64}"]


def test_points_stay_apart_when_a_page_is_broken_anew():
    written = "KV1 a\nb.\n\nWhat: one\ntwo: three\nWhy it matters: four\n是什么：五\n六"
    assert list(_paragraphs(written)) == [
        "KV1 a b.",
        "",
        "What: one two: three",
        "Why it matters: four",
        "是什么：五六",
    ]
