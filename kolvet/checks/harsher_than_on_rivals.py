"""KV603 harsher than on rivals: he criticises this brand more often than those it competes with.

What: a larger share of his posts about the brand is critical than of his newest posts about its
rivals, by more than chance explains (Fisher's exact test, p < 0.05), with ten posts of each or
more.
Example (invented): of 60 posts about 某米 40 complain, of 80 about its rivals 6.
Why it matters: an even-handed critic can be hired, a partisan cannot.
Known false alarms: a brand that really had the worse year.
"""

from collections.abc import Iterator

from kolvet.model.chance import more_by_chance
from kolvet.model.judgements import Stance
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV603"
CHINESE = """KV603 对品牌比对竞品苛刻：同样的事，他只骂这一家。

是什么：提到该品牌的帖子里批评的比例，高于最近提到竞品的帖子，超出偶然（Fisher 精确检验，
p < 0.05），双方各十条以上。
例子（虚构）：六十条某米里四十条在抱怨，八十条竞品里只有六条。
为什么重要：一视同仁的批评者可以请，站队的人不行。
已知误报：这一年确实做得更差的品牌。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding with the critical posts about the brand."""
    rivals = [item.judged for item in subject.rivals or ()]
    posts, least = len(subject.judged), policy.convertibility.fairness_posts
    if min(posts, len(rivals)) < least:
        return
    elsewhere = sum(item.judgement.stance is Stance.CRITICAL for item in rivals)
    critical = subject.critical
    p = more_by_chance(len(critical), posts, elsewhere, len(rivals))
    if p < policy.checks.p:
        yield Found(
            rule=RULE,
            severity="medium",
            confidence=1 - p,
            identity=(subject.brand,),
            posts=critical,
            values={
                "critical": len(critical),
                "posts": posts,
                "elsewhere": elsewhere,
                "rivals": len(rivals),
                "p": p,
            },
        )
