"""Draws the pictures of the terminal report: `make picture` writes docs/images/report-*.svg.

Nothing in them is made up for the picture: kolvet judges an invented blogger of sample_data, a
terminal emulator reads the bytes that it prints, and every cell of that screen is drawn. Only the
cut is ours: the top of the report with the first quotes, and the timeline.

An SVG needs no font of ours and no network. Every character stands at its own place, so that
Chinese takes two cells whatever font the reader has; lines and blocks are drawn as boxes, as
terminals do it.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pyte
from pyte.screens import Char
from wcwidth import wcwidth

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
LANGUAGES = ("en", "zh")
CHECK = ("check", "样例毒舌阿北", "--brand", "小米", "--as-of", "2026-01-04")
COLUMNS = 80
MOST_LINES = 1000
QUOTES_SHOWN = 2

CELL = 10
"""Width of a cell in pixels: GitHub shows a README some 850 pixels wide."""
LINE = 22
FONT_SIZE = 16.5
"""Six tenths of it are a cell, the width of a character in nearly all monospaced fonts."""
WIDE_SIZE = 18.5
"""Of Chinese, which else leaves a sixth of its two cells blank."""
BASE = 16
"""From the top of a line to the feet of its letters."""
MARGIN = 20
FONTS = (
    "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',"
    "'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',monospace"
)
PAPER, INK = "#1e1e1e", "#cccccc"
PALETTE = {
    "black": ("#000000", "#666666"),
    "red": ("#cd3131", "#f14c4c"),
    "green": ("#0dbc79", "#23d18b"),
    "brown": ("#e5e510", "#f5f543"),
    "blue": ("#2472c8", "#3b8eea"),
    "magenta": ("#bc3fbc", "#d670d6"),
    "cyan": ("#11a8cd", "#29b8db"),
    "white": ("#e5e5e5", "#ffffff"),
}
"""The 16 colours of Visual Studio Code's dark terminal: usual, and bright where a text is bold.
pyte calls ANSI's yellow brown."""
BOXES = {"━": (0.42, 0.58), "─": (0.47, 0.53)} | {
    sign: (1 - eighths / 8, 1.0) for eighths, sign in enumerate("▁▂▃▄▅▆▇█", start=1)
}
"""Signs that fill their cell from side to side, between these heights of the line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one style: the column of each, and what they look like."""

    columns: tuple[int, ...]
    text: str
    look: Char


def main() -> None:
    """Draw every picture anew."""
    with tempfile.TemporaryDirectory(prefix="kolvet-") as folder:
        store = Path(folder) / "kolvet.db"
        _kolvet("import", str(ROOT / "sample_data"), store=store)
        IMAGES.mkdir(exist_ok=True)
        for language in LANGUAGES:
            path_of(language).write_text(picture(store, language), encoding="utf-8")


def path_of(language: str) -> Path:
    """Where the picture in this language is kept."""
    return IMAGES / f"report-{language}.svg"


def picture(store: Path, language: str) -> str:
    """The report of a real run on a store that holds sample_data, as SVG."""
    raw = _kolvet(*CHECK, store=store, KOLVET_LANG=language, FORCE_COLOR="1", COLUMNS=str(COLUMNS))
    screen = pyte.Screen(COLUMNS, MOST_LINES)
    pyte.ByteStream(screen).feed(raw.replace(b"\n", b"\r\n"))
    return _svg(screen, _cut([line.rstrip() for line in screen.display]))


def _kolvet(*arguments: str, store: Path, **variables: str) -> bytes:
    """What kolvet prints, with nobody's settings. A verdict may end it with 1."""
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    places = {"KOLVET_DB": str(store), "KOLVET_CONFIG_DIR": str(store.parent)}
    done = subprocess.run(
        [sys.executable, "-m", "kolvet", *arguments],
        stdout=subprocess.PIPE,
        check=False,
        cwd=ROOT,
        env=kept | places | {"PYTHONUTF8": "1"} | variables,
    )
    if done.returncode > 1:
        sys.exit(f"kolvet {' '.join(arguments)} ended with {done.returncode}")
    return done.stdout


def _cut(lines: Sequence[str]) -> list[int | None]:
    """Numbers of the lines to show; None where something is left out.

    Sections: notices and verdict, why, quotes, other side, timeline.
    """
    begins = [number for number, line in enumerate(lines) if line.startswith("── ")]
    third = next(number for number, line in enumerate(lines) if line.startswith("E3 "))
    timeline, fans = begins[3], begins[4]
    return [*range(third), None, timeline - 1, *range(timeline, fans), None]


def _svg(screen: pyte.Screen, rows: Sequence[int | None]) -> str:
    width = COLUMNS * CELL + 2 * MARGIN
    height = (len(rows) + 1) * LINE + 2 * MARGIN
    command = f"kolvet {' '.join(CHECK)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" role="img" aria-labelledby="what">',
        f'<title id="what">{escape(command)}: an invented blogger</title>',
        f"<style>text{{font:{FONT_SIZE}px {FONTS};white-space:pre}}"
        f".w{{font-size:{WIDE_SIZE}px}}.b{{font-weight:bold}}.u{{text-decoration:underline}}</style>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>',
        f'<g transform="translate({MARGIN} {MARGIN})" fill="{INK}">',
        *_line(0, _pieces(_typed(f"$ {command}"))),
    ]
    for place, row in enumerate(rows, start=1):
        cells = _typed("[...]") if row is None else screen.buffer[row]
        parts.extend(_line(place, _pieces(cells)))
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _typed(text: str) -> dict[int, Char]:
    """A line that is not kolvet's."""
    screen = pyte.Screen(COLUMNS, 1)
    screen.draw(text)
    return dict(screen.buffer[0])


def _pieces(cells: dict[int, Char]) -> Iterator[Piece]:
    """A line's characters, put together as long as their style is the same."""
    columns: list[int] = []
    text = ""
    look = Char(" ")
    for column in sorted(cells):
        cell = cells[column]
        if not cell.data:  # the second half of a wide character
            continue
        if text and cell._replace(data=" ") != look:
            yield Piece(tuple(columns), text, look)
            columns, text = [], ""
        look = cell._replace(data=" ")
        columns.append(column)
        text += cell.data  # one character: no emoji of several in what we show
    if text:
        yield Piece(tuple(columns), text, look)


def _line(place: int, pieces: Iterator[Piece]) -> Iterator[str]:
    """The SVG of one line: first what lies behind the letters, then boxes, then the letters."""
    behind: list[str] = []
    boxes: list[str] = []
    letters: list[str] = []
    top = place * LINE
    for piece in pieces:
        if piece.look.bg != "default":
            cells = piece.columns[-1] + wcwidth(piece.text[-1]) - piece.columns[0]
            colour = PALETTE[piece.look.bg][0]
            behind.append(_rect(piece.columns[0] * CELL, top, cells * CELL, LINE, colour))
        colour = _ink(piece.look)
        boxes.extend(_boxes(piece, top, colour))
        letters.extend(_letters(piece, top + BASE, colour))
    yield from (*behind, *boxes, *letters)


def _ink(look: Char) -> str:
    return INK if look.fg == "default" else PALETTE[look.fg][int(look.bold)]


def _boxes(piece: Piece, top: int, colour: str) -> Iterator[str]:
    """One box for each run of the same sign."""
    start = 0
    while start < len(piece.text):
        sign = piece.text[start]
        end = start
        while end < len(piece.text) and piece.text[end] == sign:
            end += 1
        if sign in BOXES:
            high, low = BOXES[sign]
            left, width = piece.columns[start] * CELL, (end - start) * CELL
            yield _rect(left, top + high * LINE, width, (low - high) * LINE, colour)
        start = end


def _rect(left: float, top: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:.3g}" fill="{colour}"/>'
    )


def _letters(piece: Piece, base: int, colour: str) -> Iterator[str]:
    """One element for the narrow letters, one for the wide ones."""
    classes = " ".join(["b"] * piece.look.bold + ["u"] * piece.look.underscore)
    for wide in (False, True):
        shown = [
            (column * CELL, sign)
            for column, sign in zip(piece.columns, piece.text, strict=True)
            if sign != " " and sign not in BOXES and (wcwidth(sign) == 2) is wide
        ]
        if shown:
            places = " ".join(str(place) for place, _ in shown)
            words = escape("".join(sign for _, sign in shown))
            named = f"{classes} w".strip() if wide else classes
            style = f' class="{named}"' if named else ""
            ink = f' fill="{colour}"' if colour != INK else ""
            yield f'<text x="{places}" y="{base}"{style}{ink}>{words}</text>'


if __name__ == "__main__":
    main()
