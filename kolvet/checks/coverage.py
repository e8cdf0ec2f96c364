"""KV504 coverage below policy: too little of his history was seen to judge it.

What: fewer own-word posts than the policy asks for, or less than its share of the posts that the
profile declares.
Example (invented): 40 posts seen of 5,120 declared.
Why it matters: silence about the brand in what was seen says little about the rest.
Known false alarms: profiles count deleted and hidden posts too.
"""

from collections.abc import Iterator

from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV504"
CHINESE = """KV504 覆盖低于标准：看到的太少，无法判断。

是什么：本人原话少于准入标准要求的条数，或看到的不足主页声明的比例。
例子（虚构）：声明 5,120 条，只看到 40 条。
为什么重要：看到的部分没提品牌，说明不了其余部分。
已知误报：主页的条数也包含已删除和隐藏的帖子。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding when coverage is below the policy."""
    coverage, least = subject.coverage, policy.inconclusive
    few = coverage.own_word_posts < least.least_own_word_posts
    thin = coverage.ratio is not None and coverage.ratio < least.least_coverage
    if few or thin:
        yield Found(
            rule=RULE,
            severity="medium",
            confidence=1.0,
            identity=(),
            values={
                "own": coverage.own_word_posts,
                "least": least.least_own_word_posts,
                "seen": coverage.posts_seen,
                "declared": "?" if coverage.declared is None else coverage.declared,
            },
        )
