"""KV104 sudden turn to praise: a critic who has begun to praise, all at once and just now.

What: he criticised the brand by more than chance explains; in the policy's last days (90) a
larger share of his posts about it praises it than of the thirty before that, again by more than
chance (Fisher's exact test, p < 0.05), in three posts or more.
Example (invented): three years of mockery of 某米, then five kind posts in the month of an
invitation.
Why it matters: fans notice, and ask what it cost. A recent turn is an alarm, not a cure; the same
turn half a year ago would speak for him.
Known false alarms: a product that convinced him; ask what happened in that month.
"""

from collections.abc import Iterator

from kolvet.checks.of_late import Lately, more_of_late, with_stance
from kolvet.model.judgements import Stance
from kolvet.model.recently import has_criticised, split_recent
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV104"
CHINESE = """KV104 突然转为赞扬：一直批评的人，忽然就开始夸了。

是什么：他对品牌的批评超出误判；最近 90 天里夸奖的比例又明显高于再往前三十条（Fisher 精确检验，
p < 0.05），且不少于三条。
例子（虚构）：嘲讽某米三年，受邀那个月连夸五条。
为什么重要：粉丝看得见，会问花了多少钱。刚刚转向是警报，不是解药；半年前的转向才算好话。
已知误报：产品真的打动了他；请看那个月发生了什么。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding with the recent praise."""
    lately = Lately(*split_recent(subject, policy.turns.window))
    rates = subject.error_rates
    false_rate = rates.false_positive_rate if rates else 0.0
    if has_criticised(lately.before, false_rate, policy.history.false_positive_p):
        critical = len(with_stance(lately.before, Stance.CRITICAL))
        yield from more_of_late(
            RULE, subject, policy, lately, Stance.SUPPORTIVE, "praise", critical=critical
        )
