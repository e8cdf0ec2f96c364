r"""HTML as typed elements: the only way from text to the page.

A text is escaped because it is a `str`, wherever it stands; markup is an `Element`, and no text
can become one. Characters that cannot be seen, or that reorder a line, are written as on the
terminal (`\u202e`), so that a quote cannot pretend to be another one.
Sources: HTML Living Standard, 13.1.2 (syntax of elements and attributes); Unicode Technical
Report 36 (bidirectional and invisible characters).
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kolvet.messages import language
from kolvet.report.plain_text import visible

VOID = frozenset({"br", "hr", "meta", "link"})
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_CHINESE = re.compile(
    "[\u3400-\u9fff\U00020000-\U0003ffff]"
    "(?:[\u3000-\u9fff\uff01-\uff5e\U00020000-\U0003ffff]*[\u3400-\u9fff\U00020000-\U0003ffff])?"
)
"""Chinese words with the signs between them, as they stand in a sentence of another language."""
_LATIN = re.compile("[A-Za-z]{2}")
_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_SAFE_IN_LINKS = re.compile(r"[^\s\"<>\\^`{|}]+")


@dataclass(frozen=True, slots=True)
class Element:
    """One element with what stands in it."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: "tuple[Node, ...]"


Node = Element | str | None
"""What may stand in an element: another one, text, or nothing."""


def el(name: str, /, *children: Node, **attributes: object) -> Element:
    """An element; `class_` is the attribute class, `aria_label` aria-label, None leaves it out.

    Names come from this package's own code, never from data.
    """
    kept = tuple(
        (key.rstrip("_").replace("_", "-"), str(value))
        for key, value in attributes.items()
        if value is not None
    )
    return Element(name, kept, children)


def write(node: Node) -> str:
    """The markup of a node and all that stands in it."""
    return "".join(_written(node))


def _written(node: Node) -> Iterator[str]:
    if node is None:
        return
    if isinstance(node, str):
        yield escape(node)
        return
    yield f"<{node.name}"
    for name, value in node.attributes:
        yield f' {name}="{escape(value)}"'
    yield ">"
    if node.name in VOID:
        return
    for child in node.children:
        yield from _written(child)
    yield f"</{node.name}>"


def escape(raw: str) -> str:
    """Text for an element or a quoted attribute, with every unseen character made visible."""
    return html.escape(visible(raw))


def outside(raw: str, **attributes: object) -> Element:
    """Text from outside, a name or a quote: its direction is its own, its language is marked."""
    return el("bdi", raw, lang=tongue(raw), **attributes)


def sentence(raw: str, spoken: str | None = None) -> Element:
    """A sentence of ours: it keeps the page's language, and only the Chinese in it is marked.

    `spoken` is the language that it was written in, where the page may have another; a sentence
    without a Latin word is Chinese whatever was spoken (a notice of a Chinese file).
    """
    chinese = _HAN.search(raw) and not _LATIN.search(raw)
    written = "zh" if chinese else spoken or language()
    parts: list[Node] = [raw] if written == "zh" else list(_marked(raw))
    return el("bdi", *parts, lang=None if written == language() else written)


def _marked(raw: str) -> Iterator[Node]:
    """The text, each run of Chinese in it told to be Chinese."""
    end = 0
    for found in _CHINESE.finditer(raw):
        yield raw[end : found.start()]
        yield el("span", found[0], lang="zh")
        end = found.end()
    yield raw[end:]


def tongue(raw: str) -> str | None:
    """The language of a text from outside, as far as its letters tell."""
    if _HAN.search(raw):
        return "zh"
    return "en" if _LATIN.search(raw) else None


def web_address(url: str) -> str | None:
    """The address when a browser may be sent there; only http and https, nothing unseen."""
    fits = _WEB.match(url) and _SAFE_IN_LINKS.fullmatch(url) and visible(url) == url
    return url if fits else None


def link(url: str, shown: Node) -> Node:
    """What is shown, as a link when the address is one."""
    address = web_address(url)
    return el("a", shown, href=address, rel="noreferrer noopener") if address else shown
