"""KV502 edited or deleted: posts were changed or removed since they were first seen.

What: posts that the platform marks as edited, that a later export or fetch shows with other words,
or that are gone.
Example (invented): a mocking post of March is missing from the export of June.
Why it matters: what was said can come back as a screenshot.
Known false alarms: platforms hide posts on their own; typing mistakes are edits too.
"""

from collections.abc import Iterator

from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV502"
CHINESE = """KV502 帖子被编辑或删除：首次看到之后改过或没了。

是什么：后来的导出显示已编辑、或已不存在的帖子。
例子（虚构）：三月的一条嘲讽，六月的导出里没有了。
为什么重要：说过的话会以截图回来。
已知误报：平台自己隐藏的帖子；改错字也算编辑。
"""


def run(subject: Subject, _policy: Policy) -> Iterator[Found]:
    """One finding when any post about the brand was edited or deleted."""
    changed = tuple(item for item in subject.judged if item.post.edited or item.post.deleted)
    if changed:
        yield Found(
            rule=RULE,
            severity="low",
            confidence=1.0,
            identity=(subject.brand,),
            posts=changed,
            values={
                "edited": sum(item.post.edited for item in changed),
                "deleted": sum(item.post.deleted for item in changed),
            },
        )
