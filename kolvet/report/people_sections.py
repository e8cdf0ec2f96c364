"""What people say, on the terminal: corrections, waivers, decisions."""

from kolvet.decisions.baseline import is_worse
from kolvet.messages import text
from kolvet.model.people import (
    Action,
    AppliedCorrection,
    Baseline,
    RecordedDecision,
    WaivedFinding,
)
from kolvet.model.report import Report, Word
from kolvet.report.page import Page
from kolvet.report.quotes import quote_text, spaced
from kolvet.report.wording import day, label_style, say, stance_word

INDENT = 4
EXCERPT = 160
"""Cells of a quote that a person corrected: two lines of 80 columns."""


def add_people(page: Page, report: Report) -> None:
    """Who corrected, waived and decided what, when and why."""
    changed = [item for item in report.corrections if _changes(item)]
    if changed:
        page.heading(text("people.section_corrections"))
    for item in changed:
        _add_correction(page, item)
    if report.waivers:
        page.heading(text("people.section_waivers"))
        page.add(text("people.section_waivers_note"))
    for waived in report.waivers:
        _add_waiver(page, waived)
    if report.baseline:
        page.heading(text("formats.section_baseline"))
        page.add(baseline_words(report, report.baseline))
    if report.decisions:
        page.heading(text("people.section_decisions"))
    for decision in report.decisions:
        _add_decision(page, decision)


def baseline_words(report: Report, baseline: Baseline) -> str:
    """How much of the report was known before; or that its verdict is new."""
    word = say(f"word_{baseline.word}")
    if is_worse(report.verdict.word, Word(baseline.word)):
        return text("formats.baseline_worse", run=baseline.run, word=word)
    known = sum(item.fingerprint in baseline.known for item in report.findings)
    return text(
        "formats.baseline_known",
        known=known,
        all=len(report.findings),
        run=baseline.run,
        word=word,
    )


def _changes(item: AppliedCorrection) -> bool:
    """A confirmation is marked at its quote; what changed a reading is listed."""
    return item.correction.action is not Action.CONFIRM


def _add_correction(page: Page, item: AppliedCorrection) -> None:
    said = item.correction
    reading = stance_word(said.stance) if said.stance else text("people.not_about")
    before = item.before.stance if item.before else None
    change = f"{stance_word(before)} {page.display.symbols.arrow} {reading}" if before else reading
    signed = text("people.signed", by=said.by, at=day(said.at))
    page.add(
        spaced(page, [day(item.published), page.text(change, label_style(said.stance)), signed]),
        items=True,
    )
    page.add(quote_text(page, item.quote, None, "", EXCERPT), indent=INDENT)
    if said.reason:
        page.add(said.reason, indent=INDENT)


def _add_waiver(page: Page, item: WaivedFinding) -> None:
    waiver = item.waiver
    until = text("people.waived_until", until=waiver.until, by=waiver.by)
    page.add(spaced(page, [page.text(item.rule, "bold"), until, waiver.fingerprint]), items=True)
    page.add(item.message, indent=INDENT)
    page.add(waiver.reason, indent=INDENT)


def _add_decision(page: Page, item: RecordedDecision) -> None:
    word = page.text(text(f"people.word_{item.action}"), "bold")
    signed = text("people.signed", by=item.by, at=item.at[: len("2026-01-04")])
    page.add(spaced(page, [f"#{item.number}", word, signed]), items=True)
    if item.note:
        page.add(item.note, indent=INDENT)
