"""The rest of the report, one function a section."""

from collections.abc import Sequence

from rich.text import Text

from kolvet.model.report import Report, ReportedPrecedent, Term
from kolvet.report.charts import add_chart
from kolvet.report.explained_sections import add_turns
from kolvet.report.page import Page
from kolvet.report.quotes import Links, add_evidence, add_link, spaced
from kolvet.report.wording import count, day, known, run_words, say, shell_word, term_name

DECISIVE = 5
COUNTER = 3
CHANGED = 5
BAR_CELLS = 10
LEAST_BAR_WIDTH = 60


def add_quotes(page: Page, report: Report, links: Links) -> None:
    """The decisive quotes, then the best of the other side."""
    page.heading(say("quotes"))
    if not report.evidence:
        page.add(nothing_found(report, "quotes_none"))
    for index, item in enumerate(report.evidence[:DECISIVE]):
        if index:
            page.blank()
        add_evidence(page, item, links)
    hidden = len(report.evidence) - DECISIVE
    if hidden > 0:
        page.blank()
        page.add(say("more", number=hidden))
        words = shell_word(report.blogger.name), "--brand", shell_word(report.brand.name)
        page.add_whole(
            " ".join(("kolvet evidence", *words, "--as-of", day(report.as_of))), indent=2
        )
    page.heading(say("counter"))
    if not report.counter:
        page.add(nothing_found(report, "counter_none"))
    for index, item in enumerate(report.counter[:COUNTER]):
        if index:
            page.blank()
        add_evidence(page, item, links)


def nothing_found(report: Report, key: str) -> str:
    """Finding nothing says something only when there was something to read."""
    return say(key if report.coverage.own_word_posts else "nothing_read")


def add_changed(page: Page, report: Report, links: Links) -> None:
    """Quotes that no longer count since a language model reads them otherwise."""
    if not (report.judge and report.judge.changed):
        return
    page.heading(say("changed", model=report.judge.model))
    for index, item in enumerate(report.judge.changed[:CHANGED]):
        if index:
            page.blank()
        add_evidence(page, item, links)
    hidden = len(report.judge.changed) - CHANGED
    if hidden > 0:
        page.blank()
        page.add(say("changed_more", number=hidden), hanging=2)


def add_timeline(page: Page, report: Report) -> None:
    """One chart for each brand that the timeline holds."""
    brands = list(dict.fromkeys(month.brand for month in report.timeline))
    if not brands:
        page.heading(say("timeline", brand=report.brand.name))
        page.add(nothing_found(report, "timeline_none"))
    for brand in brands:
        page.heading(say("timeline", brand=brand))
        add_chart(page, [month for month in report.timeline if month.brand == brand])
        add_turns(page, tuple(turn for turn in report.turning_points if turn.brand == brand))


def add_terms(page: Page, report: Report) -> None:
    """Every term of the score with its value, interval and number."""
    page.heading(say("terms"))
    page.rows([_term_row(page, term) for term in report.terms])


def _term_row(page: Page, term: Term) -> list[Text | str]:
    part = "." in term.id
    label = f"  {term_name(term.id)}" if part else f"{term.id}  {term_name(term.id)}"
    name = page.text(label, "" if part else "bold")
    if not term.measured:
        return [name, page.text(why_unmeasured(term))]
    value = "?" if term.value is None else f"{term.value:.2f}"
    interval = f"{term.interval.low:.2f}-{term.interval.high:.2f}" if term.interval else ""
    number = say("followers_n", number=count(term.n)) if term.id == "R" else f"n={term.n}"
    if page.plain or page.width < LEAST_BAR_WIDTH or page.display.wide_ambiguous:
        return [name, value, interval, number]
    return [name, value, interval, number, _bar(page, term.value or 0.0)]


def why_unmeasured(term: Term) -> str:
    """What stands in for an unmeasured term, and why it is not measured."""
    words = say("unmeasured_value")
    if term.value is not None:
        words = say("stands_in", value=f"{term.value:.2f}")
    if term.interval is not None:
        words += f" ({term.interval.low:.2f}-{term.interval.high:.2f})"
    reason = (known("terms", term.note.removeprefix("terms.")) or term.note) if term.note else ""
    return f"{words}  {reason}".rstrip()


def _bar(page: Page, value: float) -> Text:
    """The value as a bar of ten signs."""
    symbols = page.display.symbols
    full = min(max(round(value * BAR_CELLS), 0), BAR_CELLS)
    return Text(symbols.bar * full + symbols.empty * (BAR_CELLS - full))


def add_precedents(page: Page, report: Report, links: Links) -> None:
    """Deals dropped, judgments, sanctions, each with its source."""
    page.heading(say("precedents"))
    if not report.precedents:
        page.add(say("precedents_none"))
    for item in report.precedents:
        page.add(_precedent_head(page, item), hanging=4, items=True)
        page.add(item.summary, indent=4)
        if item.quote:
            page.add(page.text(say("precedent_quote", quote=item.quote), "bold"), indent=4)
        page.add(spaced(page, _precedent_source(page, item)), indent=4, items=True)
        add_link(page, item.id, item.url, links)


def _precedent_head(page: Page, item: ReportedPrecedent) -> Text:
    kind = known("report", f"precedent_{item.kind}") or item.kind
    return spaced(
        page,
        [
            page.text(item.id, "bold"),
            item.happened or day(item.counts_from),
            page.text(kind, "bold"),
            item.about,
        ],
    )


def _precedent_source(page: Page, item: ReportedPrecedent) -> list[Text | str]:
    parts: list[Text | str] = [item.publisher]
    if item.later_source:
        parts.append(f"{page.display.symbols.warning} {say('source_later', day=item.published)}")
    else:
        parts.append(say("source_published", day=item.published))
    if item.also_reported_by:
        parts.append(say("also_reported", number=len(item.also_reported_by)))
    if item.reviewed:
        parts.append(say("reviewed"))
    return parts


def add_limits(page: Page, report: Report) -> None:
    """What this cannot know, and what was not measured."""
    page.heading(say("limits"))
    for limit in report.limits:
        page.add(f"- {limit}", hanging=2)
    if report.unmeasured:
        page.add("- " + unmeasured_words(report.unmeasured), hanging=2, items=True)


def unmeasured_words(unmeasured: Sequence[str]) -> str:
    """What was not measured; the parts of a term that is named stand under it."""
    whole = [
        item for item in unmeasured if "." not in item or item.split(".")[0] not in unmeasured
    ]
    return say("unmeasured", terms="  ".join(_unmeasured_name(item) for item in whole))


def _unmeasured_name(item: str) -> str:
    name = known("terms", item)
    return f"{item} {name}" if name and len(item) < len("V.x") else name or item


def add_reproduction(page: Page, report: Report, links: Links) -> None:
    """Full addresses where they cannot be clicked, and the command to get this report again."""
    if links and not page.links:
        page.heading(say("links"))
        for url, numbers in links.items():
            page.add_whole(page.join(f"[{','.join(numbers)}] ", url))
    page.heading(say("reproduce"))
    page.add_whole(page.text(report.run.command, "bold"))
    page.add(run_words(report))
    if not report.run.kept:
        page.add(say("run_not_kept"))
