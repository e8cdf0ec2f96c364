"""KV503 truncated: the export holds only the beginning of some posts.

What: posts that end in 全文 or 展开, of all his posts.
Example (invented): 「先说结论，城区路口它会犹豫……全文」.
Why it matters: what was not read was not judged.
Known false alarms: authors who end a post with these words themselves.
Severity: medium from 10 % of the posts, else low (prior).
"""

from collections.abc import Iterator

from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV503"
CHINESE = """KV503 正文被截断：导出里只有开头。

是什么：以「全文」「展开」结尾的帖子占全部的比例。
例子（虚构）：「先说结论，城区路口它会犹豫……全文」。
为什么重要：没读到的就没有判断。
已知误报：作者自己用这几个字结尾。
"""
MEDIUM_SHARE = 0.10


def run(subject: Subject, _policy: Policy) -> Iterator[Found]:
    """One finding when any post is truncated."""
    coverage = subject.coverage
    if coverage.truncated:
        share = coverage.truncated / coverage.posts_seen
        yield Found(
            rule=RULE,
            severity="medium" if share >= MEDIUM_SHARE else "low",
            confidence=1.0,
            identity=(),
            values={"truncated": coverage.truncated, "posts": coverage.posts_seen},
        )
