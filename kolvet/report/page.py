"""A page of styled lines: the only way from text to the terminal.

Whatever is put on a page goes through `Display.safe`, so that no post, name or address can steer
the terminal, and through our own line breaking.
"""

import re
from dataclasses import dataclass
from io import StringIO
from urllib.parse import quote

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from rich.text import Text

from kolvet.report.display import Display
from kolvet.report.wrapping import break_lines

LEAST_WIDTH = 24
MOST_MEASURE = 120
"""Columns of running text on a wider console: longer lines are hard to read."""
SAFE_IN_LINKS = "%/:?#[]@!$&'()*+,;=-._~"
"""Everything that an address may hold unescaped (RFC 3986); all of it visible ASCII."""
_LINK_ID = re.compile("\x1b]8;id=[^;\x1b]*;")
_LINK_START = re.compile(r"https?://[^/\s]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is shown.

    `links`: the terminal understands OSC 8 hyperlinks. `plain` wins over `colour` and `links`.
    """

    width: int
    colour: bool = False
    plain: bool = False
    encoding: str = "utf-8"
    links: bool = False


class Page:
    """Lines of text, laid out as they are added."""

    def __init__(self, look: Look) -> None:
        self.width = max(look.width, LEAST_WIDTH)
        self.measure = min(self.width, MOST_MEASURE)
        self.plain = look.plain
        self.colour = look.colour and not look.plain
        self.links = look.links and self.colour
        self.display = Display(look.encoding, plain=look.plain)
        self._lines: list[Text] = []

    def text(self, raw: str, style: str = "") -> Text:
        """Raw text, made safe, in a style."""
        return Text().append(self.display.safe(raw), style or None)

    def link(self, raw: str, url: str) -> Text:
        """Text that opens an address where the terminal can do that; else just the text."""
        shown = self.text(raw)
        if self.links and _LINK_START.match(url):
            shown.stylize(Style(link=quote(url, safe=SAFE_IN_LINKS, errors="replace")))
        return shown

    def join(self, *parts: Text | str) -> Text:
        """One text of several; strings are made safe."""
        return Text.assemble(
            *(self.text(part) if isinstance(part, str) else part for part in parts)
        )

    def add(
        self,
        content: Text | str,
        *,
        indent: int = 0,
        hanging: int | None = None,
        items: bool = False,
    ) -> None:
        """Add a paragraph, `indent` spaces before its first line.

        `hanging` spaces stand before its other lines (None: the same). With `items` lines end
        between things that stand two spaces apart.
        """
        shown = self.text(content) if isinstance(content, str) else content
        hang = indent if hanging is None else hanging
        self._lines.extend(self._laid_out(shown, indent, hang, items=items))

    def _laid_out(self, shown: Text, first: int, rest: int, *, items: bool) -> list[Text]:
        """Its lines with `first` and `rest` spaces before them."""
        room = self.measure - first, self.measure - rest
        return [
            Text(" " * (rest if number else first)).append_text(line)
            for number, line in enumerate(self._broken(shown, *room, items=items))
        ]

    def _broken(self, shown: Text, first: int, rest: int, *, items: bool) -> list[Text]:
        ranges = break_lines(shown.plain, first, rest, self.display, items=items)
        return [shown[start:end] for start, end in ranges]

    def add_whole(self, content: Text | str, *, indent: int = 0) -> None:
        """Add one line that is never broken, so that it can be copied (an address, a command)."""
        shown = self.text(content) if isinstance(content, str) else content
        self._lines.append(Text(" " * indent).append_text(shown))

    def band(self, raw: str, style: str) -> None:
        """Add a line with a background over the whole width."""
        shown = self.display.safe(raw)
        for start, end in break_lines(shown, self.measure - 2, self.measure - 2, self.display):
            line = " " + shown[start:end]
            if self.colour:
                line += " " * max(self.measure - self.display.cells(line), 0)
            self._lines.append(Text().append(line, style))

    def blank(self) -> None:
        """Add an empty line."""
        self._lines.append(Text())

    def heading(self, raw: str) -> None:
        """Begin a section."""
        self.blank()
        if self.plain:
            self.add(f"== {raw} ==")
            return
        sign = self.display.symbols.rule
        title = self.text(f"{sign}{sign} {raw} ", "bold")
        room = self.measure - self.display.cells(title.plain)
        if room < 0:
            self.add(title, hanging=3)
            return
        title.append(sign * (room // self.display.cells(sign)), "cyan")
        self._lines.append(title)

    def rows(self, table: list[list[Text | str]], *, indent: int = 0) -> None:
        """Add lines in aligned columns; what does not fit flows on below the last column.

        Where the last column would begin in the right half, a row that does not fit flows on
        below the first, and stands as close as it saves a line.
        """
        cells = [[self.join(part) for part in row] for row in table]
        columns = max((len(row) for row in cells), default=0)
        widths = [
            max(
                (self.display.cells(row[index].plain) for row in cells if index < len(row) - 1),
                default=0,
            )
            for index in range(columns)
        ]
        for row in cells:
            lead = self._lead(row, widths, indent)
            taken = self.display.cells(lead.plain)
            if taken > self.width // 2:
                close = self._lead(row, [0] * columns, indent).append_text(row[-1])
                loose = lead.append_text(row[-1])
                apart = self._laid_out(loose, 0, indent + 2, items=True)
                flowing = self._laid_out(close, 0, indent + 2, items=False)
                self._lines.extend(flowing if len(flowing) < len(apart) else apart)
                continue
            room = self.measure - taken
            for number, line in enumerate(self._broken(row[-1], room, room, items=True)):
                start = Text(" " * taken) if number else lead
                self._lines.append(start.append_text(line))

    def _lead(self, row: list[Text], widths: list[int], indent: int) -> Text:
        """All of a row but its last part, each as wide as its column, two spaces between."""
        lead = Text(" " * indent)
        for part, width in zip(row[:-1], widths, strict=False):
            lead.append_text(part)
            lead.append(" " * (max(width - self.display.cells(part.plain), 0) + 2))
        return lead

    def render(self) -> str:
        """The page as a string, with ANSI codes when it has colour."""
        if not self.colour:
            return "".join(f"{line.plain}\n" for line in self._lines)
        console = Console(
            file=StringIO(), force_terminal=True, color_system="standard", _environ={}
        )
        written = "".join(
            segment.text
            if segment.style is None
            else segment.style.render(segment.text, color_system=ColorSystem.STANDARD)
            for line in self._lines
            for segment in line.render(console, end="\n")
        )
        return _LINK_ID.sub("\x1b]8;;", written)
