"""What stands beside a verdict: where its points come from, what turned, what to do."""

from dataclasses import dataclass
from datetime import date

from kolvet.model.interval import Interval


@dataclass(frozen=True, slots=True)
class Contribution:
    """Points of the backlash risk index that one part adds or takes away; all add up to it.

    `id` is that of a term: H.breadth, H.severity, H.persistence, I and F share the hostility in
    points, then T, R, C and V take from it, in the order of the formula.
    """

    id: str
    points: float


@dataclass(frozen=True, slots=True)
class Credit:
    """One item of convertibility.

    Attributes:
        id: A key of messages/credits.toml: aspects, balance, improvement, corrections, fairness,
            welcome, insult, sudden_praise, cancelled_deal, judgment.
        weight: What it adds (or, negative, takes) where it holds.
        holds: None when nothing measures it; it then adds 0 and is listed.
        n: Posts, fans or precedents that it rests on.
    """

    id: str
    weight: float
    holds: bool | None
    n: int

    @property
    def points(self) -> float:
        """What it adds to V."""
        return self.weight if self.holds else 0.0


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A day from which he wrote otherwise of the brand than before.

    Attributes:
        day: Of the first post after the turn, in Shanghai.
        before: Mean stance between the turn before and this one, -1 critical to 1 supportive.
        after: The same until the next turn.
        posts_before: How many posts that mean rests on; `posts_after` likewise.
        p: How often chance alone makes a turn as large (permutation test).
        recent: So late before the as-of that it is an alarm when it is toward praise.
    """

    brand: str
    day: date
    before: float
    after: float
    posts_before: int
    posts_after: int
    p: float
    recent: bool

    @property
    def toward_praise(self) -> bool:
        """Whether he became kinder."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class Advice:
    """One condition or step for whoever still wants him, with the evidence that it rests on.

    `kind` is "condition" (of a deal) or "convert" (a step of the convert-first path, in order).
    """

    id: str
    kind: str
    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BrandRow:
    """The same history before one of the brands compared.

    Attributes:
        word: The verdict's word.
        terms: Values of K, H, I, F, T, R, C, V, None where nothing measured them.
        posts: Posts that name the brand; `critical` of them criticise it.
        fans: Fans that T rests on; 0 with T not measured.
        difference: Points of the index more (or less) than before the first brand; None when one
            of the two has none, or nothing could be concluded for it.
        from_blogger: How much of the difference comes from what he wrote and did.
        from_fans: How much comes from the fans: T, F, a welcome, what they make of I and C.
            Both add up to it.
    """

    brand: str
    word: str
    decided_by: str
    bri: float | None
    interval: Interval | None
    terms: tuple[tuple[str, float | None], ...]
    posts: int
    critical: int
    fans: int
    difference: float | None = None
    from_blogger: float | None = None
    from_fans: float | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One blogger before several brands, the one asked about first."""

    blogger: str
    rows: tuple[BrandRow, ...]
