"""The physical lines of a text file, with flat memory whatever is in it."""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

_BLOCK = 1 << 18

LINE_LIMIT = 4_000_000
"""Characters in a line. The longest posts (articles) have some 100,000; more is damage."""

OVERLONG = '"\N{REPLACEMENT CHARACTER} a line over the limit'
"""Stands for a line over the limit; compare with `is`. It holds a quotation mark so that readers
with a fast path for lines without one need not look for it there."""


class Lines:
    """Iterates over the lines, without their ends. CRLF and CR end a line as LF does.

    NULs become U+FFFD, as do bytes that the codec cannot read.

    Attributes:
        position: Bytes read so far.
        terminated: False once the last line came without a line end.
        overlong: The beginning of the last line that was over the limit.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self._path = path
        self._encoding = encoding
        self.position = 0
        self.terminated = True
        self.overlong = ""

    def __iter__(self) -> Iterator[str]:
        self.terminated = True
        carry = ""
        skipping = False
        for text in self._texts():
            pieces = (carry + text).split("\n")
            carry = pieces.pop()
            if skipping and pieces:
                del pieces[0]
                skipping = False
            yield from pieces
            if skipping:
                carry = ""
            elif len(carry) > LINE_LIMIT:
                self.overlong = carry[:200]
                carry = ""
                skipping = True
                yield OVERLONG
        if carry:
            self.terminated = False
            yield carry

    def _texts(self) -> Iterator[str]:
        self.position = 0
        decoder = io.IncrementalNewlineDecoder(
            codecs.getincrementaldecoder(self._encoding)("replace"), translate=True
        )
        with self._path.open("rb") as file:
            more = True
            while more:
                block = file.read(_BLOCK)
                more = bool(block)
                self.position += len(block)
                text = decoder.decode(block, final=not more)
                if "\0" in text:
                    text = text.replace("\0", "\ufffd")
                yield text
