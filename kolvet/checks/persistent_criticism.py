"""KV102 persistent criticism: he comes back to it month after month.

What: in so many months of the last 24 as the policy asks (6), more of his posts about the brand
are critical than the scorer's known false alarms explain.
Example (invented): a complaint about 某米 in nine of twelve months, whatever had just been
released.
Why it matters: one bad product can be forgiven; a theme of years is what fans remember him by.
Known false alarms: a tester who reviews every release and is hard on all brands; look at KV603.
"""

from collections.abc import Iterator

from kolvet.model.judgements import Stance
from kolvet.model.months import critical_months, month_number
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV102"
CHINESE = """KV102 持续批评：月复一月，他总要回到这个话题。

是什么：最近 24 个月里，至少有准入标准规定的月数（6 个月）批评超出误判所能解释的数量。
例子（虚构）：十二个月里有九个月在抱怨某米，不管那个月发布了什么。
为什么重要：一款产品没做好可以原谅；说了几年，粉丝就只记得这个。
已知误报：每款新品都测、对谁都严的评测人；请同时看 KV603。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding with the critical posts of those months."""
    rates = subject.error_rates
    false_rate = rates.false_positive_rate if rates else 0.0
    newest = subject.day.year * 12 + subject.day.month
    window = [
        item
        for item in subject.judged
        if item.post.published
        and month_number(item.post.published) > newest - policy.history.months
    ]
    months = critical_months(window, false_rate, policy.history.false_positive_p)
    if len(months) < policy.checks.persistent_months:
        return
    posts = tuple(
        item
        for item in window
        if item.judgement.stance is Stance.CRITICAL
        and item.post.published
        and month_number(item.post.published) in months
    )
    yield Found(
        rule=RULE,
        severity="medium",
        confidence=sum(item.judgement.confidence for item in posts) / len(posts),
        identity=(subject.brand,),
        posts=posts,
        values={"months": len(months), "window": policy.history.months},
    )
