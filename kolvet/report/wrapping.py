"""Breaking lines of Chinese, Latin and emoji by the cells that a terminal gives them.

rich breaks at spaces only, which leaves a ragged edge in Chinese text and puts 「，」 at the start
of lines. Rules of Chinese typesetting: W3C, Requirements for Chinese Text Layout, 3.1.1 (no
closing mark at the start of a line, no opening mark at its end).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kolvet.report.display import Display, clusters

_CLOSING = frozenset("，。！？；：、）】〗」』》〉”’…↵%,.!?;:)]}>|·")
_OPENING = frozenset("（【〖「『《〈“‘([{<")
_UNIT = re.compile(
    r"(?P<space> +)"
    r"|\[[^\[\]\s]{1,10}\]"  # an emoticon such as [doge] stays in one piece
    r"|[!-~\u00a1-\u024f]+"  # a word, a number, an escape
)


@dataclass(frozen=True, slots=True)
class _Unit:
    start: int
    end: int
    cells: int
    space: bool
    closing: bool
    opening: bool


def break_lines(
    text: str, first: int, rest: int, display: Display, *, items: bool = False
) -> list[tuple[int, int]]:
    """Ranges of `text` that make its lines; spaces at a break belong to no line.

    `text` is safe (`Display.safe`), so it has no line breaks of its own. `first` is the number of
    cells of the first line, `rest` of all others. With `items` the text is a list whose items
    stand two spaces apart, and a line ends between items when it can.
    """
    if display.cells(text) <= first:
        return [_trim(text, 0, len(text))]
    units = list(_units(text, min(first, rest), display))
    lines: list[tuple[int, int]] = []
    begin, used, good, best = 0, 0, -1, -1
    index, limit = 0, first
    while index < len(units):
        unit = units[index]
        if index > begin and not unit.space and used + unit.cells > limit:
            stop = next(place for place in (best, good, index) if place > begin)
            lines.append((units[begin].start, units[stop - 1].end))
            begin = index = stop
            used, good, best, limit = 0, -1, -1, rest
            continue
        used += unit.cells
        index += 1
        if index < len(units) and _may_break(unit, units[index]):
            good = index
            if items and unit.space and unit.cells > 1:
                best = index
    if begin < len(units):
        lines.append((units[begin].start, units[-1].end))
    return [_trim(text, *line) for line in lines] or [(0, 0)]


def _may_break(left: _Unit, right: _Unit) -> bool:
    return not (left.opening or right.closing or right.space)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    return start, start + len(text[start:end].rstrip(" "))


def _units(text: str, width: int, display: Display) -> Iterator[_Unit]:
    """Words, spaces, emoticons and single characters, in order and without gaps."""
    bounds = [*clusters(text), len(text)]
    position = index = broken = 0
    while position < len(text):
        match = _UNIT.match(text, position)
        end = match.end() if match else position
        while bounds[index] < max(end, position + 1):
            index += 1
        end = bounds[index]
        piece = text[position:end]
        cells = display.cells(piece)
        if match and not match["space"] and (cells > width or end <= broken):
            broken = max(broken, end)  # a run that is too long breaks anywhere, to its very end
            end = bounds[index := _next(bounds, position)]
            piece = text[position:end]
            cells = display.cells(piece)
        space = piece.isspace() and piece[0] == " "
        yield _Unit(position, end, cells, space, piece[0] in _CLOSING, piece[-1] in _OPENING)
        position = end


def _next(bounds: list[int], position: int) -> int:
    """Index of the first bound after the position."""
    low, high = 0, len(bounds) - 1
    while low < high:
        middle = (low + high) // 2
        if bounds[middle] > position:
            high = middle
        else:
            low = middle + 1
    return low
