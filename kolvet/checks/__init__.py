"""One check a file: each looks at a subject and gives what it found.

A check's module docstring is its user documentation: what it is, an invented example, why it
matters, known false alarms. Ids are frozen once released.
"""

from collections.abc import Iterator
from typing import Protocol

from kolvet.checks import (
    cancelled_deal,
    coverage,
    critical_history,
    edited_or_deleted,
    insult_of_users,
    judgment,
    platform_sanction,
    truncated,
)
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy


class Check(Protocol):
    """A module that can be run as a check."""

    RULE: str

    def run(self, subject: Subject, policy: Policy) -> Iterator[Found]:
        """Give what was found; nothing, one or several. Pure."""


CHECKS: tuple[Check, ...] = (
    critical_history,
    insult_of_users,
    cancelled_deal,
    judgment,
    platform_sanction,
    edited_or_deleted,
    truncated,
    coverage,
)
"""All checks, in order of their ids."""


def run_checks(subject: Subject, policy: Policy) -> tuple[Found, ...]:
    """Everything found, in the order of CHECKS."""
    return tuple(found for check in CHECKS for found in check.run(subject, policy))
