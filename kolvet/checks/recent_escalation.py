"""KV103 recent escalation: he has become harsher of late.

What: of his posts about the brand in the policy's last days (90) a larger share is critical than
of the thirty before that, by more than chance explains (Fisher's exact test, p < 0.05), in three
posts or more.
Example (invented): two complaints about 某米 a year, then seven in six weeks.
Why it matters: who is in the middle of a quarrel is not asked to advertise.
Known false alarms: a launch that everybody criticised; a scandal that every blogger wrote of.
"""

from collections.abc import Iterator

from kolvet.checks.of_late import Lately, more_of_late
from kolvet.model.judgements import Stance
from kolvet.model.recently import split_recent
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV103"
CHINESE = """KV103 近期批评升级：最近他变得更凶。

是什么：最近 90 天（见准入标准）提到品牌的帖子里，批评的比例高于再往前三十条，
超出偶然（Fisher 精确检验，
p < 0.05），且不少于三条。
例子（虚构）：以前一年抱怨两次某米，最近六周抱怨了七次。
为什么重要：正在吵架的人，不是请来做广告的时候。
已知误报：人人都在批评的一次发布；所有博主都写到的一次风波。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding with the recent critical posts."""
    lately = Lately(*split_recent(subject, policy.turns.window))
    yield from more_of_late(RULE, subject, policy, lately, Stance.CRITICAL, "critical")
