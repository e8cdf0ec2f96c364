"""From features to probabilities."""

import math
from typing import NamedTuple

from kolvet.model.judgements import Reason, Stance, TargetKind
from kolvet.text.features import named_features
from kolvet.text.insults import READ
from kolvet.text.scene import Scene

INSULT_CERTAINTY = {2: 0.75, 3: 0.9}
"""Least P(critical) of an insult of users by its severity (judgement)."""


class Probabilities(NamedTuple):
    """How likely each stance is; they add up to 1."""

    critical: float
    neutral: float
    supportive: float

    def of(self, stance: Stance) -> float:
        """The probability of one stance."""
        return float(getattr(self, stance.value))

    @property
    def best(self) -> Stance:
        """The likeliest stance; of equals neutral, then critical."""
        critical, neutral, supportive = self
        if neutral >= critical and neutral >= supportive:
            return Stance.NEUTRAL
        return Stance.CRITICAL if critical >= supportive else Stance.SUPPORTIVE

    def at_least_critical(self, least: float) -> "Probabilities":
        """The same with P(critical) raised to at least this, the others scaled down."""
        if self.critical >= least:
            return self
        rest = (1.0 - least) / max(1.0 - self.critical, 1e-9)
        return Probabilities(least, self.neutral * rest, self.supportive * rest)


class Reading(NamedTuple):
    """What an engine makes of a scene.

    Attributes:
        stance: What it decides for: not always the likeliest, where an engine was found to call
            too few posts critical.
        scene: What was read of the scene beyond the rules; None: nothing.
        kind: What of the brand it is about; None: the rules say.
        severity: Of criticism; None: the rules say.
        reasons: What decided besides the words that the rules name; one without a text stands
            for the clause that decides.
    """

    probabilities: Probabilities
    stance: Stance
    scene: Scene | None = None
    kind: TargetKind | None = None
    severity: int | None = None
    reasons: tuple[Reason, ...] = ()


def likeliest(probabilities: Probabilities) -> Reading:
    """The reading that decides for the likeliest stance."""
    return Reading(probabilities, probabilities.best)


def softmax(critical: float, neutral: float, supportive: float) -> Probabilities:
    """Probabilities from three scores."""
    top = max(critical, neutral, supportive)
    first, second, third = (math.exp(score - top) for score in (critical, neutral, supportive))
    total = first + second + third
    return Probabilities(first / total, second / total, third / total)


_CRITICAL = {
    "clause_bad": 1.3, "sentence_bad": 0.9, "after_bad": 0.6, "elsewhere_bad": 0.15,
    "clause_good": -0.3, "turned_bad": 0.5, "rival_good": 0.4, "loses": 2.0, "wins": -0.6,
    "insult": 3.0, "insult_abusive": 1.0, "irony_with_praise": 1.2, "near_irony": 0.4,
    "near_rhetorical": 0.7, "near_complaint_fact": 1.6, "text_complaint_fact": 0.5,
    "near_accusation": 0.6, "near_harsh": 0.7, "near_defence": -0.7, "mocking": 0.8,
    "text_emoticon_bad": 0.4, "text_ad": -0.5, "text_news": -0.3,
    "near_praise_fact": -0.5, "near_balanced": -1.0, "near_reported": -0.6, "asks_own": -0.5,
    "net_bad": 0.4, "last_bad": 0.3,
}  # fmt: skip
_SUPPORTIVE = {
    "clause_good": 1.2, "sentence_good": 0.9, "after_good": 0.5, "elsewhere_good": 0.1,
    "clause_bad": -0.5, "turned_good": 0.5, "rival_bad": 0.2, "rival_good": -0.2, "wins": 2.0,
    "loses": -1.0, "irony_with_praise": -1.5, "near_irony": -0.3, "near_complaint_fact": -0.8,
    "near_praise_fact": 1.8, "text_praise_fact": 0.5, "near_defence": 1.5, "near_harsh": -0.6,
    "text_ad": -0.8, "text_news": -0.3, "near_balanced": -1.0, "near_reported": -0.6,
    "near_wish": -0.3, "asks_own": -0.9, "near_question": -0.5, "net_good": 0.4,
    "text_emoticon_good": 0.3, "near_condition": -0.2, "last_good": 0.3, "insult": -2.0,
}  # fmt: skip
_NEUTRAL = 1.6
"""Head start of neutral, which is what most posts that name a brand are."""


def rule_probabilities(scene: Scene) -> Probabilities:
    """Probabilities from the named features and weights set by judgement."""
    values = named_features(scene)
    critical = sum(weight * values.get(name, 0.0) for name, weight in _CRITICAL.items())
    supportive = sum(weight * values.get(name, 0.0) for name, weight in _SUPPORTIVE.items())
    return with_insult(scene, softmax(critical, _NEUTRAL, supportive))


def with_insult(scene: Scene, probabilities: Probabilities) -> Probabilities:
    """An insult of the users is critical, whatever else the text says."""
    if scene.insult is None:
        return probabilities
    word, severity = scene.insult.word, scene.insult.severity
    return probabilities.at_least_critical(
        word.weight if word.kind == READ else INSULT_CERTAINTY[severity]
    )
