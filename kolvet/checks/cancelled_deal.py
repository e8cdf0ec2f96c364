"""KV401 cancelled deal: a brand has dropped a deal with him for backlash before.

What: a precedent of kind "cancelled_deal" with a source.
Example (invented): an appliance brand withdrew an announcement within hours.
Why it matters: it happened once with the same person; the verdict is at least hold.
Known false alarms: deals that ended for other reasons: read the source.
"""

from collections.abc import Iterator

from kolvet.checks.precedents import find_precedents
from kolvet.model.report import Word
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV401"


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding for each cancelled deal."""
    return find_precedents(subject, policy, "cancelled_deal", RULE, Word.HOLD)
