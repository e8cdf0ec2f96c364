"""The items of an RSS or Atom feed. One with a document type, and so with entities, is refused."""

from collections.abc import Iterator
from xml.parsers import expat

from kolvet.importers.containers.json_rows import Bytes
from kolvet.model.imports import Rejected

_BLOCK = 1 << 16
_ITEMS = frozenset({"item", "entry"})
_TEXT_LIMIT = 4_000_000


class UnsafeXmlError(Exception):
    """The document declares a type or entities."""


class FeedItems:
    """Iterates over the items, numbered by the line where each begins.

    An item is a mapping of its elements' names, without namespace prefixes, to their texts; of
    elements that occur more than once the first counts. `link` of Atom is its `href`.

    Attributes:
        channel: The feed's own elements met so far.
    """

    def __init__(self, stream: Bytes) -> None:
        self._stream = stream
        self.channel: dict[str, str] = {}
        self._items: list[tuple[int, dict[str, str]]] = []
        self._item: dict[str, str] | None = None
        self._line = 0
        self._path: list[str] = []
        self._text: list[str] = []
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append

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
        name = name.rpartition(":")[2]
        self._path.append(name)
        self._text.clear()
        if name in _ITEMS:
            self._item = {}
            self._line = self._parser.CurrentLineNumber
        elif name == "link" and "href" in attributes and self._item is not None:
            self._item.setdefault("link", attributes["href"])

    def _end(self, name: str) -> None:
        name = self._path.pop()
        text = "".join(self._text).strip()[:_TEXT_LIMIT]
        self._text.clear()
        if name in _ITEMS and self._item is not None:
            self._items.append((self._line, self._item))
            self._item = None
        elif text:
            (self.channel if self._item is None else self._item).setdefault(name, text)
