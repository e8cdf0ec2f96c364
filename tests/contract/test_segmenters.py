"""What every segmenter promises, and where the two differ."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.text.segment import SEGMENTERS, get_segmenter

ALL = pytest.mark.parametrize("name", sorted(SEGMENTERS))

TEXTS = [
    "小米14 Ultra用了两周,拍照没得说,续航一般。[允悲]",
    "韶华为尔倾负,今天官方放大小米粉",
    "看了t.cn/A6abc, Lion-Do的vivo-X100 pro+挺好 3.14%",
    "王者荣耀🍎\u200b\n第二行\t三星堆",
    "榮耀與華為,蘋果也漲價了",
    "",
    "\0\0",
]


@ALL
@pytest.mark.parametrize("text", TEXTS)
def test_words_cover_the_text_without_gaps(name: str, text: str) -> None:
    position = 0
    for start, end in get_segmenter(name).words(text):
        assert start == position
        assert end > start
        position = end
    assert position == len(text)


@ALL
@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=60))
def test_words_cover_any_text(name: str, text: str) -> None:
    spans = get_segmenter(name).words(text)
    assert "".join(text[start:end] for start, end in spans) == text


@pytest.mark.parametrize("text", TEXTS)
def test_segmenters_cut_alike(text: str) -> None:
    assert get_segmenter("rjieba").words(text) == get_segmenter("jieba").words(text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=st.text(alphabet="小米苹果华为用的很好su7x. -/3%14,。", max_size=20))
def test_segmenters_cut_alike_at_runs_of_letters_and_digits(text: str) -> None:
    """They differ there only when told to guess unknown words, which we do not."""
    assert get_segmenter("rjieba").words(text) == get_segmenter("jieba").words(text)


def test_guessing_unknown_words_is_where_they_differ() -> None:
    import jieba
    import rjieba

    text = "这个 t.cn/A6 3.14% Lion-Do"
    assert list(rjieba.Jieba().cut(text, True)) != list(jieba.Tokenizer().cut(text, HMM=True))
