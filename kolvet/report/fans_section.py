"""The fans on the terminal: one sentence for a manager, then every figure behind it."""

from rich.text import Text

from kolvet.model.fans import FanReport
from kolvet.report.fans_words import (
    commands_for,
    enemy_lines,
    figures,
    gap_text,
    quoted_words,
    read_rows,
    say,
    sentences,
    temperament_lines,
    who_lines,
)
from kolvet.report.page import Look, Page
from kolvet.report.wording import day, percent, shell_word


def render_fans(
    report: FanReport,
    *,
    width: int,
    colour: bool,
    plain: bool = False,
    encoding: str = "utf-8",
    links: bool = False,
) -> str:
    """The whole report of `kolvet fans`."""
    page = Page(Look(width, colour, plain, encoding, links))
    page.add(page.text(say("title", brand=report.brand, as_of=day(report.as_of)), "bold"))
    add_summary(page, report)
    _add_measures(page, report)
    add_enemy(page, report)
    page.blank()
    page.add(say("young"))
    if "names" in report.not_available:
        page.add(say("nameless"))
    add_gaps(page, report)
    return page.render().removesuffix("\n")


def add_fans(page: Page, brand: str, report: FanReport | None) -> None:
    """The fans within a blogger's report: what a verdict rests on, and where the rest is."""
    page.heading(say("heading"))
    if report is None or not report.counts.comments:
        page.add(say("temperament_no_fans"))
    if report is None:
        return
    if report.counts.comments:
        add_summary(page, report)
    add_enemy(page, report)
    if not report.temperament.measured:
        add_gaps(page, report)
    page.blank()
    page.add(say("more"))
    page.add_whole(f"kolvet fans {shell_word(brand)}", indent=2)


def add_summary(page: Page, report: FanReport) -> None:
    """The sentences, T, and who was looked at."""
    for sentence in sentences(report):
        page.add(sentence)
    rows: list[list[Text | str]] = [
        [page.text(say("temperament"), "bold"), line] for line in temperament_lines(report)[:1]
    ]
    rows += [["", line] for line in temperament_lines(report)[1:]]
    rows += [
        [page.text(say("who") if not place else "", "bold"), line]
        for place, line in enumerate(who_lines(report))
    ]
    rows += [[page.text(name, "bold"), value] for name, value in read_rows(report)]
    page.rows(rows)


def _add_measures(page: Page, report: FanReport) -> None:
    """Every measure: what it is, then its figures raw and without crowds."""
    for measure in report.measures:
        page.blank()
        page.add(page.text(say(measure.id), "bold"), hanging=2)
        if measure.missing:
            page.add(say("not_available", reason=say(measure.missing)), indent=2)
            continue
        rows: list[list[Text | str]] = [
            [say("column_raw"), *figures(measure, measure.raw)],
            [say("column_robust"), *figures(measure, measure.robust)],
        ]
        page.rows(rows, indent=2)
        if measure.percentile is not None:
            place = f"{percent(measure.percentile)} ({measure.peers})"
            page.add(f"{say('column_percentile')}  {place}", indent=2)


def add_enemy(page: Page, report: FanReport) -> None:
    """What the fans make of the blogger that was asked about, and his lines that they quote."""
    if report.enemy is None:
        return
    page.blank()
    page.add(page.text(say("enemy", name=report.blogger), "bold"))
    for line in enemy_lines(report.enemy):
        page.add(line, indent=2)
    for quoted in report.quoted:
        page.add(quoted_words(report, quoted), indent=2)


def add_gaps(page: Page, report: FanReport) -> None:
    """What is missing, each with a command that would fill it."""
    if not report.gaps:
        return
    page.blank()
    page.add(page.text(say("gaps"), "bold"))
    for gap in report.gaps:
        page.add(f"- {gap_text(report, gap)}", hanging=2)
        for command in commands_for(report, gap):
            page.add_whole(command, indent=4)
