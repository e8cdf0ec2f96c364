"""Text out of the HTML that platforms and feeds wrap it in."""

import html
import re

_TAG = re.compile(
    r"<(/?)(a|abbr|article|b|blockquote|br|center|code|div|em|figcaption|figure|font|h[1-6]|hr|i|"
    r"iframe|img|li|ol|p|path|pre|section|small|span|strong|sub|sup|svg|table|tbody|td|th|tr|u|"
    r"ul|video|audio|source)(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE,
)
_DROPPED = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BLOCKS = frozenset({"p", "div", "li", "tr", "blockquote", "hr", "section", "article"})
_EDGE = "\x1e"  # where a block begins or ends: one line break, however many edges meet
_EDGES = re.compile(rf"\n?(?:{_EDGE}[ \t]*)+\n?")


def plain_text(text: str) -> str:
    """The text without tags and entities, if it has any; unchanged otherwise.

    A line break and the edge of a block become a newline, a picture its `alt` (Weibo writes emoji
    so). Only known tags count: `a<b` and `<小米>` survive in text that never was HTML.
    """
    if "<" in text:
        text = _EDGES.sub("\n", _TAG.sub(_replacement, _DROPPED.sub("", text)))
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text


def _replacement(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if name == "img":
        alt = _ALT.search(tag[3])
        return (alt[1] or alt[2] or alt[3] or "") if alt else ""
    if name == "br":
        return "\n"
    return _EDGE if name in _BLOCKS or (name[0] == "h" and len(name) == 2) else ""
