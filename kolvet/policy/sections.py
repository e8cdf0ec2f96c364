"""The sections of a policy; what each number means stands beside it in default.toml."""

from dataclasses import dataclass

from kolvet.model.recently import Window


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """How intervals are drawn."""

    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Weight:
    """What a post weighs: age, confidence, engagement."""

    half_life_days: float
    engagement_floor: float
    engagement_percentile: float


@dataclass(frozen=True, slots=True)
class History:
    """H: the three shares add to 1."""

    breadth: float
    severity: float
    persistence: float
    severity_percentile: float
    severity_prior: float
    months: int
    least_months: int
    false_positive_p: float


@dataclass(frozen=True, slots=True)
class Insult:
    """I: steps for insults of users."""

    one_mild: float
    one_severe: float
    several: float
    reported: float
    several_count: int


@dataclass(frozen=True, slots=True)
class Temperament:
    """T: what stands in while fans are not measured, and the floor of T'."""

    unmeasured: float
    unmeasured_low: float
    unmeasured_high: float
    floor: float


@dataclass(frozen=True, slots=True)
class Reach:
    """R: followers on a logarithmic scale."""

    smallest: float
    decades: float
    unknown: float


@dataclass(frozen=True, slots=True)
class Recency:
    """C: how fast a severe item fades."""

    half_life_days: float


@dataclass(frozen=True, slots=True)
class Convertibility:
    """V: the share by which it can lower the index, what each item adds, and from when."""

    effect: float
    aspects: float
    balance: float
    improvement: float
    corrections: float
    fairness: float
    welcome: float
    insult: float
    sudden_praise: float
    cancelled_deal: float
    judgment: float
    aspects_share: float
    balance_share: float
    improvement_days: int
    fairness_margin: float
    fairness_posts: int
    insult_from: float
    convert_above: float


@dataclass(frozen=True, slots=True)
class Bands:
    """Lower edges of the bands on the backlash risk index."""

    conditions: float
    hold: float
    reject: float


@dataclass(frozen=True, slots=True)
class Inconclusive:
    """Below these the data decides nothing."""

    least_own_word_posts: int
    least_coverage: float
    hidden_least_days: int
    hidden_most_days: int
    hidden_ratio: float


@dataclass(frozen=True, slots=True)
class Knockouts:
    """How long an insult rejects, how sure the scorer must be of it, when precedents age out."""

    insult_months: int
    insult_confidence: float
    calm_fans: float
    precedent_months: int


@dataclass(frozen=True, slots=True)
class Enemy:
    """F: how far it may reach while no fan comment was read."""

    unmeasured_high: float


@dataclass(frozen=True, slots=True)
class Turns:
    """When a change of stance counts as a turning point, and when as a sudden turn."""

    p: float
    least_posts: int
    permutations: int
    recent_days: int
    earlier_posts: int
    sudden_posts: int

    @property
    def window(self) -> Window:
        """What counts as recent, and what it is compared with."""
        return Window(self.recent_days, self.earlier_posts)


@dataclass(frozen=True, slots=True)
class Floors:
    """Findings that keep a verdict from being clear."""

    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many on the checks speak."""

    p: float
    persistent_months: int
    paid_months: int
    paid_posts: int
    undisclosed_posts: int
    abuse_posts: int
    copied_comments: int
    copied_share: float
    odd_posts: int
    odd_share: float
