"""True for any text: where mentions may lie, and what must not change them."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.brands import find_target
from kolvet.text.fold import INSERTABLE, compact, fold, fold_word
from kolvet.text.mentions import MentionFinder
from kolvet.text.own import HIDDEN, own_words

FINDERS = {
    name: MentionFinder(find_target(name)) for name in ("小米", "苹果", "荣耀", "vivo", "无此牌")
}
NAMED = ["小米", "小·米", "小 米", "红米", "米粉", "雷军", "SU7", "iPhone15", "苹果", "蘋果"]
NAMED += ["荣耀", "榮耀", "vivo", "VIVO", "ｖｉｖｏ", "无此牌", "無此牌", "🍎", "\u200b"]
AROUND = [
    "手机",
    "屏幕",
    "粥",
    "好吃",
    "大",
    "粉",
    "的",
    "，",
    "。",
    " ",
    "\n",
    "x",
    "7",
    "[doge]",
]
FOREIGN = ["@样例", "http://t.cn/A6", "//@路人:", "网页链接"]
PIECES = st.sampled_from([*NAMED, *AROUND, *FOREIGN])
TEXTS = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=40))
NAMES = st.sampled_from(sorted(FINDERS))
ANY = settings(max_examples=300, deadline=None)


@ANY
@given(text=TEXTS, name=NAMES)
def test_mentions_give_the_text_as_written_in_order(text: str, name: str) -> None:
    position = 0
    for mention in FINDERS[name].find(text):
        assert position <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.alias
        position = mention.end


@ANY
@given(text=TEXTS, name=NAMES)
def test_gate_is_never_wrongly_closed(text: str, name: str) -> None:
    if FINDERS[name].find(text):
        assert FINDERS[name].may_name(text)


@ANY
@given(text=TEXTS, name=NAMES)
def test_mentions_lie_in_the_authors_own_words(text: str, name: str) -> None:
    chain = text.find("//@")
    own = own_words(text)
    taken = [match.span() for match in re.finditer(r"https?://[\x21-\x7e]+", text)]
    for mention in FINDERS[name].find(text):
        assert chain < 0 or mention.end <= chain
        assert HIDDEN not in own[mention.start : mention.end]
        assert not any(mention.start < end and start < mention.end for start, end in taken)
        assert text[max(mention.start - 1, 0)] not in "@＠"


@ANY
@given(text=TEXTS)
def test_own_words_keep_length_and_hide_once(text: str) -> None:
    own = own_words(text)
    assert len(own) == len(text)
    assert all(a in (b, HIDDEN) for a, b in zip(own, text, strict=True))


@ANY
@given(text=TEXTS)
def test_folding_maps_back_and_changes_nothing_twice(text: str) -> None:
    folded = fold(text)
    assert fold_word(folded.text) == folded.text
    for index, character in enumerate(folded.text):
        start, end = folded.original(index, index + 1)
        assert end == start + 1
        assert character in fold_word(text[start:end])
    squeezed = compact(folded)
    assert not INSERTABLE & set(squeezed.text)
    for index, character in enumerate(squeezed.text):
        assert folded.text[squeezed.start(index)] == character


def widened(text: str) -> str:
    """ASCII letters and digits in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in text)


TRADITIONAL = str.maketrans("苹荣无红军机", "蘋榮無紅軍機")


@ANY
@given(pieces=st.lists(st.sampled_from([*NAMED, *AROUND]), max_size=10), name=NAMES)
def test_case_width_and_script_do_not_matter(pieces: list[str], name: str) -> None:
    text = "".join(pieces)
    expected = [mention[:2] for mention in FINDERS[name].find(text)]
    for variant in (text.swapcase(), text.upper(), widened(text), text.translate(TRADITIONAL)):
        assert [mention[:2] for mention in FINDERS[name].find(variant)] == expected


@ANY
@given(text=TEXTS, name=NAMES)
def test_same_text_gives_the_same_mentions(text: str, name: str) -> None:
    assert FINDERS[name].find(text) == FINDERS[name].find(text)
