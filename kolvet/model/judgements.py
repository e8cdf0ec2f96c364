"""What judging a text toward a brand gives."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Stance(StrEnum):
    """What the author, in his own words, shows toward the brand (product design, section 4)."""

    CRITICAL = "critical"
    NEUTRAL = "neutral"
    SUPPORTIVE = "supportive"


class TargetKind(StrEnum):
    """What of the brand the stance is about."""

    PRODUCT = "product"
    COMPANY = "company"
    EXECUTIVE = "executive"
    USERS = "users"


class Span(NamedTuple):
    """Half-open range of code points in the text as given."""

    start: int
    end: int


class Mention(NamedTuple):
    """A place where the text names the brand.

    `alias` is the text at that place, as written. `brand` is the canonical name of the pack that
    owns the alias: the brand asked about, or a child of it (Redmi counts for 小米). `kind` is the
    alias's kind in the pack: name, product, nickname, mocking, executive, fans, mocking_fans; or
    "reference" for a word of his own that points at the brand of the post he answers to (这款).
    """

    start: int
    end: int
    alias: str
    brand: str
    kind: str


class Reason(NamedTuple):
    """A word or rule that moved a judgement; positive weight toward supportive."""

    rule: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The stance of one text toward one brand.

    Attributes:
        stance: None when the brand is not mentioned, as are score, severity, span, target_kind.
        score: P(supportive) - P(critical), in [-1, 1]: certainty, not strength.
        severity: 0 none, 1 mild, 2 strong, 3 abusive or accusing of fraud or danger.
        confidence: Probability that the stance (or "not mentioned") is right.
        span: The clause that decides, in code points of the text as given.
        flags: Sorted; from insult, irony, question, reported, ad, comparison, wish, condition,
            negation.
        reasons: What decided, strongest first.
    """

    mentioned: bool
    confidence: float
    stance: Stance | None = None
    score: float | None = None
    severity: int | None = None
    target_kind: TargetKind | None = None
    mentions: tuple[Mention, ...] = ()
    span: Span | None = None
    flags: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def critical_probability(self) -> float:
        """P(critical); it follows from the confidence and the score. 0 if not mentioned."""
        if self.score is None:
            return 0.0
        if self.stance is Stance.CRITICAL:
            return self.confidence
        if self.stance is Stance.SUPPORTIVE:
            return max(0.0, self.confidence - self.score)
        return max(0.0, (1.0 - self.confidence - self.score) / 2)


LEVEL_EDGES = (0.03, 0.06, 0.1, 0.16, 0.25, 0.4, 0.6, 0.8)
"""P(critical) at which a level ends (judgement): finer where most posts lie."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """How a language model reads one text toward one brand: its answer, as it parsed.

    Attributes:
        stance: None when it says that the text is not about the brand.
        severity: As of a judgement; 0 unless critical.
        quote: What decides, verbatim from the author's own words; "" only without a stance.
        sure: Its own probability that the stance is right.
        alone: It was given to a request about this text only, so that no other post had a say.
    """

    model: str
    stance: Stance | None
    severity: int
    target_kind: TargetKind | None
    quote: str
    sure: float
    alone: bool = True

    @property
    def insults_users(self) -> bool:
        """Whether it reads mockery or abuse of the users as people, as the local engine would."""
        return (
            self.stance is Stance.CRITICAL
            and self.target_kind is TargetKind.USERS
            and self.severity >= LEAST_INSULT
        )


LEAST_INSULT = 2
"""Severity from which criticism of users as people is an insult; the local engine knows no
milder one (kolvet.text.insults)."""


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """How an engine does on labelled posts that it was not fitted to, as counts.

    Attributes:
        critical_n: Rows in which the brand is found and whose gold is critical; `critical_hit` of
            them were called critical.
        other_n: The other rows in which it is found; `other_hit` were called critical.
        accuracy: Share of all rows, not-mentioned ones included, judged right; of `n`.
        critical_levels: The critical rows by level of P(critical) (LEVEL_EDGES), lowest first;
            () where it was not counted.
        other_levels: The same for the others.
    """

    critical_n: int
    critical_hit: int
    other_n: int
    other_hit: int
    accuracy: float
    n: int
    critical_levels: tuple[int, ...] = ()
    other_levels: tuple[int, ...] = ()

    @property
    def recall(self) -> float:
        """Share of critical posts that the engine finds."""
        return self.critical_hit / self.critical_n

    @property
    def false_positive_rate(self) -> float:
        """Share of the other posts that it wrongly calls critical."""
        return self.other_hit / self.other_n
