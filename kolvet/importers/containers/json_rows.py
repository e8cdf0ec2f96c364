"""Objects of JSON documents and of JSON Lines, one at a time, also from files cut off."""

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from kolvet.importers.containers.lines import OVERLONG, Lines
from kolvet.model.imports import Rejected

JsonObject = dict[str, Any]
NumberedObject = tuple[int, JsonObject]

_EXCERPT = 80
_SCAN_EVENTS = 200_000
_LISTS = frozenset(
    {
        *("weibo", "items", "posts", "data", "list", "statuses", "cards", "Feeds"),
        *("rows", "results"),
    }
)
_LISTS_IN_DATA = frozenset({"cards", "list", "data", "statuses"})  # of an API's answer
_PEEKED_LINES = 20
_PEEKED_BLOCK = 1 << 16
_PEEKED_BYTES = 1 << 22

WHOLE_LIMIT = 32_000_000
"""Bytes of a document that is one object; it is built in memory, and larger ones are not met."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a JSON text is built.

    Attributes:
        rows: ijson's path of the objects that are rows; "" if the document is one object.
        keys: The keys met at the top level, up to the list of rows.
        lines: Each line is a document (JSON Lines).
    """

    rows: str = ""
    keys: tuple[str, ...] = ()
    lines: bool = False


class Bytes:
    """A text file as a stream of sound UTF-8, whatever its encoding.

    Attributes:
        position: Bytes of the file read so far.
    """

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self.position = 0

    def read(self, size: int = -1) -> bytes:
        """At least one byte until the end; what the codec cannot read is U+FFFD, as is NUL."""
        if size == 0:
            return b""
        while True:
            block = self._file.read(size)
            self.position += len(block)
            text = self._decoder.decode(block, final=not block)
            if text or not block:
                return text.replace("\0", "\ufffd").encode()


def find_shape(path: Path, encoding: str) -> Shape:
    """Tell a list of objects, a document with one, a single object and JSON Lines apart."""
    if _is_lines(path, encoding):
        return Shape(lines=True)
    keys: list[str] = []
    inside: list[str] = []  # the key of each open object and list
    key = ""
    with path.open("rb") as file:
        try:
            for count, (event, value) in enumerate(ijson.basic_parse(Bytes(file, encoding))):
                if event == "map_key":
                    key = value
                    if len(inside) == 1:
                        keys.append(key)
                elif event in {"start_map", "start_array"}:
                    rows = _rows_path([*inside[1:], key]) if inside else "item"
                    if event == "start_array" and rows:
                        return Shape(rows, tuple(keys))
                    inside.append(key if inside else "")
                elif event in {"end_map", "end_array"}:
                    inside.pop()
                if not inside or count > _SCAN_EVENTS:
                    break
        except ijson.JSONError:
            pass  # damage is reported when the rows are read
    return Shape("", tuple(keys))


def _rows_path(keys: list[str]) -> str:
    """The path of the elements, as ijson writes it, if the list under these keys holds rows."""
    match keys:
        case [name] if name in _LISTS:
            return f"{name}.item"
        case ["data", name] if name in _LISTS_IN_DATA:
            return f"data.{name}.item"
    return ""


def _is_lines(path: Path, encoding: str) -> bool:
    """Whether most of the first lines are each a document of their own, and there are several."""
    lines = [line.strip() for line in _first_lines(path, encoding)]
    lines = [line for line in lines if line][:_PEEKED_LINES]
    whole = sum(line[:1] in b"{[" and _is_document(line) for line in lines)
    return len(lines) > 1 and whole * 2 >= len(lines)


def _first_lines(path: Path, encoding: str) -> list[bytes]:
    """The lines at the beginning of the file, none of them cut; none if the first is very long."""
    text = b""
    with path.open("rb") as file:
        stream = Bytes(file, encoding)
        while block := stream.read(_PEEKED_BLOCK):
            text += block
            if len(text) > _PEEKED_BYTES or text.count(b"\n") > _PEEKED_LINES:
                break
    lines = text.replace(b"\r", b"\n").split(b"\n")
    return lines[:-1] if block else lines


def _is_document(text: bytes) -> bool:
    try:
        return bool(json.loads(text))
    except (ValueError, RecursionError):
        return False


def find_object(path: Path, encoding: str, key: str) -> JsonObject:
    """The object under a key at the top level; empty if the file is cut off before it."""
    with path.open("rb") as file:
        try:
            for value in ijson.items(Bytes(file, encoding), key):
                return value if isinstance(value, dict) else {}
        except ijson.JSONError:
            pass
    return {}


class Document:
    """Iterates over the objects of a list inside one JSON text, numbered from 1.

    With "" for the path of the rows the one object that the text is comes out.
    """

    def __init__(self, path: Path, encoding: str, rows: str) -> None:
        self._path = path
        self._encoding = encoding
        self._rows = rows
        self._stream: Bytes | None = None

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self._stream.position if self._stream else 0

    def __iter__(self) -> Iterator[NumberedObject | Rejected]:
        number = 0
        with self._path.open("rb") as file:
            self._stream = Bytes(file, self._encoding)
            try:
                for value in ijson.items(self._stream, self._rows):
                    number += 1
                    if isinstance(value, dict):
                        yield number, value
                    else:
                        yield Rejected(number, "not_an_object", str(value)[:_EXCERPT])
            except ijson.JSONError as error:
                cut = "premature EOF" in str(error) or not _is_finished(file)
                yield Rejected(number + 1, "json_cut_off" if cut else "json_broken")


def _is_finished(file: BinaryIO) -> bool:
    """Whether the text ends with a closing bracket; a cut may also fall inside an escape."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 64))
    return file.read().rstrip(b" \t\r\n\0").endswith((b"]", b"}"))


def json_lines(lines: Lines) -> Iterator[NumberedObject | Rejected]:
    """The objects of JSON Lines; a line may also hold a list of them."""
    for number, line in enumerate(lines, start=1):
        if line is OVERLONG:
            yield Rejected(number, "line_too_long", lines.overlong[:_EXCERPT])
            continue
        if not line.strip("\ufeff \t"):
            continue
        try:
            value = json.loads(line.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            yield Rejected(number, "json_line", line[:_EXCERPT])
            continue
        for element in value if isinstance(value, list) else (value,):
            if isinstance(element, dict):
                yield number, element
            else:
                yield Rejected(number, "not_an_object", str(element)[:_EXCERPT])
