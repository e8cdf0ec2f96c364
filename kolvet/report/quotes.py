"""Quotes as they were written, cut around what decides, with where and when he said it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from rich.text import Text

from kolvet.model.judgements import Span, Stance, TargetKind
from kolvet.model.report import Evidence, SecondOpinion
from kolvet.report.display import Display, clusters, snap
from kolvet.report.page import Page
from kolvet.report.wording import (
    count,
    day,
    label_style,
    percent,
    platform_name,
    say,
    stance_word,
    words_style,
)

Links = dict[str, list[str]]
"""Addresses too long for a line -> the numbers of the evidence that they belong to."""
INDENT = 4
QUOTE_CELLS = 320
"""A quote longer than this is cut: four lines of 80 columns, 160 Chinese characters."""
_STOPS = frozenset("，。、；：,.;: \n")
_CLAUSE_ENDS = frozenset("，。！？；：,!?;\n ")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What of a quote is shown: code points [start, end), with the decisive phrase inside."""

    start: int
    end: int
    span: Span | None


def excerpt(quote: str, span: Span | None, room: int, display: Display) -> Excerpt:
    """Cut a quote to about `room` cells around its span; never inside a visible unit."""
    starts = clusters(quote)
    length = len(quote)
    if span is not None:
        low, high = max(span.start, 0), min(span.end, length)
        span = Span(*snap(starts, length, low, high)) if low < high else None
    pieces = display.pieces(quote)
    if display.cells("".join(pieces)) <= room:
        return Excerpt(0, length, span)
    bounds = [*starts, length]
    widths = [
        display.cells("".join(pieces[bounds[index] : bounds[index + 1]]))
        for index in range(len(starts))
    ]
    first = bounds.index(span.start) if span else 0
    last = bounds.index(span.end) if span else 0
    first, last = _grow(widths, first, last, room)
    if first:
        first = _clause_start(quote, bounds, first, span)
    cut = Excerpt(bounds[first], bounds[last], span)
    return _fit_span(cut)


def _fit_span(cut: Excerpt) -> Excerpt:
    """A span longer than the room ends where the excerpt ends."""
    if cut.span is None:
        return cut
    return Excerpt(cut.start, cut.end, Span(cut.span.start, min(cut.span.end, cut.end)))


def _grow(widths: list[int], first: int, last: int, room: int) -> tuple[int, int]:
    """Widen [first, last) to `room`: a third before the span, the rest after it."""
    used = sum(widths[first:last])
    while last > first + 1 and used > room:
        last -= 1
        used -= widths[last]
    lead = (room - used) // 3
    while first > 0 and widths[first - 1] <= lead:
        first -= 1
        lead -= widths[first]
        used += widths[first]
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    while first > 0 and used + widths[first - 1] <= room:
        first -= 1
        used += widths[first]
    return first, last


def _clause_start(quote: str, bounds: list[int], first: int, span: Span | None) -> int:
    """Move a cut forward to the start of a clause when one begins before the span."""
    limit = span.start if span else bounds[first] + 20
    for index in range(first, len(bounds) - 1):
        if bounds[index] > limit:
            return first
        if quote[bounds[index] - 1] in _CLAUSE_ENDS and quote[bounds[index]] not in _CLAUSE_ENDS:
            return index
    return first


def excerpt_room(page: Page) -> int:
    """Cells of a quote on this page: fewer on a narrow one, so that a report stays readable."""
    return min(QUOTE_CELLS, max(page.measure * 4, 160))


def without_last_stop(quote: str, span: Span | None) -> Span | None:
    """The phrase without the comma or stop that ends it: 【翻车了】，not 【翻车了，】."""
    if span is None:
        return None
    end = min(span.end, len(quote))
    while end > span.start + 1 and quote[end - 1] in _STOPS:
        end -= 1
    return Span(span.start, end)


def quote_text(page: Page, quote: str, span: Span | None, style: str, room: int) -> Text:
    """A quote with its decisive phrase in colour, underlined, and between marks.

    The marks stand in colour too, so that a copied line keeps them. A phrase that is the whole
    quote needs none.
    """
    display = page.display
    symbols = display.symbols
    cut = excerpt(quote, without_last_stop(quote, span), room, display)
    pieces = display.pieces(quote)
    shown = Text()
    if cut.start > 0:
        shown.append(symbols.ellipsis)
    whole = cut.span is not None and not (
        quote[: cut.span.start].strip() or quote[cut.span.end :].strip("".join(_STOPS))
    )
    if cut.span is None:
        shown.append("".join(pieces[cut.start : cut.end]))
    else:
        left, right = symbols.other_marks if "【" in quote or "】" in quote else symbols.marks
        shown.append("".join(pieces[cut.start : cut.span.start]))
        phrase = "".join(pieces[cut.span.start : cut.span.end])
        shown.append(phrase if whole else f"{left}{phrase}{right}", f"{style} underline")
        shown.append("".join(pieces[cut.span.end : cut.end]))
    if cut.end < len(quote):
        shown.append(symbols.ellipsis)
    return shown


def add_evidence(page: Page, item: Evidence, links: Links) -> None:
    """Add one quote: what it is, its words, its reach and source.

    `links` collects addresses too long for a line.
    """
    page.add(_head(page, item), hanging=INDENT, items=True)
    style = words_style(item.stance)
    page.add(
        quote_text(page, item.quote, decisive_span(item), style, excerpt_room(page)), indent=INDENT
    )
    if item.kind == "press":
        details = source_words(item, page.display.symbols.warning)
    else:
        details = reach_words(item.likes, item.comments, item.reposts)
    if item.reviewed is not None:
        details.append(say("reviewed" if item.reviewed else "unreviewed"))
    if details:
        page.add("  ".join(details), indent=INDENT, items=True)
    disagreement = second_words(item.second) if item.second else ""
    if disagreement:
        warning = page.display.symbols.warning
        page.add(f"{warning} {disagreement}", indent=INDENT, items=True)
    add_link(page, item.id, item.url, links)


def second_words(second: SecondOpinion) -> str:
    """Where both readers disagree, what each says, and which one counts; "" where they agree."""
    opinion, local = second.opinion, second.local
    mine = _reading(local.stance, local.severity, local.target_kind)
    other = _reading(opinion.stance, opinion.severity, opinion.target_kind)
    if mine == other:
        return ""
    refused = "second_refused" if second.injection else "second_spared"
    key = "second_taken" if second.taken else refused
    if second.agrees and not second.injection:
        key = "second_detail"
    return say(key, local=mine, model=other)


def _reading(stance: Stance | None, severity: int | None, target: TargetKind | None) -> str:
    """One side's reading in short: 批评 2/3 (产品)."""
    words = stance_word(stance) if stance else say("second_not_about")
    if severity:
        words += f" {severity}/3"
    return f"{words} ({say(f'target_{target}')})" if severity and target else words


def decisive_span(item: Evidence) -> Span | None:
    """The phrase to mark; all of a line that the press picked out."""
    if item.span is None and item.kind == "press" and item.verbatim:
        return Span(0, len(item.quote))
    return item.span


def add_link(page: Page, number: str, url: str, links: Links) -> None:
    """Add an address on a line of its own; one that is too long is collected in `links`."""
    if not url:
        return
    room = page.measure - INDENT
    bare = url.removeprefix("https://").removeprefix("http://")
    if page.display.cells(page.display.safe(url)) <= room:
        shown = url
    elif page.display.cells(page.display.safe(bare)) <= room:
        shown = bare
    else:
        shown = f"{_host(url)}/{page.display.symbols.ellipsis} [{number}]"
        links.setdefault(url, []).append(number)
    page.add_whole(page.link(shown, url), indent=INDENT)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc or "?"
    except ValueError:
        return "?"


def _head(page: Page, item: Evidence) -> Text:
    parts: list[Text | str] = [
        page.text(item.id, "bold"),
        item.happened or day(item.published),
    ]
    if item.kind == "press":
        parts.append(say("press_quote" if item.verbatim else "press_summary"))
    else:
        parts.append(platform_name(item.platform))
    if item.stance is not None:
        words = stance_severity(item, page.display.symbols.middle)
        parts.append(page.text(words, label_style(item.stance)))
    if item.target_kind is not None:
        parts.append(target_words(item.target_kind))
    parts.extend(say(f"flag_{flag}") for flag in item.flags if flag in {"insult", "irony"})
    if item.confidence is not None:
        parts.append(say("sure", percent=percent(item.confidence)))
    return spaced(page, parts)


def spaced(page: Page, parts: list[Text | str]) -> Text:
    """Parts of a line with two spaces between them."""
    joined = Text()
    for index, part in enumerate(parts):
        joined.append("  " if index else "")
        joined.append_text(page.join(part))
    return joined


def target_words(target: TargetKind) -> str:
    """What the stance is about."""
    return say("target", target=say(f"target_{target}"))


def stance_severity(item: Evidence, middle: str) -> str:
    """The stance, with its severity when it has one, `middle` between: 批评·恶劣 3/3."""
    words = stance_word(item.stance)
    if not item.severity:
        return words
    severity = say(f"severity_{item.severity}")
    return f"{words}{middle}{severity} {item.severity}/3"


def reach_words(likes: int | None, comments: int | None, reposts: int | None) -> list[str]:
    """How many people reacted, as far as it is known."""
    known = [
        say(key, number=count(number))
        for key, number in (("likes", likes), ("comments", comments), ("reposts", reposts))
        if number is not None
    ]
    return known or [say("reach_unknown")]


def source_words(item: Evidence, warning: str) -> list[str]:
    """Who reported it and when; `warning` stands before a source from after the as-of."""
    parts = [item.source] if item.source else []
    if item.later_source:
        parts.append(f"{warning} {_later(item)}")
    elif item.source_published:
        parts.append(say("source_published", day=day(item.source_published)))
    if item.also_reported_by:
        parts.append(say("also_reported", number=len(item.also_reported_by)))
    return parts


def _later(item: Evidence) -> str:
    if item.source_published is None:
        return say("source_later_undated")
    return say("source_later", day=day(item.source_published))
