"""KV602 undisclosed advertising: he sends readers to a purchase and calls it no advertising.

What: posts of the last year (policy) with a way to buy and a price, coupon or link, and no word
of advertising, cooperation or sponsorship; three or more.
Example (invented): 「券后 1999，链接在评论区，手慢无」, without 广告.
Why it matters: the rules for internet advertising (互联网广告管理办法, 2023, article 9) ask for a
clear mark; the brand answers for it too.
Known false alarms: bargains that he shares for nothing, his own shop, resale of his own things.
"""

from collections.abc import Iterator
from datetime import datetime, time

from kolvet.checks.words import is_disclosed, looks_like_advertising
from kolvet.model.months import months_before
from kolvet.model.posts import SHANGHAI
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV602"
CHINESE = """KV602 广告未披露：引导购买，却不说是广告。

是什么：近一年里有购买方式、又有价格、优惠券或链接，却没有「广告、合作、赞助」等字样的帖子，
三条以上。
例子（虚构）：「券后 1999，链接在评论区，手慢无」，没有「广告」二字。
为什么重要：《互联网广告管理办法》（2023）第九条要求显著标明；品牌同样要负责。
已知误报：无偿分享的好价；他自己的店；转卖自己的东西。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding with the posts, newest first."""
    first_day = months_before(subject.day, policy.checks.paid_months)
    since = datetime.combine(first_day, time.min, SHANGHAI)
    posts = tuple(
        item.post
        for item in reversed(subject.posts)
        if item.post.published
        and item.post.published >= since
        and looks_like_advertising(item)
        and not is_disclosed(item)
    )
    if len(posts) >= policy.checks.undisclosed_posts:
        yield Found(
            rule=RULE,
            severity="medium",
            confidence=0.6,
            identity=(),
            others=posts,
            values={"number": len(posts), "months": policy.checks.paid_months},
        )
