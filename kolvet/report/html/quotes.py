"""Quotes as they were written, cut around what decides; the whole text opens on demand."""

import re
from collections.abc import Collection, Sequence

from kolvet.model.judgements import Span
from kolvet.model.report import Evidence, Report
from kolvet.report.display import Display
from kolvet.report.html.elements import Element, Node, el, link, outside, tongue
from kolvet.report.html.words import MOST, anchor, cited, section, spaced, words
from kolvet.report.quotes import (
    decisive_span,
    excerpt,
    reach_words,
    second_words,
    source_words,
    stance_severity,
    target_words,
    without_last_stop,
)
from kolvet.report.sections import COUNTER, DECISIVE, nothing_found
from kolvet.report.wording import day, percent, platform_name, say

ROOM = 560
"""Cells of a quote that stand on the page at once: 280 Chinese characters."""
STANCE_SIGNS = {"critical": "▼", "neutral": "■", "supportive": "▲"}
_DISPLAY = Display()
_FOLDERS = re.compile(r"^.*[/\\]")


def decisive(report: Report) -> Element:
    """The quotes that the verdict rests on; those beyond the first five open on demand."""
    if not report.evidence:
        return section("quotes", say("quotes"), el("p", nothing_found(report, "quotes_none")))
    return section(
        "quotes",
        say("quotes"),
        *map(quote, report.evidence[:DECISIVE]),
        more(report.evidence[DECISIVE:], DECISIVE, cited(report)),
    )


def counter(report: Report) -> Element:
    """The best quotes of the other side."""
    if not report.counter:
        return section("counter", say("counter"), el("p", nothing_found(report, "counter_none")))
    return section(
        "counter",
        say("counter"),
        *map(quote, report.counter[:COUNTER]),
        more(report.counter[COUNTER:], COUNTER, cited(report)),
    )


def changed(report: Report) -> Node:
    """Quotes that no longer count since a language model reads them otherwise."""
    if not (report.judge and report.judge.changed):
        return None
    return section(
        "changed",
        say("changed", model=report.judge.model),
        *map(quote, report.judge.changed[:DECISIVE]),
        more(report.judge.changed[DECISIVE:], DECISIVE, cited(report)),
    )


def more(rest: Sequence[Evidence], already: int, printed: Collection[str]) -> Node:
    """Further quotes, folded: a link to one opens them, and those `printed` are on paper."""
    if not rest:
        return None
    shown, hidden = rest[: MOST - already], len(rest) - (MOST - already)
    cited_here = sum(item.id in printed for item in shown)
    return el(
        "details",
        el("summary", words("more", number=len(rest))),
        el("p", words("printed", number=cited_here, all=len(rest)), class_="note on-paper"),
        *(quote(item, printed=item.id in printed) for item in shown),
        el("p", say("others_more", number=hidden), class_="beyond") if hidden > 0 else None,
        class_="more",
    )


def quote(item: Evidence, *, printed: bool = False) -> Element:
    """One quote: its words with the phrase marked, where and when he said it, how sure that is."""
    kind = " ".join(filter(None, ["quote", item.stance, "cited" if printed else ""]))
    return el(
        "article",
        el("h3", el("span", item.id, class_="number"), " ", *_head(item)),
        el("blockquote", el("p", *_excerpt(item)), lang=tongue(item.quote), dir="auto"),
        _whole(item),
        el("p", *spaced(_details(item)), class_="details"),
        _disagreement(item),
        _review(item),
        class_=kind,
        id=anchor(item.id),
    )


def _head(item: Evidence) -> list[Node]:
    parts: list[Node] = [item.happened or day(item.published)]
    if item.kind == "press":
        parts.append(say("press_quote" if item.verbatim else "press_summary"))
    else:
        parts.append(platform_name(item.platform))
    if item.stance is not None:
        sign = el("span", f"{STANCE_SIGNS[item.stance]} ", aria_hidden="true")
        parts.append(el("span", sign, stance_severity(item, " · "), class_="stance"))
    if item.target_kind is not None:
        parts.append(target_words(item.target_kind))
    parts.extend(say(f"flag_{flag}") for flag in item.flags if flag in {"insult", "irony"})
    return spaced(parts)


def _excerpt(item: Evidence) -> list[Node]:
    """The quote around its decisive phrase, which is marked and stands in brackets of its own."""
    span = without_last_stop(item.quote, decisive_span(item))
    cut = excerpt(item.quote, span, ROOM, _DISPLAY)
    parts: list[Node] = [_cut_mark() if cut.start else None]
    if cut.span is None:
        parts.append(el("bdi", item.quote[cut.start : cut.end]))
    else:
        before, phrase, after = _three(item.quote, cut.start, cut.span, cut.end)
        parts.append(el("bdi", before, el("mark", phrase), after))
    parts.append(_cut_mark() if cut.end < len(item.quote) else None)
    return parts


def _cut_mark() -> Element:
    return el("span", "[…]", class_="cut", aria_label=words("cut"), role="img")


def _three(quote: str, start: int, span: Span, end: int) -> tuple[str, str, str]:
    return quote[start : span.start], quote[span.start : span.end], quote[span.end : end]


def _whole(item: Evidence) -> Node:
    """All of a quote that was cut."""
    cut = excerpt(item.quote, None, ROOM, _DISPLAY)
    if cut.end == len(item.quote):
        return None
    return el(
        "details",
        el("summary", words("whole", number=f"{len(item.quote):,}")),
        el("blockquote", el("p", outside(item.quote)), lang=tongue(item.quote), dir="auto"),
    )


def _details(item: Evidence) -> list[Node]:
    """Reach or publisher, confidence, whether a person has read it, the address, the row."""
    parts: list[Node] = []
    if item.kind == "press":
        parts += [outside(part) for part in source_words(item, "▲")]
    else:
        parts += reach_words(item.likes, item.comments, item.reposts)
    if item.confidence is not None:
        parts.append(say("sure", percent=percent(item.confidence)))
    if item.reviewed is not None:
        sign = "☑" if item.reviewed else "☐"
        state = say("reviewed" if item.reviewed else "unreviewed")
        parts.append(el("span", el("span", f"{sign} ", aria_hidden="true"), state))
    if item.url:
        parts.append(link(item.url, el("bdi", item.url, class_="address")))
    if item.source and item.kind != "press":
        parts.append(el("span", words("row", source=_file_name(item.source)), class_="row"))
    return parts


def _file_name(source: str) -> str:
    """The row it came from without the folders of the machine that read it: pages are mailed."""
    return _FOLDERS.sub("", source)


def _disagreement(item: Evidence) -> Node:
    said = second_words(item.second) if item.second else ""
    return el("p", f"▲ {said}", class_="details") if said else None


def _review(item: Evidence) -> Node:
    if item.review is None:
        return None
    at = day(item.review.at) if item.review.at else ""
    reason = outside(item.review.reason) if item.review.reason else None
    said: list[Node] = [words("reviewed_by"), outside(item.review.by), at, reason]
    return el("p", *spaced(said), class_="details")
