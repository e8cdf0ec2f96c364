"""T and F as draws: how tribal the fans are, and whether they know him as an enemy."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kolvet.model.subject import Subject
from kolvet.policy import Policy

Floats = NDArray[np.float64]
SPREAD = 1.6449
"""Standard deviations from the middle of a normal distribution to the ends of 90 % of it."""


class FanDraws(NamedTuple):
    """The value first, then the draws; `note` says why it is not measured, "" if it is."""

    values: Floats
    n: int
    measured: bool
    note: str


def draw_temperament(subject: Subject, policy: Policy, random: np.random.RandomState) -> FanDraws:
    """T from its posterior; unmeasured, what stands in for it and its range."""
    rules, fans = policy.temperament, subject.fans
    even = random.random_sample(policy.bootstrap.draws)
    by_hand = policy.by_hand.get(subject.brand)
    if fans is None and by_hand:
        return FanDraws(np.full(len(even) + 1, by_hand.value), 0, False, "temperament_by_hand")
    if fans is None:
        drawn = rules.unmeasured_low + even * (rules.unmeasured_high - rules.unmeasured_low)
        return FanDraws(with_estimate(rules.unmeasured, drawn), 0, False, "no_fan_comments")
    found = fans.temperament
    grid = np.linspace(0.0, 1.0, len(found.quantiles))
    values = with_estimate(found.value, np.interp(even, grid, found.quantiles))
    if found.measured:
        return FanDraws(values, found.n, True, "")
    if found.by_hand:
        return FanDraws(values, found.n, False, "temperament_by_hand")
    few = "few_peers" if found.why == "temperament_few_peers" else "few_fans"
    return FanDraws(values, found.n, False, few if found.n else "no_fan_comments")


def draw_enemy(subject: Subject, policy: Policy, random: np.random.RandomState) -> FanDraws:
    """F; while nothing measures it, it adds 0 to the index and widens its interval."""
    normal = random.standard_normal(policy.bootstrap.draws)
    even = random.random_sample(policy.bootstrap.draws)
    enemy = subject.fans.enemy if subject.fans else None
    if enemy is None or enemy.value is None or not enemy.measured:
        drawn = even * policy.enemy.unmeasured_high
        note = "no_fan_comments" if enemy is None or not enemy.n else "few_fans"
        return FanDraws(with_estimate(0.0, drawn), enemy.n if enemy else 0, False, note)
    low, high = enemy.interval or (enemy.value, enemy.value)
    # Each side has its own spread: the interval of a share is not symmetrical.
    spread = np.where(normal < 0, enemy.value - low, high - enemy.value) / SPREAD
    drawn = np.clip(enemy.value + normal * spread, 0.0, 1.0)
    return FanDraws(with_estimate(enemy.value, drawn), enemy.n, True, "")


def with_estimate(estimate: float, draws: Floats) -> Floats:
    """The estimate for the data as it is, before the draws."""
    return np.concatenate([[estimate], draws])
