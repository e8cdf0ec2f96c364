"""What a manager may still choose: another brand, or him on conditions."""

from collections.abc import Sequence

from kolvet.model.explained import BrandRow
from kolvet.model.report import Report, Word
from kolvet.report.explained_sections import brand_terms, difference_lines
from kolvet.report.html.elements import Node, el, outside, sentence
from kolvet.report.html.scales import scale
from kolvet.report.html.verdict import SIGNS
from kolvet.report.html.words import (
    Column,
    items,
    references,
    section,
    shown_numbers,
    table,
    words,
)
from kolvet.report.verdict_section import SCALE
from kolvet.report.wording import say


def comparison(report: Report) -> Node:
    """The same history before each brand, and whose the differences are."""
    if report.comparison is None:
        return None
    head = [Column(words("column_brand")), Column(words("column_index"))]
    lines: list[Node] = [sentence(line) for line in difference_lines(report.comparison)]
    rows = [_brand(row) for row in report.comparison.rows]
    shown = table(say("comparison"), head, rows, titled=False)
    return section("comparison", say("comparison"), shown, items(lines))


def _brand(row: BrandRow) -> Sequence[Node]:
    word = Word(row.word)
    sign = el("span", f"{SIGNS[word]} ", aria_hidden="true")
    name = el(
        "span",
        outside(row.brand),
        el("span", sign, say(f"word_{word}"), class_=f"chip {word}"),
        class_="brand",
    )
    return [name, el("div", _index(row), el("span", " · ".join(brand_terms(row))))]


def _index(row: BrandRow) -> Node:
    if row.bri is None:
        return el("div", say("bri_unknown"))
    low, high = row.interval or (row.bri, row.bri)
    line = f"BRI {row.bri:.1f} ({low:.1f}–{high:.1f})"
    return el("div", line, scale(row.bri, row.interval, SCALE, line))


def advice(report: Report) -> Node:
    """If you still want him: conditions, then the way to win him first."""
    if not report.advice:
        return None
    shown = shown_numbers(report)
    parts: list[Node] = []
    for kind in ("condition", "convert"):
        entries: list[Node] = [
            el(
                "span",
                sentence(item.text, report.run.language),
                references(item.evidence, shown),
            )
            for item in report.advice
            if item.kind == kind
        ]
        if entries and kind == "convert":
            parts.append(el("h3", say("advice_convert")))
        parts.append(items(entries, ordered=kind == "convert"))
    return section("advice", say("advice"), *parts)
