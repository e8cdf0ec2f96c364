"""KV403 platform sanction: a platform has muted or banned him.

What: a precedent of kind "sanction" with a source.
Example (invented): muted for 30 days for attacking other users.
Why it matters: a campaign can lose its channel overnight.
Known false alarms: bans lifted on appeal.
"""

from collections.abc import Iterator

from kolvet.checks.precedents import find_precedents
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV403"
CHINESE = """KV403 平台处罚：平台曾禁言或封禁他。

是什么：有来源的前例，类型为「sanction」。
例子（虚构）：因攻击他人被禁言 30 天。
为什么重要：投放渠道可能一夜之间没有了。
已知误报：申诉成功后解除的处罚。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding for each sanction; by itself it decides nothing."""
    return find_precedents(subject, policy, "sanction", RULE, None)
