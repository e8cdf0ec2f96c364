"""Counts as platforms print them."""

import re
from decimal import Decimal

_COUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万|亿|千|[wWkK])?\s*\+?")
COUNT_LIMIT = 10**15
"""No count is that large; a value that is, is something else."""

_UNITS = {"千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}


def parse_count(value: object) -> int | None:
    """The number in `1.2万`, `100万+`, `1.5亿`, `1,234`, 316 or 316.0; None if there is none.

    `100万+` is at least that many; the plus is dropped. `--`, `` and words (the label that stands
    in for a zero, such as 赞) are None: not known.
    """
    if isinstance(value, str):
        number = int(value) if value.isdecimal() and len(value) < 16 else _parse(value)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = int(value) if 0 <= value < COUNT_LIMIT else None  # not so for "not a number"
    else:
        return None
    return number if number is not None and number < COUNT_LIMIT else None


def _parse(text: str) -> int | None:
    found = _COUNT.fullmatch(text.strip())
    if found is None or len(text) > 40:
        return None
    number = Decimal(found[1].replace(",", ""))
    return int(number * _UNITS.get((found[2] or "").lower(), 1))
