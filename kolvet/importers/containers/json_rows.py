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
_LISTS = frozenset({"weibo", "items", "posts", "data", "list", "statuses", "rows", "results"})


@dataclass(frozen=True, slots=True)
class Shape:
    """How a JSON text is built.

    Attributes:
        rows: ijson's path of the objects that are rows; "" if each line is one (JSON Lines).
        keys: The keys met at the top level, up to the list of rows.
    """

    rows: str
    keys: tuple[str, ...] = ()


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
    """Tell a list of objects, a document with a list in it, and JSON Lines apart."""
    keys = []
    depth = 0
    key = ""
    with path.open("rb") as file:
        try:
            for count, (event, value) in enumerate(ijson.basic_parse(Bytes(file, encoding))):
                if event == "map_key" and depth == 1:
                    key = value
                    keys.append(key)
                elif event in {"start_map", "start_array"}:
                    if event == "start_array" and depth == 0:
                        return Shape("item")
                    if event == "start_array" and depth == 1 and key in _LISTS:
                        return Shape(f"{key}.item", tuple(keys))
                    depth += 1
                elif event in {"end_map", "end_array"}:
                    depth -= 1
                if depth == 0 or count > _SCAN_EVENTS:
                    break
        except ijson.JSONError:
            pass  # damage is reported when the rows are read
    return Shape("", tuple(keys))


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
    """Iterates over the objects of a list inside one JSON text, numbered from 1."""

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
