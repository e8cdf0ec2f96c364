"""Where the points of the index come from: a table that adds up to it.

Hostility is shared between H, I and F as Shapley does it, by what each adds on average over all
orders; H is a sum, so that its share is split in proportion. The other parts only take away, in
the order of the formula: 100 K, then T', R, C and V.
"""

from collections.abc import Mapping
from itertools import permutations

from kolvet.model.explained import Contribution
from kolvet.policy import Policy

HOSTILE = ("H", "I", "F")


def contributions_of(values: Mapping[str, float], policy: Policy) -> tuple[Contribution, ...]:
    """The parts of the index for the values of its terms (an unmeasured term: what stands in)."""
    shares = _shapley({name: values[name] for name in HOSTILE})
    parts = _history(shares["H"], values, policy)
    parts += [Contribution(name, 100 * shares[name]) for name in ("I", "F")]
    points = sum(part.points for part in parts)
    for name, factor in factors(values, policy).items():
        parts.append(Contribution(name, points * (factor - 1)))
        points *= factor
    return tuple(parts)


def factors(values: Mapping[str, float], policy: Policy) -> dict[str, float]:
    """What hostility is multiplied by, in the order of the formula; all in [0, 1]."""
    floor = policy.temperament.floor
    return {
        "T": floor + (1 - floor) * values["T"],
        "R": 0.5 + 0.5 * values["R"],
        "C": 0.5 + 0.5 * values["C"],
        "V": 1 - policy.convertibility.effect * values["V"],
    }


def _shapley(values: Mapping[str, float]) -> dict[str, float]:
    shares = dict.fromkeys(values, 0.0)
    orders = list(permutations(values))
    for order in orders:
        left = 1.0
        for name in order:
            shares[name] += left * values[name] / len(orders)
            left *= 1 - values[name]
    return shares


def _history(share: float, values: Mapping[str, float], policy: Policy) -> list[Contribution]:
    weights = policy.history
    names = ("breadth", "severity", "persistence")
    parts = {name: getattr(weights, name) * values[f"H.{name}"] for name in names}
    total = sum(parts.values())
    return [
        Contribution(f"H.{name}", 100 * share * part / total if total else 0.0)
        for name, part in parts.items()
    ]
