"""From which verdict on a run fails; apart from all else that a help page would have to load."""

from enum import StrEnum


class FailOn(StrEnum):
    """The mildest verdict that makes a run exit 1."""

    CONDITIONS = "conditions"
    HOLD = "hold"
    REJECT = "reject"
    NEVER = "never"
