"""What holds for any text: offsets inside, batches irrelevant, names irrelevant, no crash."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.model.brands import Alias, AliasKind, Brand, Target
from kolvet.model.judgements import Judgement
from kolvet.text.judge import Question, judge


def bare(name: str) -> Target:
    brand = Brand(name=name, aliases=(Alias(AliasKind.NAME, (name,)),), packed=False)
    return Target(brand=brand, family=(brand,))


FIRST, SECOND = bare("样例牌"), bare("虚构家居品牌")
PIECES = st.sampled_from(
    [
        "⟨⟩",
        "⟨⟩",
        "真好用",
        "太卡了",
        "垃圾",
        "不如苹果",
        "比华为强",
        ",",
        "。",
        "!",
        "?",
        "但是",
        "虽然",
        "没有",
        "用户都是韭菜",
        "有人说",
        '"高端"',
        "[doge]",
        "[微笑]",
        "😀",
        "👨‍👩‍👧",
        "\n",
        " ",
        "//@甲:",
        "@某人 ",
        "#⟨⟩#",
        "http://t.cn/A6",
        "抽奖",
        "希望",
        "用了三年没坏",
        "①",
        "㍿",
        "\u200b",
        "\u202e",
        "\0",
        "\ud7ff",
        "\ue000",
        "\ue003",
        "Ａ",
        "這",
        "é",
        "【",
        "】",
        "的",
        "吗",
    ]
)
TEMPLATES = st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join)


def fill(template: str, target: Target) -> str:
    return template.replace("⟨⟩", target.brand.name)


def apart_from_names(judgement: Judgement) -> Judgement:
    return replace(judgement, span=None, mentions=(), reasons=())


@settings(max_examples=200, deadline=None)
@given(TEMPLATES)
def test_offsets_lie_inside_the_text(template: str) -> None:
    text = fill(template, FIRST)
    (judgement,) = judge([Question(text, FIRST)])
    if judgement.mentioned:
        assert judgement.span is not None
        assert 0 <= judgement.span.start < judgement.span.end <= len(text)
        assert all(text[m.start : m.end] == m.alias for m in judgement.mentions)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEMPLATES, max_size=8), st.integers(0, 8))
def test_batches_do_not_matter(templates: list[str], cut: int) -> None:
    questions = [Question(fill(template, FIRST), FIRST) for template in templates]
    whole = judge(questions)
    assert whole == judge(questions[:cut]) + judge(questions[cut:])


@settings(max_examples=200, deadline=None)
@given(TEMPLATES.filter(lambda template: "样" not in template and "虚" not in template))
def test_renaming_a_brand_changes_nothing(template: str) -> None:
    (first,) = judge([Question(fill(template, FIRST), FIRST)])
    (second,) = judge([Question(fill(template, SECOND), SECOND)])
    if len(first.mentions) == len(second.mentions):
        assert apart_from_names(first) == apart_from_names(second)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_judged(text: str) -> None:
    (judgement,) = judge([Question(f"{text}样例牌{text}", FIRST)])
    assert 0.0 <= judgement.confidence <= 1.0
