"""Texts, times and counts as the two faces print them."""

import re
from datetime import datetime, timedelta
from html import escape

from tests.platform.people import SHANGHAI
from tests.platform.timeline import LONG_FROM

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_EMOJI = re.compile(r"\[[\u4e00-\u9fffa-z]{1,6}\]")
_TOPIC = re.compile(r"#([^#\s]{2,30})#")
_LINK = re.compile(r"http://t\.cn/\w+")
_NICK = re.compile(r"@([\w\u4e00-\u9fff]{2,12})")

_MOBILE = {
    _EMOJI: r'<span class="url-icon"><img alt=\g<0> src="https://h5.example/x.png" '
    r'style="width:1em; height:1em;" /></span>',
    _TOPIC: r'<a href="https://m.weibo.cn/search?containerid=231522type%3D1%26t%3D10%26q%3D%23\1%23"'
    r' data-hide=""><span class="surl-text">#\1#</span></a>',
    _LINK: r'<a data-url="\g<0>" href="https://example.com/" data-hide=""><span class="url-icon">'
    r'<img src="https://h5.example/link.png"></span><span class="surl-text">网页链接</span></a>',
    _NICK: r"<a href='/n/\1'>@\1</a>",
}
_WEB = {
    _EMOJI: r'<img alt="\g<0>" title="\g<0>" src="https://face.example/x.png" />',
    _TOPIC: r'<a href="//s.weibo.com/weibo?q=%23\1%23" target="_blank">#\1#</a>',
    _LINK: r'<a target="_blank" href="https://example.com/"><img class="icon-link" '
    r'src="https://h5.example/link.png"/>网页链接</a>',
    _NICK: r"<a href=/n/\1 usercard=name=@\1>@\1</a>",
}
_CUT_AT = LONG_FROM - 10


def mobile_html(text: str) -> str:
    """A text as m.weibo.cn marks it up."""
    return _marked(text, _MOBILE)


def web_html(text: str) -> str:
    """A text as weibo.com marks it up."""
    return _marked(text, _WEB)


def beginning(text: str) -> str:
    """What a timeline shows of a long post."""
    return text[:_CUT_AT]


def short_urls(text: str) -> list[str]:
    """The short addresses in a text."""
    return _LINK.findall(text)


def topics(text: str) -> list[str]:
    """The topics in a text, without their marks."""
    return _TOPIC.findall(text)


def _marked(text: str, marks: dict[re.Pattern[str], str]) -> str:
    marked = escape(text, quote=False)
    for pattern, mark in marks.items():  # links come after topics, whose address has none
        if pattern is not _LINK or "http" in marked:
            marked = pattern.sub(mark, marked)
    return marked.replace("\n", "<br />")


def long_time(when: datetime) -> str:
    """`Thu Nov 28 20:19:59 +0800 2024`, whatever the locale."""
    local = when.astimezone(SHANGHAI)
    day = f"{_DAYS[local.weekday()]} {_MONTHS[local.month - 1]} {local.day:02}"
    return f"{day} {local:%H:%M:%S} +0800 {local.year}"


def relative_time(when: datetime) -> str:
    """As in the years before 2020: 刚刚, 5分钟前, 3小时前, 昨天 12:30, 06-14, 2018-10-13."""
    now, local = datetime.now(SHANGHAI), when.astimezone(SHANGHAI)
    age = now - local
    if age < timedelta(minutes=1):
        return "刚刚"
    if age < timedelta(hours=1):
        return f"{age.seconds // 60}分钟前"
    if local.date() == now.date():
        return f"{age.seconds // 3600}小时前"
    if local.date() == now.date() - timedelta(days=1):
        return f"昨天 {local:%H:%M}"
    return f"{local:%m-%d}" if local.year == now.year else f"{local:%Y-%m-%d}"


def rounded(count: int) -> str:
    """A count in words: 316, 2.1万, 100万+."""
    if count < 10_000:
        return str(count)
    return f"{count / 10_000:.1f}万" if count < 1_000_000 else "100万+"
