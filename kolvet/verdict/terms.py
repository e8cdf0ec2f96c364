"""The terms of the index: each with its value, its draws, and what it rests on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kolvet.model.explained import Contribution, Credit
from kolvet.model.report import Interval, Term
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy
from kolvet.verdict.contributions import contributions_of, factors
from kolvet.verdict.convertibility import (
    convertibility_credits,
    convertibility_draws,
    insult_credit,
)
from kolvet.verdict.fans import FanDraws, draw_enemy, draw_temperament, with_estimate
from kolvet.verdict.history import HistoryDraws, draw_history, sample_of
from kolvet.verdict.severe import SevereItem, insult_scores, presence, recency_scores, severe_items

Floats = NDArray[np.float64]
LEVEL = (5.0, 95.0)
"""Percentiles of a 90 % interval."""
STAND_INS = {"T", "R"}
"""Terms for which a value stands in while nothing measures them; F adds 0 and widens."""

UNQUOTED = "I.unquoted"
"""The value of I without what fans quote back: what of it is the blogger's alone."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything that was measured; `index` and `draws` hold the data as it is, then the draws."""

    terms: tuple[Term, ...]
    credits: tuple[Credit, ...]
    contributions: tuple[Contribution, ...]
    values: Mapping[str, float]
    index: Floats
    insults_known: bool

    @property
    def hostility_known(self) -> bool:
        """Whether anything says how hostile he is."""
        return any(term.id == "K" and term.measured for term in self.terms)


@dataclass(frozen=True, slots=True)
class _Draws:
    history: HistoryDraws
    items: list[SevereItem]
    insult: Floats
    enemy: FanDraws
    temperament: FanDraws
    reach: Floats
    recency: Floats


def measure(subject: Subject, found: Sequence[Found], policy: Policy) -> Measures:
    """All terms and the index of a subject; pure."""
    drawn = _draw(subject, policy)
    insults = sum(item.insult for item in drawn.items)
    firm = convertibility_credits(subject, found, policy)
    convertible = convertibility_draws(firm, drawn.insult, policy)
    read = bool(subject.coverage.own_word_posts)
    credit = insult_credit(float(drawn.insult[0]), insults, policy, known=read or insults > 0)
    history = drawn.history.total * read
    hostility = 1 - (1 - history) * (1 - drawn.insult) * (1 - drawn.enemy.values)
    all_draws = {
        "H.breadth": drawn.history.breadth * read,
        "H.severity": drawn.history.severity * read,
        "H.persistence": drawn.history.persistence * read,
        "H": history,
        "I": drawn.insult,
        "F": drawn.enemy.values,
        "K": hostility,
        "T": drawn.temperament.values,
        "R": drawn.reach,
        "C": drawn.recency,
        "V": convertible,
    }
    values = {name: float(draws[0]) for name, draws in all_draws.items()}
    values[UNQUOTED] = _unquoted(subject, policy)
    credits = (*firm, credit)
    return Measures(
        terms=_terms(subject, drawn, all_draws, credits, read=read),
        credits=credits,
        contributions=contributions_of(values, policy),
        values=values,
        index=_index(all_draws, policy),
        insults_known=read or insults > 0,
    )


def _draw(subject: Subject, policy: Policy) -> _Draws:
    random = np.random.RandomState(policy.bootstrap.seed)  # frozen stream: same bytes everywhere
    history = draw_history(sample_of(subject, policy), subject.error_rates, policy, random)
    temperament = draw_temperament(subject, policy, random)
    enemy = draw_enemy(subject, policy, random)
    items = severe_items(subject)
    present = presence(items, policy.bootstrap.draws, random)
    return _Draws(
        history=history,
        items=items,
        insult=insult_scores(items, present, policy.insult),
        enemy=enemy,
        temperament=temperament,
        reach=_reach(subject.followers, policy, random.random_sample(policy.bootstrap.draws)),
        recency=recency_scores(items, present, subject.day, temperament.values, policy),
    )


def _unquoted(subject: Subject, policy: Policy) -> float:
    items = severe_items(replace(subject, fans=None))
    everything = np.ones((1, len(items)), dtype=bool)
    return float(insult_scores(items, everything, policy.insult)[0])


def _reach(followers: int | None, policy: Policy, draws: Floats) -> Floats:
    if followers is None:
        return with_estimate(policy.reach.unknown, draws)
    decades = math.log10(max(followers, 1) / policy.reach.smallest) / policy.reach.decades
    return np.full(len(draws) + 1, min(max(decades, 0.0), 1.0))


def _index(draws: Mapping[str, Floats], policy: Policy) -> Floats:
    floor = policy.temperament.floor
    result: Floats = (
        100
        * draws["K"]
        * (floor + (1 - floor) * draws["T"])
        * (0.5 + 0.5 * draws["R"])
        * (0.5 + 0.5 * draws["C"])
        * (1 - policy.convertibility.effect * draws["V"])
    )
    return result


def point_index(values: Mapping[str, float], policy: Policy) -> float:
    """The index for the values of H, I, F, T, R, C and V."""
    index = 100 * (1 - (1 - values["H"]) * (1 - values["I"]) * (1 - values["F"]))
    for factor in factors(values, policy).values():
        index *= factor
    return index


def interval_of(values: Floats) -> Interval:
    """90 % interval of the draws, widened to hold the estimate itself (row 0)."""
    low, high = np.percentile(values[1:], LEVEL)
    return Interval(min(float(low), float(values[0])), max(float(high), float(values[0])))


def _terms(
    subject: Subject,
    drawn: _Draws,
    draws: Mapping[str, Floats],
    credits: Sequence[Credit],
    *,
    read: bool,
) -> tuple[Term, ...]:
    posts, critical = len(subject.judged), len(subject.critical)
    insults = sum(item.insult for item in drawn.items)
    known = read or insults > 0
    enemy, fans = drawn.enemy, drawn.temperament
    hostile = known or enemy.measured
    convertible = any(item.holds is not None and item.weight > 0 for item in credits)
    rows: list[tuple[str, int, bool, str]] = [
        ("H", posts, read, "no_posts"),
        ("H.breadth", posts, read, "no_posts"),
        ("H.severity", critical, read, "no_posts"),
        ("H.persistence", posts, read, "no_posts"),
        ("I", insults, known, "no_posts"),
        ("F", enemy.n, enemy.measured, enemy.note),
        ("K", posts + insults, hostile, "no_posts"),
        ("T", fans.n, fans.measured, fans.note),
        ("R", subject.followers or 0, subject.followers is not None, "no_followers"),
        ("C", len(drawn.items), known, "no_posts"),
        ("V", sum(item.holds is not None for item in credits), convertible, "no_posts"),
    ]
    return tuple(
        _term(name, draws[name], number, measured, note) for name, number, measured, note in rows
    )


def _term(name: str, values: Floats, number: int, measured: bool, note: str) -> Term:
    if measured:
        return Term(name, float(values[0]), number, interval_of(values), True)
    if name in STAND_INS:
        return Term(name, float(values[0]), number, interval_of(values), False, note)
    widens = name == "F"
    return Term(name, None, number, interval_of(values) if widens else None, False, note)
