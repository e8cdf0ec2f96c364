"""One check a file: each looks at a subject and gives what it found.

A check's module docstring is its user documentation: what it is, an invented example, why it
matters, known false alarms; CHINESE says the same. `kolvet explain KV201` prints it. Ids are
frozen once released.
"""

from collections.abc import Iterator
from typing import Protocol

from kolvet.checks import (
    abuse,
    banned_superlatives,
    bought_engagement,
    cancelled_deal,
    coverage,
    critical_history,
    edited_or_deleted,
    harsher_than_on_rivals,
    history_hidden,
    insult_of_users,
    judgment,
    known_enemy,
    persistent_criticism,
    platform_sanction,
    recent_escalation,
    rivals_paid_posts,
    sudden_praise,
    tribal_fans,
    truncated,
    undisclosed_advertising,
)
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy


class Check(Protocol):
    """A module that can be run as a check."""

    RULE: str
    CHINESE: str

    def run(self, subject: Subject, policy: Policy) -> Iterator[Found]:
        """Give what was found; nothing, one or several. Pure."""


CHECKS: tuple[Check, ...] = (
    critical_history,
    persistent_criticism,
    recent_escalation,
    sudden_praise,
    insult_of_users,
    tribal_fans,
    known_enemy,
    cancelled_deal,
    judgment,
    platform_sanction,
    history_hidden,
    edited_or_deleted,
    truncated,
    coverage,
    rivals_paid_posts,
    undisclosed_advertising,
    harsher_than_on_rivals,
    abuse,
    banned_superlatives,
    bought_engagement,
)
"""All checks, in order of their ids."""


def run_checks(subject: Subject, policy: Policy) -> tuple[Found, ...]:
    """Everything found, in the order of CHECKS."""
    return tuple(found for check in CHECKS for found in check.run(subject, policy))


def find_check(rule: str) -> Check | None:
    """The check with this id, in any case; None if there is none."""
    return next((check for check in CHECKS if rule.strip().upper() == check.RULE), None)


def page_of(check: Check, language: str) -> str:
    """The check's page in a language."""
    page = check.CHINESE if language == "zh" else check.__doc__ or ""
    return page.strip()
