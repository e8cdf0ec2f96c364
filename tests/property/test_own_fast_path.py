"""The quick way through own words gives what the slow way gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolvet.text import own

PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "小米手机真不错",
                "转发微博",
                "[doge]",
                "//@路人甲:",
                "@样例君 ",
                "网页链接",
                " ",
                "。",
            ),
            *(
                "http://t.cn/A6x",
                "www.a.com",
                "t.cn/Ab",
                "查看图片",
                "样例君的微博视频",
                "...全文",
            ),
            *(
                "来自iPhone客户端",
                "我在:深圳",
                "\n原始用户: 甲",
                "展开全文c",
                "一二三四五六七八九十甲乙丙丁",
            ),
        ]
    ),
    max_size=8,
).map("".join)


@given(PIECES)
def test_a_text_without_signs_hides_nothing_the_slow_way_either(text):
    with pytest.MonkeyPatch.context() as patch:
        for signs in ("_AT_SIGNS", "_URL_SIGNS", "_CHROME_SIGNS"):
            patch.setattr(own, signs, ("",))
        slow = own._visible(text, 0, own._end_of_own(text))
    assert own.own_words(text) == slow


@given(PIECES)
def test_a_long_run_of_characters_is_never_boilerplate_the_slow_way_either(text):
    visible = own.own_words(text).replace(own.HIDDEN, " ")
    words = own._NO_WORD.sub("", own._EMOTICON.sub(" ", visible))
    slow = not words or words.casefold() in own._BOILERPLATE
    assert own.is_boilerplate(own.own_words(text)) == slow
