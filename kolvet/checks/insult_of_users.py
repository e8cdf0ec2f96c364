"""KV201 insult of users: he has insulted the people who use the brand, not its products.

What: a line, in his own posts or quoted by the press, that demeans the brand's users or fans as
people. "Users will be disappointed" is not one.
Example (invented): 「买某米的都是负资产」.
Why it matters: attacks on users act through identity and provoke more than attacks on the brand
(Liao et al. 2024, Internet Research); it is what broke the case of January 2026.
Known false alarms: insults quoted to defend the users, jokes about oneself as a user, 米粉
the noodles. A severe one within the policy's months rejects; the scorer must be sure of it, and a
person confirms it.
"""

from collections.abc import Iterator
from datetime import date

from kolvet.model.posts import SHANGHAI
from kolvet.model.report import JudgedPost, Word
from kolvet.model.subject import SEVERE, Found, Subject, is_reported_insult, is_users_insult
from kolvet.policy import Policy

RULE = "KV201"


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding for each insult: the press's first, then his posts, newest first."""
    first_day = _months_before(subject.day, policy.knockouts.insult_months)
    for item in subject.press:
        if is_reported_insult(item):
            severe = item.severity >= SEVERE
            rejects = severe and item.counts_from >= first_day
            yield Found(
                rule=RULE,
                severity="high" if severe else "medium",
                confidence=1.0,
                identity=(subject.brand, item.quote, item.url),
                press=(item,),
                knockout=Word.REJECT if rejects else None,
                values={"quote": item.quote, "reported": True},
            )
    for judged in reversed(subject.critical):
        if is_users_insult(judged):
            yield _from_post(judged, subject.brand, first_day, policy)


def _from_post(judged: JudgedPost, brand: str, first_day: date, policy: Policy) -> Found:
    judgement, post = judged.judgement, judged.post
    severe = (judgement.severity or 0) >= SEVERE
    recent = (
        post.published is None or post.published.astimezone(SHANGHAI).date() >= first_day
    ) and judgement.confidence >= policy.knockouts.insult_confidence
    return Found(
        rule=RULE,
        severity="high" if severe else "medium",
        confidence=judgement.confidence,
        identity=(brand, post.platform, post.native_id),
        posts=(judged,),
        knockout=Word.REJECT if severe and recent else None,
        values={"reported": False},
    )


def _months_before(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, min(day.day, 28))
