"""The sections that explain a verdict: turning points, where the points come from, what to do."""

from rich.text import Text

from kolvet.messages import text
from kolvet.model.explained import BrandRow, Comparison, Credit, TurningPoint
from kolvet.model.report import Report, Word
from kolvet.report.page import Page
from kolvet.report.quotes import spaced
from kolvet.report.verdict_section import references
from kolvet.report.wording import BANDS, day, index_points, say, term_name

NO_DIFFERENCE = 0.5
"""Points of the index under which two brands are alike."""


def add_turns(page: Page, turns: tuple[TurningPoint, ...]) -> None:
    """The days from which he wrote otherwise, with how sure that is."""
    for turn in turns:
        page.add(page.text(turn_words(turn), "bold" if turn.recent else ""), hanging=2)
        if turn.recent and turn.toward_praise:
            sign = page.display.symbols.warning
            page.add(page.text(f"{sign} {say('turn_alarm')}", "bold"), indent=2, hanging=4)


def turn_words(turn: TurningPoint) -> str:
    """When he became kinder or harsher, by how much, and how sure that is."""
    return say(
        "turn_praise" if turn.toward_praise else "turn_criticism",
        day=day(turn.day),
        before=f"{turn.before:+.2f}",
        after=f"{turn.after:+.2f}",
        posts_before=turn.posts_before,
        posts_after=turn.posts_after,
        p=f"{turn.p:.3f}",
    )


def add_contributions(page: Page, report: Report) -> None:
    """Where the points of the index come from, part by part, down to the index itself."""
    if not report.contributions or report.verdict.bri is None:
        return
    page.heading(say("contributions"))
    total = 0.0
    rows: list[list[Text | str]] = []
    for part in report.contributions:
        total += part.points
        label = f"{part.id.partition('.')[0]}  {term_name(part.id)}"
        rows.append([label, f"{part.points:+7.2f}", f"{total:7.2f}"])
    rows.append([page.text(f"=  {term_name('BRI')}", "bold"), "", f"{report.verdict.bri:7.2f}"])
    page.rows(rows)


def add_convertibility(page: Page, report: Report) -> None:
    """Every item of V: whether it holds, what it adds, and what nobody measured."""
    if not report.convertibility:
        return
    page.heading(say("convertibility"))
    page.rows([_credit_row(item) for item in report.convertibility])


def _credit_row(item: Credit) -> list[Text | str]:
    state = "unknown" if item.holds is None else "yes" if item.holds else "no"
    number = "" if item.holds is None else f"n={item.n}"
    return [
        f"{item.weight:+.2f}",
        say(f"credit_{state}"),
        f"{term_name(f'V.{item.id}')}  {number}".rstrip(),
    ]


def add_comparison(page: Page, comparison: Comparison | None) -> None:
    """The same history before each brand, and whose the differences are."""
    if comparison is None:
        return
    page.heading(say("comparison"))
    for row in comparison.rows:
        page.add(spaced(page, _brand_head(page, row)), hanging=2, items=True)
        page.add(spaced(page, list(brand_terms(row))), indent=2, items=True)
    for line in difference_lines(comparison):
        page.add(line, hanging=2)


def add_comparison_legend(page: Page, comparison: Comparison | None) -> None:
    """What the letters stand for, where no section on each term follows."""
    if comparison is None:
        return
    names = [f"{name} {term_name(name)}" for name, _ in comparison.rows[0].terms]
    page.add(spaced(page, [*names, say("comparison_unmeasured")]), hanging=2, items=True)


def _brand_head(page: Page, row: BrandRow) -> list[Text | str]:
    parts: list[Text | str] = [
        page.text(row.brand, "bold"),
        page.text(say(f"word_{row.word}"), BANDS[Word(row.word)]),
    ]
    if row.bri is None:
        return [*parts, say("bri_unknown")]
    low, high = row.interval or (row.bri, row.bri)
    return [*parts, f"BRI {index_points(row.bri)} ({low:.1f}-{high:.1f})"]


def brand_terms(row: BrandRow) -> list[str]:
    """The terms of one brand with what they rest on."""
    values = [f"{name} {'?' if value is None else f'{value:.2f}'}" for name, value in row.terms]
    posts = say("comparison_posts", posts=row.posts, critical=row.critical)
    fans = say("comparison_fans", fans=row.fans) if row.fans else say("comparison_fans_unmeasured")
    return [*values, posts, fans]


def difference_lines(comparison: Comparison) -> list[str]:
    """Whose the differences are, and that they cannot be the fans' where none was measured."""
    first, *others = comparison.rows
    lines = [difference_words(first, row) for row in others]
    measured = any(row.fans or row.from_fans for row in comparison.rows)
    if not measured and any(row.difference is not None for row in others):
        lines.append(say("comparison_no_fans"))
    return lines


def difference_words(first: BrandRow, row: BrandRow) -> str:
    """How much more or less a brand risks than the first one, and whose that is."""
    undecided = [item.brand for item in (first, row) if item.word == Word.INCONCLUSIVE]
    if undecided and row.bri is not None and first.bri is not None:
        which = text("brands.or").join(undecided)
        return say("comparison_undecided", brand=row.brand, first=first.brand, which=which)
    if row.difference is None or row.from_blogger is None or row.from_fans is None:
        return say("comparison_unknown", brand=row.brand, first=first.brand)
    values: dict[str, object] = {
        "brand": row.brand,
        "first": first.brand,
        "points": f"{abs(row.difference):.1f}",
        "blogger": f"{row.from_blogger:+.1f}",
        "fans": f"{row.from_fans:+.1f}",
    }
    if abs(row.difference) < NO_DIFFERENCE:
        return say("comparison_same", **values)
    more = "more" if row.difference > 0 else "fewer"
    whose = "fans" if abs(row.from_fans) > abs(row.from_blogger) else "blogger"
    return f"{say(f'comparison_{more}', **values)} {say(f'comparison_mostly_{whose}')}"


def add_advice(page: Page, report: Report) -> None:
    """If you still want him: conditions, then the way to win him first."""
    if not report.advice:
        return
    page.heading(say("advice"))
    for kind in ("condition", "convert"):
        items = [item for item in report.advice if item.kind == kind]
        if items and kind == "convert":
            page.add(page.text(say("advice_convert"), "bold"))
        for number, item in enumerate(items, start=1):
            sign = f"{number}." if kind == "convert" else "-"
            line = page.text(f"{sign} {item.text} ")
            line.append_text(references(page, item.evidence))
            page.add(line, hanging=3 if kind == "convert" else 2)


def add_others(page: Page, report: Report, shown: int = 3) -> None:
    """Posts that are not about the brand and that a finding rests on."""
    if not report.others:
        return
    page.heading(say("others"))
    for item in report.others[:shown]:
        head = spaced(page, [page.text(item.id, "bold"), day(item.published)])
        page.add(head, items=True)
        page.add(page.text(item.quote[:200]), indent=4)
    hidden = len(report.others) - shown
    if hidden > 0:
        page.add(say("others_more", number=hidden), hanging=2)
