"""The fans on the page: a sentence for a manager, T on its scale, every measure with its n."""

from collections.abc import Sequence

from kolvet.model.fans import FanMeasure, FanReport, Rate
from kolvet.model.report import Report
from kolvet.report import fans_words as fans
from kolvet.report.html.elements import Element, Node, el, sentence
from kolvet.report.html.scales import scale
from kolvet.report.html.words import Column, dotted, items, listing, section, table
from kolvet.report.wording import percent

MEASURED = ("measure", "raw", "robust")


def fan_section(report: Report) -> Element:
    """What the comments say of the brand's fans, and what they do not hold."""
    found = report.fans
    if found is None or not found.counts.comments:
        parts: list[Node] = [el("p", fans.say("temperament_no_fans"))]
    else:
        parts = [_summary(found), _temperament(found), _measures(found)]
    if found is not None:
        parts += [_enemy(found), _gaps(found), *_notes(found)]
    return section("fans", fans.say("heading"), *parts)


def _summary(report: FanReport) -> Element:
    return el("div", *(el("p", sentence, class_="lead") for sentence in fans.sentences(report)))


def _temperament(report: FanReport) -> Element:
    found = report.temperament
    lines = fans.temperament_lines(report)
    rows: list[tuple[str, Node]] = [
        (fans.say("temperament"), el("span", scale(found.value, found.interval, 1, lines[0])))
    ]
    rows += [(fans.say("temperament"), dotted(line)) for line in lines]
    rows += [(fans.say("who"), line) for line in fans.who_lines(report)]
    rows += [(name, dotted(value)) for name, value in fans.read_rows(report)]
    return listing(rows)


def _measures(report: FanReport) -> Node:
    """Every measure, raw and without crowds; one that the data cannot give says so."""
    head = [Column(fans.say(f"column_{name}")) for name in MEASURED]
    rows = [_measure(measure) for measure in report.measures]
    return table(fans.say("heading"), head, rows, titled=False) if rows else None


def _measure(measure: FanMeasure) -> Sequence[Node]:
    name = fans.say(measure.id)
    if measure.missing:
        reason = fans.say("not_available", reason=fans.say(measure.missing))
        return [name, reason, "—"]
    place = ""
    if measure.percentile is not None:
        among = fans.say("column_percentile")
        place = f" · {among} {percent(measure.percentile)} ({measure.peers})"
    return [name + place, _rate(measure, measure.raw), _rate(measure, measure.robust)]


def _rate(measure: FanMeasure, rate: Rate) -> Node:
    shown = fans.figures(measure, rate)
    if rate.value is None or rate.interval is None:
        return shown[0]
    value, interval, number = shown
    words = f"{value} ({interval}), {number}"
    if measure.unit == "per_thousand":
        return words
    return el("span", words, scale(rate.value, rate.interval, 1, words))


def _enemy(report: FanReport) -> Node:
    """What the fans make of the blogger, and his lines that they quote back."""
    if report.enemy is None:
        return None
    lines: list[Node] = [sentence(line) for line in fans.enemy_lines(report.enemy)]
    lines += [sentence(fans.quoted_words(report, quoted)) for quoted in report.quoted]
    title = el("h3", sentence(fans.say("enemy", name=report.blogger)))
    return el("div", title, items(lines))


def _gaps(report: FanReport) -> Node:
    """What is missing, each with a command that would fill it."""
    if not report.gaps or report.temperament.measured:
        return None
    entries = [
        el(
            "span",
            fans.gap_text(report, gap),
            *(el("code", command, class_="command") for command in fans.commands_for(report, gap)),
        )
        for gap in report.gaps
    ]
    return el("div", el("h3", fans.say("gaps")), items(entries))


def _notes(report: FanReport) -> list[Node]:
    if not report.counts.comments:
        return []
    nameless = "names" in report.not_available
    return [
        el("p", fans.say("young"), class_="note"),
        el("p", fans.say("nameless"), class_="note") if nameless else None,
    ]
