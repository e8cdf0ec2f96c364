"""What all sections of the page share: its own words, headings, tables, links to evidence."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kolvet.messages import text
from kolvet.model.report import Report
from kolvet.report.html.elements import Element, Node, el, sentence
from kolvet.report.plain_text import dotted as with_dots
from kolvet.report.wording import say

MOST = 50
"""Quotes of one side on the page: a history of thousands would make it too large to mail."""
NAMED = 8
"""Numbers named after a finding; the JSON inside the page holds all."""
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
    """The first numbers of the evidence as links to the quotes, and how many more there are.

    A number that is not on the page is plain text.
    """
    if not ids:
        return None
    parts: list[Node] = []
    for number in ids[:NAMED]:
        parts.append(", " if parts else "")
        parts.append(_reference(number, shown))
    if len(ids) > NAMED:
        parts.append(f", +{len(ids) - NAMED}")
    return el("span", " [", *parts, "]", class_="references")


def hits(report: Report) -> dict[str, list[str]]:
    """The checks that hit, each once, with the evidence of all its findings in order."""
    found: dict[str, set[str]] = {}
    for item in report.findings:
        found.setdefault(item.rule, set()).update(item.evidence)
    return {
        rule: sorted(ids, key=lambda number: (number[:1], len(number), number))
        for rule, ids in found.items()
    }


def cited(report: Report) -> frozenset[str]:
    """The numbers that the page names: their quotes are printed also where they are folded."""
    why = [item.evidence for item in report.why]
    advice = [item.evidence for item in report.advice]
    named = (*why, *advice, *hits(report).values())
    return frozenset(number for ids in named for number in ids[:NAMED])


def _reference(number: str, shown: Collection[str]) -> Node:
    if number == "coverage":
        return el("a", say("coverage_reference"), href="#coverage")
    if number in shown:
        return el("a", number, href=f"#{anchor(number)}")
    return number


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and how its cells are set.

    `kind` is "text", "figure" (never broken), or "drawn" (left out on a phone, for the figures
    beside it say the same).
    """

    name: str
    kind: str = "text"


def table(
    caption: str, head: Sequence[Column], rows: Sequence[Sequence[Node]], *, titled: bool = True
) -> Element:
    """A table whose rows are headed by their first cell.

    Without `titled` the caption is for screen readers only, since a heading says the same.
    """
    return el(
        "table",
        el("caption", caption, class_=None if titled else "unseen"),
        el("thead", el("tr", *(el("th", at.name, scope="col", class_=at.kind) for at in head))),
        el("tbody", *(_row(head, cells) for cells in rows)),
    )


def _row(head: Sequence[Column], cells: Sequence[Node]) -> Element:
    first, *others = cells
    kinds = [column.kind for column in head[1:]]
    below = (el("td", cell, class_=kind) for cell, kind in zip(others, kinds, strict=True))
    return el("tr", el("th", first, scope="row"), *below)


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


def dotted(line: str) -> Element:
    """A line of a terminal with dots between its parts."""
    return sentence(with_dots(line))


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
    sides = (report.evidence, report.counter, changed, report.others)
    quotes = [item for side in sides for item in side[:MOST]]
    return frozenset([item.id for item in quotes] + [item.id for item in report.precedents])
