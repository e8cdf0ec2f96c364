"""The decision log as a hash chain: each entry seals everything before it.

A payload enters the chain by its own hash only, so that it can be forgotten and the chain still
verifies. It carries a random word, so that nobody can guess a forgotten payload from its hash.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kolvet.errors import IntegrityError, UsageError
from kolvet.model.people import LogEntry, RecordedDecision, StoredRun

GENESIS = "0" * 64
"""What stands before the first entry; the head of an empty log."""
FORGET = "forget"
"""The action of an entry that says which payloads were deleted."""


def digest_of(text: str) -> str:
    """SHA-256 of the UTF-8, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(fields: Mapping[str, Any]) -> str:
    """The same text for the same fields: sorted keys, no spaces."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(number: int, previous: str, payload_hash: str) -> str:
    """The hash of an entry."""
    return digest_of(f"{number}\n{previous}\n{payload_hash}")


def link(head: LogEntry | None, fields: Mapping[str, Any]) -> LogEntry:
    """The entry that follows `head` (None: the first one)."""
    number, previous = (head.number + 1, head.hash) if head else (1, GENESIS)
    payload = canonical(fields)
    hashed = digest_of(payload)
    return LogEntry(number, previous, hashed, seal(number, previous, hashed), payload)


def head_of(entries: Sequence[LogEntry]) -> str:
    """The hash that stands for the whole log."""
    return entries[-1].hash if entries else GENESIS


def verify_chain(entries: Sequence[LogEntry], *, kept_head: str | None = None) -> None:
    """Check every link, and that what was forgotten was forgotten by `kolvet forget`.

    `kept_head` is the head as the store noted it beside the log (None: it has no note).

    Raises:
        IntegrityError: An entry was changed, removed, moved or blanked; names the first.
    """
    previous = GENESIS
    for number, entry in enumerate(entries, start=1):
        whole = entry.payload is None or digest_of(entry.payload) == entry.payload_hash
        linked = entry.number == number and entry.previous == previous
        if not (whole and linked and entry.hash == seal(number, previous, entry.payload_hash)):
            raise IntegrityError("people.log_broken", number=number)
        previous = entry.hash
    if kept_head is not None and kept_head != previous:
        raise IntegrityError("people.log_cut", number=len(entries))
    blanked = {entry.number for entry in entries if entry.payload is None} - _forgotten(entries)
    if blanked:
        raise IntegrityError("people.log_blanked", number=min(blanked))


def _forgotten(entries: Iterable[LogEntry]) -> set[int]:
    """Numbers of the entries whose payloads were deleted, as the log itself says."""
    numbers: set[int] = set()
    for entry in entries:
        fields = payload_of(entry)
        if fields.get("action") == FORGET:
            numbers.update(fields.get("entries", ()))
    return numbers


def verify_head(entries: Sequence[LogEntry], expected: str) -> None:
    """Check that the log once ended in this head, kept elsewhere.

    Raises:
        IntegrityError: It never did: entries after it may be new, but those up to it are not
            the ones of then.
        UsageError: It is blank or the head of an empty log: every log begins with that.
    """
    if not expected or (expected == GENESIS and entries):
        raise UsageError("people.head_says_nothing", head=expected)
    if expected not in {head_of(()), *(entry.hash for entry in entries)}:
        raise IntegrityError("people.head_unknown", head=expected)


def report_of(run: StoredRun) -> dict[str, Any]:
    """The stored report as JSON values.

    Raises:
        IntegrityError: What the store says of the run beside its report is not what that says.
    """
    report: dict[str, Any] = json.loads(run.report)
    verdict = report["verdict"]
    about = [report["run"]["id"], report["blogger"]["name"], report["brand"]["name"]]
    said = [*about, report["as_of"], verdict["word"], verdict["exit_code"]]
    if said != [run.id, run.blogger, run.brand, run.as_of, run.word, run.exit_code]:
        raise IntegrityError("people.report_changed", run=run.id)
    return report


def sign_run(run: StoredRun, action: str, by: str, note: str, at: str) -> dict[str, Any]:
    """What an entry says about a run: `action` is "approve" or "reject", `at` ISO 8601.

    Raises:
        IntegrityError: What the store says of the run beside its report is not what that says.
    """
    provisional = report_of(run)["verdict"]["provisional"]
    return {
        "action": action,
        "run": run.id,
        "report_sha256": run.sha256,
        "blogger": run.blogger,
        "brand": run.brand,
        "as_of": run.as_of,
        "word": run.word,
        "provisional": provisional,
        "by": by,
        "note": note,
        "at": at,
    }


def payload_of(entry: LogEntry) -> dict[str, Any]:
    """What the entry says; empty when it was forgotten."""
    fields: dict[str, Any] = json.loads(entry.payload) if entry.payload else {}
    return fields


def decisions_about(entries: Iterable[LogEntry], run: str) -> tuple[RecordedDecision, ...]:
    """What was decided about a run, oldest first."""
    found = []
    for entry in entries:
        fields = payload_of(entry)
        if fields.get("run") == run and fields.get("action") != FORGET:
            found.append(
                RecordedDecision(
                    number=entry.number,
                    action=fields["action"],
                    by=fields["by"],
                    note=fields["note"],
                    at=fields["at"],
                    run=fields["run"],
                    report_sha256=fields["report_sha256"],
                    hash=entry.hash,
                )
            )
    return tuple(found)
