"""The timeline as block characters: readable without colour, in any width."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from kolvet.model.judgements import Stance
from kolvet.model.report import Month
from kolvet.report.page import Page
from kolvet.report.wording import STANCE_COLOURS, say

STEPS = (1, 3, 12)
"""Months in a step: a month, a quarter, a year."""
MOST_ROWS = 16
MOST_STEP_CELLS = 2
LEAST_BAR_CELLS = 8
STANCES = (Stance.CRITICAL, Stance.NEUTRAL, Stance.SUPPORTIVE)


@dataclass(frozen=True, slots=True)
class Period:
    """A month "2025-09", a quarter "2025Q3" or a year "2025" with its counts."""

    label: str
    year: int
    posts: int
    critical: int
    neutral: int
    supportive: int

    def of(self, stance: Stance) -> int:
        """The posts of one stance."""
        match stance:
            case Stance.CRITICAL:
                return self.critical
            case Stance.NEUTRAL:
                return self.neutral
            case Stance.SUPPORTIVE:
                return self.supportive


def fold(months: Sequence[Month], step: int) -> list[Period]:
    """Months added up to periods of `step` months, oldest first."""
    groups: dict[str, list[Month]] = {}
    for month in months:
        groups.setdefault(_label(month.month, step), []).append(month)
    return [
        Period(
            label=label,
            year=int(label[:4]),
            posts=sum(month.posts for month in group),
            critical=sum(month.critical for month in group),
            neutral=sum(month.neutral for month in group),
            supportive=sum(month.supportive for month in group),
        )
        for label, group in groups.items()
    ]


def _label(month: str, step: int) -> str:
    year, number = month.split("-")
    if step == 12:
        return year
    return month if step == 1 else f"{year}Q{(int(number) + 2) // 3}"


def fit(months: Sequence[Month], room: int) -> tuple[int, list[Period]]:
    """The finest step whose periods fit into `room`, and the periods; years always fit."""
    for step in STEPS[:-1]:
        periods = fold(months, step)
        if len(periods) <= room:
            return step, periods
    return STEPS[-1], fold(months, STEPS[-1])


def add_chart(page: Page, months: Sequence[Month]) -> None:
    """Add the timeline: one row of blocks a stance, then the counts of each year.

    A console without block characters, or one that may draw them two cells wide, gets one row a
    period instead.
    """
    if page.plain or not page.display.unicode:
        add_rows(page, fit([month for month in months if month.posts], MOST_ROWS)[1])
        add_legend(page)
    else:
        _add_steps(page, months)
    worst = worst_month(months)
    if worst.critical and len(months) > 1:
        page.add(say("timeline_worst", label=worst.month, critical=worst.critical))


def _add_steps(page: Page, months: Sequence[Month]) -> None:
    labels = [say(f"stance_{stance}") for stance in STANCES]
    left = max(page.display.cells(label) for label in labels) + 2
    right = len(str(sum(month.posts for month in months))) + 2
    room = page.width - left - right
    step, periods = fit(months, room)
    cells = min(max(room // len(periods), 1), MOST_STEP_CELLS)
    peak = max(period.of(stance) for period in periods for stance in STANCES)
    page.add_whole(" " * left + _axis(periods, cells))
    for stance, label in zip(STANCES, labels, strict=True):
        numbers = [period.of(stance) for period in periods]
        line = page.text(label + " " * (left - page.display.cells(label)))
        for number in numbers:
            line.append(_block(page, number, peak) * cells, STANCE_COLOURS[stance] * bool(number))
        line.append(f"  {sum(numbers)}")
        page.add_whole(line)
    page.add(say(f"timeline_unit_{step}", peak=peak))
    if step < STEPS[-1] or len(periods) < MOST_ROWS:
        add_rows(page, fold(months, 12))
        add_legend(page)


def _axis(periods: Sequence[Period], cells: int) -> str:
    """Years above the first period of each, where they have room."""
    line = ""
    for index, period in enumerate(periods):
        place = index * cells
        new = index == 0 or periods[index - 1].year != period.year
        label = str(period.year)
        fits = place + len(label) <= len(periods) * cells
        if new and fits and (not line or len(line) < place):
            line = line.ljust(place) + label
    return line


def worst_month(months: Sequence[Month]) -> Month:
    """The month with most criticism; of several, the newest."""
    return max(months, key=lambda month: (month.critical, month.month))


def _block(page: Page, number: int, peak: int) -> str:
    if not number:
        return page.display.symbols.empty
    steps = page.display.symbols.steps
    return steps[-(-number * len(steps) // peak) - 1]


def add_rows(page: Page, periods: Sequence[Period]) -> None:
    """Add a table: one line a period with its counts and a bar.

    Plain text, and a page too narrow for the table, get a sentence a period.
    """
    cells = page.display.cells
    words = [say(f"stance_{stance}") for stance in STANCES]
    left = max((len(period.label) for period in periods), default=0)
    header = "".join(f"  {word}" for word in words)
    lead = left + cells(header) + 2
    if page.plain or lead - 2 > page.measure:
        for period in periods:
            counts = {str(stance): period.of(stance) for stance in STANCES}
            page.add(f"{period.label}  {say('period_counts', **counts)}", hanging=4, items=True)
        return
    page.add_whole(" " * left + header)
    room = page.measure - lead
    peak = max((period.posts for period in periods), default=0)
    for period in periods:
        line = page.text(period.label.ljust(left), "bold")
        for stance, word in zip(STANCES, words, strict=True):
            line.append(f"{period.of(stance):>{cells(word) + 2}}")
        if room >= LEAST_BAR_CELLS:
            line.append("  ").append_text(_bar(page, period, peak, room))
        page.add_whole(line)


def _bar(page: Page, period: Period, peak: int, room: int) -> Text:
    """One sign a post, or fewer when they do not fit; each stance that occurs keeps one."""
    cells = page.display.cells
    signs = bar_signs(page)
    room = min(room, peak * max(cells(sign) for sign in signs.values()))
    bar = Text()
    for stance, sign in signs.items():
        number = period.of(stance)
        length = max(number * room // (peak * cells(sign)), 1) if number else 0
        bar.append(sign * length, STANCE_COLOURS[stance])
    return bar


def add_legend(page: Page) -> None:
    """Say which sign of a bar is which stance."""
    if not page.plain:
        signs = {str(stance): sign for stance, sign in bar_signs(page).items()}
        page.add(say("timeline_legend", **signs), items=True)


def bar_signs(page: Page) -> dict[Stance, str]:
    """What one post is in a bar; the three differ without colour."""
    symbols = page.display.symbols
    return {Stance.CRITICAL: symbols.bar, Stance.NEUTRAL: symbols.empty, Stance.SUPPORTIVE: "+"}
