"""V, convertibility: what speaks for it that a critic can be brought onside.

Every item is named with what it adds; one that nothing measures adds 0 and is listed. Source:
product design, section 5; the weights are the policy's.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kolvet.model.explained import Credit, TurningPoint
from kolvet.model.judgements import Stance, TargetKind
from kolvet.model.posts import SHANGHAI
from kolvet.model.recently import unproven_praise
from kolvet.model.report import JudgedPost
from kolvet.model.share import estimate_share, level_of, sum_levels
from kolvet.model.subject import Found, OwnPost, Subject, is_users_insult
from kolvet.policy import Policy
from kolvet.verdict.turning import find_turns

Floats = NDArray[np.float64]
CLAUSE = 12
"""Characters before a correction in which a word can say that it is asked of somebody else."""


class Measured(NamedTuple):
    """Whether an item holds (None: not measured), and how many things that rests on."""

    holds: bool | None
    n: int


def convertibility_credits(
    subject: Subject, found: Sequence[Found], policy: Policy
) -> tuple[Credit, ...]:
    """The items in the order of the design; that of insults follows from I and is not here."""
    weights = policy.convertibility
    measured = {name: measure(subject, policy) for name, measure in _ITEMS.items()}
    measured |= {
        "sudden_praise": _sudden_praise(subject, found),
        "cancelled_deal": Measured(_decides(found, "KV401"), len(subject.precedents)),
        "judgment": Measured(_decides(found, "KV402"), len(subject.precedents)),
    }
    return tuple(
        Credit(name, float(getattr(weights, name)), item.holds, item.n)
        for name, item in measured.items()
    )


def insult_credit(insult: float, insults: int, policy: Policy, *, known: bool = True) -> Credit:
    """The item that follows from I; not `known` where nothing was read that could hold one."""
    weights = policy.convertibility
    holds = insult >= weights.insult_from if known else None
    return Credit("insult", weights.insult, holds, insults)


def convertibility_draws(items: Sequence[Credit], insult: Floats, policy: Policy) -> Floats:
    """V for the data as it is and for each draw of I, clipped to [0, 1]."""
    weights = policy.convertibility
    firm = sum(item.points for item in items)
    result: Floats = np.clip(firm + weights.insult * (insult >= weights.insult_from), 0.0, 1.0)
    return result


def _sudden_praise(subject: Subject, found: Sequence[Found]) -> Measured:
    """Where nothing of his was read, nobody can say that he did not turn."""
    number = len(subject.judged)
    if not (number or subject.posts):
        return Measured(None, 0)
    return Measured(any(item.rule == "KV104" for item in found), number)


def _decides(found: Sequence[Found], rule: str) -> bool:
    return any(item.rule == rule and item.knockout for item in found)


def _aspects(subject: Subject, policy: Policy) -> Measured:
    """Whether his criticism, insults left out, names what could be mended."""
    critical = [item for item in subject.critical if not is_users_insult(item)]
    if not critical:
        return Measured(None, 0)
    naming = sum(_names_aspect(item) for item in critical)
    return Measured(naming >= policy.convertibility.aspects_share * len(critical), len(critical))


def _names_aspect(item: JudgedPost) -> bool:
    return item.judgement.target_kind is not TargetKind.USERS and bool(aspects_in(item.post.text))


def aspects_in(text: str) -> list[str]:
    """The aspects of products that a text names, in the order of the list."""
    return [word for word in _words()["aspects"] if word in text]


def _balance(subject: Subject, policy: Policy) -> Measured:
    unproven = unproven_praise(subject, policy.turns.window, policy.history.false_positive_p)
    number = len(subject.judged) - len(unproven)
    if not number:
        return Measured(None, 0)
    share = 1 - len(subject.critical) / number
    return Measured(share >= policy.convertibility.balance_share, number)


def _improvement(subject: Subject, policy: Policy) -> Measured:
    """Whether he became kinder long ago, in posts nobody paid for, and stayed so.

    Insults of users are left out, so that a further one cannot make an earlier turn look gone.
    """
    organic = [
        item
        for item in subject.judged
        if "ad" not in item.judgement.flags and not is_users_insult(item)
    ]
    if len(organic) < 2 * policy.turns.least_posts or not subject.critical:
        return Measured(None, len(organic))
    turns = find_turns(subject, policy, organic)
    return Measured(_improved(turns, subject, policy), len(organic))


def _improved(turns: Sequence[TurningPoint], subject: Subject, policy: Policy) -> bool | None:
    """None where the turn is old, but what he wrote since was read for a shorter time."""
    if not turns or not turns[-1].toward_praise:
        return False
    turn, least = turns[-1].day, policy.convertibility.improvement_days
    if (subject.day - turn).days <= least:
        return False
    return True if (_read_until(subject) - turn).days > least else None


def _read_until(subject: Subject) -> date:
    """The day of his newest post that was read, whatever it is about."""
    posts = (*(item.post for item in subject.judged), *(item.post for item in subject.posts))
    times = [subject.coverage.last, *(post.published for post in posts)]
    return max(time for time in times if time).astimezone(SHANGHAI).date()


def _corrections(subject: Subject, _policy: Policy) -> Measured:
    if not subject.posts:
        return Measured(None, 0)
    number = len(corrections_of(subject.posts))
    return Measured(number > 0, number)


def corrections_of(posts: Sequence[OwnPost]) -> list[OwnPost]:
    """The posts in which he takes back or corrects something of his own."""
    return [item for item in posts if _hint().search(item.own) and _corrects(item.own)]


def _corrects(own: str) -> bool:
    match = _correction().search(own)
    if match is None:
        return False
    before = own[max(0, match.start() - CLAUSE) : match.end()]
    return not any(word in before for word in _words()["not_his"])


def _fairness(subject: Subject, policy: Policy) -> Measured:
    """Whether he criticises the brand no more often than its rivals."""
    rivals, least = subject.rivals, policy.convertibility.fairness_posts
    if rivals is None or min(len(rivals), len(subject.judged)) < least:
        return Measured(None, len(rivals or ()))
    shares = [
        _share(subject, posts) for posts in (subject.judged, [item.judged for item in rivals])
    ]
    return Measured(shares[0] <= shares[1] + policy.convertibility.fairness_margin, len(rivals))


def _share(subject: Subject, posts: Sequence[JudgedPost]) -> float:
    rates = subject.error_rates
    if rates is None:
        return sum(item.judgement.stance is Stance.CRITICAL for item in posts) / len(posts)
    levels = np.array([level_of(item.judgement, rates) for item in posts], dtype=np.int64)
    return estimate_share(sum_levels(levels, np.ones(len(posts)), rates), rates)


def _welcome(subject: Subject, _policy: Policy) -> Measured:
    fans = subject.fans
    if fans is None or fans.enemy is None or fans.fans_welcome is None:
        return Measured(None, 0)
    return Measured(fans.fans_welcome, fans.enemy.fans)


_ITEMS: dict[str, Callable[[Subject, Policy], Measured]] = {
    "aspects": _aspects,
    "balance": _balance,
    "improvement": _improvement,
    "corrections": _corrections,
    "fairness": _fairness,
    "welcome": _welcome,
}


@cache
def _words() -> dict[str, list[str]]:
    raw = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(raw)
    return table


@cache
def _hint() -> re.Pattern[str]:
    """Plain words, which are found several times as fast as the expressions."""
    return re.compile("|".join(map(re.escape, _words()["correction_hints"])))


@cache
def _correction() -> re.Pattern[str]:
    return re.compile("|".join(_words()["corrections"]))
