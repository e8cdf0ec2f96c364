"""KV201 insult of users: he has insulted the people who use the brand, not its products.

What: a line, in his own posts or quoted by the press, that demeans the brand's users or fans as
people. "Users will be disappointed" is not one.
Example (invented): 「买某米的都是负资产」.
Why it matters: attacks on users act through identity and provoke more than attacks on the brand
(Liao et al. 2024, Internet Research); it is what broke the case of January 2026.
Known false alarms: insults quoted to defend the users, jokes about oneself as a user, 米粉 the
noodles. A severe one within the policy's months rejects; the scorer must be sure of it, and
until a person confirms it, it is provisional. A mild or an old one only keeps the verdict from
being clear. Where 200 fans or more were measured and are calm (the upper end of T under 0.4) it
holds instead; unmeasured fans never soften it.
"""

from collections.abc import Iterator
from datetime import date

from kolvet.model.months import months_before
from kolvet.model.posts import SHANGHAI
from kolvet.model.report import JudgedPost, Word
from kolvet.model.subject import SEVERE, Found, Subject, is_reported_insult, is_users_insult
from kolvet.policy import Policy

RULE = "KV201"
CHINESE = """KV201 辱骂用户：骂的是用这个牌子的人，不是产品。

是什么：本人帖子或报道引用的话，贬低品牌的用户或粉丝本人。「用户会失望」不算。
例子（虚构）：「买某米的都是负资产」。
为什么重要：骂人伤的是身份认同，比骂品牌更招怒（Liao 等 2024，Internet Research）；
2026 年 1 月的事就坏在这里。
已知误报：为用户辩护时引用的骂人话；自嘲；真的在说吃的米粉。期限内的严重辱骂一票否决；
须打分器有把握；人工核对之前为暂定。轻微的或期限以外的，只是不能再算可签。
若已实测 200 名以上粉丝且确实温和（T 的上界低于 0.4），改为暂缓；没有测过的粉丝不能减轻它。
"""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding for each insult: the press's first, then his posts, newest first."""
    first_day = months_before(subject.day, policy.knockouts.insult_months)
    word = Word.HOLD if _fans_are_calm(subject, policy) else Word.REJECT
    for item in subject.press:
        if is_reported_insult(item):
            severe = item.severity >= SEVERE
            rejects = severe and item.counts_from >= first_day
            yield Found(
                rule=RULE,
                severity="high" if severe else "medium",
                confidence=1.0,
                identity=(subject.brand, item.quote, item.url),
                press=(item,),
                knockout=word if rejects else Word.CONDITIONS,
                values={"quote": item.quote, "reported": True},
            )
    for judged in reversed(subject.critical):
        if is_users_insult(judged):
            yield _from_post(judged, subject.brand, first_day, word, policy)


def _fans_are_calm(subject: Subject, policy: Policy) -> bool:
    temperament = subject.fans.temperament if subject.fans else None
    return (
        temperament is not None
        and temperament.measured
        and temperament.n >= policy.fan_rules.measured_fans
        and temperament.interval.high < policy.knockouts.calm_fans
    )


def _from_post(
    judged: JudgedPost, brand: str, first_day: date, word: Word, policy: Policy
) -> Found:
    judgement, post = judged.judgement, judged.post
    severe = (judgement.severity or 0) >= SEVERE
    published = post.published
    recent = published is None or published.astimezone(SHANGHAI).date() >= first_day
    chance = 1.0 if judged.confirmed else judgement.confidence
    sure = chance >= policy.knockouts.insult_confidence
    return Found(
        rule=RULE,
        severity="high" if severe else "medium",
        confidence=chance,
        identity=(brand, post.platform, post.native_id),
        posts=(judged,),
        knockout=(word if severe and recent else Word.CONDITIONS) if sure else None,
        values={"reported": False},
    )
