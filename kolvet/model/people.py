"""What people add to what the program finds: corrections, waivers, decisions, and stored runs."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kolvet.model.judgements import Judgement, Stance, TargetKind
from kolvet.model.press import Precedent

DIGEST_BYTES = 16


def text_digest(text: str) -> bytes:
    """What identifies a quote: BLAKE2b of its UTF-8, 16 bytes, as `StoredPost.digest`."""
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).digest()


class Action(StrEnum):
    """What a person says of a quote and its reading."""

    CONFIRM = "confirm"
    FLIP = "flip"
    NOT_ABOUT = "not_about"


@dataclass(frozen=True, slots=True)
class Correction:
    """One person's word on one text toward one brand; the latest of a text and brand counts.

    Attributes:
        digest: Of the text (`text_digest`), so that it holds in every later run.
        brand: Canonical name: a correction outlives changes of the brand's pack.
        kind: "post", "press", "precedent", or "report" for a report without any quote.
        quote: The text; "" where a committed file gives only the digest.
        stance: The reading that holds from now on; None: the program's own (a bare
            confirmation), or none at all (not about the brand).
        severity, target_kind, insult: None where a committed file leaves them to what was read.
        at: When he said it; None where a committed file does not say.
        run: The run that was being read; "" for a committed file.
    """

    digest: bytes
    brand: str
    action: Action
    kind: str
    quote: str
    stance: Stance | None
    severity: int | None
    target_kind: TargetKind | None
    insult: bool | None
    by: str
    reason: str
    at: datetime | None
    run: str = ""


@dataclass(frozen=True, slots=True)
class AppliedCorrection:
    """A correction that changed something in this report, with what the program had read.

    `before` is None for press items and precedents, which nobody but their editor rates.
    """

    correction: Correction
    quote: str
    published: datetime | date | None
    url: str
    before: Judgement | None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person accepts one finding until a day (inclusive, Shanghai).

    `blogger` and `brand` are "" where a committed file does not name them: then it is meant for
    every check that reads the file.
    """

    fingerprint: str
    reason: str
    by: str
    until: date
    blogger: str = ""
    brand: str = ""
    at: datetime | None = None
    run: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier report of `check --baseline`: only what is not in it makes the run fail.

    Attributes:
        run: Its run.
        word: Its verdict; a worse one is new, whatever it rests on.
        known: Fingerprints of its findings, sorted.
    """

    run: str
    word: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Committed:
    """What a check reads from committed files instead of, or besides, the store.

    `require_reviewed`: a verdict whose decisive quotes nobody confirmed is inconclusive.
    """

    corrections: tuple[Correction, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    require_reviewed: bool = False
    baseline: Baseline | None = None


NOTHING = Committed()


@dataclass(frozen=True, slots=True)
class WaivedFinding:
    """A waiver of a report, with the finding that it accepts."""

    waiver: Waiver
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry of the decision log: SHA-256 over its number, the hash before, and its payload's.

    Attributes:
        number: From 1, without gaps.
        previous: Hash of the entry before; of the first one 64 zeros.
        payload_hash: SHA-256 of the payload, which stays when the payload is forgotten.
        payload: Canonical JSON of what was decided; None after `kolvet forget`.
    """

    number: int
    previous: str
    payload_hash: str
    hash: str
    payload: str | None


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """A decision of the log about one run, as a report shows it."""

    number: int
    action: str
    by: str
    note: str
    at: str
    run: str
    report_sha256: str
    hash: str


@dataclass(frozen=True, slots=True)
class RunLine:
    """A stored run in a list; `made_at` is when it was last made."""

    id: str
    blogger: str
    brand: str
    as_of: str
    made_at: str
    word: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class StoredRun(RunLine):
    """A report as it was made: `report` is its canonical JSON, `sha256` that of its UTF-8.

    `parent` is the run that was reviewed to make this one; "" for a check.
    """

    sha256: str
    report: str
    parent: str = ""


Corrections = Mapping[bytes, Correction]
"""The corrections that hold for one brand, by the digest of the text."""
