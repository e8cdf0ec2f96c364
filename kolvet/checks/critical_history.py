"""KV101 critical history: he has criticised this brand more than chance explains.

What: own-word posts that name the brand and criticise it, more of them than the scorer's known
false alarms explain (binomial, p < 0.05).
Example (invented): 「这代某米又发烫，充电像在煎蛋」, in nine of forty posts about the brand.
Why it matters: the brand's fans search his history on the day of the announcement.
Known false alarms: irony read as criticism, criticism quoted from others, prices read as
complaint.
Severity: high from a corrected share of 30 %, medium from 10 %, else low (prior).
"""

from collections.abc import Iterator

import numpy as np

from kolvet.model.chance import critical_limit
from kolvet.model.share import estimate_share, level_of, sum_levels
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV101"
CHINESE = """KV101 长期批评品牌：他对这个品牌的批评，多到不能用误判来解释。

是什么：本人原话里提到品牌、又判为批评的帖子，多于打分器已知误判率所能解释的数量（二项检验，
p < 0.05）。
例子（虚构）：四十条提到某米的帖子里有九条是「这代某米又发烫，充电像在煎蛋」。
为什么重要：官宣当天，粉丝就会翻他的旧账。
已知误报：把反话当成批评；把转述别人的话当成他的话；把报价当成抱怨。
"""
HIGH_SHARE = 0.30
MEDIUM_SHARE = 0.10


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding with every critical post, when there are more than chance explains."""
    critical, judged = subject.critical, subject.judged
    rates = subject.error_rates
    false_rate = rates.false_positive_rate if rates else 0.0
    if len(critical) < critical_limit(len(judged), false_rate, policy.history.false_positive_p):
        return
    levels = np.array([level_of(item.judgement, rates) for item in judged])
    share = estimate_share(sum_levels(levels, np.ones(len(judged)), rates), rates)
    yield Found(
        rule=RULE,
        severity=_severity(share),
        confidence=sum(item.judgement.confidence for item in critical) / len(critical),
        identity=(subject.brand,),
        posts=critical,
        values={"critical": len(critical), "posts": len(judged), "share": share},
    )


def _severity(share: float) -> str:
    if share >= HIGH_SHARE:
        return "high"
    return "medium" if share >= MEDIUM_SHARE else "low"
