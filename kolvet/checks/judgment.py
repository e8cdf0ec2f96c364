"""KV402 judgment: a court has ruled against him over what he published.

What: a precedent of kind "judgment" with a source.
Example (invented): ordered to pay a phone maker for fabricated statements.
Why it matters: what he says for a brand will be doubted; the verdict is at least hold.
Known false alarms: judgments that were overturned: check before you rely on it.
"""

from collections.abc import Iterator

from kolvet.checks.precedents import find_precedents
from kolvet.model.report import Word
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV402"
CHINESE = """KV402 法院判决：法院曾就他发布的内容判他败诉。

是什么：有来源的前例，类型为「judgment」。
例子（虚构）：因捏造事实被判赔偿某手机厂商。
为什么重要：他替品牌说的话会被怀疑；结论至少为暂缓。
已知误报：后来被改判的判决：采信前请核对。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding for each judgment."""
    return find_precedents(subject, policy, "judgment", RULE, Word.HOLD)
