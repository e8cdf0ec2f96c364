"""What the checks of a recent change share: his posts about the brand before and since a day."""

from collections.abc import Sequence
from datetime import timedelta

from kolvet.model.report import JudgedPost
from kolvet.model.subject import Subject, is_users_insult
from kolvet.policy import Policy


def split_recent(
    subject: Subject, policy: Policy
) -> tuple[Sequence[JudgedPost], Sequence[JudgedPost]]:
    """The dated posts about the brand before the policy's last days, and since."""
    edge = subject.as_of - timedelta(days=policy.turns.recent_days)
    dated = [item for item in subject.judged if item.post.published is not None]
    before = [item for item in dated if item.post.published and item.post.published <= edge]
    return before, dated[len(before) :]


def without_insults(posts: Sequence[JudgedPost]) -> list[JudgedPost]:
    """The posts but for insults of users.

    A further insult must not make a turn to praise look gone.
    """
    return [item for item in posts if not is_users_insult(item)]
