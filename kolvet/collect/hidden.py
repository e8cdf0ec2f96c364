"""Whether an account hides its older posts (仅半年可见), as far as that can be seen."""

from datetime import datetime, timedelta

SAID = "said"
INFERRED = "inferred"

_WINDOWS = (timedelta(days=185), timedelta(days=32))
"""What Weibo offers as visible: half a year, a month; by the calendar, so a day or two longer.
*Prior* for the month: not in the study."""
_SLACK = timedelta(days=21)
"""How much younger than the window the oldest post may be. *Prior*: he need not post daily."""
_LEAST_MISSING = 20
_LEAST_SHARE = 0.2
"""Below these, hidden and deleted posts look the same. *Prior*."""


def says_hidden(notice: str) -> bool:
    """Whether what stands under a list says that it does not show everything."""
    return "可见" in notice or "仅展示" in notice


def looks_hidden(
    oldest: datetime | None, now: datetime, declared: int | None, stored: int
) -> bool:
    """Whether a list ends where a window of visibility does, with many posts missing.

    Args:
        oldest: When the oldest post of the list was published.
        now: When the list was read.
        declared: How many posts the profile has.
        stored: How many of them are stored.
    """
    if oldest is None or declared is None:
        return False
    missing = declared - stored
    if missing < max(_LEAST_MISSING, declared * _LEAST_SHARE):
        return False
    age = now - oldest
    return any(window - _SLACK <= age <= window for window in _WINDOWS)
