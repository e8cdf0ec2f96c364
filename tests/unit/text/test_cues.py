"""Opinion words keep or change their sign by what stands before them."""

import pytest

from kolvet.text.clauses import split_clauses
from kolvet.text.cues import Opinion, find_cues
from kolvet.text.lexicon import lexicon


def opinions(text: str) -> tuple[Opinion, ...]:
    return find_cues(text, split_clauses(text)).opinions


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("这个真好用", 1),
        ("一点也不流畅", -1),
        ("不是很好看", -1),
        ("一点不卡", 1),
        ("没有毛病", 1),
        ("不好用", -1),
        ("不得不夸", 1),
        ("没想到这么流畅", 1),
        ("特别好看", 1),
    ],
)
def test_sign(text: str, sign: int) -> None:
    values = [opinion.value for opinion in opinions(text)]
    assert values
    assert all(value * sign > 0 for value in values), values


def test_the_longest_word_counts_alone() -> None:
    assert [opinion.word for opinion in opinions("难用")] == ["难用"]


def test_negation_stays_in_its_clause() -> None:
    (opinion,) = opinions("我没买,好看")
    assert opinion.value > 0
    assert not opinion.negated


def test_latin_words_stand_alone() -> None:
    assert opinions("steinbeck") == ()
    assert [opinion.word for opinion in opinions("这手机nb")] == ["nb"]


def test_no_word_both_praises_and_complains() -> None:
    both = [
        word
        for word, entries in lexicon().items()
        if {"positive", "negative"} <= {entry.kind for entry in entries}
    ]
    assert both == []
