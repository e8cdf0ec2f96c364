"""Counts as platforms print them."""

import re
from decimal import Decimal

_COUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万|亿|千|[wWkK])?\s*\+?")
_UNITS = {"千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}


def parse_count(value: object) -> int | None:
    """The number in `1.2万`, `100万+`, `1.5亿`, `1,234`, 316 or 316.0; None if there is none.

    `100万+` is at least that many; the plus is dropped. `--`, `` and words (the label that stands
    in for a zero, such as 赞) are None: not known.
    """
    if isinstance(value, str):
        if value.isdecimal() and value.isascii():
            return int(value)
        return _parse(value)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value if value >= 0 else None
    if isinstance(value, float | Decimal) and 0 <= value < 10**15:
        return int(value)
    return None


def _parse(text: str) -> int | None:
    found = _COUNT.fullmatch(text.strip())
    if found is None:
        return None
    number = Decimal(found[1].replace(",", ""))
    return int(number * _UNITS.get((found[2] or "").lower(), 1))
