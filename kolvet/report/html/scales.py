"""Small charts of one number: where it stands on its scale, and how sure it is.

Drawn as our own SVG: shapes and classes only, so that the page needs no script and no style
attribute, prints in black and white, and has the same bytes everywhere.
"""

from kolvet.model.interval import Interval
from kolvet.report.html.elements import Element, el

WIDE = 600
NARROW = 120
"""Units of a scale of its own, and of one in a table's cell."""
HEIGHT = 16
EDGE = 8
"""Room beside the scale for a point at its end."""


def scale(
    value: float, interval: Interval | None, most: float, label: str, *, width: int = NARROW
) -> Element:
    """A value from 0 to `most` as a point, its interval as a thick line."""
    middle = HEIGHT / 2
    radius = 5 if width == NARROW else 7
    shapes = [el("line", class_="rail", x1=EDGE, x2=width - EDGE, y1=middle, y2=middle)]
    shapes += [
        el("line", class_="tick", x1=at, x2=at, y1=middle - 4, y2=middle + 4)
        for at in (place(most * part / 4, most, width) for part in range(5))
    ]
    if interval is not None:
        low, high = (place(end, most, width) for end in interval)
        shapes.append(el("line", class_="sure", x1=low, x2=high, y1=middle, y2=middle))
    shapes.append(el("circle", class_="point", cx=place(value, most, width), cy=middle, r=radius))
    return el(
        "svg",
        *shapes,
        class_="scale",
        viewBox=f"0 0 {width} {HEIGHT}",
        role="img",
        aria_label=label,
    )


def step(before: float, after: float, most: float, label: str) -> Element:
    """A step from one value to the next as a bar: up is solid, down is hollow."""
    low, high = sorted((place(before, most, NARROW), place(after, most, NARROW)))
    middle = HEIGHT / 2
    bar = el(
        "rect",
        class_="up" if after >= before else "down",
        x=number(low),
        y=3,
        width=number(max(high - low, 1)),
        height=HEIGHT - 6,
    )
    rail = el("line", class_="rail", x1=EDGE, x2=NARROW - EDGE, y1=middle, y2=middle)
    return el(
        "svg", rail, bar, class_="scale", viewBox=f"0 0 {NARROW} {HEIGHT}", role="img",
        aria_label=label,
    )  # fmt: skip


def place(value: float, most: float, width: int) -> float:
    """Where a value stands, in units of the drawing."""
    share = min(max(value / most, 0.0), 1.0)
    return round(EDGE + share * (width - 2 * EDGE), 1)


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
