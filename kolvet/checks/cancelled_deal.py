"""KV401 cancelled deal: a brand has dropped a deal with him for backlash before.

What: a precedent of kind "cancelled_deal" with a source.
Example (invented): an appliance brand withdrew an announcement within hours.
Why it matters: it happened once with the same person; the verdict is at least hold.
Known false alarms: deals that ended for other reasons: read the source.
"""

from collections.abc import Iterator

from kolvet.checks.precedents import find_precedents
from kolvet.model.report import Word
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV401"
CHINESE = """KV401 曾因反噬被取消合作：已经有品牌因为舆论反弹放弃过他。

是什么：有来源的前例，类型为「cancelled_deal」。
例子（虚构）：某家电品牌官宣几小时后撤回。
为什么重要：同一个人身上发生过一次；结论至少为暂缓。
已知误报：因别的原因结束的合作：请读来源。超过准入标准规定的月数，只列出，不再决定。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding for each cancelled deal."""
    return find_precedents(subject, policy, "cancelled_deal", RULE, Word.HOLD)
