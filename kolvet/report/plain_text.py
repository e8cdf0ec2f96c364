"""User text where nothing draws it: what could act on a screen is shown, never dropped."""

from kolvet.report.display import Display

DISPLAY = Display("utf-8", plain=True)
TAB = "    "


def visible(text: str) -> str:
    """The text with its lines; each control or direction character stands as its escape.

    A format that machines read needs it too: XML cannot hold most control characters.
    """
    lines = text.replace("\r\n", "\n").replace("\t", TAB).split("\n")
    return "\n".join(map(DISPLAY.safe, lines))


def one_line(text: str) -> str:
    """The same on one line, for a name or an attribute."""
    return " ".join(visible(text).split())


def dotted(line: str) -> str:
    """A line whose parts stand two spaces apart, as they do on a terminal, with dots instead.

    Where blanks run together the parts would too.
    """
    return " · ".join(part for part in line.split("  ") if part)
