"""Which part of a post is its author's own.

Not his own: the chain of a repost (from the first `//@` on), @names, URLs, the head of a reply,
and what the platform writes into the text by itself (format study, section 0, points 6 to 9).
"""

import re
from functools import lru_cache

import ahocorasick_rs

HIDDEN = "\0"
"""Stands for every code point that is not the author's own; offsets stay."""

_NAME = r"[\w\-·]{1,30}"
CHAIN = re.compile(r"[/／]{2}\s*[@＠]")
_FOREIGN_BLOCK = re.compile(r"(?:^|\n)[ \t]*(?:原始用户|转发内容)\s*[:：]")
_URL = re.compile(
    r"""(?ix)
    (?:https?://|www\.)[\x21-\x7e]+
    | (?<![a-z0-9@])t\.cn/[a-z0-9]+
    | (?<![a-z0-9@])(?:[a-z0-9-]+\.)+(?:com|cn|net|org|cc|io|tv|me|top|xyz|shop|hk|tw|jp)
      (?![a-z0-9-])(?:/[\x21-\x7e]*)?
    """
)
_AT = re.compile(rf"[@＠]{_NAME}")
_REPLY = re.compile(rf"(?:回复|回覆|Reply(?:\s+to)?)\s*[@＠]{_NAME}\s*[:：]?", re.IGNORECASE)
_CHROME = re.compile(
    rf"""(?x)
    O?网页链接 | (?:查看|评论配)(?:图片|原图|动图|链接|图)
    | (?<!\S){_NAME}的(?:微博|秒拍|美拍|小咖秀)视频(?=\s|$|[/／]{{2}})
    | 展开全文\w? | 收起全文\w? | (?:\.{{3}}|…+)\s*全文\s*$
    | (?:我在(?:这里)?[:：])\s*\S+
    | 来自\s*[^\s，。！？]{{0,20}}(?:客户端|网页版|超话|微博\s?weibo\.com)
    """
)
_HANDLE_WIDTH = 30
"""Weibo's limit for a nickname: 30, a Han character counting 2."""

_BOILERPLATE = frozenset(
    (
        "转发微博",
        "轉發微博",
        "转发",
        "轉發",
        "repost",
        "repostweibo",
        "转",
        "转发此微博",
        "快转",
        "快转微博",
        "快转了",
        "分享图片",
        "分享图文",
        "分享视频",
        "发布了头条文章",
        "分享",
        "微博",
        "微博视频",
        "我发表了头条文章",
        "发表了头条文章",
        "图片",
        "视频",
        "分享了图片",
        "分享单曲",
        "mark",
        "马",
        "已阅",
        "undefined",
        "null",
        "nan",
    )
)
_EMOTICON = re.compile(r"\[[^\[\]\s]{1,12}\]")
_NO_WORD = re.compile(r"[\W_]+")
_AT_SIGNS = ("@", "＠")
_URL_SIGNS = (".", "://")
_CHROME_SIGNS = (
    "网页链接", "查看", "评论配", "微博视频", "秒拍视频", "美拍视频", "小咖秀视频", "全文",
    "我在:", "我在：", "我在这里", "来自",
)  # fmt: skip
_BLOCK_SIGNS = ("原始用户", "转发内容")
_SIGNS = ahocorasick_rs.AhoCorasick((*_AT_SIGNS, *_URL_SIGNS, *_CHROME_SIGNS, *_BLOCK_SIGNS))
"""Nothing is hidden in a text without any of these: most posts are passed at once."""
_SENTENCE = re.compile(r"[\u4e00-\u9fff]{13}")
"""Longer than any boilerplate, and than what stands in one emoticon."""


@lru_cache(maxsize=16)  # one text is looked at several times in a row
def own_words(text: str) -> str:
    """The text with everything that is not the author's own hidden, at the same length."""
    if _SIGNS.find_matches_as_indexes(text):
        return _visible(text, 0, _end_of_own(text))
    return text


def quoted_words(text: str) -> str:
    """The chain of a repost, which others wrote, with everything else hidden, at the same length.

    What a reply such as 我的也这样//@name:... is about stands only there.
    """
    return _visible(text, _end_of_own(text), len(text))


def _visible(text: str, begin: int, end: int) -> str:
    """The text between two positions without names, URLs and what the platform wrote."""
    hidden = [(0, begin), (end, len(text))]
    for pattern, signs in ((_URL, _URL_SIGNS), (_REPLY, _AT_SIGNS), (_CHROME, _CHROME_SIGNS)):
        if any(sign in text for sign in signs):
            hidden += [match.span() for match in pattern.finditer(text, begin, end)]
    if any(sign in text for sign in _AT_SIGNS):
        hidden += [_handle(match) for match in _AT.finditer(text, begin, end)]
    parts, position = [], 0
    for start, stop in sorted(hidden):
        if stop > position:
            parts.append(text[position : max(start, position)])
            parts.append(HIDDEN * (stop - max(start, position)))
            position = stop
    parts.append(text[position:])
    return "".join(parts)


def is_boilerplate(own: str) -> bool:
    """Whether what `own_words` left holds no word (转发微博, an emoticon, nothing at all)."""
    if _SENTENCE.search(own):
        return False
    own = own.replace(HIDDEN, " ")
    words = _NO_WORD.sub("", _EMOTICON.sub(" ", own))
    return not words or words.casefold() in _BOILERPLATE


def _end_of_own(text: str) -> int:
    end = len(text)
    for pattern, signs in ((CHAIN, _AT_SIGNS), (_FOREIGN_BLOCK, _BLOCK_SIGNS)):
        if any(sign in text for sign in signs):
            match = pattern.search(text)
            if match:
                end = min(end, match.start())
    return end


def _handle(match: re.Match[str]) -> tuple[int, int]:
    """The span of an @name, not longer than the platform allows."""
    start, end = match.span()
    width, position = 0, start + 1
    while position < end:
        width += 2 if ord(match.string[position]) > 0x2E7F else 1
        if width > _HANDLE_WIDTH:
            break
        position += 1
    return start, position
