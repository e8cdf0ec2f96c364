"""What people said and decided, for people to read: quote cards, waivers, the log, differences.

None of them ends in a newline: the caller ends the last line.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.text import Text

from kolvet.decisions.chain import FORGET, payload_of
from kolvet.decisions.differences import Changed, Difference, Part
from kolvet.decisions.quotes import POST, PRECEDENT, PRESS, REPORT, Quote
from kolvet.messages import text
from kolvet.model.people import Action, Correction, LogEntry, RunLine, Waiver
from kolvet.model.press import Precedent
from kolvet.report.json_format import plain_value
from kolvet.report.page import Look, Page
from kolvet.report.quotes import quote_text, spaced, target_words
from kolvet.report.wording import known, label_style, percent, say, stance_word, words_style

INDENT = 4
WHOLE_QUOTE = 4000
"""Cells of a quote on a card: whoever confirms it must have read all of it."""
HASH_DIGITS = 12


def render_card(quote: Quote, look: Look, place: int, number: int) -> str:
    """One quote to be reviewed, whole, with the program's reading."""
    page = Page(look)
    page.blank()
    page.add(spaced(page, _card_head(page, quote, place, number)), items=True)
    if quote.kind == REPORT:
        page.add(text("people.card_report"), indent=INDENT)
    else:
        style = words_style(quote.stance)
        shown = quote_text(page, quote.quote, quote.span, style, WHOLE_QUOTE)
        page.add(shown, indent=INDENT)
    if quote.source:
        page.add(quote.source, indent=INDENT)
    if quote.url:
        page.add_whole(page.link(quote.url, quote.url), indent=INDENT)
    return page.render().removesuffix("\n")


def _card_head(page: Page, quote: Quote, place: int, number: int) -> list[Text | str]:
    parts: list[Text | str] = [f"[{place}/{number}]", page.text(quote.id, "bold")]
    if quote.when:
        parts.append(quote.when[: len("2026-01-04")])
    if quote.kind in {PRESS, PRECEDENT}:
        parts.append(text(f"people.kind_{quote.kind}"))
    if quote.stance:
        severity = f" {quote.severity}/3" if quote.severity else ""
        words = stance_word(quote.stance) + severity
        parts.append(page.text(words, label_style(quote.stance)))
    if quote.target_kind:
        parts.append(say("target", target=say(f"target_{quote.target_kind}")))
    if quote.insult:
        parts.append(say("flag_insult"))
    if quote.confidence is not None and quote.kind == POST:
        parts.append(say("sure", percent=percent(quote.confidence)))
    return parts


def render_stored(quote: Quote, kept: Correction, look: Look) -> str:
    """One line that says what was stored of an answer: a wrong key shows at once."""
    page = Page(look)
    not_right = kept.action is Action.NOT_ABOUT and kept.kind == PRECEDENT
    key = "not_right" if not_right else kept.action.value
    parts: list[Text | str] = [page.text(text(f"people.stored_{key}", id=quote.id), "bold")]
    if kept.stance:
        severity = f" {kept.severity}/3" if kept.severity else ""
        parts.append(stance_word(kept.stance) + severity)
    if kept.stance and kept.target_kind:
        parts.append(target_words(kept.target_kind))
    if kept.insult:
        parts.append(say("flag_insult"))
    if kept.reason:
        parts.append(text("people.stored_reason", reason=kept.reason))
    page.add(spaced(page, parts), indent=INDENT, items=True)
    return page.render().removesuffix("\n")


def quote_object(quote: Quote) -> dict[str, Any]:
    """A quote to be reviewed as JSON values."""
    names = ("id", "kind", "quote", "when", "url", "source", "stance", "severity")
    fields = {name: getattr(quote, name) for name in names}
    fields |= {"target_kind": quote.target_kind, "insult": quote.insult}
    fields |= {"confidence": quote.confidence, "reviewed": quote.reviewed}
    written: dict[str, Any] = plain_value(fields)
    return written


def render_waivers(waivers: Iterable[Waiver], look: Look) -> str:
    """Waivers, one a paragraph."""
    page = Page(look)
    for item in waivers:
        until = text("people.waived_until", until=item.until, by=item.by)
        number = page.text(item.fingerprint, "bold")
        page.add(spaced(page, [number, item.blogger, item.brand, until]), items=True)
        page.add(item.reason, indent=INDENT)
    return page.render().removesuffix("\n") or text("people.no_waivers")


def waiver_object(item: Waiver) -> dict[str, Any]:
    """A waiver as JSON values."""
    names = ("fingerprint", "blogger", "brand", "reason", "by", "until", "at", "run")
    written: dict[str, Any] = plain_value({name: getattr(item, name) for name in names})
    return written


def render_precedents(precedents: Iterable[Precedent], look: Look) -> str:
    """Precedents with their sources, one a paragraph."""
    page = Page(look)
    for item in precedents:
        kind = known("report", f"precedent_{item.kind}") or item.kind
        when = (item.happened or item.published).text
        page.add(spaced(page, [item.blogger, when, page.text(kind, "bold"), item.about]))
        page.add(item.summary, indent=INDENT)
        if item.quote:
            page.add(quote_text(page, item.quote, None, "", WHOLE_QUOTE), indent=INDENT)
        page.add(item.publisher, indent=INDENT)
        page.add_whole(page.link(item.url, item.url), indent=INDENT)
    return page.render().removesuffix("\n") or text("people.no_precedents")


def precedent_object(item: Precedent) -> dict[str, Any]:
    """A precedent as JSON values."""
    names = ("blogger", "kind", "about", "summary", "quote", "url", "publisher")
    return {
        **{name: getattr(item, name) for name in names},
        "happened": item.happened.text if item.happened else None,
        "published": item.published.text,
        "counts_from": item.counts_from.isoformat(),
    }


def render_log(entries: Sequence[LogEntry], look: Look) -> str:
    """The decision log, an entry a line."""
    page = Page(look)
    for entry in entries:
        page.add(_log_line(entry), hanging=INDENT)
    return page.render().removesuffix("\n") or text("people.log_empty")


def render_runs(runs: Sequence[RunLine], look: Look) -> str:
    """Stored runs, one a line."""
    page = Page(look)
    for run in runs:
        subject = f"{run.blogger} {page.display.symbols.arrow} {run.brand}"
        number = page.text(run.id, "bold")
        asked = say("as_of", day=run.as_of[: len("2026-01-04")])
        line = spaced(page, [number, say(f"word_{run.word}"), subject, asked])
        page.add(line, hanging=INDENT, items=True)
    return page.render().removesuffix("\n")


def _log_line(entry: LogEntry) -> str:
    said = payload_of(entry)
    digest = entry.payload_hash[:HASH_DIGITS]
    if not said:
        return text("people.line_forgotten", number=entry.number, hash=digest)
    values = {"number": entry.number, "at": said["at"][: len("2026-01-04")]}
    if said["action"] == FORGET:
        entries = ", ".join(map(str, said["entries"]))
        key = "line_forget" if said["verified"] else "line_forget_unverified"
        return text(f"people.{key}", entries=entries, **values)
    line = text(
        f"people.line_{said['action']}",
        blogger=said["blogger"],
        brand=said["brand"],
        word=say(f"word_{said['word']}"),
        run=said["run"],
        by=said["by"],
        **values,
    )
    return f"{line} {said['note']}" if said["note"] else line


def log_object(entry: LogEntry) -> dict[str, Any]:
    """An entry as JSON values; the random word of its payload stays in the store."""
    said = {name: value for name, value in payload_of(entry).items() if name != "nonce"}
    return {
        "number": entry.number,
        "hash": entry.hash,
        "previous": entry.previous,
        "payload_hash": entry.payload_hash,
        "forgotten": entry.payload is None,
        **said,
    }


def render_difference(difference: Difference, before: str, after: str, look: Look) -> str:
    """What changed between two runs, in the order of a report."""
    page = Page(look)
    page.add(page.text(text("people.diff_head", before=before, after=after), "bold"))
    if not difference:
        page.add(text("people.diff_none"))
    _add_fields(page, "about", difference.about)
    _add_fields(page, "verdict", difference.verdict)
    _add_part(page, "terms", difference.terms, lambda item: item["id"])
    _add_part(page, "findings", difference.findings, _finding_words)
    _add_part(page, "evidence", difference.evidence, _evidence_words)
    _add_part(page, "precedents", difference.precedents, _precedent_words)
    _add_part(page, "waivers", difference.waivers, _waiver_words)
    return page.render().removesuffix("\n")


def _add_fields(page: Page, part: str, fields: Mapping[str, tuple[Any, Any]]) -> None:
    if fields:
        page.heading(text(f"people.diff_{part}"))
        page.rows(_field_rows(page, fields))


def _field_rows(page: Page, fields: Mapping[str, tuple[Any, Any]]) -> list[list[Text | str]]:
    arrow = page.display.symbols.arrow
    return [
        [name, f"{_value(before)} {arrow} {_value(after)}"]
        for name, (before, after) in fields.items()
    ]


def _value(value: object) -> str:
    match value:
        case None:
            return "?"
        case float():
            return f"{value:.4f}".rstrip("0").rstrip(".")
        case list():
            return "-".join(map(_value, value))
        case bool():
            return text("people.yes" if value else "people.no")
        case _:
            return str(value)


def _add_part(page: Page, name: str, part: Part, words: Any) -> None:  # noqa: ANN401
    if not part:
        return
    page.heading(text(f"people.diff_{name}"))
    for sign, style, items in (("+", "bold", part.came), ("-", "bold red", part.went)):
        for item in items:
            page.add(page.join(page.text(f"{sign} ", style), words(item)), hanging=2)
    for changed in part.changed:
        page.add(page.join("~ ", words(changed.after)), hanging=2)
        page.rows(_field_rows(page, changed.fields), indent=INDENT)


def _finding_words(item: Mapping[str, Any]) -> str:
    return f"{item['rule']} {item['message']} ({item['fingerprint']})"


def _evidence_words(item: Mapping[str, Any]) -> str:
    when = (item["published"] or "")[: len("2026-01-04")]
    return f"{when} {item['quote']}".strip()


def _precedent_words(item: Mapping[str, Any]) -> str:
    kind = known("report", f"precedent_{item['kind']}") or item["kind"]
    return f"{item['happened'] or item['published']} {kind}: {item['summary']}"


def _waiver_words(item: Mapping[str, Any]) -> str:
    until = text("people.waived_until", until=item["until"], by=item["by"])
    return f"{item['fingerprint']} {until}: {item['reason']}"


def difference_object(difference: Difference, before: str, after: str) -> dict[str, Any]:
    """A difference as JSON values: a pair is [before, after]."""
    return {
        "before": before,
        "after": after,
        "about": _pairs(difference.about),
        "verdict": _pairs(difference.verdict),
        "terms": _part_object(difference.terms),
        "findings": _part_object(difference.findings),
        "evidence": _part_object(difference.evidence),
        "precedents": _part_object(difference.precedents),
        "waivers": _part_object(difference.waivers),
    }


def _part_object(part: Part) -> dict[str, Any]:
    return {
        "came": list(part.came),
        "went": list(part.went),
        "changed": [_changed_object(item) for item in part.changed],
    }


def _changed_object(item: Changed) -> dict[str, Any]:
    return {"before": item.before, "after": item.after, "fields": _pairs(item.fields)}


def _pairs(fields: Mapping[str, tuple[Any, Any]]) -> dict[str, list[Any]]:
    return {name: list(pair) for name, pair in fields.items()}
