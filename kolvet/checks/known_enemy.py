"""KV302 known enemy: the brand's fans know him, and as somebody against them.

What: F, the hostile share among fan comments that name him (or answer his own posts) times the
number of such fans over a hundred, at most 1. From `fan_rules.enemy_hold` on the verdict is at
least hold; from half of that on it is said.
Example (invented): of 240 comments in which fans of 青禾牌 name 样例数码君, 190 are hostile; 31
fans call him 「青黑」.
Why it matters: fans who have a name for him learn of a deal within the hour.
Known false alarms: another person of the same name; one quarrel that all comments come from; fans
who tease somebody whom they like.
"""

from collections.abc import Iterator

from kolvet.model.report import Word
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV302"
CHINESE = """KV302 粉丝眼中的公敌：品牌的粉丝认得他，而且当他是对立面。

是什么：F = 提到他（或回应他的帖子）的粉丝评论里敌意所占比例
×（这些粉丝数 / 100，最多为 1）。达到 fan_rules.enemy_hold 时结论至少为暂缓；达到其一半就会提示。
例子（虚构）：青禾牌粉丝提到样例数码君的 240 条评论里 190 条带敌意，31 名粉丝叫他「青黑」。
为什么重要：粉丝给他起过外号，合作的消息一小时内就会传开。
已知误报：同名的别人；评论全来自同一场争吵；粉丝对喜欢的人开玩笑。
"""
SAID_FROM = 0.5
"""Share of the threshold from which it is worth saying (judgement)."""
SHOWN = 3


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding when enough fans are hostile to him."""
    enemy = subject.fans.enemy if subject.fans else None
    if enemy is None or enemy.value is None:
        return
    limit = policy.fan_rules.enemy_hold
    if enemy.value < SAID_FROM * limit:
        return
    holds = enemy.value >= limit
    names = [f"「{nickname.text}」" for nickname in enemy.nicknames[:SHOWN]]
    yield Found(
        rule=RULE,
        severity="high" if holds else "medium",
        confidence=enemy.hostile_share.interval.low if enemy.hostile_share.interval else 0.5,
        identity=(subject.brand, subject.blogger.name),
        knockout=Word.HOLD if holds else None,
        values={
            "hostile": enemy.hostile,
            "comments": enemy.n,
            "fans": enemy.fans,
            "value": enemy.value,
            "names": " ".join(names) or "-",
        },
    )
