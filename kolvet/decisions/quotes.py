"""The quotes of a stored report, as a person reviews them, and what becomes of his answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kolvet.decisions.corrections import INSULT, Rating, facts, flipped, rate
from kolvet.decisions.decisive import WHOLE, whole_text
from kolvet.decisions.rows import Entry
from kolvet.errors import UsageError
from kolvet.model.judgements import Span, Stance, TargetKind
from kolvet.model.people import Action, Correction, text_digest

POST, PRESS, PRECEDENT, REPORT = "post", "press", "precedent", "report"


@dataclass(frozen=True, slots=True)
class Quote:
    """One quote of a report with the program's reading; `text` is what it is known by."""

    id: str
    kind: str
    text: str
    quote: str
    span: Span | None
    when: str
    url: str
    source: str
    stance: Stance | None
    severity: int | None
    target_kind: TargetKind | None
    insult: bool
    confidence: float | None
    reviewed: bool


def quotes_of(report: Mapping[str, Any]) -> dict[str, Quote]:
    """Every quote of a stored report by its number, in the report's order."""
    return {item.id: item for item in _quotes(report)}


def decisive_quotes(report: Mapping[str, Any]) -> list[Quote]:
    """The quotes that the verdict rests on."""
    known = quotes_of(report)
    return [known[number] for number in report["decisive"]]


def _quotes(report: Mapping[str, Any]) -> Iterator[Quote]:
    for item in (*report["evidence"], *report["counter"]):
        yield Quote(
            id=item["id"],
            kind=item["kind"],
            text=item["quote"],
            quote=item["quote"],
            span=Span(*item["span"]) if item["span"] else None,
            when=item["happened"] or item["published"] or "",
            url=item["url"],
            source=item["source"],
            stance=Stance(item["stance"]) if item["stance"] else None,
            severity=item["severity"],
            target_kind=TargetKind(item["target_kind"]) if item["target_kind"] else None,
            insult=INSULT in item["flags"],
            confidence=item["confidence"],
            reviewed=bool(item["reviewed"]),
        )
    for item in report["precedents"]:
        yield _of_precedent(item)
    if WHOLE in report["decisive"]:
        yield _whole(report)


def _of_precedent(item: Mapping[str, Any]) -> Quote:
    line = item.get("quote", "")  # reports of earlier versions have none
    return Quote(
        id=item["id"],
        kind=PRECEDENT,
        text=facts(item["kind"], item["about"], item["summary"], item["url"], line),
        quote=f"{item['about']}: {item['summary']}" + (f" “{line}”" if line else ""),
        span=None,
        when=item["happened"] or item["published"],
        url=item["url"],
        source=item["publisher"],
        stance=None,
        severity=None,
        target_kind=None,
        insult=False,
        confidence=None,
        reviewed=bool(item["reviewed"]),
    )


def _whole(report: Mapping[str, Any]) -> Quote:
    blogger, brand = report["blogger"]["name"], report["brand"]["name"]
    return Quote(
        id=WHOLE,
        kind=REPORT,
        text=whole_text(blogger, brand),
        quote="",
        span=None,
        when="",
        url="",
        source="",
        stance=None,
        severity=None,
        target_kind=None,
        insult=False,
        confidence=None,
        reviewed=not report["verdict"]["provisional"],
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says of a quote; None where he leaves it to the rules of `correct`."""

    action: Action
    stance: Stance | None = None
    severity: int | None = None
    target_kind: TargetKind | None = None
    insult: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who says it, when, and about which run and brand."""

    by: str
    at: datetime
    run: str
    brand: str


def can_flip(quote: Quote) -> bool:
    """A precedent has no stance: it can be right or not."""
    return quote.kind in {POST, PRESS}


def correct(quote: Quote, answer: Answer, signature: Signature) -> Correction:
    """The correction that an answer means.

    A confirmation keeps the program's reading for every later run. A flip without a stance takes
    the opposite one; criticism found anew is strong and about the product unless rated.

    Raises:
        UsageError: This quote cannot be answered so.
    """
    stance, severity, target, insult = _answered(quote, answer)
    return Correction(
        digest=text_digest(quote.text),
        brand=signature.brand,
        action=answer.action,
        kind=quote.kind,
        quote=quote.text,
        stance=stance,
        severity=severity,
        target_kind=target,
        insult=insult,
        by=signature.by,
        reason=answer.reason,
        at=signature.at,
        run=signature.run,
    )


Reading = tuple[Stance | None, int | None, TargetKind | None, bool]
"""Stance, severity, target, and whether it insults the users."""


def _answered(quote: Quote, answer: Answer) -> Reading:
    """The reading that holds from now on."""
    if answer.action is Action.CONFIRM:
        return _reading(quote)
    if answer.action is Action.NOT_ABOUT:
        if quote.kind == REPORT:
            raise UsageError("people.cannot_flip", id=quote.id)
        return None, None, None, False
    if not can_flip(quote):
        raise UsageError("people.cannot_flip", id=quote.id)
    stance = answer.stance or flipped(quote.stance)
    said = Rating(answer.severity, answer.target_kind, answer.insult)
    was = Rating(quote.severity, quote.target_kind, quote.insult)
    rated = rate(said, was, stance, quote.stance)
    reading = stance, rated.severity, rated.target_kind, bool(rated.insult)
    if reading == _reading(quote):
        raise UsageError("people.flip_changes_nothing", id=quote.id)
    return reading


def _reading(quote: Quote) -> Reading:
    return quote.stance, quote.severity, quote.target_kind, quote.insult


ACTIONS = {
    "c": Action.CONFIRM,
    "confirmed": Action.CONFIRM,
    "确认": Action.CONFIRM,
    "f": Action.FLIP,
    "翻转": Action.FLIP,
    "改判": Action.FLIP,
    "n": Action.NOT_ABOUT,
    "not_about_the_brand": Action.NOT_ABOUT,
    "无关": Action.NOT_ABOUT,
    **{action.value: action for action in Action},
}
SKIPS = frozenset({"s", "skip", "跳过"})


def read_action(entry: Entry) -> Action | None:
    """The action of a row; None to skip the quote.

    Raises:
        UsageError: There is no such action.
    """
    word = re.sub(r"[\s-]", "_", entry.need("action", "decision", "answer").lower())
    if word in SKIPS:
        return None
    if word not in ACTIONS:
        raise entry.wrong("action", word, "confirm, flip, not_about, skip")
    return ACTIONS[word]


def read_answer(entry: Entry) -> Answer | None:
    """What a row of a batch file says; None to skip the quote."""
    action = read_action(entry)
    if action is None:
        return None
    return Answer(
        action=action,
        stance=entry.choice(Stance, "stance", "label"),
        severity=entry.severity(),
        target_kind=entry.choice(TargetKind, "target_kind", "target"),
        insult=entry.flag("insult"),
        reason=entry.get("reason", "why", "note"),
    )
