"""Running text on stdout, in lines that the terminal has room for."""

import re
from collections.abc import Iterator

from kolvet.cli.options import write_line
from kolvet.cli.showing import page_look
from kolvet.report.page import Page

_BEGINS = re.compile(r"[A-Z][A-Za-z ()]{2,25}:|[^，。：]{2,12}：")
"""What a new point of a page begins with: "Why it matters:"."""


def write_wrapped(line: str, *, indent: int = 0, hanging: int = 4) -> None:
    """A line of the result; what does not fit goes on `hanging` columns further right."""
    page = Page(page_look())
    page.add(line, indent=indent, hanging=hanging)
    write_line(page.render().removesuffix("\n"))


def write_paragraphs(written: str) -> None:
    """A page that was written with line breaks of its own, broken anew for the terminal."""
    for paragraph in _paragraphs(written):
        if paragraph:
            write_wrapped(paragraph, hanging=0)
        else:
            write_line()


def _paragraphs(written: str) -> Iterator[str]:
    """Its points in one line each, and "" for an empty line."""
    point = ""
    for line in written.splitlines():
        if point and line and not _BEGINS.match(line):
            apart = point[-1].isascii() and line[0].isascii()
            point += f" {line}" if apart else line
            continue
        if point:
            yield point
        if not line:
            yield ""
        point = line
    if point:
        yield point
