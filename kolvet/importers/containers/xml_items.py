"""The items of an RSS or Atom feed. One with a document type, and so with entities, is refused."""

import html
from collections.abc import Iterator
from xml.parsers import expat

from kolvet.importers.containers.json_rows import Bytes
from kolvet.model.imports import Rejected

_BLOCK = 1 << 16
_ITEMS = frozenset({"item", "entry"})
_HOLDERS = _ITEMS | {"author", "stats"}
_MEDIA = "media:"
_VOID = frozenset({"br", "img", "hr"})
_TEXT_LIMIT = 4_000_000


class UnsafeXmlError(Exception):
    """The document declares a type or entities."""


class FeedItems:
    """Iterates over the items, numbered by the line where each begins.

    An item is a mapping of its elements' names, without namespace prefixes, to their texts; of
    elements that occur more than once the first counts, and of those inside others only the
    author's and those of RSSHub's `stats`. `link` of Atom is the `href` of the one that leads to
    the page. A text in XHTML comes as HTML.

    Attributes:
        channel: The feed's own elements met so far; `author` is the name of its author.
    """

    def __init__(self, stream: Bytes) -> None:
        self._stream = stream
        self.channel: dict[str, str] = {}
        self._items: list[tuple[int, dict[str, str]]] = []
        self._item: dict[str, str] | None = None
        self._line = 0
        self._path: list[str] = []
        self._text: list[str] = []
        self._xhtml = 0  # how many elements of an XHTML text are open
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]] | Rejected]:
        more = True
        while more:
            block = self._stream.read(_BLOCK)
            more = bool(block)
            try:
                self._parser.Parse(block, not more)
            except expat.ExpatError as error:
                yield from self._items
                yield Rejected(error.lineno, "xml_broken", str(error))
                return
            yield from self._items
            self._items.clear()

    def _refuse(self, *declared: object) -> None:
        raise UnsafeXmlError(declared[0])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not name.startswith(_MEDIA):  # its titles and texts are not those of the item
            name = name.rpartition(":")[2]
        self._path.append(name)
        if self._xhtml:
            self._xhtml += 1
            self._text.append(f'<{name} alt="{html.escape(attributes.get("alt", ""))}">')
            return
        self._text.clear()
        if name in _ITEMS:
            self._item = {}
            self._line = self._parser.CurrentLineNumber
        elif attributes.get("type") == "xhtml":
            self._xhtml = 1
        elif name == "link" and self._item is not None and _leads_to_page(attributes):
            self._item.setdefault("link", attributes["href"])

    def _characters(self, text: str) -> None:
        self._text.append(html.escape(text, quote=False) if self._xhtml else text)

    def _end(self, name: str) -> None:
        name = self._path.pop()
        if self._xhtml > 1:
            self._xhtml -= 1
            if name not in _VOID:
                self._text.append(f"</{name}>")
            return
        self._xhtml = 0
        text = "".join(self._text).strip()[:_TEXT_LIMIT]
        self._text.clear()
        if name in _ITEMS and self._item is not None:
            self._items.append((self._line, self._item))
            self._item = None
        elif text and self._item is None:
            by = name == "name" and self._path[-1:] == ["author"]
            self.channel.setdefault("author" if by else name, text)
        elif text and self._item is not None and self._path[-1] in _HOLDERS:
            self._item.setdefault(name, text)


def _leads_to_page(link: dict[str, str]) -> bool:
    return "href" in link and link.get("rel", "alternate") == "alternate"
