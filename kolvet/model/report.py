"""The result of a check: one object that every format renders and none computes on.

The fields are those of `kolvet.report/1` (product design, section 7), in its order; keys are never
removed or retyped within /1. Unknown is None, never left out.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kolvet.model.explained import Advice, Comparison, Contribution, Credit, TurningPoint
from kolvet.model.fans import FanReport
from kolvet.model.interval import Interval as Interval
from kolvet.model.judgements import Judgement, Opinion, Reason, Span, Stance, TargetKind
from kolvet.model.people import (
    AppliedCorrection,
    Baseline,
    Correction,
    RecordedDecision,
    WaivedFinding,
)
from kolvet.model.posts import Platform
from kolvet.model.store import StoredAccount, StoredPost

SCHEMA = "kolvet.report/1"


class Word(StrEnum):
    """The verdict's word, from best to worst; inconclusive stands apart."""

    CLEAR = "clear"
    CONDITIONS = "conditions"
    HOLD = "hold"
    REJECT = "reject"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What a language model says of a post, beside what the local engine says.

    Attributes:
        taken: The opinion is the judgement in force; else the local one stays.
        injection: The text speaks to a machine that reads it, so that no milder opinion is taken.
    """

    opinion: Opinion
    local: Judgement
    taken: bool
    injection: bool

    @property
    def agrees(self) -> bool:
        """Whether both read the same stance."""
        return self.opinion.stance is self.local.stance


@dataclass(frozen=True, slots=True)
class JudgedPost:
    """A stored post with its judgement toward the brand of the report.

    `judgement` is the one in force; `second` is there when a language model read the post.
    `confirmed`: a person has looked at it and says that the judgement is right.
    """

    post: StoredPost
    judgement: Judgement
    second: SecondOpinion | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided.

    `decided_by` is "bands", "unmeasured", "inconclusive:<why>", "knockout:<id>", or "floor:<id>"
    for a finding that only keeps the word from being clear.
    """

    word: Word
    exit_code: int
    provisional: bool
    bri: float | None
    interval: Interval | None
    upside: float | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the score: "H", "H.breadth", "I", "K", "T", "R", "C", "V" ..., in [0, 1].

    `value` of an unmeasured term is what stands in for it (T: 0.5), with `measured` False.
    `note` is a key of messages/terms.toml that says why it is not measured, or "".
    """

    id: str
    value: float | None
    n: int
    interval: Interval | None
    measured: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One quote, as it was written.

    Attributes:
        id: "E1", "E2" ... in order of weight for the verdict; counter-quotes are "C1" ...; "J1"
            ... are posts that a second opinion made count neither way; "O1" ... are not about the
            brand.
        kind: "post" or "press".
        span: The decisive phrase within `quote`, code points.
        published: For a press item the day it happened, or was published when undated.
        source: `file:line (collector)` or the publisher.
        source_published: Press: when the source appeared.
        later_source: Press: the source appeared after the report's as-of.
        reported: Reach: likes, comments, reposts; None when unknown.
        happened: Press: the day as exactly as it is known ("2025-09"); None: as `published`.
        verbatim: False when `quote` is the reporter's summary, not the blogger's words.
        native_id: The post's id on its platform, as text; "" for a press item.
    """

    id: str
    kind: str
    quote: str
    span: Span | None
    published: datetime | date | None
    url: str
    platform: str
    stance: Stance | None
    score: float | None
    severity: int | None
    confidence: float | None
    target_kind: TargetKind | None
    flags: tuple[str, ...]
    reviewed: bool | None
    likes: int | None = None
    comments: int | None = None
    reposts: int | None = None
    source: str = ""
    source_published: date | None = None
    later_source: bool = False
    also_reported_by: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    happened: str | None = None
    verbatim: bool = True
    second: SecondOpinion | None = None
    review: Correction | None = None
    native_id: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `fingerprint` is stable as long as the same evidence stands."""

    rule: str
    severity: str
    confidence: float
    fingerprint: str
    evidence: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Why:
    """One sentence of the explanation; it ends in the evidence that it rests on."""

    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """Posts of one month that name the brand: no gaps, oldest first.

    `month` is "2025-09" in Shanghai time.
    """

    month: str
    brand: str
    posts: int
    critical: int
    neutral: int
    supportive: int


@dataclass(frozen=True, slots=True)
class ReportedPrecedent:
    """A precedent with where it was reported; `quote` is the source's line, "" without one."""

    id: str
    kind: str
    about: str
    summary: str
    happened: str | None
    counts_from: date
    url: str
    publisher: str
    published: str
    later_source: bool
    also_reported_by: tuple[str, ...]
    reviewed: bool = False
    review: Correction | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was seen, of what there is.

    `ratio` is seen / declared, None when nobody declared a number.
    """

    posts_seen: int
    own_word_posts: int
    brand_posts: int
    reposts: int
    declared: int | None
    ratio: float | None
    first: datetime | None
    last: datetime | None
    longest_gap_days: int | None
    truncated: int
    edited: int
    deleted: int
    undated: int
    rejected_rows: int
    comments: int
    platforms: tuple[Platform, ...]
    unreviewed: int


@dataclass(frozen=True, slots=True)
class ReportBrand:
    """The brand that the report is about; `children` are brands that count for it."""

    name: str
    english: str
    packed: bool
    as_of: str
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportBlogger:
    """The person judged: all names known, all accounts."""

    name: str
    names: tuple[str, ...]
    accounts: tuple[StoredAccount, ...]


@dataclass(frozen=True, slots=True)
class PolicyInUse:
    """The policy's name, where it was read, and the word from which the run fails."""

    name: str
    version: int
    source: str
    fail_on: str


@dataclass(frozen=True, slots=True)
class EngineInUse:
    """The engine that judged, with its measured accuracy on labelled rows (None: not measured)."""

    name: str
    version: str
    accuracy: float | None
    accuracy_n: int | None


@dataclass(frozen=True, slots=True)
class JudgeInUse:
    """The language model that was asked for second opinions, and what came of it.

    All counts are of distinct texts. `eligible` = `cached` + `asked` + `not_asked` + `left_over`.

    Attributes:
        prompt: Version of the question; another one asks anew.
        eligible: Texts whose local judgement is decisive or uncertain.
        cached: Their answers were in the store.
        asked: Sent in this run; `answered` of them gave an answer, `unparsed` gave none.
        not_asked: Not sent since the endpoint failed; `failure` says how (a key of
            messages/opinion.toml), "" when it did not.
        left_over: Beyond the budget.
        disagreed: Answers of another stance than the local one.
        not_about: Posts that no longer count, since the model says they are not about the brand.
        injections: Texts that speak to a machine that reads them.
        changed: What counts neither way by the model's reading, and did by the local one.
    """

    model: str
    url_host: str
    prompt: str
    eligible: int
    cached: int
    asked: int
    answered: int
    unparsed: int
    not_asked: int
    left_over: int
    disagreed: int
    not_about: int
    injections: int
    failure: str
    changed: tuple[Evidence, ...] = ()

    @property
    def read(self) -> int:
        """Texts with an answer, new or from the store."""
        return self.cached + self.answered


@dataclass(frozen=True, slots=True)
class Run:
    """This run: `id` is the same for the same data, command and as-of; the rest may differ.

    `language` is that of the report's sentences ("en" or "zh").
    One that is not `kept` is in no store: nobody can review or approve it.
    """

    id: str
    made_at: datetime
    command: str
    language: str = "en"
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a format needs.

    `notices` are lines that must be shown with the verdict; `others` are posts that a finding
    rests on and that are not about the brand.
    """

    tool: str
    run: Run
    as_of: datetime
    policy: PolicyInUse
    blogger: ReportBlogger
    brand: ReportBrand
    verdict: Verdict
    why: tuple[Why, ...]
    terms: tuple[Term, ...]
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    counter: tuple[Evidence, ...]
    timeline: tuple[Month, ...]
    fans: FanReport | None
    comparison: Comparison | None
    precedents: tuple[ReportedPrecedent, ...]
    coverage: Coverage
    engine: EngineInUse
    waivers: tuple[WaivedFinding, ...]
    decisions: tuple[RecordedDecision, ...]
    unmeasured: tuple[str, ...]
    limits: tuple[str, ...]
    notices: tuple[str, ...]
    judge: JudgeInUse | None = None
    corrections: tuple[AppliedCorrection, ...] = ()
    decisive: tuple[str, ...] = ()
    """Numbers of the quotes that a person has to confirm before the verdict is no longer
    provisional; "R" stands for a report without any quote."""
    contributions: tuple[Contribution, ...] = ()
    convertibility: tuple[Credit, ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    advice: tuple[Advice, ...] = ()
    others: tuple[Evidence, ...] = ()
    baseline: Baseline | None = None
