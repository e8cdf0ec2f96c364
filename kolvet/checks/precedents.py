"""What the checks of precedents share."""

from collections.abc import Iterator

from kolvet.model.months import months_before
from kolvet.model.report import Word
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy


def find_precedents(
    subject: Subject, policy: Policy, kind: str, rule: str, knockout: Word | None
) -> Iterator[Found]:
    """One finding for each precedent of this kind, in the subject's order.

    One older than the policy's months is shown, and decides nothing.
    """
    first_day = months_before(subject.day, policy.knockouts.precedent_months)
    for item in subject.precedents:
        if item.kind == kind:
            fresh = item.counts_from >= first_day
            yield Found(
                rule=rule,
                severity="high" if knockout and fresh else "medium" if fresh else "low",
                confidence=1.0,
                identity=(item.about, item.summary, item.url),
                precedents=(item,),
                knockout=knockout if fresh else None,
                values={"summary": item.summary, "about": item.about},
            )
