"""KV501 history hidden: what he wrote before the last half year cannot be seen.

What: a fetch met the platform's notice (仅半年可见); or the oldest post seen is about half a year
older than his newest one or the newest reading of his profile, and the profile declares far more
posts than were seen.
Example (invented): a profile that declares 5,120 posts shows 310, the oldest of 182 days ago.
Why it matters: the years that fans remember are the ones that are gone; no finding there is no
good news. Without an earlier export the verdict is inconclusive.
Known false alarms: an account that is half a year old and deleted most of its posts; an export
that was told to begin there.
"""

from collections.abc import Iterator

from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV501"
SAID, SHAPE = 0.95, 0.8
"""How sure it is: the platform says so, or only the history's shape does. *Prior*."""
CHINESE = """KV501 历史被隐藏：半年以前写了什么，看不到。

是什么：抓取时平台提示不可见；或看到的最早一条约在最近一次读取主页之前半年（仅半年可见），而主页声明的条数远多于看到的。
例子（虚构）：主页声明 5,120 条，只看得到 310 条，最早一条在 182 天前。
为什么重要：粉丝记得的那几年恰好不见了；没查到，不等于没有。没有更早的导出，结论为无法判断。
已知误报：刚满半年又删掉大半的新账号；本来就只从那天开始的导出。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding when a fetch found posts hidden, or the history has the shape of that."""
    if subject.hidden is not None:
        window = subject.hidden.read_at - subject.hidden.visible_from
        yield _found(subject, window.days, SAID if subject.hidden.said else SHAPE)
        return
    coverage, limits = subject.coverage, policy.inconclusive
    if coverage.first is None or coverage.ratio is None or coverage.ratio >= limits.hidden_ratio:
        return
    ends = [moment for moment in (coverage.last, subject.read_at) if moment]
    spans = [(end - coverage.first).days for end in ends]
    days = next(
        (n for n in spans if limits.hidden_least_days <= n <= limits.hidden_most_days), None
    )
    if days is not None:
        yield _found(subject, days, SHAPE)


def _found(subject: Subject, days: int, confidence: float) -> Found:
    coverage = subject.coverage
    return Found(
        rule=RULE,
        severity="high",
        confidence=confidence,
        identity=(),
        values={
            "days": days,
            "seen": coverage.posts_seen,
            "declared": "?" if coverage.declared is None else coverage.declared,
        },
    )
