"""How the index came about: terms, where the points come from, convertibility item by item."""

from collections.abc import Mapping, Sequence

from kolvet.model.explained import Credit
from kolvet.model.report import Report, Term
from kolvet.report.html.elements import Element, Node, el
from kolvet.report.html.scales import scale, step
from kolvet.report.html.words import Column, dotted, section, table, words
from kolvet.report.sections import why_unmeasured
from kolvet.report.verdict_section import SCALE
from kolvet.report.wording import count, say, term_name

TERMS = {
    "term": "text",
    "value": "figure",
    "interval": "figure",
    "n": "text",
    "scale": "drawn",
}
POINTS = {"term": "text", "points": "figure", "total": "figure", "step": "drawn"}
CREDITS = {"item": "text", "weight": "figure", "holds": "text", "n": "figure"}
"""Columns of the three tables, and how they are set."""
CREDIT_SIGNS = {True: "✓", False: "✕", None: "?"}


def score(report: Report) -> Element:
    """Every term with its value, interval and number, and what adds up to the index."""
    rows = [_term(term) for term in report.terms]
    return section(
        "score",
        words("score"),
        table(say("terms"), _columns(TERMS), rows),
        _contributions(report),
        _credits(report),
    )


def _term(term: Term) -> Sequence[Node]:
    if "." in term.id:
        name = el("span", term_name(term.id), class_="part")
    else:
        name = el("strong", f"{term.id} {term_name(term.id)}")
    value = "?" if term.value is None else f"{term.value:.2f}"
    interval = "—"
    if term.interval is not None:
        interval = f"{term.interval.low:.2f}–{term.interval.high:.2f}"
    if not term.measured:
        reason = el("span", dotted(why_unmeasured(term)), class_="unmeasured")
        return [name, value, interval, reason, _scale(term, hollow=True)]
    number = say("followers_n", number=count(term.n)) if term.id == "R" else f"n={term.n:,}"
    return [name, value, interval, number, _scale(term)]


def _scale(term: Term, *, hollow: bool = False) -> Node:
    if term.value is None:
        return "—"
    label = f"{term_name(term.id)} {term.value:.2f}"
    drawn = scale(term.value, term.interval, 1, label)
    return el("span", drawn, class_="hollow") if hollow else drawn


def _contributions(report: Report) -> Node:
    """Part by part, down to the index itself, as a staircase."""
    if not report.contributions or report.verdict.bri is None:
        return None
    total = 0.0
    rows: list[Sequence[Node]] = []
    for part in report.contributions:
        before, total = total, total + part.points
        name = f"{part.id.partition('.')[0]} {term_name(part.id)}"
        points = f"{part.points:+.2f}"
        drawn = step(before, total, SCALE, f"{name} {points}")
        rows.append([name, points, f"{total:.2f}", drawn])
    bri = report.verdict.bri
    end = step(0.0, bri, SCALE, f"{term_name('BRI')} {bri:.2f}")
    rows.append([el("strong", f"= {term_name('BRI')}"), "", el("strong", f"{bri:.2f}"), end])
    return table(say("contributions"), _columns(POINTS), rows)


def _credits(report: Report) -> Node:
    """Every item of V: whether it holds, what it adds, and what nobody measured."""
    if not report.convertibility:
        return None
    rows = [_credit(item) for item in report.convertibility]
    return table(say("convertibility"), _columns(CREDITS), rows)


def _columns(kinds: Mapping[str, str]) -> list[Column]:
    return [Column(words(f"column_{name}"), kind) for name, kind in kinds.items()]


def _credit(item: Credit) -> Sequence[Node]:
    state = "unknown" if item.holds is None else "yes" if item.holds else "no"
    sign = el("span", f"{CREDIT_SIGNS[item.holds]} ", aria_hidden="true")
    number = "—" if item.holds is None else f"n={item.n:,}"
    holds = el("span", sign, say(f"credit_{state}"))
    return [term_name(f"V.{item.id}"), f"{item.weight:+.2f}", holds, number]
