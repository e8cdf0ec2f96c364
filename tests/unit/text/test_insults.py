"""Contempt for the people who buy a brand, and what only looks like it: the rules.

What the encoder adds is asked in tests/unit/text/test_two_tiers.py and tests/quality.
"""

import pytest

from kolvet.model.brands import Alias, AliasKind, Brand, Target
from kolvet.model.judgements import Judgement, Stance, TargetKind
from kolvet.text.judge import Question, judge

_BRAND = Brand(
    name="样例牌",
    aliases=(
        Alias(AliasKind.NAME, ("样例牌",)),
        Alias(AliasKind.FANS, ("样粉",), patterns=("(?:死的是|脑残)(样粉)",)),
        Alias(AliasKind.EXECUTIVE, ("样总",)),
    ),
)
TARGET = Target(brand=_BRAND, family=(_BRAND,))


def judged(text: str) -> Judgement:
    (judgement,) = judge([Question(text, TARGET)], engine="fast")
    return judgement


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("样粉都是脑残", 3),
        ("脑残样粉又来了", 3),
        ("样例牌不会死,死的是样粉", 3),
        ("样粉就是样例牌的负资产", 3),
        ("样例牌用户都是韭菜", 3),
        ("样粉真的跟邪教一样", 3),
        ("用样例牌的都是穷逼", 3),
        ("那些样粉,一个个跪舔样总的样子真恶心", 3),
        ("样粉的优越感到底哪来的", 2),
        ("样粉素质真低", 2),
        ("某些样粉能不能带点脑子", 2),
    ],
)
def test_insults(text: str, severity: int) -> None:
    judgement = judged(text)
    assert "insult" in judgement.flags
    assert judgement.stance is Stance.CRITICAL
    assert judgement.severity == severity
    assert judgement.target_kind is TargetKind.USERS


@pytest.mark.parametrize(
    "text",
    [
        "教育样粉是个大工程",
        "样粉节快乐",
        "样粉们辛苦了,样例牌发布会见",
        "样例牌把样粉当韭菜割",
        "样例牌就是把用户当猴耍",
        "有人骂样粉脑残,我不同意",
        "谁说样粉都是脑残?我见过的都很理性",
        "样粉不是韭菜",
        "我就是脑残样粉,怎么了",
        "样粉别生气,样例牌这次真的垃圾",
        "样例牌用户太惨了,提车两周就降价",
        "样例牌用户的体验太垃圾了",
        "收割完样粉又收割车主,样例牌真恶心",
        "我妈是老样粉了,家里全是样例牌",
        "样例牌门店遇到一个女的,跟神经病一样",
    ],
)
def test_no_insults(text: str) -> None:
    judgement = judged(text)
    assert judgement.mentioned
    assert "insult" not in judgement.flags


def test_the_span_is_the_clause_of_the_insult() -> None:
    text = "样例牌不会死,死的是样粉"
    span = judged(text).span
    assert span is not None
    assert text[span.start : span.end] == "死的是样粉"
