"""What is said of a brand's fans, in sentences and figures, whatever shows them."""

from collections.abc import Callable, Iterator, Sequence

from kolvet.messages import text
from kolvet.model.fans import FanMeasure, FanReport, FanSign, KnownEnemy, QuotedLine, Rate
from kolvet.report.wording import day, percent, shell_word

COMMENTS = 200
"""How many comments a post the printed commands ask for."""
MORE_COMMENTS = 500


def say(key: str, **values: object) -> str:
    """The message `fans.<key>`."""
    return text(f"fans.{key}", **values)


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
