"""The report as Markdown, for a chat, a pull request or the summary of a step in CI.

Every word that a person wrote is escaped: it can neither format the page nor link or mention.
GitHub links names, numbers, hashes, mail addresses and emoji only after it has rendered the page,
where no backslash is left (its documentation, "Autolinked references and URLs"); an empty comment
parts what it would read as one word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from kolvet.messages import text
from kolvet.model.explained import BrandRow
from kolvet.model.report import Evidence, Finding, Report, Word
from kolvet.report.coverage_section import coverage_rows
from kolvet.report.explained_sections import brand_terms, difference_words, turn_words
from kolvet.report.fans_words import sentences
from kolvet.report.people_sections import baseline_words
from kolvet.report.plain_text import DISPLAY, dotted, one_line, visible
from kolvet.report.quotes import decisive_span, excerpt, without_last_stop
from kolvet.report.sections import COUNTER, DECISIVE, nothing_found, unmeasured_words
from kolvet.report.story import (
    exhibit_details,
    exhibit_head,
    grade,
    rule_words,
    verdict_words,
)
from kolvet.report.wording import day, known, percent, run_words, say

SIGNS = {
    Word.CLEAR: "√",
    Word.CONDITIONS: "●",
    Word.HOLD: "▲",
    Word.REJECT: "×",
    Word.INCONCLUSIVE: "?",
}
ROOM = 400
"""Cells of a quote; the whole one is behind its link and in the other formats."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|~&!$@])")
_AT_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)](?:\s|$)))")
PART = "<!-- -->"
_LINKED = re.compile(
    r"(?<=[@#])(?=[0-9A-Z])"  # a name, an issue, a mail address
    r"|(?<=GH-)(?=[0-9])"
    r"|(?<=:)(?=[0-9A-Z_+-]+:)(?![0-9]{1,2}:)"  # an emoji; no name is that of a minute
    r"|(?<=(?<![0-9A-Z])[A-F])(?=[0-9A-F]{6,39}(?![0-9A-Z]))"  # a commit
    r"|(?<=(?<![0-9A-Z])[0-9])(?=[0-9]*[A-F])(?=[0-9A-F]{6,39}(?![0-9A-Z]))",
    re.IGNORECASE | re.ASCII,
)
"""Between which characters GitHub must find something else, or it makes a link of them.

A commit has a letter here: ids of digits alone are to be copied, and hardly ever a commit's.
"""
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_SAFE = "/:?#@!$&'*+,;=%~-._"


def render_markdown(report: Report) -> str:
    """The whole report."""
    blocks = (
        _head(report),
        _why(report),
        _findings(report),
        _quotes(say("quotes"), report, report.evidence[:DECISIVE], "quotes_none"),
        _quotes(say("counter"), report, report.counter[:COUNTER], "counter_none"),
        _turns(report),
        _fans(report),
        _comparison(report),
        _precedents(report),
        _advice(report),
        _coverage(report),
        _limits(report),
        _people(report),
        _reproduce(report),
    )
    return "\n\n".join("\n".join(block) for made in blocks if (block := list(made))) + "\n"


def escape(words: str) -> str:
    """Words on one line that Markdown shows, and GitHub leaves, as they are."""
    return _escaped(_LINKED.split(one_line(words)))


def _own(words: str) -> str:
    """The same for our own words: the id of a run in them stays whole, to be copied."""
    return _escaped([words])


def _escaped(parts: Iterable[str]) -> str:
    safe = PART.join(_SPECIAL.sub(r"\\\1", part) for part in parts)
    safe = safe.replace("://", "\\://").replace("www.", "www\\.")
    return _AT_START.sub(lambda found: f"{found[1]}{_escaped_start(found[2])}", safe)


def _parts(line: str) -> str:
    """A line whose parts stand two spaces apart: Markdown shows one."""
    return escape(dotted(line))


def _escaped_start(sign: str) -> str:
    """A sign that would begin a list or a heading; a number loses its list by its point."""
    return f"\\{sign}" if not sign.isdigit() else f"{sign}\\"


def link(words: str, url: str) -> str:
    """A link where the address is one of the web, else only the words."""
    if not _WEB.match(url):
        return words
    return f"[{words}](<{quote(visible(url), safe=_SAFE)}>)"


def code(words: str) -> str:
    """Words to be copied; the fence is longer than any run of its sign inside."""
    safe = one_line(words)
    longest = max((len(run) for run in re.findall("`+", safe)), default=0)
    fence = "`" * (longest + 1)
    space = " " if safe.startswith("`") or safe.endswith("`") else ""
    return f"{fence}{space}{safe}{space}{fence}"


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of cells that are Markdown already."""
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _head(report: Report) -> Iterator[str]:
    sign = SIGNS[report.verdict.word]
    yield f"## {sign} {escape(report.blogger.name)} / {escape(report.brand.name)}"
    yield ""
    for notice in report.notices:
        yield f"> {escape(notice)}"
        yield ""
    yield f"**{verdict_words(report)}**  "
    yield f"{escape(say(f'action_{report.verdict.word}'))}  "
    policy = report.policy
    parts = [
        say("as_of", day=day(report.as_of)),
        say("policy", name=policy.name, version=policy.version),
        say("exit_code", code=report.verdict.exit_code, fail_on=policy.fail_on),
    ]
    yield " · ".join(map(escape, parts))


def _why(report: Report) -> Iterator[str]:
    yield f"### {say('why')}"
    yield ""
    for number, why in enumerate(report.why, start=1):
        named = ", ".join(why.evidence[:DECISIVE])
        yield f"{number}. {escape(why.text)}{f' ({named})' if named else ''}"


def _findings(report: Report) -> Iterator[str]:
    """One row for each check that hit, with how often and what is accepted of it."""
    if not report.findings:
        return
    titles = [text(f"formats.column_{name}") for name in ("check", "severity", "sure", "finding")]
    by_rule: dict[str, list[Finding]] = {}
    for item in report.findings:
        by_rule.setdefault(item.rule, []).append(item)
    yield f"### {text('formats.findings')}"
    yield ""
    yield from table(titles, (_finding_row(report, found) for found in by_rule.values()))


def _finding_row(report: Report, found: Sequence[Finding]) -> list[str]:
    gravest = min(found, key=grade)
    words = " ".join(dict.fromkeys(item.message for item in found))
    prints = [item.fingerprint for item in found]
    waived = {item.waiver.fingerprint for item in report.waivers}
    before = report.baseline.known if report.baseline else ()
    marks = [f"× {len(found)}"] if len(found) > 1 else []
    for key, accepted in (("is_waived", waived), ("is_known", before)):
        number = sum(item in accepted for item in prints)
        if number:
            marks.append(f"{text(f'formats.{key}')}: {number}/{len(found)}")
    return [
        escape(rule_words(gravest.rule)),
        text(f"formats.severity_{gravest.severity}"),
        percent(gravest.confidence),
        escape(" · ".join([words, *marks])),
    ]


def _quotes(title: str, report: Report, items: Sequence[Evidence], none: str) -> Iterator[str]:
    yield f"### {escape(title)}"
    if not items:
        yield ""
        yield escape(nothing_found(report, none))
    for item in items:
        yield ""
        yield f"**{link(item.id, item.url)}** {_parts(exhibit_head(item))}"
        yield ""
        yield f"> {_quoted(item)}"
        details = exhibit_details(item)
        if details:
            yield ">"
            yield f"> {_parts(details)}"


def _quoted(item: Evidence) -> str:
    """The words with the decisive phrase between marks, cut around it when they are many."""
    span = without_last_stop(item.quote, decisive_span(item))
    cut = excerpt(item.quote, span, ROOM, DISPLAY)
    left, right = DISPLAY.symbols.marks
    if left in item.quote or right in item.quote:
        left, right = DISPLAY.symbols.other_marks
    end = DISPLAY.symbols.ellipsis
    if span is None or cut.span is None:
        words = escape(item.quote[cut.start : cut.end])
    else:
        before = item.quote[cut.start : cut.span.start]
        after = item.quote[cut.span.end : cut.end]
        phrase = item.quote[cut.span.start : cut.span.end]
        words = escape(f"{before}{left}{phrase}{right}{after}")
    return f"{end if cut.start else ''}{words}{end if cut.end < len(item.quote) else ''}"


def _turns(report: Report) -> Iterator[str]:
    """When it turned; the months themselves are in the other formats."""
    if not report.turning_points:
        return
    yield f"### {escape(say('timeline', brand=report.brand.name))}"
    yield ""
    for turn in report.turning_points:
        alarm = f" **{escape(say('turn_alarm'))}**" if turn.recent and turn.toward_praise else ""
        yield f"- {escape(turn_words(turn))}{alarm}"


def _fans(report: Report) -> Iterator[str]:
    """What a manager needs to know of the brand's fans; nothing where no comment was read."""
    if report.fans is None or not report.fans.counts.comments:
        return
    yield f"### {escape(text('fans.heading'))}"
    yield ""
    for sentence in sentences(report.fans):
        yield f"- {escape(sentence)}"
    for line in report.fans.crowd_quotes:
        said = text("formats.quoted_back", number=line.robust, quote=line.quote)
        yield f"- {escape(said)}"


def _comparison(report: Report) -> Iterator[str]:
    """The same history before each brand."""
    if report.comparison is None:
        return
    first, *others = report.comparison.rows
    yield f"### {escape(say('comparison'))}"
    yield ""
    titles = [text(f"formats.column_{name}") for name in ("brand", "verdict", "index", "rests_on")]
    yield from table(titles, map(_brand_row, report.comparison.rows))
    yield ""
    for row in others:
        yield f"- {escape(difference_words(first, row))}"


def _brand_row(row: BrandRow) -> list[str]:
    low, high = row.interval or (row.bri, row.bri)
    index = "?" if row.bri is None else f"{row.bri:.1f} ({low:.1f}-{high:.1f})"
    rests_on = "  ".join(brand_terms(row)[-2:])
    return [escape(row.brand), say(f"word_{row.word}"), index, _parts(rests_on)]


def _precedents(report: Report) -> Iterator[str]:
    if not report.precedents:
        return
    yield f"### {say('precedents')}"
    yield ""
    for item in report.precedents:
        head = _parts(exhibit_head(item))
        source = _parts(exhibit_details(item))
        yield f"- **{link(item.id, item.url)}** {head}: {escape(item.summary)} ({source})"


def _advice(report: Report) -> Iterator[str]:
    if not report.advice:
        return
    yield f"### {say('advice')}"
    yield ""
    for item in report.advice:
        yield f"- {escape(item.text)}"


def _coverage(report: Report) -> Iterator[str]:
    yield f"### {say('coverage')}"
    yield ""
    titles = [text("formats.column_what"), text("formats.column_value")]
    yield from table(
        titles, ([escape(name), _parts(value)] for name, value in coverage_rows(report))
    )


def _limits(report: Report) -> Iterator[str]:
    yield f"### {say('limits')}"
    yield ""
    for limit in report.limits:
        yield f"- {escape(limit)}"
    if report.unmeasured:
        yield f"- {_parts(unmeasured_words(report.unmeasured))}"


def _people(report: Report) -> Iterator[str]:
    """Waivers, the baseline, decisions."""
    if report.baseline:
        yield f"### {text('formats.section_baseline')}"
        yield ""
        yield _own(baseline_words(report, report.baseline))
        yield ""
    if report.waivers:
        yield f"### {text('people.section_waivers')}"
        yield ""
    for item in report.waivers:
        until = text("people.waived_until", until=item.waiver.until, by=item.waiver.by)
        yield f"- {escape(item.rule)} {escape(until)}: {escape(item.waiver.reason)}"
    if report.waivers and report.decisions:
        yield ""
    if report.decisions:
        yield f"### {text('people.section_decisions')}"
        yield ""
    for decision in report.decisions:
        word = known("people", f"word_{decision.action}") or decision.action
        signed = text("people.signed", by=decision.by, at=decision.at[: len("2026-01-04")])
        yield f"- {escape(f'#{decision.number} {word} {signed} {decision.note}')}"


def _reproduce(report: Report) -> Iterator[str]:
    yield f"### {say('reproduce')}"
    yield ""
    yield code(report.run.command)
    yield ""
    yield _own(run_words(report))
