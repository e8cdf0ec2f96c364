"""kolvet in a real terminal: a pty of some size, and an emulator that reads its bytes."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyte
from pyte.screens import Char

ROWS = 50
MOST_LINES = 2000
SECONDS = 90
"""After so long a run is killed: no test may hang."""
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\")
"""Colours, moves of the cursor, and links."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a terminal got, in the order in which it came: stdout and stderr are one."""

    raw: bytes
    code: int
    columns: int

    @property
    def lines(self) -> list[str]:
        """The lines as they were sent, without colours and links, however wide they are."""
        return ANSI.sub("", self.raw.decode()).replace("\r\n", "\n").splitlines()

    def screen(self) -> pyte.Screen:
        """What is to be seen in the end, all of it, if the terminal is high enough."""
        screen = pyte.Screen(self.columns, MOST_LINES)
        pyte.ByteStream(screen).feed(self.raw)
        return screen


def shown(
    arguments: Iterable[object],
    environment: Mapping[str, str],
    columns: int,
    *,
    interrupt_at: bytes = b"",
) -> Shown:
    """Run kolvet in a pty to its end; with `interrupt_at` Ctrl-C is typed when that is shown."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "kolvet", *map(str, arguments)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={"TERM": "xterm-256color", **environment},
        preexec_fn=_own_the_terminal,
    )
    os.close(follower)
    raw, waiting = b"", interrupt_at
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if not select.select([leader], [], [], 0.2)[0]:
            if process.poll() is not None:
                break
            continue
        try:
            piece = os.read(leader, 65536)
        except OSError:  # how Linux says that nobody is left to write
            break
        if not piece:
            break
        raw += piece
        if waiting and waiting in raw:
            os.write(leader, b"\x03")
            waiting = b""
    else:
        process.kill()
    code = process.wait(timeout=30)
    os.close(leader)
    return Shown(raw, code, columns)


def _own_the_terminal() -> None:
    """As a shell does it: Ctrl-C reaches the process."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def text_of(screen: pyte.Screen) -> str:
    """The screen's lines without blanks at their ends."""
    return "\n".join(line.rstrip() for line in screen.display).rstrip("\n") + "\n"


def styled_text_of(screen: pyte.Screen) -> str:
    """The same with every run of one style between marks: ⟦bold red⟧危险⟦/⟧."""
    rows = (_styled_row(screen, row) for row in range(screen.lines))
    return "\n".join(rows).rstrip("\n") + "\n"


def _styled_row(screen: pyte.Screen, row: int) -> str:
    cells = screen.buffer[row]
    line, current = "", ""
    for column in range(max(cells, default=-1) + 1):
        cell = cells[column]
        style = _style(cell)
        if style != current:
            line += ("⟦/⟧" if current else "") + (f"⟦{style}⟧" if style else "")
            current = style
        line += cell.data  # nothing for the second half of a wide character
    return (line + ("⟦/⟧" if current else "")).rstrip(" ")


def _style(cell: Char) -> str:
    names = ("bold", "italics", "underscore", "strikethrough", "reverse", "blink")
    parts = [name for name in names if getattr(cell, name)]
    if cell.fg != "default":
        parts.append(cell.fg)
    if cell.bg != "default":
        parts.append(f"on {cell.bg}")
    return " ".join(parts)
