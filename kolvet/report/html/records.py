"""What stands behind the page: precedents, coverage, limits, people, how to get it again."""

from kolvet.messages import text
from kolvet.model.people import Action, AppliedCorrection, RecordedDecision, WaivedFinding
from kolvet.model.report import Evidence, Report, ReportedPrecedent
from kolvet.report.coverage_section import coverage_rows
from kolvet.report.html.elements import Element, Node, el, link, outside, sentence, tongue
from kolvet.report.html.page import NUMBER_AGAIN
from kolvet.report.html.words import anchor, cited, dotted, items, listing, section, spaced, words
from kolvet.report.people_sections import baseline_words
from kolvet.report.sections import unmeasured_words
from kolvet.report.wording import day, known, run_words, say, stance_word


def precedents(report: Report) -> Element:
    """Deals dropped, judgments, sanctions, each with its source."""
    title = say("precedents")
    if not report.precedents:
        return section("precedents", title, el("p", say("precedents_none")))
    return section("precedents", title, *map(_precedent, report.precedents))


def _precedent(item: ReportedPrecedent) -> Element:
    kind = known("report", f"precedent_{item.kind}") or item.kind
    when = item.happened or day(item.counts_from)
    source: list[Node] = [outside(item.publisher)]
    if item.later_source:
        source.append(f"▲ {say('source_later', day=item.published)}")
    else:
        source.append(say("source_published", day=item.published))
    if item.also_reported_by:
        source.append(say("also_reported", number=len(item.also_reported_by)))
    if item.reviewed:
        source.append(say("reviewed"))
    if item.url:
        source.append(link(item.url, el("bdi", item.url, class_="address")))
    head = spaced([when, kind, outside(item.about)])
    return el(
        "article",
        el("h3", el("span", item.id, class_="number"), " ", *head),
        el("p", outside(item.summary)),
        el("p", *spaced(source), class_="details"),
        class_="quote",
        id=anchor(item.id),
    )


def others(report: Report) -> Node:
    """Posts that are not about the brand and that a finding rests on."""
    if not report.others:
        return None
    summary = el("summary", words("more", number=len(report.others)))
    named = cited(report)
    entries = (_other(item, printed=item.id in named) for item in report.others)
    return section("others", say("others"), el("details", summary, *entries, class_="more"))


def _other(item: Evidence, *, printed: bool) -> Element:
    source = link(item.url, el("bdi", item.url, class_="address")) if item.url else None
    return el(
        "article",
        el("h3", el("span", item.id, class_="number"), f" {day(item.published)}"),
        el("blockquote", el("p", outside(item.quote)), lang=tongue(item.quote), dir="auto"),
        el("p", source, class_="details"),
        class_="quote cited" if printed else "quote",
        id=anchor(item.id),
    )


def coverage(report: Report) -> Element:
    """What was seen, of what there is, and how sure the engine is."""
    rows: list[tuple[str, Node]] = [(name, dotted(value)) for name, value in coverage_rows(report)]
    return section("coverage", say("coverage"), listing(rows))


def limits(report: Report) -> Element:
    """What this cannot know, and what was not measured."""
    entries: list[Node] = [sentence(limit, report.run.language) for limit in report.limits]
    if report.unmeasured:
        entries.append(dotted(unmeasured_words(report.unmeasured)))
    return section("limits", say("limits"), items(entries))


def waivers(report: Report) -> Node:
    """Findings that a person accepted until a day."""
    if not report.waivers:
        return None
    note = el("p", text("people.section_waivers_note"))
    entries = items([_waiver(item, report.run.language) for item in report.waivers])
    return section("waivers", text("people.section_waivers"), note, entries)


def _waiver(item: WaivedFinding, spoken: str) -> Element:
    said = item.waiver
    until = text("people.waived_until", until=said.until, by=said.by)
    head = [el("strong", item.rule), sentence(until), el("code", said.fingerprint)]
    return el(
        "span",
        *spaced(head),
        el("br"),
        sentence(item.message, spoken),
        el("br"),
        outside(said.reason),
    )


def corrections(report: Report) -> Node:
    """What persons read otherwise; a confirmation is marked at its quote."""
    found = [item for item in report.corrections if item.correction.action is not Action.CONFIRM]
    if not found:
        return None
    entries = items([_correction(item) for item in found])
    return section("corrections", text("people.section_corrections"), entries)


def _correction(item: AppliedCorrection) -> Element:
    said = item.correction
    reading = stance_word(said.stance) if said.stance else text("people.not_about")
    before = item.before.stance if item.before else None
    change = f"{stance_word(before)} → {reading}" if before else reading
    signed = sentence(text("people.signed", by=said.by, at=day(said.at)))
    return el(
        "div",
        *spaced([day(item.published), el("strong", change), signed]),
        el("blockquote", el("p", outside(item.quote)), lang=tongue(item.quote), dir="auto"),
        outside(said.reason) if said.reason else None,
    )


def baseline(report: Report) -> Node:
    """What of this an earlier report held already."""
    if not report.baseline:
        return None
    told = el("p", sentence(baseline_words(report, report.baseline)))
    return section("baseline", text("formats.section_baseline"), told)


def decisions(report: Report) -> Node:
    """What was decided about this run."""
    if not report.decisions:
        return None
    entries = items([_decision(item) for item in report.decisions])
    return section("decisions", text("people.section_decisions"), entries)


def _decision(item: RecordedDecision) -> Element:
    word = el("strong", text(f"people.word_{item.action}"))
    signed = sentence(text("people.signed", by=item.by, at=item.at[: len("2026-01-04")]))
    note = outside(item.note) if item.note else None
    return el("span", *spaced([f"#{item.number}", word, signed, note]))


def reproduction(report: Report, sha256: str) -> Element:
    """The command to get this report again, and what is inside this file."""
    return section(
        "reproduce",
        say("reproduce"),
        el("p", el("code", report.run.command, class_="command")),
        el("p", run_words(report)),
        el("h3", words("inside")),
        el("p", words("inside_json")),
        el("p", el("span", "SHA-256 "), el("code", sha256, class_="hash")),
        el("p", words("number_again")),
        el("p", el("code", NUMBER_AGAIN, class_="command")),
    )
