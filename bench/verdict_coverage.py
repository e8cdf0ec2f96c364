"""How often the 90 % intervals of the critical share and of the index hold the truth.

Simulated bloggers, whose truth is known. Their posts are read as the default engine reads: levels
and calls come from its counts on labelled posts, which differ from blogger to blogger as batches
of labelled posts do. The truth of the index is what the same method says when every post is read
without error and fans are known; a month is critical from the same number of posts on. Severe
posts are never overlooked, and severities are read without error: how often they are wrong is not
in the interval. Prints what stands in docs/verdict.md.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import numpy as np

from kolvet.model.fans import FanCounts, FanReport, KnownEnemy, Rate, Temperament
from kolvet.model.interval import Interval
from kolvet.model.judgements import ErrorRates, Judgement, Stance, TargetKind
from kolvet.model.report import JudgedPost
from kolvet.model.subject import Subject
from kolvet.policy import Policy, load_policy
from kolvet.text.judge import engine_version
from kolvet.text.measured import engine_errors
from kolvet.verdict.decide import decide
from kolvet.verdict.history import draw_breadth, sample_of
from kolvet.vet.scenarios import AS_OF, Scenario, make_subject

LEVELS = (0.02, 0.05, 0.08, 0.13, 0.2, 0.32, 0.5, 0.7, 0.9)
"""A probability inside each level."""
SPREAD = 3.0
"""Bloggers differ as batches of labelled posts do (kolvet.model.share)."""
LEAST_CRITICAL = 3
SEVERE = 3
MANY = 10**6
SEVERITIES = (0.6, 0.3, 0.1)
LEAST, MOST = 0.85, 0.95


class Truth(NamedTuple):
    """One simulated blogger: how he is read, how he is, and his true critical share."""

    read: Subject
    real: Subject
    share: float


def simulate(random: np.random.RandomState, rates: ErrorRates) -> Truth:
    """A blogger with 60 to 600 posts about the brand and at least three critical ones expected."""
    number = int(random.choice([60, 150, 300, 600]))
    share = random.uniform(max(0.02, LEAST_CRITICAL / number), 0.6)
    kinds = [rates.critical_levels, rates.other_levels]
    shares = [random.dirichlet(np.array(kind) / SPREAD + 0.5) for kind in kinds]
    called = [_call_edge(rates.critical_levels, rates.recall, random)]
    called.append(_call_edge(rates.other_levels, rates.false_positive_rate, random))
    base = make_subject(Scenario("simulated", "clear", neutral=number, days=700))
    read, real = [], []
    for item in base.judged:
        critical = random.random_sample() < share
        kind = 0 if critical else 1
        level = int(random.choice(len(LEVELS), p=shares[kind]))
        severity = int(random.choice([1, 2, 3], p=SEVERITIES)) if critical else 0
        level = max(level, int(called[0]) + 1) if severity == SEVERE else level
        real.append(_judged(item, severity, 0.99))
        read.append(_read(item, severity, level, level >= called[kind], random))
    insult, is_real = _insult(base.judged[0], random)
    read.append(insult)
    if is_real:
        real.append(replace(insult, judgement=replace(insult.judgement, confidence=0.99)))
    fans, true_fans = _fans(base, random)
    subject = replace(base, followers=int(10 ** random.uniform(4, 7)))
    return Truth(
        replace(subject, judged=tuple(read), error_rates=rates, fans=fans),
        replace(subject, judged=tuple(real), error_rates=_without_error(rates), fans=true_fans),
        share,
    )


def _without_error(rates: ErrorRates) -> ErrorRates:
    """Levels that tell everything; from how many posts on a month is critical stays the same."""
    none = (0,) * (len(LEVELS) - 1)
    return replace(rates, critical_levels=(*none, MANY), other_levels=(MANY, *none))


def _call_edge(counts: Sequence[int], rate: float, random: np.random.RandomState) -> float:
    """From which level posts of a kind are called critical, so that `rate` of them are."""
    above = np.cumsum(np.array(counts)[::-1])[::-1] / sum(counts)
    return float(np.searchsorted(-above, -rate)) + random.uniform(-0.2, 0.2)


def _judged(item: JudgedPost, severity: int, confidence: float) -> JudgedPost:
    critical = severity > 0
    return replace(
        item,
        judgement=Judgement(
            mentioned=True,
            confidence=confidence,
            stance=Stance.CRITICAL if critical else Stance.NEUTRAL,
            score=-confidence if critical else 0.0,
            severity=severity,
            target_kind=TargetKind.PRODUCT,
        ),
    )


def _read(
    item: JudgedPost, severity: int, level: int, called: bool, random: np.random.RandomState
) -> JudgedPost:
    chance = LEVELS[level]
    if not called:
        made = _judged(item, 0, 1 - chance)
        # P(neutral) + P(supportive) share what is not critical; so the level is what was drawn
        score = 1 - (1 - chance) - 2 * chance
        return replace(made, judgement=replace(made.judgement, score=score))
    return _judged(item, severity or int(random.choice([1, 2], p=[0.7, 0.3])), chance)


def _insult(item: JudgedPost, random: np.random.RandomState) -> tuple[JudgedPost, bool]:
    """A mild or severe insult of which the engine is as sure as it is right."""
    confidence = random.uniform(0.5, 0.95)
    severity = int(random.choice([2, 3]))
    judgement = replace(
        _judged(item, severity, confidence).judgement,
        target_kind=TargetKind.USERS,
        flags=("insult",),
    )
    published = AS_OF - timedelta(days=int(random.uniform(10, 700)))
    post = item.post._replace(id=9999, native_id="9999", published=published)
    insult = replace(item, post=post, judgement=judgement)
    return insult, bool(random.random_sample() < confidence)


def _fans(base: Subject, random: np.random.RandomState) -> tuple[FanReport | None, FanReport]:
    """T as a fan measurement gives it (or not), and as it is; F likewise."""
    if random.random_sample() < 0.5:
        return None, _report(base, random.uniform(0.25, 0.9), 0.0, 0)
    true, width = random.uniform(0.15, 0.85), random.uniform(0.02, 0.08)
    seen = float(np.clip(true + random.standard_normal() * width, 0.05, 0.95))
    enemy = random.beta(1, 6)
    found = float(random.binomial(150, enemy)) / 150
    return _report(base, seen, found, 150, width), _report(base, true, enemy, 0)


def _report(
    base: Subject, value: float, enemy: float, number: int, width: float = 0.0
) -> FanReport:
    spread = 1.6449 * width
    grid = np.linspace(0.001, 0.999, 101)
    normal = np.sqrt(2) * _inverse_error(2 * grid - 1)
    steps = tuple(np.clip(value + normal * width, 0, 1).tolist())
    error = 1.6449 * float(np.sqrt(max(enemy * (1 - enemy), 0.004) / number)) if number else 0.0
    around = Interval(max(enemy - error, 0.0), min(enemy + error, 1.0))
    share = Rate(enemy, number or 1, around)
    return FanReport(
        brand=base.brand,
        blogger=base.blogger.name,
        as_of=AS_OF,
        counts=FanCounts(robust_fans=500),
        measures=(),
        temperament=Temperament(
            value,
            Interval(max(value - spread, 0.0), min(value + spread, 1.0)),
            500,
            True,
            steps,
        ),
        enemy=KnownEnemy(enemy, number or 1, around, True, 150, 0, share, share),
        quoted=(),
        peers=(),
        gaps=(),
        not_available=(),
        least_quoters=20,
    )


def _inverse_error(x: np.ndarray) -> np.ndarray:
    """The inverse error function (Winitzki's approximation, within 0.002)."""
    a = 0.147
    log = np.log(np.maximum(1 - x**2, 1e-12))
    first = 2 / (np.pi * a) + log / 2
    return np.sign(x) * np.sqrt(np.sqrt(first**2 - log / a) - first)


class Coverage(NamedTuple):
    """Shares of bloggers whose truth the interval holds, and its mean width."""

    share: float
    share_width: float
    index: float
    index_width: float
    below: float


def measure(bloggers: int, seed: int, policy: Policy) -> Coverage:
    """Simulate and count."""
    rates = engine_errors(engine_version("default"))
    if rates is None:
        raise SystemExit("the default engine was never measured")
    random = np.random.RandomState(seed)
    held, widths, index_held, index_widths, below = 0, 0.0, 0, 0.0, 0
    for _ in range(bloggers):
        truth = simulate(random, rates)
        plain = replace(truth.read, judged=truth.read.judged[:-1])
        sample = sample_of(plain, policy)
        drawn = draw_breadth(sample, rates, policy, random)[1:]
        low, high = np.percentile(drawn, [5, 95])
        held += low <= truth.share <= high
        widths += high - low
        verdict = decide(truth.read, (), policy).verdict
        real = decide(truth.real, (), policy).verdict.bri
        if verdict.interval is None or real is None:
            raise SystemExit("a simulated blogger has no index")
        index_held += verdict.interval.low <= real <= verdict.interval.high
        index_widths += verdict.interval.high - verdict.interval.low
        below += real < verdict.interval.low
    return Coverage(
        held / bloggers,
        widths / bloggers,
        index_held / bloggers,
        index_widths / bloggers,
        below / bloggers,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bloggers", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = measure(options.bloggers, options.seed, load_policy())
    print(
        f"{options.bloggers} simulated bloggers: the 90 % interval holds the critical share of "
        f"{found.share:.1%} (mean width {found.share_width:.2f}) and the index of "
        f"{found.index:.1%} (mean width {found.index_width:.1f} points; the truth lies below the "
        f"interval in {found.below:.1%})"
    )
    sys.exit(not (LEAST <= found.share <= MOST and LEAST <= found.index <= MOST))
