"""Folding keeps words comparable and knows the way back."""

import pytest

from kolvet.text.fold import compact, compact_word, fold, fold_word


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＸＩＡＯＭＩ", "xiaomi"),
        ("蘋果", "苹果"),
        ("華為", "华为"),
        ("三星電子", "三星电子"),
        ("Lancôme", "lancome"),
        ("小\u200b米", "小米"),
        ("小\ufe0f米", "小米"),
        ("小\u0336米\u0336", "小米"),
        ("㎏", "kg"),
        ("（財）㈶", "(财)(财)"),
        ("İSTANBUL", "istanbul"),
        ("𝐯𝐢𝐯𝐨", "vivo"),
        ("", ""),
    ],
)
def test_width_case_script_and_invisible_characters_fold(written: str, folded: str) -> None:
    assert fold(written).text == fold_word(written) == folded


def test_place_in_folded_text_leads_to_the_original() -> None:
    text = "㎏是\u200b单位,蘋\u200b果"
    folded = fold(text)
    start = folded.text.index("苹果")
    span = folded.original(start, start + 2)
    assert text[span.start : span.end] == "蘋\u200b果"


def test_character_that_folds_to_several_is_found_as_a_whole() -> None:
    folded = fold("5㎏")
    assert folded.original(1, 3) == (1, 2)
    assert folded.original(2, 3) == (1, 2)


def test_compact_text_has_no_insertable_characters_and_leads_to_folded_text() -> None:
    folded = fold("小·米 14 Ultra")
    squeezed = compact(folded)
    assert squeezed.text == compact_word("小·米 14 Ultra") == "小米14ultra"
    assert squeezed.original(0, 2) == (0, 3)


def test_hidden_text_stays_hidden_when_compacted() -> None:
    assert compact_word("小\0米") == "小\0米"
