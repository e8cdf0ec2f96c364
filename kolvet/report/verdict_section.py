"""The top of the report: notices, the verdict bar, and why."""

from rich.text import Text

from kolvet.model.report import Report, Verdict, Word
from kolvet.report.page import Page
from kolvet.report.quotes import spaced
from kolvet.report.wording import BANDS, SCALES, day, index_points, known, review_state, say

CONVERT_ABOVE = 25
"""Upside from which holding means converting first (product design, section 5)."""
SCALE = 100
MOST_SCALE_CELLS = 60
LEAST_SCALE_CELLS = 10
NAMED = 3
"""Evidence numbers named after a finding."""


def add_notices(page: Page, report: Report) -> None:
    """Lines that must stand above the verdict."""
    for notice in report.notices:
        page.add(
            page.join(
                page.text(f"{page.display.symbols.warning} ", "bold"), page.text(notice, "bold")
            ),
            hanging=2,
        )
    if report.notices:
        page.blank()


def index_parts(verdict: Verdict, bri: float) -> list[str]:
    """The index with its interval, then the gain if he is convinced where there is one."""
    value = index_points(bri)
    if verdict.interval is None:
        parts = [say("bri_only", value=value)]
    else:
        low, high = (f"{number:.1f}" for number in verdict.interval)
        parts = [say("bri", value=value, low=low, high=high)]
    if verdict.upside is not None:
        parts.append(say("upside", value=f"{verdict.upside:.1f}"))
    return parts


def add_verdict(page: Page, report: Report) -> None:
    """The word in its colour, the index with its interval, and how it came about."""
    verdict = report.verdict
    symbols = page.display.symbols
    sign = getattr(symbols, verdict.word.value)
    subject = f"{report.blogger.name} {symbols.arrow} {report.brand.name}"
    word = say(f"word_{verdict.word}")
    if verdict.provisional:
        word += say("provisional_tag")
    page.band(f"{sign} {word}   {subject}", BANDS[verdict.word])
    page.add(page.text(_action(verdict), "bold"), indent=1)
    if verdict.word is Word.HOLD and (verdict.upside or 0) > CONVERT_ABOVE:
        page.add(say("action_hold_convert"), indent=1)
    _add_index(page, verdict)
    page.add(review_state(report), indent=1)
    policy = report.policy
    page.add(
        spaced(
            page,
            [
                say("as_of", day=day(report.as_of)),
                say("policy", name=policy.name, version=policy.version),
                say("exit_code", code=verdict.exit_code, fail_on=policy.fail_on),
            ],
        ),
        indent=1,
        items=True,
    )


def _action(verdict: Verdict) -> str:
    return say(f"action_{verdict.word}")


def _add_index(page: Page, verdict: Verdict) -> None:
    if verdict.bri is None:
        page.add(say("bri_unknown"), indent=1)
        return
    page.add("  ".join(index_parts(verdict, verdict.bri)), indent=1, hanging=3, items=True)
    if not page.plain:
        page.add_whole(_scale(page, verdict), indent=1)


def _scale(page: Page, verdict: Verdict) -> Text:
    """0 to 100 with the interval as a thick line and the index as a point in it."""
    symbols, cells = page.display.symbols, page.display.cells
    width = max(cells(sign) for sign in (symbols.rule, symbols.line, symbols.point))
    room = max(min(page.width - 8, MOST_SCALE_CELLS), LEAST_SCALE_CELLS) // width
    point = _place(verdict.bri or 0.0, room)
    low, high = (point, point)
    if verdict.interval is not None:
        low, high = _place(verdict.interval.low, room), _place(verdict.interval.high, room)
    style = SCALES.get(verdict.word, "bold")
    scale = Text("0 ")
    for index in range(room):
        if index == point:
            scale.append(symbols.point, style)
        elif low <= index <= high:
            scale.append(symbols.line, style)
        else:
            scale.append(symbols.rule)
    return scale.append(f" {SCALE}")


def _place(value: float, room: int) -> int:
    return min(max(round(value / SCALE * (room - 1)), 0), room - 1)


def add_why(page: Page, report: Report) -> None:
    """The sentences that explain the verdict, each with its evidence, then the checks that hit."""
    page.heading(say("why"))
    for number, why in enumerate(report.why, start=1):
        line = page.text(f"{number}. {why.text} ")
        line.append_text(references(page, why.evidence))
        page.add(line, hanging=3)
    _add_findings(page, report)


def _add_findings(page: Page, report: Report) -> None:
    """The checks that hit, each once, with the evidence of all its findings."""
    evidence: dict[str, list[str]] = {}
    for finding in report.findings:
        evidence.setdefault(finding.rule, []).extend(finding.evidence)
    if not evidence:
        return
    parts: list[Text | str] = [page.text(say("checks"), "bold")]
    for rule, ids in evidence.items():
        name = f"{rule} {known('rules', rule) or ''}".strip()
        ordered = sorted(set(ids), key=lambda number: (number[:1], len(number), number))
        shown = references(page, tuple(ordered))
        parts.append(page.join(name, " ", shown) if ids else name)
    page.add(spaced(page, parts), hanging=3, items=True)


def references(page: Page, ids: tuple[str, ...]) -> Text:
    """Evidence numbers in brackets, the first few of many."""
    if not ids:
        return Text()
    names = [say("coverage_reference") if item == "coverage" else item for item in ids[:NAMED]]
    more = f",+{len(ids) - NAMED}" if len(ids) > NAMED else ""
    return page.text(f"[{','.join(names)}{more}]")
