"""Clauses are ranges of the text: nothing is copied, nothing is lost."""

import pytest

from kolvet.text.clauses import clause_at, split_clauses


def pieces(text: str) -> list[str]:
    return [text[clause.start : clause.end] for clause in split_clauses(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("屏幕好,电池差。不买了", ["屏幕好,", "电池差。", "不买了"]),
        ("外观确实好看但是用了三个月开始卡", ["外观确实好看", "但是用了三个月开始卡"]),
        ("颜值没得说 可惜吸两下就没电", ["颜值没得说", "可惜吸两下就没电"]),
        ("真的吗??我不信...算了", ["真的吗??", "我不信...", "算了"]),
        ("hello world good phone", ["hello world good phone"]),
        ("", []),
        ("!!!", ["!!!"]),
    ],
)
def test_splits(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_a_contrast_word_is_marked_only_where_it_opens_the_clause() -> None:
    first, second = split_clauses("拍照好但续航不行")
    assert (first.turned, second.turned) == (False, True)


def test_clauses_of_a_question_ask() -> None:
    asked, told = split_clauses("有人用过吗?我买了")
    assert (asked.asks, told.asks) == (True, False)
    assert (asked.sentence, told.sentence) == (0, 1)


def test_the_clause_of_a_position() -> None:
    clauses = split_clauses("一二,三四,五六")
    assert [clause_at(clauses, position) for position in (0, 2, 3, 7)] == [0, 0, 1, 2]
