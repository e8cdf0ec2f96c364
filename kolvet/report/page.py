"""A page of styled lines: the only way from text to the terminal.

Whatever is put on a page goes through `Display.safe`, so that no post, name or address can steer
the terminal, and through our own line breaking.
"""

import re
from dataclasses import dataclass
from io import StringIO
from urllib.parse import quote

from rich.console import Console
from rich.style import Style
from rich.text import Text

from kolvet.report.display import Display
from kolvet.report.wrapping import break_lines

LEAST_WIDTH = 24
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
        self.plain = look.plain
        self.colour = look.colour and not look.plain
        self.links = look.links and self.colour
        self.display = Display(look.encoding, plain=look.plain)
        self._lines: list[Text] = []

    def text(self, raw: str, style: str = "") -> Text:
        """Raw text, made safe, in a style."""
        return Text(self.display.safe(raw), style=style)

    def link(self, raw: str, url: str) -> Text:
        """Text that opens an address where the terminal can do that; else just the text."""
        shown = self.text(raw)
        if self.links and _LINK_START.match(url):
            shown.stylize(Style(link=quote(url, safe="%/:?#[]@!$&'()*+,;=-._~")))
        return shown

    def join(self, *parts: Text | str) -> Text:
        """One text of several; strings are made safe."""
        return Text.assemble(
            *(self.text(part) if isinstance(part, str) else part for part in parts)
        )

    def add(
        self, content: Text | str, *, indent: int = 0, hanging: int | None = None, style: str = ""
    ) -> None:
        """Add a paragraph, `indent` spaces before its first line.

        `hanging` spaces stand before its other lines (None: the same).
        """
        shown = self.text(content, style) if isinstance(content, str) else content
        hang = indent if hanging is None else hanging
        ranges = break_lines(shown.plain, self.width - indent, self.width - hang, self.display)
        for number, (start, end) in enumerate(ranges):
            line = Text(" " * (hang if number else indent))
            line.append_text(shown[start:end])
            self._lines.append(line)

    def add_whole(self, content: Text | str, *, indent: int = 0) -> None:
        """Add one line that is never broken, so that it can be copied (an address, a command)."""
        shown = self.text(content) if isinstance(content, str) else content
        self._lines.append(Text(" " * indent).append_text(shown))

    def band(self, raw: str, style: str) -> None:
        """Add a line with a background over the whole width."""
        shown = self.display.safe(raw)
        for start, end in break_lines(shown, self.width - 2, self.width - 2, self.display):
            line = " " + shown[start:end]
            if self.colour:
                line += " " * max(self.width - self.display.cells(line), 0)
            self._lines.append(Text(line, style=style))

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
        room = self.width - self.display.cells(title.plain)
        title.append(sign * max(room // self.display.cells(sign), 0), "cyan")
        self._lines.append(title)

    def rows(self, table: list[list[Text | str]], *, indent: int = 0) -> None:
        """Add lines in aligned columns; what does not fit flows on below the last column."""
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
            line = Text()
            for index, part in enumerate(row):
                line.append_text(part)
                if index < len(row) - 1:
                    line.append(" " * (widths[index] - self.display.cells(part.plain) + 2))
            lead = indent + sum(width + 2 for width in widths[: len(row) - 1])
            self.add(line, indent=indent, hanging=lead if lead < self.width // 2 else indent + 2)

    def render(self) -> str:
        """The page as a string, with ANSI codes when it has colour."""
        target = StringIO()
        console = Console(
            file=target,
            width=self.width,
            force_terminal=self.colour,
            color_system="standard" if self.colour else None,
            no_color=not self.colour,
            legacy_windows=False,
            force_jupyter=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )
        for line in self._lines:
            line.rstrip() if not line.style else None
            console.print(line, soft_wrap=True)
        return _LINK_ID.sub("\x1b]8;;", target.getvalue())
