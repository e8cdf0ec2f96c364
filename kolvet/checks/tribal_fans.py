"""KV301 tribal fans: the brand's fans defend, attack and leave more readily than its peers' do.

What: T, measured on 200 fans or more beside at least three peer brands, or set by a person in the
policy, reaches the policy's threshold (`fan_rules.tribal`).
Example (invented): fans of 青禾牌 defended it under 7 of 9 critical posts within the hour, and
one in eight wrote 脱粉 when they felt betrayed; fans of its peers hardly ever do.
Why it matters: the same deal that calm fans pass over becomes a boycott among tribal ones. It
says nothing against the blogger: it is about the brand that hires him.
Known false alarms: comments collected only in the days of a quarrel; a bought crowd that no copy
betrays; peers of another trade, whose fans are calmer about everything.
"""

from collections.abc import Iterator

from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV301"
CHINESE = """KV301 粉丝抱团易怒：品牌的粉丝比同类品牌的更爱护、更爱攻、说走就走。

是什么：粉丝脾气 T 达到策略阈值（fan_rules.tribal）；
T 须由 200 名以上粉丝、至少三个对照品牌测得，或由人写在策略里。
例子（虚构）：青禾牌粉丝在 9 条批评帖里有 7 条一小时内就来护，
觉得被背叛时八分之一写下「脱粉」；对照品牌的粉丝很少这样。
为什么重要：同一单合作，冷静的粉丝一笑而过，抱团的粉丝会抵制。这一条说的是请人的品牌，
不是被请的人。
已知误报：评论只采自吵架那几天；没有复制痕迹的水军；对照品牌属于别的行业，粉丝本来就不激动。
"""
VERY = 0.1
"""So much above the threshold the finding is grave (judgement)."""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding when the fans are measured, or judged by a person, to be tribal."""
    if subject.fans is None:
        return
    found = subject.fans.temperament
    if not (found.measured or found.by_hand) or found.value < policy.fan_rules.tribal:
        return
    yield Found(
        rule=RULE,
        severity="high" if found.value >= policy.fan_rules.tribal + VERY else "medium",
        confidence=_chance_above(found.quantiles, policy.fan_rules.tribal),
        identity=(subject.brand,),
        values={
            "brand": subject.brand,
            "value": found.value,
            "low": found.interval.low,
            "high": found.interval.high,
            "fans": found.n,
            "by_hand": found.by_hand is not None,
        },
    )


def _chance_above(quantiles: tuple[float, ...], threshold: float) -> float:
    """Probability that T is at least the threshold."""
    return sum(value >= threshold for value in quantiles) / len(quantiles)
