r"""Text made safe to show: whatever a post holds, a terminal only ever gets visible characters.

Every printable character survives (`[doge]`, `[/b]`, emoji). What cannot be seen, or could steer a
terminal or reorder a line, is shown as an escape: `\x1b`, `\u202e`, `\u200b`.
Sources: Unicode Technical Report 36 (bidirectional and invisible characters), Unicode Technical
Standard 51 (emoji sequences), Unicode Standard Annex 11 (width of characters).
"""

import codecs
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_EMOJI = "\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_KEPT = re.compile(
    f"(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])"
    f"|(?<=[{_EMOJI}]\ufe0f)\u200d(?=[{_EMOJI}])"
    f"|(?<=[^\\s\u200b-\u200f\u2060-\u206f{_SELECTOR}])[{_SELECTOR}]"
    "|\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,8}\U000e007f"
)
"""Invisible characters that belong to what is seen: joiners and selectors inside emoji and
ideographs, tags inside a flag."""
_SIMPLE = re.compile("[ -~\u2010-\u2027\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uff01-\uff5e]*")
"""Text as most of it is: every code point visible, and a unit of its own."""
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Category Cf, and yet drawn: Arabic and Syriac signs that span the digits after them."""
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\uffa0")
"""Letters and marks that are drawn as nothing at all."""
_WIDE_AMBIGUOUS = frozenset({"gbk", "gb2312", "big5", "cp950", "euc_kr", "cp949", "shift_jis"})
"""Consoles with these encodings draw ambiguous characters two cells wide."""


@dataclass(frozen=True, slots=True)
class Symbols:
    """The signs of a report that an encoding has."""

    clear: str
    conditions: str
    hold: str
    reject: str
    inconclusive: str
    warning: str
    arrow: str
    ellipsis: str
    newline: str
    rule: str
    line: str
    point: str
    bar: str
    empty: str
    steps: str
    middle: str
    marks: tuple[str, str]
    other_marks: tuple[str, str]


_UTF8 = Symbols(
    clear="√",
    conditions="●",
    hold="▲",
    reject="×",
    inconclusive="?",
    warning="▲",
    arrow="→",
    ellipsis="…",
    newline="↵",
    rule="─",
    line="━",
    point="●",
    bar="▇",
    empty="·",
    steps="▁▂▃▄▅▆▇█",
    middle="·",
    marks=("【", "】"),
    other_marks=("〖", "〗"),
)
_ASCII = Symbols(
    clear="+",
    conditions="*",
    hold="!",
    reject="x",
    inconclusive="?",
    warning="!",
    arrow="->",
    ellipsis="...",
    newline="|",
    rule="-",
    line="=",
    point="O",
    bar="#",
    empty=".",
    steps="123456789",
    middle="-",
    marks=(">>", "<<"),
    other_marks=(">>", "<<"),
)


class Display:
    """What one console can show.

    Args:
        encoding: Of the console; what it lacks is shown as `?`. An unknown name counts as ASCII.
        plain: Linear text for screen readers and logs: no block drawing.
    """

    def __init__(self, encoding: str = "utf-8", *, plain: bool = False) -> None:
        self.encoding = _known(encoding)
        self.plain = plain
        self.unicode = _encodable("\U0001f602\ud55c\u0e01", self.encoding)
        self.wide_ambiguous = self.encoding in _WIDE_AMBIGUOUS
        self._widths = _Widths(self.wide_ambiguous)
        self.symbols = self._choose()

    def _choose(self) -> Symbols:
        if not _encodable("√×▲●→…─━█▁▂▃▄▅▆▇【】〖〗", self.encoding):
            return _ASCII
        return _UTF8

    @property
    def newline(self) -> str:
        """The sign for a line break inside a quote."""
        return self.symbols.newline if _encodable(self.symbols.newline, self.encoding) else "|"

    def pieces(self, text: str) -> list[str]:
        """What to show for each code point of the text, in order: offsets stay valid."""
        if self.unicode and _SIMPLE.fullmatch(text):
            return list(text)
        kept = {
            index for match in _KEPT.finditer(text) for index in range(match.start(), match.end())
        }
        shown = [
            char if index in kept or not _hidden(char) else self._escape(char, text, index)
            for index, char in enumerate(text)
        ]
        if self.unicode or _encodable(text, self.encoding):
            return shown
        return [
            piece if _encodable(piece, self.encoding) else "" if index in kept else "?"
            for index, piece in enumerate(shown)
        ]

    def _escape(self, char: str, text: str, index: int) -> str:
        if char in "\n\u2028\u2029\x85":
            return self.newline
        if char == "\r":
            return "" if text[index + 1 : index + 2] == "\n" else self.newline
        point = ord(char)
        if point < 0x100:
            return f"\\x{point:02x}"
        return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"

    def safe(self, text: str) -> str:
        """The text as this console may show it, on one line."""
        if self.unicode and _SIMPLE.fullmatch(text):
            return text
        return "".join(self.pieces(text))

    def cells(self, text: str) -> int:
        """Columns that shown text takes: at least as many as any terminal uses."""
        return sum(map(self._widths.__getitem__, text))


class _Widths(dict[str, int]):
    """Cells of each character, looked up once."""

    def __init__(self, wide_ambiguous: bool) -> None:
        super().__init__()
        self._wide_ambiguous = wide_ambiguous

    def __missing__(self, char: str) -> int:
        width = self[char] = _cells(char, self._wide_ambiguous)
        return width


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        return "ascii"
    return "gbk" if name in {"cp936", "hz"} else name


@lru_cache(maxsize=4096)
def _encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeError:
        return False
    return True


@lru_cache(maxsize=8192)
def _hidden(char: str) -> bool:
    """Whether the character is shown as an escape when nothing around it keeps it."""
    point = ord(char)
    if char in _VISIBLE_FORMATS:
        return False
    if unicodedata.category(char) in _HIDDEN_CATEGORIES or char in _BLANK_LETTERS:
        return True
    if is_selector(char):
        return True
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF or 0xE0000 <= point <= 0xE0FFF


def is_selector(char: str) -> bool:
    """Whether the character only picks a variant of the one before it."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _cells(char: str, wide_ambiguous: bool) -> int:
    point = ord(char)
    if point < 0x300:
        ambiguous = unicodedata.east_asian_width(char) == "A"
        return 2 if wide_ambiguous and ambiguous else 1
    if char == "\ufe0f":
        return 1  # turns a narrow sign into an emoji: some terminals then use two cells
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    width = unicodedata.east_asian_width(char)
    wide = width in "WF" or 0x1F300 <= point <= 0x1FAFF or (wide_ambiguous and width == "A")
    return 2 if wide else 1


def clusters(text: str) -> list[int]:
    """Where each visible unit of the text begins; an emoji sequence is one unit."""
    if _SIMPLE.fullmatch(text):
        return list(range(len(text)))
    starts: list[int] = []
    flags = 0
    for index, char in enumerate(text):
        flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        flags = flags + 1 if flag else 0
        joined = index > 0 and (_extends(char) or text[index - 1] == "\u200d")
        if not (joined or (flag and flags % 2 == 0)):
            starts.append(index)
    return starts


def _extends(char: str) -> bool:
    """Whether the character is drawn onto or as part of the one before it."""
    return (
        char == "\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or (char > "\u02ff" and unicodedata.category(char)[0] == "M")
    )


def snap(starts: Sequence[int], length: int, start: int, end: int) -> tuple[int, int]:
    """Widen a range of code points so that it cuts no visible unit; `starts` as of `clusters`."""
    low = max((item for item in starts if item <= start), default=0)
    high = min((item for item in starts if item >= end), default=length)
    return low, high
