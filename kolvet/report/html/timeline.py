"""The timeline as bars: praise and neutral posts rise, criticism falls, one bar a period."""

from collections.abc import Sequence
from datetime import date

from kolvet.model.explained import TurningPoint
from kolvet.model.judgements import Stance
from kolvet.model.report import Month, Report
from kolvet.report.charts import STANCES, Period, fit, fold, worst_month
from kolvet.report.explained_sections import turn_words
from kolvet.report.html.elements import Element, Node, el
from kolvet.report.html.scales import number
from kolvet.report.html.words import section, words
from kolvet.report.sections import nothing_found
from kolvet.report.wording import say, stance_word

SIZES = {"wide": (720, 150), "narrow": (330, 42)}
"""Units of the drawing, and how many periods it holds at most; CSS shows one of the two."""
HEIGHT = 190
TOP, BOTTOM, LEFT = 18, 20, 30
LEAST_YEAR = 34
"""Units between two years on the axis, so that their numbers stay apart."""
MOST_BAR = 26


def timelines(report: Report) -> Element:
    """One chart for each brand that the timeline holds, with its numbers in a table."""
    brands = list(dict.fromkeys(month.brand for month in report.timeline))
    if not brands:
        title = say("timeline", brand=report.brand.name)
        return section("timeline", title, el("p", nothing_found(report, "timeline_none")))
    charts: list[Node] = []
    for brand in brands[1:]:
        charts += [el("h3", say("timeline", brand=brand)), *_one(report, brand)]
    title = say("timeline", brand=brands[0])
    return section("timeline", title, *_one(report, brands[0]), *charts)


def _one(report: Report, brand: str) -> list[Node]:
    months = [month for month in report.timeline if month.brand == brand]
    turns = [turn for turn in report.turning_points if turn.brand == brand]
    worst = worst_month(months)
    most = say("timeline_worst", label=worst.month, critical=worst.critical)
    label = f"{say('timeline', brand=brand)}. {most}" if worst.critical else brand
    return [
        legend(),
        el("div", *(_chart(months, turns, size, label) for size in SIZES), class_="chart"),
        el("p", most) if worst.critical and len(months) > 1 else None,
        _turns(turns),
        _table(months, brand),
    ]


def legend() -> Element:
    """Which pattern is which stance; the three differ without colour."""
    return el(
        "p",
        *(
            el(
                "span",
                el(
                    "svg",
                    el("rect", class_=stance.value, x=1, y=1, width=12, height=12),
                    class_="key",
                    viewBox="0 0 14 14",
                    aria_hidden="true",
                ),
                stance_word(stance),
            )
            for stance in STANCES
        ),
        class_="legend",
    )


def patterns() -> Element:
    """The stripes of supportive posts, drawn once for all charts of the page."""
    line = el("path", d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", class_="stripe")
    back = el("rect", width=6, height=6, class_="under-stripe")
    pattern = el(
        "pattern", back, line, id="stripes", width=6, height=6, patternUnits="userSpaceOnUse"
    )
    return el("svg", el("defs", pattern), class_="patterns", aria_hidden="true")


def _chart(months: Sequence[Month], turns: Sequence[TurningPoint], size: str, label: str) -> Node:
    width, room = SIZES[size]
    periods = fit(months, room)[1]
    up = max(max(item.supportive + item.neutral for item in periods), 1)
    down = max(max(item.critical for item in periods), 1)
    unit = (HEIGHT - TOP - BOTTOM) / (up + down)
    zero = TOP + up * unit
    slot = (width - LEFT) / len(periods)
    bars = [
        _bars(item, LEFT + place * slot, slot, zero, unit) for place, item in enumerate(periods)
    ]
    return el(
        "svg",
        *_rulers(width, up, down, zero, unit),
        *bars,
        *_years(periods, slot, width),
        *_marks(turns, months, width),
        class_=f"timeline {size}",
        viewBox=f"0 0 {width} {HEIGHT}",
        role="img",
        aria_label=label,
    )


def _rulers(width: int, up: int, down: int, zero: float, unit: float) -> list[Node]:
    """The line of no posts, and how many posts the highest bars stand for."""
    shapes: list[Node] = []
    for count, at in ((up, zero - up * unit), (0, zero), (down, zero + down * unit)):
        kind = "zero" if at == zero else "grid"
        y = number(at)
        shapes.append(el("line", class_=kind, x1=LEFT, x2=width, y1=y, y2=y))
        shapes.append(el("text", str(count), class_="count", x=LEFT - 5, y=number(at + 4)))
    return shapes


def _bars(item: Period, x: float, slot: float, zero: float, unit: float) -> Element:
    """One period: critical posts hang below the line, supportive and neutral ones stand on it."""
    width = min(slot * 0.8, MOST_BAR)
    left = x + (slot - width) / 2
    shapes: list[Node] = []
    top = zero
    for stance in (Stance.SUPPORTIVE, Stance.NEUTRAL, Stance.CRITICAL):
        height = item.of(stance) * unit
        if not height:
            continue
        top = zero if stance is Stance.CRITICAL else top - height
        shapes.append(
            el(
                "rect",
                class_=stance.value,
                x=number(left),
                y=number(top),
                width=number(width),
                height=number(height),
            )
        )
    return el("g", *shapes)


def _years(periods: Sequence[Period], slot: float, width: int) -> list[Node]:
    """The years below the first period of each, where they have room."""
    shapes: list[Node] = []
    last = -float(LEAST_YEAR)
    for place, item in enumerate(periods):
        x = LEFT + place * slot
        new = not place or periods[place - 1].year != item.year
        if new and x - last >= LEAST_YEAR and x + LEAST_YEAR <= width:
            shapes.append(el("text", str(item.year), class_="year", x=number(x), y=HEIGHT - 4))
            last = x
    return shapes


def _marks(turns: Sequence[TurningPoint], months: Sequence[Month], width: int) -> list[Node]:
    """A numbered dashed line for each turning point."""
    shapes: list[Node] = []
    for place, turn in enumerate(turns, start=1):
        x = LEFT + _along(turn.day, months) * (width - LEFT)
        at = number(x)
        shapes.append(el("line", class_="turn", x1=at, x2=at, y1=TOP, y2=HEIGHT - BOTTOM))
        shapes.append(el("text", str(place), class_="turn-number", x=at, y=TOP - 5))
    return shapes


def _along(day: date, months: Sequence[Month]) -> float:
    """How far along the chart a day is, from 0 to 1."""
    label = f"{day:%Y-%m}"
    before = sum(month.month < label for month in months)
    inside = (day.day - 1) / 31 if any(month.month == label for month in months) else 0.0
    return (before + inside) / len(months)


def _turns(turns: Sequence[TurningPoint]) -> Node:
    if not turns:
        return None
    items = [
        el(
            "li",
            turn_words(turn),
            el("strong", f" ▲ {say('turn_alarm')}")
            if turn.recent and turn.toward_praise
            else None,
        )
        for turn in turns
    ]
    return el("div", el("h3", words("turns")), el("ol", *items, class_="turns"))


def _table(months: Sequence[Month], brand: str) -> Element:
    """The same numbers year by year, for whoever cannot see the bars."""
    head = [el("th", words("year"), scope="col")]
    head += [el("th", stance_word(stance), scope="col", class_="n") for stance in STANCES]
    rows = [
        el(
            "tr",
            el("th", item.label, scope="row"),
            *(el("td", str(item.of(stance)), class_="n") for stance in STANCES),
        )
        for item in fold(months, 12)
    ]
    return el(
        "details",
        el("summary", words("by_year")),
        el(
            "table",
            el("caption", say("timeline", brand=brand)),
            el("thead", el("tr", *head)),
            el("tbody", *rows),
        ),
    )
