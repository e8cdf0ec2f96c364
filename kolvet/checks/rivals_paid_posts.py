"""KV601 rival's paid posts: he advertises for the brand's rivals.

What: posts of the last year (policy) that name a rival and say that they are advertising, or send
readers to a purchase.
Example (invented): 「#广告# 某为新机首发，链接在评论区」, five times since spring.
Why it matters: a rival's contract may forbid yours, and a face that was the rival's last month
convinces nobody.
Known false alarms: lists of bargains of all brands; giveaways that no brand paid for.
Severity: medium from three posts, which also keeps the verdict from being clear; else low.
"""

from collections import Counter
from collections.abc import Iterator

from kolvet.checks.words import is_advertising
from kolvet.model.months import months_before
from kolvet.model.posts import SHANGHAI
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV601"
CHINESE = """KV601 替竞品发广告：他在替对手做推广。

是什么：近一年（见准入标准）提到竞品、并标明广告或引导购买的帖子。
例子（虚构）：「#广告# 某为新机首发，链接在评论区」，春天以来五次。
为什么重要：对手的合同可能禁止你的合作；上个月还是对手的脸，说服不了谁。
已知误报：各品牌都有的好价汇总；没人付钱的抽奖。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding for each rival with as many paid posts as the policy asks for."""
    first_day = months_before(subject.day, policy.checks.paid_months)
    own = {item.post.id: item for item in subject.posts}
    paid = [
        item
        for item in reversed(subject.rivals or ())
        if item.judged.post.published
        and item.judged.post.published.astimezone(SHANGHAI).date() >= first_day
        and item.judged.post.id in own
        and ("ad" in item.judged.judgement.flags or is_advertising(own[item.judged.post.id]))
    ]
    for brand, number in Counter(item.brand for item in paid).items():
        if number >= policy.checks.paid_posts:
            yield Found(
                rule=RULE,
                severity="medium",
                confidence=0.7,
                identity=(subject.brand, brand),
                others=tuple(item.judged.post for item in paid if item.brand == brand),
                values={
                    "rival": brand,
                    "number": number,
                    "months": policy.checks.paid_months,
                },
            )
