"""What is the author's own, and what is not."""

import pytest

from kolvet.text.own import HIDDEN, is_boilerplate, own_words, quoted_words


def kept(text: str) -> str:
    own = own_words(text)
    assert len(own) == len(text)
    assert all(a in (b, HIDDEN) for a, b in zip(own, text, strict=True))
    return own.replace(HIDDEN, "")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("确实//@样例数码君:小米不行//@别人:是吗", "确实"),
        ("确实／／＠样例数码君：小米不行", "确实"),
        ("回复@样例数码君:我也觉得", "我也觉得"),
        ("感谢@小米公司 送测", "感谢 送测"),
        ("@小米手机 这电池", " 这电池"),
        ("看 https://www.mi.com/xiaomi14?x=1 吧", "看  吧"),
        ("看t.cn/A6abc吧", "看吧"),
        ("www.apple.com很慢", "很慢"),
        ("去apple.com.cn看", "去看"),
        ("新机O网页链接", "新机"),
        ("好看 样例数码君的微博视频", "好看 "),
        ("好看 查看图片", "好看 "),
        ("写得真长...全文", "写得真长"),
        ("转发理由: 不错\n原始用户: 小米\n转发内容: 小米14发布", "转发理由: 不错"),
        ("全文都在骂", "全文都在骂"),
        ("雷军的微博视频太好笑了", "雷军的微博视频太好笑了"),
        ("3.5公里//分钟", "3.5公里//分钟"),
        ("", ""),
    ],
)
def test_only_the_authors_own_words_stay(text: str, own: str) -> None:
    assert kept(text) == own


def test_name_ends_at_the_platforms_limit() -> None:
    assert kept("@" + "字" * 15 + "小米") == "小米"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "转发微博",
        "轉發微博",
        "Repost",
        "//@样例数码君:小米不行",
        "[doge][doge]",
        "@样例数码君 ",
        "http://t.cn/x 。",
    ],
)
def test_nothing_said_is_boilerplate(text: str) -> None:
    assert is_boilerplate(own_words(text))


@pytest.mark.parametrize("text", ["转发微博，小米真行", "好", "转发微博的人很多", "[doge]真行"])
def test_own_words_are_not_boilerplate(text: str) -> None:
    assert not is_boilerplate(own_words(text))


def test_quoted_words_are_the_chain_without_names() -> None:
    text = "确实//@样例数码君:小米不行 http://t.cn/x"
    assert quoted_words(text).replace(HIDDEN, "") == "//:小米不行 "
    assert len(quoted_words(text)) == len(text)
    assert quoted_words("没有转发链").replace(HIDDEN, "") == ""
