"""What all sections of the page share: its own words, headings, tables, links to evidence."""

import re
from collections.abc import Collection, Sequence

from kolvet.messages import text
from kolvet.model.report import Report
from kolvet.report.html.elements import Element, Node, el
from kolvet.report.wording import say

_NOT_AN_ID = re.compile("[^A-Za-z0-9_-]")


def words(key: str, **values: object) -> str:
    """The message `html.<key>`."""
    return text(f"html.{key}", **values)


def section(name: str, title: str, *children: Node) -> Element:
    """A section with its heading, reachable as #name."""
    heading = el("h2", title, id=f"{name}-title")
    return el("section", heading, *children, id=name, aria_labelledby=f"{name}-title")


def anchor(number: str) -> str:
    """The id of an element for an evidence number."""
    return "item-" + _NOT_AN_ID.sub("-", number)


def references(ids: Sequence[str], shown: Collection[str]) -> Node:
    """Evidence numbers as links to the quotes; one that is not on the page is plain text."""
    if not ids:
        return None
    parts: list[Node] = []
    for number in ids:
        parts.append(", " if parts else "")
        parts.append(_reference(number, shown))
    return el("span", " [", *parts, "]", class_="references")


def _reference(number: str, shown: Collection[str]) -> Node:
    if number == "coverage":
        return el("a", say("coverage_reference"), href="#coverage")
    if number in shown:
        return el("a", number, href=f"#{anchor(number)}")
    return number


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[Node]]) -> Element:
    """A table whose rows are headed by their first cell; figures are set by class."""
    return el(
        "table",
        el("caption", caption),
        el("thead", el("tr", *(el("th", name, scope="col") for name in head))),
        el("tbody", *(_row(cells) for cells in rows)),
    )


def _row(cells: Sequence[Node]) -> Element:
    first, *others = cells
    return el("tr", el("th", first, scope="row"), *(el("td", cell) for cell in others))


def listing(rows: Sequence[tuple[str, Node]]) -> Element:
    """Names with their values; rows of the same name share it."""
    parts: list[Node] = []
    last = ""
    for name, value in rows:
        if name != last:
            parts.append(el("dt", name))
        parts.append(el("dd", value))
        last = name
    return el("dl", *parts, class_="listing")


def items(entries: Sequence[Node], *, ordered: bool = False) -> Node:
    """A list, or nothing when it is empty."""
    if not entries:
        return None
    return el("ol" if ordered else "ul", *(el("li", entry) for entry in entries))


def spaced(parts: Sequence[Node]) -> list[Node]:
    """Parts of a line with a middle dot between them."""
    joined: list[Node] = []
    for part in parts:
        if part is None or part == "":
            continue
        joined += [" · ", part] if joined else [part]
    return joined


def shown_numbers(report: Report) -> frozenset[str]:
    """The numbers of everything that has a place of its own on the page."""
    changed = report.judge.changed if report.judge else ()
    quotes = (*report.evidence, *report.counter, *changed, *report.others)
    return frozenset([item.id for item in quotes] + [item.id for item in report.precedents])
