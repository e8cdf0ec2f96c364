"""One pass over a file before it is read: its size, digest, kind and encoding."""

import codecs
import hashlib
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1 << 20
_HEAD = 1 << 16

# A GBK text read as UTF-8 has over 80 % of its non-ASCII bytes broken (lead and trail bytes of
# level-1 characters rarely form a sequence); a damaged UTF-8 text has a few in a thousand.
_BROKEN_SHARE = 0.3


class Container(Enum):
    """What holds the rows."""

    EMPTY = auto()
    TEXT = auto()
    WORKBOOK = auto()
    DATABASE = auto()
    OLD_WORKBOOK = auto()
    ARCHIVE = auto()
    BINARY = auto()


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over the whole file tells.

    Attributes:
        digest: SHA-256 of the bytes, hex.
        encoding: Name of the codec that reads the text, "" for workbooks and databases.
        broken: Bytes that the codec cannot read.
        head: The first bytes, at most 64 KiB.
    """

    size: int
    digest: str
    container: Container
    encoding: str
    broken: int
    head: bytes


def survey_file(path: Path) -> Survey:
    """Read the file once.

    Raises:
        OSError: It cannot be read.
    """
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        head = file.read(_HEAD)
        container = _container(head)
        encoding = _encoding_by_mark(head) if container is Container.TEXT else ""
        meter = _Meter() if container is Container.TEXT and not encoding else None
        block = head
        while block:
            digest.update(block)
            size += len(block)
            if meter is not None:
                meter.feed(block)
            block = file.read(_BLOCK)
        broken = 0
        if meter is not None:
            encoding, broken = _decide(meter, file)
    return Survey(size, digest.hexdigest(), container, encoding, broken, head)


def _container(head: bytes) -> Container:
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        return Container.EMPTY
    if head.startswith(b"SQLite format 3\0"):
        return Container.DATABASE
    if head.startswith(b"PK\x03\x04"):
        return Container.WORKBOOK if b"xl/" in head or b"[Content_Types]" in head else _ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Container.OLD_WORKBOOK
    if head.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")):
        return Container.ARCHIVE
    if _encoding_by_mark(head).startswith("utf-16"):
        return Container.TEXT
    controls = sum(head.count(code) for code in _CONTROLS)
    # A few NULs in a text are damage; pictures, programs and the like have them everywhere.
    return Container.BINARY if controls * 20 > len(head) else Container.TEXT


_ZIP = Container.ARCHIVE
_CONTROLS = tuple(bytes([code]) for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1b")


def _encoding_by_mark(head: bytes) -> str:
    """The encoding that a byte order mark or the NULs of UTF-16 give away; "" if none."""
    if head.startswith(codecs.BOM_UTF8):
        return ""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[: len(head) // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # The ASCII part of a table (commas, digits) makes at least a tenth of its characters. NULs on
    # the other side come from 一, U+4E00, which is some 2 % of Chinese text.
    if odd * 20 > len(sample) and even * 3 < odd:
        return "utf-16-le"
    if even * 20 > len(sample) and odd * 3 < even:
        return "utf-16-be"
    return ""


class _Meter:
    """Counts what is not UTF-8 in a text that comes in blocks."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.broken = 0
        self.wide = 0
        self.marked = False
        self._first = True

    def feed(self, block: bytes) -> None:
        if self._first:
            self._first = False
            self.marked = block.startswith(codecs.BOM_UTF8)
        try:
            self._decoder.decode(block)
        except UnicodeDecodeError:
            block = self._decoder.getstate()[0] + block
            self._decoder.reset()
            text = block.decode("utf-8", "surrogateescape")
            self.broken += sum("\udc80" <= letter <= "\udcff" for letter in text)
            self.wide += sum(byte >= 0x80 for byte in block)


def _decide(meter: _Meter, file: BinaryIO) -> tuple[str, int]:
    utf8 = "utf-8-sig" if meter.marked else "utf-8"
    if not meter.broken or meter.broken < meter.wide * _BROKEN_SHARE:
        return utf8, meter.broken
    file.seek(0)
    decoder = codecs.getincrementaldecoder("gb18030")("replace")
    broken = 0
    while block := file.read(_BLOCK):
        broken += decoder.decode(block).count("\ufffd")
    if broken > meter.broken:
        return utf8, meter.broken
    return "gb18030", broken
