"""A progress bar on stderr for long work; nothing where stderr is no terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from kolvet.messages import text

LEAST_SECONDS = 0.5
"""Before so long a rate is chance."""
BAR_FROM = 57
"""Columns from which there is room for a bar beside the figures."""


class Move(Protocol):
    """Moves the bar."""

    def __call__(self, done: int, total: int, counted: int | None = None, /) -> None:
        """Say how far the work is; `counted` in units where `done` and `total` are bytes."""


@contextmanager
def progress_bar(label: str, unit: str = "posts") -> Iterator[Move]:
    """Give what moves the bar; it goes away when the work ends, however it ends.

    `unit` is what is counted: "posts" or "rows".
    """
    if not sys.stderr.isatty():
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TaskProgressColumn, TextColumn
    from rich.table import Column

    console = Console(stderr=True)
    console.width -= len("^C ")  # typed at the end of a full line, it would go on on the next
    name = Column(no_wrap=True, overflow="ellipsis", ratio=1)
    columns: list[ProgressColumn] = [
        TextColumn("{task.description}", markup=False, table_column=name)
    ]
    if console.width >= BAR_FROM:
        columns.append(BarColumn(bar_width=None, table_column=Column(ratio=1)))
    columns += [TaskProgressColumn(), TextColumn("{task.fields[pace]}", markup=False)]
    with Progress(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task(label, total=None, pace="")
        pace = Pace(unit)

        def move(done: int, total: int, counted: int | None = None, /) -> None:
            units = done if counted is None else counted
            said = pace.words(time.monotonic(), done, total, units)
            bar.update(task, completed=done, total=total, pace=said)

        yield move


class Pace:
    """How fast it goes, counted from the first move: what was there before is no work."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._first: tuple[float, int, int] | None = None

    def words(self, now: float, done: int, total: int, counted: int) -> str:
        """Units a second and the time left; "" where it is too early to say.

        `now` in seconds of any clock that does not go back.
        """
        if self._first is None:
            self._first = now, done, counted
        start, done_before, counted_before = self._first
        seconds = now - start
        if seconds < LEAST_SECONDS or counted <= counted_before or done <= done_before:
            return ""
        left = (total - done) * seconds / (done - done_before)
        rate = text(
            f"cli.progress_{self._unit}", rate=_number((counted - counted_before) / seconds)
        )
        return f"{rate}  {text('cli.progress_left', left=_clock(left))}"


def _number(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"


def _clock(seconds: float) -> str:
    """1:02:03, or 2:03."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def _ignore(_done: int, _total: int, _counted: int | None = None, /) -> None:
    """Where nobody watches."""
