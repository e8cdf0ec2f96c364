"""Folding: the same word looks the same, whatever its case, width or script.

Width and compatibility forms (NFKC), case, accents of Latin letters, Traditional to Simplified
(opencc's character table, one character for one), and invisible characters are folded. Every
folded character knows where it stood in the original.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import overload

from kolvet.model.judgements import Span

_LATIN_END = 0x24F
_KEPT = 16
_LATIN_MORE = range(0x1E00, 0x1F00)
_HAN = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x33480))

INSERTABLE = frozenset(" \u3000·•‧∙・._-‐‑–—*~^+=|/\\'\"`°")
"""What people put between the characters of a name to escape a search (小·米, 华_为, 小 米)."""


@cache
def _simplify() -> Callable[[str], str]:
    import opencc  # 30 ms that a command without judging does not need

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def _fold_character(character: str) -> str:
    """What one character folds to: one character as a rule, none or several sometimes."""
    folded = _fold_once(character)
    if folded == character:
        return folded
    return "".join(_fold_character(part) for part in folded)  # ㈶ -> (財) -> (财)


def _fold_once(character: str) -> str:
    code = ord(character)
    if code < 0x80:
        return character.lower()
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return ""
    latin = code <= _LATIN_END or code in _LATIN_MORE
    plain = unicodedata.normalize("NFKD" if latin else "NFKC", character).lower()
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
    if len(plain) == 1 and any(ord(plain) in block for block in _HAN):
        simplified = _simplify()(plain)
        return simplified if len(simplified) == 1 else plain
    return plain


_ODD = "\ufffe"
"""Stands in the table for a character that folds to none or to several: no text holds it."""


class _Table(dict[int, str]):
    """A table for str.translate that fills itself; what changes the length is _ODD."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded if len(folded) == 1 else _ODD
        return self[code]


class _CompactTable(dict[int, str]):
    """The same, whole, and insertable characters vanish."""

    def __missing__(self, code: int) -> str:
        kept = "".join(c for c in _fold_character(chr(code)) if c not in INSERTABLE)
        self[code] = kept
        return kept


_TABLE = _Table()
_COMPACT = _CompactTable()
_INSERTED = re.compile("[" + re.escape("".join(sorted(INSERTABLE))) + "]")


class _Without(Sequence[int]):
    """The places 0, 1 ... of a text without some of them; made only where it is asked for."""

    def __init__(self, left_out: Sequence[int], length: int) -> None:
        self._before = [place - number for number, place in enumerate(left_out)]
        self._length = length - len(left_out)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self._length))]
        if not 0 <= index < self._length:
            raise IndexError(index)
        return index + bisect_right(self._before, index)


class Folded:
    """Folded text with the way back.

    Attributes:
        text: The folded text.
    """

    __slots__ = ("_starts", "text")

    def __init__(self, text: str, starts: Sequence[int] | None) -> None:
        self.text = text
        self._starts = starts

    def start(self, position: int) -> int:
        """Where the folded character at this position stood in the original."""
        return position if self._starts is None else self._starts[position]

    def starts(self, first: int, last: int) -> Sequence[int]:
        """Where each folded character of a range stood in the original."""
        return range(first, last) if self._starts is None else self._starts[first:last]

    def position(self, start: int) -> int:
        """The first folded character that stood at this place of the original or after it."""
        return start if self._starts is None else bisect_left(self._starts, start)

    def original(self, start: int, end: int) -> Span:
        """The original's code points behind text[start:end], which must not be empty."""
        if self._starts is None:
            return Span(start, end)
        return Span(self._starts[start], self._starts[end - 1] + 1)


@lru_cache(maxsize=_KEPT)
def fold(text: str) -> Folded:
    """Fold a text. Folding twice gives what folding once gives.

    The last texts are remembered: one text is read for its mentions, then judged, and often
    toward several brands.
    """
    folded = text.translate(_TABLE)
    if _ODD not in folded:
        return Folded(folded, None)
    parts: list[str] = []
    starts: list[int] = []
    for index, part in enumerate(folded):
        whole = _fold_character(text[index]) if part == _ODD else part
        parts.append(whole)
        starts.extend([index] * len(whole))
    return Folded("".join(parts), starts)


def fold_word(text: str) -> str:
    """The folded text alone."""
    return fold(text).text


def compact_word(text: str) -> str:
    """The folded text without insertable characters."""
    return text.translate(_COMPACT)


@lru_cache(maxsize=_KEPT)
def compact(folded: Folded) -> Folded:
    """The folded text without insertable characters; its way back leads to the folded text."""
    text = folded.text
    left_out = [match.start() for match in _INSERTED.finditer(text)]
    if not left_out:
        return Folded(text, None)
    return Folded(_INSERTED.sub("", text), _Without(left_out, len(text)))
