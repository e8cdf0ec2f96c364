"""Choosing a segmenter."""

import pytest

from kolvet.text.segment import DEFAULT_SEGMENTER, SEGMENTERS, get_segmenter


def test_default_is_listed_and_loaded_once() -> None:
    assert DEFAULT_SEGMENTER in SEGMENTERS
    assert get_segmenter() is get_segmenter(DEFAULT_SEGMENTER)


def test_unknown_segmenter_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        get_segmenter("nope")


def test_words_of_the_dictionary_are_not_guessed() -> None:
    words = get_segmenter().words("今天官方放大小米粉")
    text = "今天官方放大小米粉"
    assert [text[start:end] for start, end in words] == ["今天", "官方", "放", "大小", "米粉"]
