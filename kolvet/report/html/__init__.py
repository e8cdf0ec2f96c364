"""The report as one HTML file that can be mailed: no network, no script, JSON inside."""

import hashlib

from kolvet.model.report import Report
from kolvet.report.html import choices, quotes, records
from kolvet.report.html.elements import Element, Node, el
from kolvet.report.html.fans import fan_section
from kolvet.report.html.page import document
from kolvet.report.html.page import embedded_json as embedded_json
from kolvet.report.html.score import score
from kolvet.report.html.timeline import patterns, timelines
from kolvet.report.html.verdict import banner, why
from kolvet.report.html.words import words
from kolvet.report.json_format import render_json
from kolvet.report.wording import day, say


def render_html(report: Report) -> str:
    """Render a report as one self-contained page in the language in use.

    The JSON inside is `kolvet.report/1` as `render_json` gives it (`embedded_json` reads it back
    byte for byte); the SHA-256 that is shown is that of its UTF-8, as in the decision log.
    """
    data = render_json(report)
    sections = _sections(report, hashlib.sha256(data.encode()).hexdigest())
    title = words(
        "title",
        word=say(f"word_{report.verdict.word}"),
        blogger=report.blogger.name,
        brand=report.brand.name,
        day=day(report.as_of),
    )
    body: list[Node] = [
        el("a", words("skip"), class_="skip", href="#why"),
        patterns(),
        banner(report),
        _contents(sections),
        el("main", *sections),
        el("footer", el("p", words("footer", version=report.tool))),
    ]
    return document(title, body, data)


def _sections(report: Report, sha256: str) -> list[Element]:
    """The sections in the order of the design (product design, section 7)."""
    found = (
        why(report),
        quotes.decisive(report),
        quotes.counter(report),
        quotes.changed(report),
        timelines(report),
        fan_section(report),
        choices.comparison(report),
        choices.advice(report),
        score(report),
        records.precedents(report),
        records.others(report),
        records.coverage(report),
        records.limits(report),
        records.waivers(report),
        records.corrections(report),
        records.baseline(report),
        records.decisions(report),
        records.reproduction(report, sha256),
    )
    return [item for item in found if isinstance(item, Element)]


def _contents(sections: list[Element]) -> Element:
    """Links to all sections."""
    entries = []
    for item in sections:
        heading = item.children[0]
        title = heading.children[0] if isinstance(heading, Element) else None
        target = dict(item.attributes)["id"]
        entries.append(el("li", el("a", title, href=f"#{target}")))
    return el("nav", el("ul", *entries), aria_label=words("contents"))
