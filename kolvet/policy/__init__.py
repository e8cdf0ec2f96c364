"""The policy: every weight and threshold of a verdict, read from one TOML file.

Source of all defaults: product design, section 5 (prior judgement; they change with evidence).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from kolvet.errors import PolicyError, system_reason
from kolvet.model.fail_on import FailOn
from kolvet.model.fans import FanRules, TemperamentByHand
from kolvet.model.report import Word
from kolvet.policy.bounds import check_bounds
from kolvet.policy.by_hand import quote_brands, read_by_hand
from kolvet.policy.sections import (
    Bands,
    Bootstrap,
    Convertibility,
    Enemy,
    Floors,
    History,
    Inconclusive,
    Insult,
    Knockouts,
    Reach,
    Recency,
    Temperament,
    Thresholds,
    Turns,
    Weight,
)

__all__ = [
    "SECTIONS",
    "FailOn",
    "History",
    "Insult",
    "Policy",
    "Weight",
    "default_text",
    "flat_values",
    "load_policy",
]


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy; `source` is the file it came from ("built in" for ours).

    `by_hand` holds fans' temperaments that a person set, by brand.
    """

    name: str
    version: int
    fail_on: FailOn
    bootstrap: Bootstrap
    weight: Weight
    history: History
    insult: Insult
    temperament: Temperament
    reach: Reach
    recency: Recency
    convertibility: Convertibility
    bands: Bands
    inconclusive: Inconclusive
    knockouts: Knockouts
    enemy: Enemy
    turns: Turns
    floors: Floors
    checks: Thresholds
    fan_rules: FanRules
    source: str = "built in"
    by_hand: Mapping[str, TemperamentByHand] = field(default_factory=dict, hash=False)

    def exit_code(self, word: Word, fail_on: FailOn) -> int:
        """0 below `fail_on`, 1 at or above it, 4 for inconclusive (fails closed)."""
        if word is Word.INCONCLUSIVE:
            return 4
        order = [Word.CLEAR.value, *(item.value for item in FailOn)]
        return int(order.index(word.value) >= order.index(fail_on.value))


SECTIONS: Mapping[str, type] = {
    part.name: part.type
    for part in fields(Policy)
    if isinstance(part.type, type) and part.name not in {"name", "version", "fail_on", "source"}
}

SectionType = TypeVar("SectionType")


def load_policy(path: Path | None = None) -> Policy:
    """The built-in policy, or the one in `path` (its missing keys are taken from the built-in).

    Raises:
        PolicyError: No such file, broken TOML, an unknown key, a wrong type or range.
    """
    if path is None:
        return _built_in()
    try:
        table = tomllib.loads(quote_brands(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise PolicyError(
            "check.policy_unreadable", path=path, reason=system_reason(error)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError("check.policy_broken", path=path, reason=error) from error
    by_hand = read_by_hand(table.pop("fans", {}), path)
    merged = _merge(_defaults(), table, path)
    return replace(_build(merged, str(path)), by_hand=by_hand)


@cache
def _built_in() -> Policy:
    return _build(_defaults(), "built in")


def _defaults() -> dict[str, Any]:
    return tomllib.loads(default_text())


def default_text() -> str:
    """The built-in policy's file, with its comments: what a policy of one's own starts from."""
    return files(__name__).joinpath("default.toml").read_text(encoding="utf-8")


def flat_values(policy: Policy) -> dict[str, Any]:
    """Every value of a policy by its dotted key, in the order of the file."""
    values: dict[str, Any] = {
        "name": policy.name,
        "version": policy.version,
        "fail_on": policy.fail_on.value,
    }
    for name in SECTIONS:
        section = getattr(policy, name)
        values |= {f"{name}.{part.name}": getattr(section, part.name) for part in fields(section)}
    for brand, judgement in policy.by_hand.items():
        values[f"fans.{brand}.T"] = judgement.value
    return values


def _merge(
    base: dict[str, Any], over: Mapping[str, Any], path: Path, at: str = ""
) -> dict[str, Any]:
    for key, value in over.items():
        if key not in base:
            raise PolicyError("check.policy_unknown_key", path=path, key=f"{at}{key}")
        if isinstance(base[key], dict) and isinstance(value, dict):
            base[key] = _merge(base[key], value, path, f"{at}{key}.")
        elif _same_type(base[key], value):
            base[key] = value
        else:
            raise PolicyError("check.policy_wrong_type", path=path, key=f"{at}{key}", value=value)
    return base


def _same_type(default: object, value: object) -> bool:
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is type(default)


def _build(table: Mapping[str, Any], source: str) -> Policy:
    try:
        fail_on = FailOn(table["fail_on"])
    except ValueError as error:
        raise PolicyError(
            "check.policy_wrong_type", path=source, key="fail_on", value=table["fail_on"]
        ) from error
    check_bounds(table, source)
    sections: dict[str, Any] = {
        name: _section(kind, table[name]) for name, kind in SECTIONS.items()
    }
    policy = Policy(
        name=table["name"], version=table["version"], fail_on=fail_on, source=source, **sections
    )
    _check_ranges(policy)
    return policy


def _section(kind: type[SectionType], table: Mapping[str, Any]) -> SectionType:
    return kind(
        **{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    )


def _check_ranges(policy: Policy) -> None:
    """See that the values fit together; what each may be alone is in the schema."""
    shares = policy.history.breadth + policy.history.severity + policy.history.persistence
    bands, rules = policy.bands, policy.fan_rules
    fits = {
        "history": abs(shares - 1) < 1e-9,
        "bands": bands.conditions <= bands.hold <= bands.reject,
        "temperament": policy.temperament.unmeasured_low
        <= policy.temperament.unmeasured
        <= policy.temperament.unmeasured_high,
        "fan_rules": min(rules.enemy_hold, rules.tribal) > 0,
        "inconclusive.hidden_least_days": policy.inconclusive.hidden_least_days
        <= policy.inconclusive.hidden_most_days,
        "turns.p": 0 < policy.turns.p < 1,
        "checks.p": 0 < policy.checks.p < 1,
    }
    for key, holds in fits.items():
        if not holds:
            raise PolicyError("check.policy_out_of_range", path=policy.source, key=key)
