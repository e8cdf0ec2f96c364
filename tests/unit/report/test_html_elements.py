"""No text can become markup, wherever it stands."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolvet.messages import choose
from kolvet.report.html.elements import (
    el,
    escape,
    link,
    outside,
    sentence,
    tongue,
    web_address,
    write,
)
from kolvet.report.plain_text import visible

MARKUP = st.sampled_from(
    ["<script>", "</p>", "<!--", "-->", "]]>", "<svg/onload=x>", "&", "&lt;", "&#60;", *"\"'`=>"]
)
ODD = st.sampled_from("\x00\x08\r\n\t\x1b\u200b\u200d\u202e\u2066\u2069\ufeff\ud83d\U000e0001😅👨")
TEXTS = st.lists(st.one_of(MARKUP, ODD, st.text(max_size=8)), max_size=8).map("".join)


class Reader(HTMLParser):
    """What a browser would see: tags with the names of their attributes, and the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[str | None] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.values += [value for _, value in attrs]

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        raise AssertionError(data)

    def handle_decl(self, decl):
        assert decl == "DOCTYPE html"
        assert not self.tags


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


@given(TEXTS)
def test_a_text_is_one_text_and_nothing_else(raw):
    found = read(write(el("p", raw, title="t")))
    assert found.tags == [("p", ("title",))]
    assert found.text == visible(raw)


@given(TEXTS)
def test_an_attribute_holds_all_of_its_value(raw):
    found = read(write(el("p", "x", aria_label=raw, class_="c")))
    assert found.tags == [("p", ("aria-label", "class"))]
    assert found.values == [visible(raw), "c"]
    assert found.text == "x"


@given(TEXTS)
def test_a_link_opens_the_web_or_nothing(url):
    found = read(write(el("p", link(url, "shown"))))
    assert found.text == "shown"
    if len(found.tags) > 1:
        assert found.tags[1] == ("a", ("href", "rel"))
        assert found.values[0] == url
        assert url.lower().startswith(("http://", "https://"))


@given(TEXTS)
def test_nothing_unseen_reaches_the_page(raw):
    shown = write(outside(raw))
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown
    )
    assert shown.encode("utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " https://a.example/",
        "https://a.example/\u202egpj",
        "https://a.example/ b",
        'https://a.example/"onclick="x',
        "data:text/html,x",
        "//a.example/x",
        "https:///x",
        "file:///etc/passwd",
        "",
    ],
)
def test_what_is_no_plain_web_address_is_text(url):
    assert web_address(url) is None
    assert write(link(url, "x")) == "x"


@pytest.mark.parametrize("url", ["https://weibo.com/1/a?b=1&c=2#d", "HTTP://例子.example/微博"])
def test_a_web_address_is_a_link_without_a_referrer(url):
    assert web_address(url) == url
    assert 'rel="noreferrer noopener"' in write(link(url, "x"))


def test_the_direction_of_a_text_from_outside_stays_its_own():
    assert write(outside("ראשון 小米")) == '<bdi lang="zh">ראשון 小米</bdi>'


@pytest.mark.parametrize(
    ("raw", "language"), [("小米 17", "zh"), ("Xiaomi", "en"), ("123 😅", None), ("", None)]
)
def test_the_language_follows_the_letters(raw, language):
    assert tongue(raw) == language


@pytest.mark.parametrize(
    ("raw", "markup"),
    [
        ("36.2 for 小米", '36.2 for <span lang="zh">小米</span>'),
        ("「真香，小米！」 and <b>", '「<span lang="zh">真香，小米</span>！」 and &lt;b&gt;'),
        ("no Han", "no Han"),
    ],
)
def test_chinese_in_an_english_sentence_is_marked(raw, markup):
    assert write(sentence(raw)) == f"<bdi>{markup}</bdi>"


def test_a_sentence_of_another_language_than_the_page_says_so():
    assert write(sentence("对小米不签 BRI", "zh")) == '<bdi lang="zh">对小米不签 BRI</bdi>'
    choose("zh")
    assert write(sentence("对小米不签 BRI")) == "<bdi>对小米不签 BRI</bdi>"
    assert write(sentence("24 个月", "en")) == "<bdi>24 个月</bdi>"
    assert write(sentence("for 小米", "en")).startswith('<bdi lang="en">for <span lang="zh">小米')


def test_lines_stay_and_unseen_characters_are_named():
    assert escape("一\n二\u202e\u200b\x1b[31m") == "一\n二\\u202e\\u200b\\x1b[31m"


def test_void_elements_have_no_end_and_none_is_nothing():
    assert write(el("p", "a", el("br"), None, id=None)) == "<p>a<br></p>"
