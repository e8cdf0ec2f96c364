"""KV801 engagement looks bought: his figures do not look like people.

What: weak signs. Many comments under his posts repeat another account's words; or many posts have
figures out of proportion: reposted far more often than liked, or liked ten times his usual with
hardly a comment.
Example (invented): 900 of 2,000 comments are 「支持支持」 and two like it, from as many accounts.
Why it matters: reach that was bought reaches nobody, and fans find out.
Known false alarms: lotteries (everybody reposts the same line), fan clubs, posts on a trending
topic. A weak sign: it decides nothing, only keeps the verdict from being clear.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from kolvet.model.posts import Engagement
from kolvet.model.store import StoredPost
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV801"
CHINESE = """KV801 互动疑似注水：数字不像是人点出来的。

是什么：都是弱信号。评论大量重复别的账号说过的话；或许多帖子的数字不成比例：转发远多于点赞，
点赞是平时十倍却几乎没有评论。
例子（虚构）：两千条评论里有九百条是「支持支持」一类的同一句话，来自同样多的账号。
为什么重要：买来的影响力到不了任何人，还会被粉丝发现。
已知误报：抽奖（人人转同一句）、粉丝会、上热搜的帖子。弱信号，本身不决定结论，只让结论不能是可签。
"""
REPOSTS_PER_LIKE = 3.0
SPIKE = 10.0
LEAST_LIKES = 100
LIKES_PER_COMMENT = 200


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding when one of the signs is there."""
    shown = [
        item.post
        for item in subject.posts
        if item.post.engagement.likes is not None and item.post.engagement.comments is not None
    ]
    odd = _odd_posts(shown)
    limits = policy.checks
    many_odd = len(odd) >= limits.odd_posts and len(odd) >= limits.odd_share * len(shown)
    copies = subject.copies
    copied = (
        copies is not None
        and copies.comments >= limits.copied_comments
        and copies.copies >= limits.copied_share * copies.comments
    )
    if many_odd or copied:
        yield Found(
            rule=RULE,
            severity="medium" if many_odd and copied else "low",
            confidence=0.6 if many_odd and copied else 0.4,
            identity=(),
            others=tuple(reversed(odd)) if many_odd else (),
            values={
                "odd": len(odd),
                "posts": len(shown),
                "copies": copies.copies if copies else 0,
                "comments": copies.comments if copies else 0,
            },
        )


def _odd_posts(posts: Sequence[StoredPost]) -> list[StoredPost]:
    usual = median(post.engagement.likes or 0 for post in posts) if posts else 0.0
    return [post for post in posts if _is_odd(post.engagement, usual)]


def _is_odd(figures: Engagement, usual: float) -> bool:
    likes, comments, reposts = figures.likes or 0, figures.comments or 0, figures.reposts or 0
    pushed = reposts >= LEAST_LIKES and reposts > REPOSTS_PER_LIKE * max(likes, 1)
    spike = likes >= max(LEAST_LIKES, SPIKE * usual)
    return pushed or (spike and comments * LIKES_PER_COMMENT < likes)
