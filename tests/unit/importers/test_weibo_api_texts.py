"""Texts of Weibo's API: markup, links, and whether a text is whole."""

from datetime import datetime

import pytest

from kolvet.importers.dialects import weibo_api
from kolvet.importers.reading import Reading
from kolvet.model.posts import SHANGHAI
from tests import factories_api
from tests.factories import SEVEN, UID

NOW = datetime(2024, 11, 29, 12, 0, tzinfo=SHANGHAI)
POST = SEVEN[0]
LONG = "先说结论，城区路口它会犹豫，老人孩子在车上的时候我会主动接管。" * 12


def read(record, uid=UID):
    (post,) = weibo_api.read_post(record, Reading(NOW, uid))
    return post


def mblog(**changed):
    return {**factories_api.mblog(POST), **changed}


def status(**changed):
    return {**factories_api.status(POST), **changed}


# --- texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (
            '<a href="https://m.weibo.cn/search?q=%23x%23"><span class="surl-text">#小米14Ultra#'
            "</span></a> 用了两周<span class=\"url-icon\"><img alt=[允悲] src='x'></span>",
            "#小米14Ultra# 用了两周[允悲]",
        ),
        ("一行<br />二行", "一行\n二行"),
        ("a&lt;b &amp; c", "a<b & c"),
        ("说完 \u200b\u200b\u200b", "说完"),
        ("", ""),
    ],
)
def test_markup_and_padding_go(text, plain):
    assert read(mblog(text=text)).text == plain


def test_a_link_reads_alike_on_both_faces():
    mobile = mblog(
        text='看这里 <a href="http://t.cn/A6fake"><span class="url-icon"><img src="x"></span>'
        '<span class="surl-text">网页链接</span></a> 完'
    )
    links = [
        {
            "short_url": "http://t.cn/A6fake",
            "long_url": "https://x.example/",
            "url_title": "网页链接",
        }
    ]
    web = status(text_raw="看这里 http://t.cn/A6fake 完 \u200b", text="…", url_struct=links)
    assert read(mobile).text == read(web).text == "看这里 网页链接 完"


def test_a_link_without_a_title_stays():
    web = status(
        text_raw="看 http://t.cn/A6fake", url_struct=[{"short_url": "http://t.cn/A6fake"}]
    )
    assert read(web).text == "看 http://t.cn/A6fake"
    assert read({**web, "url_struct": [None, "x", {}]}).text == "看 http://t.cn/A6fake"


def test_text_raw_is_preferred_unless_it_is_empty():
    assert read(status(text_raw="原文", text="<b>别的</b>")).text == "原文"
    assert read(status(text_raw=" ", text="只有<br/>这个")).text == "只有\n这个"


# --- cut off or whole ----------------------------------------------------------------------------

CUT = LONG[:138]


@pytest.mark.parametrize(
    ("changed", "truncated"),
    [
        ({"text": f'{CUT} ...<a href="/status/1">全文</a>', "isLongText": True}, True),
        ({"text": f'{CUT} ...<a href="/status/1">全文</a>', "isLongText": False}, True),
        ({"text": CUT, "isLongText": True, "textLength": 620}, True),  # no word at its end
        ({"text": LONG, "isLongText": True, "textLength": 2 * len(LONG)}, False),
        ({"text": LONG, "isLongText": True, "textLength": None}, False),
        ({"text": CUT, "isLongText": True, "textLength": None}, True),
        ({"text": CUT, "isLongText": False, "textLength": 620}, False),
        ({"text": CUT, "isLongText": False, "truncated": True}, True),
        ({"text": LONG, "longText": {"longTextContent": LONG}, "isLongText": True}, False),
        ({"text": CUT, "longText": {"longTextContent": LONG}, "isLongText": True}, False),
        ({"text": CUT, "longText": {}, "isLongText": True, "textLength": 620}, True),
    ],
)
def test_what_is_cut_off_on_the_mobile_face(changed, truncated):
    assert read(mblog(**changed)).truncated is truncated


@pytest.mark.parametrize(
    ("changed", "truncated"),
    [
        ({"isLongText": True, "text": f'{CUT}<span class="expand">展开</span>'}, True),
        ({"isLongText": True, "continue_tag": {"title": "全文"}, "textLength": 620}, True),
        ({"isLongText": False, "continue_tag": {"title": "全文"}, "textLength": 620}, True),
        ({"isLongText": True, "longTextContent": LONG}, False),
        ({"isLongText": True, "longTextContent": "", "textLength": 620}, True),
        ({"isLongText": False, "continue_tag": None}, False),
    ],
)
def test_what_is_cut_off_on_the_web_face(changed, truncated):
    post = read(status(**{"text_raw": CUT, "textLength": 280, **changed}))
    assert post.truncated is truncated
    assert "展开" not in post.text


def test_the_word_for_more_goes_where_it_is_all_there_is():
    post = read(
        status(text_raw="", text=f'{CUT}...<span class="expand">展开</span>', isLongText=True)
    )
    assert (post.text, post.truncated) == (f"{CUT}...", True)


def test_a_long_text_that_stands_with_the_post_makes_it_whole():
    links = [{"short_url": "http://t.cn/A6long", "url_title": "样例视频"}]
    short = mblog(text=f'{CUT} ...<a href="/s">全文</a>', isLongText=True, textLength=620)
    answer = {"longTextContent": f"{LONG} http://t.cn/A6long", "url_struct": links}
    whole = read({**short, **answer})
    assert (whole.text, whole.truncated) == (f"{LONG} 样例视频", False)
    assert whole.engagement == read(short).engagement
