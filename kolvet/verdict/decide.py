"""The backlash risk index, its interval, and the word that follows (product design, section 5)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kolvet.model.report import Interval, Term, Verdict, Word
from kolvet.model.subject import Found, Subject
from kolvet.policy import FailOn, Policy
from kolvet.verdict.history import draw_history, sample_of
from kolvet.verdict.severe import insult_scores, presence, recency_scores, severe_items

Floats = NDArray[np.float64]
LEVEL = (5.0, 95.0)
"""Percentiles of a 90 % interval."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict with every term behind it."""

    verdict: Verdict
    terms: tuple[Term, ...]

    @property
    def unmeasured(self) -> tuple[str, ...]:
        """Ids of the terms that nothing measured, in order."""
        return tuple(term.id for term in self.terms if not term.measured)


def decide(
    subject: Subject, found: Sequence[Found], policy: Policy, fail_on: FailOn | None = None
) -> Decision:
    """Weigh a subject and its findings. Pure: the same input gives the same bytes.

    What is not measured (fans, known enemy, convertibility) is named and never counts as good:
    while any term is unmeasured the best word is "conditions".
    """
    terms, index = _terms(subject, policy)
    word, decided_by = _word(subject, found, policy, float(index[0]), terms)
    hostility_known = any(term.id == "K" and term.measured for term in terms)
    verdict = Verdict(
        word=word,
        exit_code=policy.exit_code(word, fail_on or policy.fail_on),
        provisional=True,  # until a person has confirmed the quotes; no review is stored yet
        bri=float(index[0]) if hostility_known else None,
        interval=_interval(index) if hostility_known else None,
        upside=None,
        decided_by=decided_by,
    )
    return Decision(verdict, tuple(terms))


def _terms(subject: Subject, policy: Policy) -> tuple[list[Term], Floats]:
    random = np.random.RandomState(policy.bootstrap.seed)  # frozen stream: same bytes everywhere
    draws = policy.bootstrap.draws
    history = draw_history(sample_of(subject, policy), subject.error_rates, policy, random)
    temperament = _with_estimate(
        policy.temperament.unmeasured,
        random.uniform(
            policy.temperament.unmeasured_low, policy.temperament.unmeasured_high, draws
        ),
    )
    items = severe_items(subject)
    present = presence(items, draws, random)
    insult = insult_scores(items, present, policy.insult)
    recency = recency_scores(items, present, subject.day, temperament, policy)
    reach = _reach(subject.followers, policy, random.random_sample(draws))
    read = bool(subject.coverage.own_word_posts)
    hostility = 1 - (1 - history.total * read) * (1 - insult)
    index = _index(hostility, temperament, reach, recency, policy)
    posts, critical = len(subject.judged), len(subject.critical)
    insults = sum(item.insult for item in items)
    measured_insult = read or bool(insults)
    terms = [
        _term("H", history.total, posts, read, "no_posts"),
        _term("H.breadth", history.breadth, posts, read, "no_posts"),
        _term("H.severity", history.severity, critical, read, "no_posts"),
        _term("H.persistence", history.persistence, posts, read, "no_posts"),
        _term("I", insult, insults, measured_insult, "no_posts"),
        Term("F", None, 0, None, False, "no_fan_comments"),
        _term("K", hostility, posts + insults, read or bool(insults), "no_posts"),
        _term("T", temperament, 0, False, "no_fan_comments"),
        _term("R", reach, subject.followers or 0, subject.followers is not None, "no_followers"),
        _term("C", recency, len(items), measured_insult, "no_posts"),
        Term("V", None, 0, None, False, "not_built"),
    ]
    return terms, index


def _with_estimate(estimate: float, draws: Floats) -> Floats:
    return np.concatenate([[estimate], draws])


def _reach(followers: int | None, policy: Policy, draws: Floats) -> Floats:
    if followers is None:
        return _with_estimate(policy.reach.unknown, draws)
    decades = math.log10(max(followers, 1) / policy.reach.smallest) / policy.reach.decades
    return np.full(len(draws) + 1, min(max(decades, 0.0), 1.0))


def _index(
    hostility: Floats, temperament: Floats, reach: Floats, recency: Floats, policy: Policy
) -> Floats:
    """BRI without the protective V, which nothing measures yet (it adds 0)."""
    floor = policy.temperament.floor
    fans = floor + (1 - floor) * temperament
    result: Floats = 100 * hostility * fans * (0.5 + 0.5 * reach) * (0.5 + 0.5 * recency)
    return result


def _interval(values: Floats) -> Interval:
    """90 % interval of the draws, widened to hold the estimate itself (row 0)."""
    low, high = np.percentile(values[1:], LEVEL)
    return Interval(min(float(low), float(values[0])), max(float(high), float(values[0])))


def _term(name: str, values: Floats, number: int, measured: bool, note: str) -> Term:
    if not measured and name in {"T", "R"}:
        return Term(name, float(values[0]), 0, _interval(values), False, note)
    if not measured:
        return Term(name, None, 0, None, False, note)
    return Term(name, float(values[0]), number, _interval(values), True)


def _word(
    subject: Subject, found: Sequence[Found], policy: Policy, bri: float, terms: Sequence[Term]
) -> tuple[Word, str]:
    rejecting = next((item for item in found if item.knockout is Word.REJECT), None)
    if rejecting:
        return Word.REJECT, f"knockout:{rejecting.rule}"
    band = _band(bri, policy)
    holding = next((item for item in found if item.knockout is Word.HOLD), None)
    if holding:
        if band is Word.REJECT:
            return Word.REJECT, "bands"
        return Word.HOLD, f"knockout:{holding.rule}"
    reason = _inconclusive(subject, policy)
    if reason:
        return Word.INCONCLUSIVE, f"inconclusive:{reason}"
    if band is Word.CLEAR and any(not term.measured for term in terms):
        return Word.CONDITIONS, "unmeasured"
    return band, "bands"


def _inconclusive(subject: Subject, policy: Policy) -> str:
    coverage = subject.coverage
    if coverage.own_word_posts < policy.inconclusive.least_own_word_posts:
        return "few_posts"
    if coverage.own_word_posts - coverage.undated < policy.inconclusive.least_own_word_posts:
        return "undated"  # a history that cannot be put in time is not one
    if coverage.ratio is not None and coverage.ratio < policy.inconclusive.least_coverage:
        return "low_coverage"
    return ""


def _band(bri: float, policy: Policy) -> Word:
    if bri >= policy.bands.reject:
        return Word.REJECT
    if bri >= policy.bands.hold:
        return Word.HOLD
    if bri >= policy.bands.conditions:
        return Word.CONDITIONS
    return Word.CLEAR
