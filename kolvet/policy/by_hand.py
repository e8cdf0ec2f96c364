"""What a team sets by hand: how tribal a brand's fans are, `[fans.<brand>]` in a policy file.

Source: product design, section 6. It is shown as a person's judgement; ours holds none.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kolvet.errors import PolicyError
from kolvet.model.fans import TemperamentByHand

_KEYS = ("T", "by", "date", "reason")
_BARE_HEADER = re.compile(
    r"""^([ \t]*\[[ \t]*fans[ \t]*\.[ \t]*)([^\s"'.\[\]#]+)([ \t]*\])""", re.MULTILINE
)


def quote_brands(written: str) -> str:
    """The policy with quotes around a brand in `[fans.小米]`: TOML asks for them."""
    return _BARE_HEADER.sub(r'\1"\2"\3', written)


def read_by_hand(table: object, path: Path) -> dict[str, TemperamentByHand]:
    """The judgements under `[fans]`, by brand.

    Raises:
        PolicyError: A key is missing, unknown or of the wrong type, or T is not in [0, 1].
    """
    if not isinstance(table, Mapping):
        raise PolicyError("check.policy_wrong_type", path=path, key="fans", value=table)
    return {brand: _judgement(brand, entry, path) for brand, entry in table.items()}


def _judgement(brand: str, entry: object, path: Path) -> TemperamentByHand:
    at = f"fans.{brand}"
    if not isinstance(entry, Mapping):
        raise PolicyError("check.policy_wrong_type", path=path, key=at, value=entry)
    for key in entry:
        if key not in _KEYS:
            raise PolicyError("check.policy_unknown_key", path=path, key=f"{at}.{key}")
    value, day = entry.get("T"), entry.get("date")
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise PolicyError("check.policy_wrong_type", path=path, key=f"{at}.T", value=value)
    if not 0 <= value <= 1:
        raise PolicyError("check.policy_out_of_range", path=path, key=f"{at}.T")
    if type(day) is not date:
        raise PolicyError("check.policy_wrong_type", path=path, key=f"{at}.date", value=day)
    words = {key: entry.get(key) for key in ("by", "reason")}
    for key, word in words.items():
        if not isinstance(word, str) or not word.strip():
            raise PolicyError("check.policy_wrong_type", path=path, key=f"{at}.{key}", value=word)
    return TemperamentByHand(float(value), str(words["by"]), day, str(words["reason"]))
