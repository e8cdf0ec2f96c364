"""What a team commits beside its code, so that a check in CI needs no store."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from kolvet.decisions.quotes import POST, PRECEDENT, PRESS, REPORT, read_action
from kolvet.decisions.rows import Entry
from kolvet.errors import UsageError
from kolvet.model.judgements import Stance, TargetKind
from kolvet.model.people import Action, Correction, Waiver, text_digest
from kolvet.model.press import Moment, Precedent

KINDS = (POST, PRESS, PRECEDENT, REPORT)
PRECEDENT_KINDS = ("cancelled_deal", "judgment", "sanction")
ADDRESS = re.compile(r"https?://[^/\s]+\.[^/\s]+")
MOMENT = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?")


def read_corrections(entries: Iterable[Entry]) -> list[Correction]:
    """Corrections as `kolvet review --export` writes them.

    Raises:
        UsageError: A row names neither text nor digest, no brand, nobody who says it, or a
            value that there is not.
    """
    return [item for entry in entries if (item := _correction(entry)) is not None]


def _correction(entry: Entry) -> Correction | None:
    action = read_action(entry)
    if action is None:
        return None
    text = entry.get("text", "quote")
    kind = entry.get("kind") or POST
    if kind not in KINDS:
        raise entry.wrong("kind", kind, ", ".join(KINDS))
    stance = _stance(entry, action)
    return Correction(
        digest=text_digest(text) if text else _digest(entry),
        brand=entry.need("brand"),
        action=action,
        kind=kind,
        quote=text,
        stance=stance,
        severity=entry.severity(),
        target_kind=entry.choice(TargetKind, "target_kind", "target"),
        insult=entry.flag("insult"),
        by=entry.need("by", "who"),
        reason=entry.get("reason", "why", "note"),
        at=entry.moment("at", "when"),
        run=entry.get("run"),
    )


def _stance(entry: Entry, action: Action) -> Stance | None:
    if action is Action.NOT_ABOUT:
        return None
    stance = entry.choice(Stance, "stance", "label")
    if action is Action.FLIP and stance is None:
        raise UsageError("people.row_lacks", place=entry.place, key="stance")
    return stance


def _digest(entry: Entry) -> bytes:
    value = entry.need("digest", "text")
    try:
        digest = bytes.fromhex(value)
    except ValueError as error:
        raise entry.wrong("digest", value, "32 hex digits") from error
    if len(digest) != len(text_digest("")):
        raise entry.wrong("digest", value, "32 hex digits")
    return digest


def read_waivers(entries: Iterable[Entry]) -> list[Waiver]:
    """Waivers: fingerprint, reason, until and by; blogger and brand if they are not for all.

    Raises:
        UsageError: One of the four is missing or cannot be read.
    """
    return [
        Waiver(
            fingerprint=entry.need("fingerprint").lower(),
            reason=entry.need("reason", "why"),
            by=entry.need("by", "who"),
            until=entry.day("until"),
            blogger=entry.get("blogger"),
            brand=entry.get("brand"),
            at=entry.moment("at", "when"),
            run=entry.get("run"),
        )
        for entry in entries
    ]


def waivers_for(
    waivers: Iterable[Waiver], bloggers: Sequence[str], brands: Sequence[str]
) -> list[Waiver]:
    """Those that are meant for this blogger (any of his names) and brand."""
    return [
        item
        for item in waivers
        if (not item.blogger or item.blogger in bloggers)
        and (not item.brand or item.brand in brands)
    ]


def read_precedents(entries: Iterable[Entry]) -> list[Precedent]:
    """Precedents: what, when, the source's address and the line that says so.

    Raises:
        UsageError: A fact has no source, or a field cannot be read.
    """
    return [_precedent(entry) for entry in entries]


def _precedent(entry: Entry) -> Precedent:
    kind = entry.need("kind")
    if kind not in PRECEDENT_KINDS:
        raise entry.wrong("kind", kind, ", ".join(PRECEDENT_KINDS))
    url = entry.get("url", "source")
    publisher = _host(url)
    if not publisher:
        raise UsageError("people.precedent_without_source", place=entry.place, url=url)
    happened = moment(entry, entry.need("when", "happened"))
    published = entry.get("published")
    return Precedent(
        kind=kind,
        blogger=entry.get("blogger"),
        about=entry.get("about"),
        summary=entry.need("what", "summary"),
        url=url,
        publisher=entry.get("publisher") or publisher,
        published=moment(entry, published) if published else happened,
        happened=happened,
        quote=entry.need("quote"),
    )


def _host(url: str) -> str:
    """The host of a web address; "" when it is none."""
    try:
        return urlsplit(url).netloc if ADDRESS.match(url) else ""
    except ValueError:
        return ""


def moment(entry: Entry, value: str) -> Moment:
    """A day, month or year.

    Raises:
        UsageError: It is none.
    """
    wrong = entry.wrong("when", value, "YYYY, YYYY-MM, YYYY-MM-DD")
    if not MOMENT.fullmatch(value):
        raise wrong
    read = Moment(value)
    try:
        _ = read.last_day
    except ValueError as error:
        raise wrong from error
    return read


def precedents_for(
    precedents: Iterable[Precedent], bloggers: Sequence[str], until: date
) -> list[Precedent]:
    """Those about this blogger (any of his names, or nobody named) that count by then."""
    return [
        item
        for item in precedents
        if (not item.blogger or item.blogger in bloggers) and item.counts_from <= until
    ]
