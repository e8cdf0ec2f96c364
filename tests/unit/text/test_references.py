"""Pointing at a brand that only the answered post names."""

import pytest

from kolvet.brands import find_target
from kolvet.text.judge import Question, judge
from kolvet.text.mentions import MentionFinder
from kolvet.text.references import find_reference

FINDER = MentionFinder(find_target("小米"))


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("这款我用了一年，屏幕真不行//@样例甲:小米平板怎么样", "这款"),
        ("同款，第二次返修了//@样例甲:小米手机又黑屏", "同款"),
        ("我家也是，客服只会让我重启//@样例甲:小米路由器天天掉线", "我家也"),
    ],
)
def test_his_own_pointing_word_is_the_mention(text, alias):
    (mention,) = find_reference(text, FINDER)
    assert text[mention.start : mention.end] == mention.alias == alias
    assert mention.brand == "小米"
    assert mention.end <= text.index("//@")


@pytest.mark.parametrize(
    "text",
    [
        "转发微博//@样例甲:小米平板又黑屏了",
        "哈哈哈//@样例甲:小米平板又黑屏了",
        "这图谁拍的//@样例甲:小米汽车在草原",
        "这款我用了一年//@样例甲:华为平板怎么样",
        "这款我用了一年//@样例甲:好的//@样例乙:小米平板怎么样",
        "这款我用了一年，没有链条",
        "这款好喝//@样例甲:小米粥熬好了",
    ],
)
def test_nothing_is_guessed(text):
    assert find_reference(text, FINDER) == ()


def test_a_judgement_rests_on_his_words_only():
    text = "同款，修了三次还是坏，退货了//@样例甲:小米手机真好用，强烈推荐"
    (judgement,) = judge([Question(text, find_target("小米"))])
    assert judgement.mentioned
    assert judgement.stance == "critical"
    assert judgement.span is not None
    assert judgement.span.end <= text.index("//@")
