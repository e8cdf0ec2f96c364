"""The top of the page: notices, the verdict bar, and why."""

from kolvet.messages import text
from kolvet.model.report import Finding, Report, Verdict, Word
from kolvet.report.html.elements import Element, Node, el, outside, sentence
from kolvet.report.html.scales import WIDE, scale
from kolvet.report.html.words import hits, listing, references, section, shown_numbers, words
from kolvet.report.verdict_section import CONVERT_ABOVE, SCALE, index_parts
from kolvet.report.wording import day, index_points, known, review_state, say

SIGNS = {
    Word.CLEAR: "✓",
    Word.CONDITIONS: "●",
    Word.HOLD: "▲",
    Word.REJECT: "✕",
    Word.INCONCLUSIVE: "?",
}
"""One sign a word, told apart without colour."""


def banner(report: Report) -> Element:
    """Whom the page is about and what was decided: a word, a colour, and a sign."""
    verdict = report.verdict
    return el(
        "header",
        *(
            el("p", "▲ ", sentence(notice, report.run.language), class_="notice")
            for notice in report.notices
        ),
        el("p", words("kicker"), class_="kicker"),
        el(
            "h1",
            outside(report.blogger.name),
            el("span", " → ", aria_label=words("toward"), role="img"),
            outside(report.brand.name),
        ),
        el(
            "div",
            el(
                "p",
                el("span", SIGNS[verdict.word], class_="sign", aria_hidden="true"),
                el("strong", say(f"word_{verdict.word}"), class_="word"),
                el("span", words("provisional"), class_="tag") if verdict.provisional else None,
                class_="verdict-word",
            ),
            _index(verdict),
            class_=f"bar {verdict.word}",
        ),
        *_below(report),
        class_="banner",
    )


def _index(verdict: Verdict) -> Node:
    if verdict.bri is None:
        return el("p", say("bri_unknown"), class_="index")
    return el(
        "p",
        el("span", "BRI ", class_="unit"),
        el("span", index_points(verdict.bri), class_="figure"),
        class_="index",
    )


def _below(report: Report) -> list[Node]:
    """What to do, the index on its scale, and by which rules it was decided."""
    verdict, policy = report.verdict, report.policy
    convert = verdict.word is Word.HOLD and (verdict.upside or 0) > CONVERT_ABOVE
    rows: list[tuple[str, Node]] = [
        (words("state"), review_state(report)),
        (words("as_of"), el("time", day(report.as_of), datetime=day(report.as_of))),
        (words("policy"), f"{policy.name} v{policy.version}"),
        (words("decided_by"), _decided_by(verdict)),
        (words("exit"), say("exit_code", code=verdict.exit_code, fail_on=policy.fail_on)),
    ]
    return [
        el("p", say(f"action_{verdict.word}"), class_="action"),
        el("p", say("action_hold_convert")) if convert else None,
        _scale(verdict),
        listing(rows),
    ]


def _decided_by(verdict: Verdict) -> Node:
    """What decided, in words and as the JSON names it."""
    kind = verdict.decided_by.partition(":")[0]
    said = known("html", f"decided_{kind}")
    code = el("code", verdict.decided_by)
    return el("span", f"{said} (", code, ")") if said else code


def _scale(verdict: Verdict) -> Node:
    if verdict.bri is None:
        return None
    line = " · ".join(index_parts(verdict, verdict.bri))
    return el(
        "figure",
        scale(verdict.bri, verdict.interval, SCALE, line, width=WIDE),
        el("p", *(el("span", str(end)) for end in range(0, 101, 25)), class_="ends",
           aria_hidden="true"),
        el("figcaption", line),
        class_="index-scale",
    )  # fmt: skip


def why(report: Report) -> Element:
    """The sentences that explain the verdict, each with its evidence, then the checks that hit."""
    shown = shown_numbers(report)
    sentences = [
        el("li", sentence(item.text, report.run.language), references(item.evidence, shown))
        for item in report.why
    ]
    return section("why", say("why"), el("ol", *sentences), _checks(report))


def _mark(report: Report, item: Finding) -> str:
    """Whether the finding is one that somebody accepted, or that was there before."""
    marks = []
    if item.fingerprint in {waived.waiver.fingerprint for waived in report.waivers}:
        marks.append(text("formats.is_waived"))
    if report.baseline and item.fingerprint in report.baseline.known:
        marks.append(text("formats.is_known"))
    return f" ({', '.join(marks)})" if marks else ""


def _checks(report: Report) -> Node:
    """The checks that hit, each once, with the evidence of all its findings."""
    said: dict[str, list[str]] = {}
    for item in report.findings:
        message = item.message + _mark(report, item)
        if message not in said.setdefault(item.rule, []):
            said[item.rule].append(message)
    if not said:
        return None
    shown = shown_numbers(report)
    entries = []
    for rule, ids in hits(report).items():
        messages: list[Node] = []
        for message in said[rule]:
            messages += [" ", sentence(message, report.run.language)]
        name = el("strong", f"{rule} {known('rules', rule) or ''}".rstrip())
        entries.append(el("li", name, *messages, references(ids, shown)))
    return el("div", el("h3", say("checks")), el("ul", *entries))
