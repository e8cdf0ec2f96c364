"""Folding: the same word looks the same, whatever its case, width or script.

Width and compatibility forms (NFKC), case, accents of Latin letters, Traditional to Simplified
(opencc's character table, one character for one), and invisible characters are folded. Every
folded character knows where it stood in the original.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache

from kolvet.model.judgements import Span

_LATIN_END = 0x24F
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


class _Table(dict[int, str]):
    """A table for str.translate that fills itself; `odd` are characters that change length."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: set[str] = set()

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _fold_character(character)
        if len(folded) != 1:
            self.odd.add(character)
        self[code] = folded
        return folded


class _CompactTable(_Table):
    """The same, and insertable characters vanish."""

    def __missing__(self, code: int) -> str:
        folded = _TABLE[code]
        kept = "".join(c for c in folded if c not in INSERTABLE)
        self[code] = kept
        return kept


_TABLE = _Table()
_COMPACT = _CompactTable()


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
        return Span(self.start(start), self.start(end - 1) + 1)


def fold(text: str) -> Folded:
    """Fold a text. Folding twice gives what folding once gives."""
    folded = text.translate(_TABLE)
    if _TABLE.odd.isdisjoint(text):
        return Folded(folded, None)
    starts = [index for index, character in enumerate(text) for _ in _TABLE[ord(character)]]
    return Folded(folded, starts)


def fold_word(text: str) -> str:
    """The folded text alone."""
    return text.translate(_TABLE)


def compact_word(text: str) -> str:
    """The folded text without insertable characters."""
    return text.translate(_COMPACT)


def compact(folded: Folded) -> Folded:
    """The folded text without insertable characters; its way back leads to the folded text."""
    text = folded.text
    kept = text.translate(_COMPACT)
    if len(kept) == len(text):
        return Folded(kept, None)
    return Folded(kept, [index for index, c in enumerate(text) if c not in INSERTABLE])
