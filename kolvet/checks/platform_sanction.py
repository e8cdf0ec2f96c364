"""KV403 platform sanction: a platform has muted or banned him.

What: a precedent of kind "sanction" with a source.
Example (invented): muted for 30 days for attacking other users.
Why it matters: a campaign can lose its channel overnight.
Known false alarms: bans lifted on appeal.
"""

from collections.abc import Iterator

from kolvet.checks.precedents import find_precedents
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV403"


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding for each sanction; by itself it decides nothing."""
    return find_precedents(subject, policy, "sanction", RULE, None)
