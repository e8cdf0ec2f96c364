"""The fans on the terminal: one sentence for a manager, then every figure behind it."""

from collections.abc import Callable, Iterator, Sequence

from rich.text import Text

from kolvet.messages import text
from kolvet.model.fans import FanMeasure, FanReport, FanSign, KnownEnemy, QuotedLine, Rate
from kolvet.report.page import Look, Page
from kolvet.report.wording import day, percent, shell_word

COMMENTS = 200
"""How many comments a post the printed commands ask for."""
MORE_COMMENTS = 500


def render_fans(
    report: FanReport, *, width: int, colour: bool, plain: bool = False, encoding: str = "utf-8"
) -> str:
    """The whole report of `kolvet fans`."""
    page = Page(Look(width, colour, plain, encoding))
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


def say(key: str, **values: object) -> str:
    """The message `fans.<key>`."""
    return text(f"fans.{key}", **values)


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


def read_rows(report: FanReport) -> list[tuple[str, str]]:
    """How many comments were read, under what, and beside which other brands."""
    counts = report.counts
    read = say(
        "read_value",
        comments=number(counts.comments),
        anonymous=number(counts.anonymous),
        own=number(counts.own_posts),
        critical=number(counts.critical_posts),
        rival=number(counts.rival_posts),
    )
    if counts.orphans:
        read = f"{read}; {say('orphans', number=number(counts.orphans))}"
    return [(say("read"), read), (say("peers"), "  ".join(report.peers) or say("peers_none"))]


def sentences(report: FanReport) -> Iterator[str]:
    """What a manager needs to know first."""
    known = False
    for key, name in (
        ("sentence_defended", "defended_posts"),
        ("sentence_defence", "defence"),
        ("sentence_exit", "exit"),
    ):
        measure = report.by_id.get(name)
        rate = _best(measure) if measure else None
        if rate is None or rate.value is None:
            continue
        known = known or name != "exit"
        yield say(key, share=percent(rate.value), n=number(rate.n))
    if not known:
        yield say("sentence_none")


def _best(measure: FanMeasure) -> Rate:
    """The robust figure, or the raw one where no comment is left without crowds."""
    return measure.raw if measure.robust.value is None else measure.robust


def temperament_lines(report: FanReport) -> list[str]:
    """T, and what it rests on."""
    found = report.temperament
    lines = [
        say(
            "temperament_value",
            value=found.value,
            low=found.interval.low,
            high=found.interval.high,
            fans=number(found.n),
        )
    ]
    if found.by_hand:
        hand = found.by_hand
        lines.append(say("temperament_by_hand"))
        lines.append(say("by_hand", by=hand.by, day=day(hand.day), reason=hand.reason))
    elif found.measured:
        lines.append(say("temperament_measured", peers="  ".join(report.peers)))
    elif found.why:
        least = report.rules
        fewest = least.least_peers if found.why.endswith("peers") else least.measured_fans
        lines.append(say(found.why, fans=number(found.n), least=fewest))
    return lines


def who_lines(report: FanReport) -> list[str]:
    """Why accounts count as fans, and how many do."""
    counts = report.counts
    lines = [
        say(
            f"who_{sign.value}",
            number=number(fans),
            **(
                {
                    "comments": report.rules.supportive_comments,
                    "posts": report.rules.supportive_posts,
                }
                if sign is FanSign.SUPPORT
                else {}
            ),
        )
        for sign, fans in counts.fans
        if fans
    ]
    if not lines:
        return [say("who_none")]
    robust = say(
        "who_robust",
        fans=number(counts.robust_fans),
        comments=number(counts.robust_fan_comments),
    )
    return [*lines, robust]


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


def figures(measure: FanMeasure, rate: Rate) -> Sequence[str]:
    """A measure's value, interval and n, or that nothing is left to measure it on."""
    if rate.value is None or rate.interval is None:
        return [say("without_crowds_none")]
    shown = _shown(measure)
    low, high = rate.interval
    return [shown(rate.value), f"{shown(low)}-{shown(high)}", f"n={number(rate.n)}"]


def _shown(measure: FanMeasure) -> Callable[[float], str]:
    if measure.unit == "share":
        return lambda value: f"{100 * value:.1f}%"
    return lambda value: f"{value:.2f}"


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


def quoted_words(report: FanReport, quoted: QuotedLine) -> str:
    """A line of his that commenters quote back, and how many do."""
    return say(
        "quoted",
        quote=quoted.quote,
        commenters=number(quoted.commenters),
        robust=number(quoted.robust),
        least=report.least_quoters,
    )


def enemy_lines(enemy: KnownEnemy) -> Iterator[str]:
    """What the fans make of him."""
    if enemy.value is None or not enemy.n:
        yield say("enemy_unknown")
        return
    low, high = enemy.interval or (enemy.value, enemy.value)
    yield say(
        "enemy_value",
        value=enemy.value,
        low=low,
        high=high,
        hostile=number(enemy.hostile),
        n=number(enemy.n),
        fans=number(enemy.fans),
    )
    if not enemy.measured:
        yield say("enemy_few")
    raw = enemy.hostile_share_raw
    if raw.value is not None and raw != enemy.hostile_share:
        yield say("enemy_raw", share=percent(raw.value), n=number(raw.n))
    if enemy.nicknames:
        names = [say("enemy_name", text=item.text, fans=item.fans) for item in enemy.nicknames]
        yield say("enemy_names", names=" ".join(names))
    if enemy.welcome is not None:
        yield say("welcome_yes" if enemy.welcome else "welcome_no")


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


def gap_text(report: FanReport, gap: str) -> str:
    """What is missing."""
    if gap == "gap_fans":
        least = report.rules.measured_fans
        return say(gap, fans=number(report.counts.robust_fans), least=least)
    if gap == "gap_peers":
        return say(gap, missing=report.rules.least_peers - len(report.peers))
    return say(gap)


def commands_for(report: FanReport, gap: str) -> tuple[str, ...]:
    """Commands of which each would fill a gap. PATH, NAME and OTHER are the user's to fill in."""
    brand = shell_word(report.brand)
    name = shell_word(report.blogger) if report.blogger else "NAME"
    fetch, keep = "kolvet fetch", "kolvet import PATH"
    return {
        "gap_own_posts": (
            f"{fetch} {brand} --as brand:{brand} --comments {COMMENTS}",
            f"{keep} --as brand:{brand}",
        ),
        "gap_critical_posts": (f"{fetch} {name} --comments {COMMENTS}",),
        "gap_rival_posts": (f"{fetch} OTHER --as brand:OTHER --comments {COMMENTS}",),
        "gap_fans": (f"{fetch} {brand} --as brand:{brand} --comments {MORE_COMMENTS}",),
        "gap_peers": (f"{keep} --as brand:OTHER",),
        "gap_his_posts": (f"{fetch} {name} --comments {COMMENTS}",),
    }[gap]


def number(value: int) -> str:
    """A count with its thousands set apart."""
    return f"{value:,}"
