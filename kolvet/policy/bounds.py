"""The range of every number of a policy, as the JSON Schema has it, and the checks it may name."""

from collections.abc import Iterator, Mapping
from typing import Any

from kolvet.errors import PolicyError
from kolvet.messages import catalogue
from kolvet.policy.schema import policy_schema


def check_bounds(table: Mapping[str, Any], source: str) -> None:
    """See that every number lies in its range: finite, and nothing that later ends in a crash.

    Raises:
        PolicyError: One does not, or `floors` names a check that there is not.
    """
    for section, key, least, most in _bounds():
        value = table[section][key]
        if not least <= value <= most:  # also what is no number (nan)
            raise PolicyError(
                "check.policy_out_of_bounds",
                path=source,
                key=f"{section}.{key}",
                value=value,
                least=least,
                most=most,
            )
    for rule in table["floors"]["conditions"]:
        if not isinstance(rule, str) or rule not in catalogue("findings"):
            raise PolicyError("check.policy_unknown_rule", path=source, rule=rule)


def _bounds() -> Iterator[tuple[str, str, float, float]]:
    for section, described in policy_schema()["properties"].items():
        for key, schema in described.get("properties", {}).items():
            if "maximum" in schema:
                yield section, key, schema["minimum"], schema["maximum"]
