"""米粉: the fans of a brand, or rice noodles."""

import pytest

from kolvet.brands import find_target
from kolvet.text.mentions import MentionFinder

FINDER = MentionFinder(find_target("小米"))


@pytest.mark.parametrize(
    "text",
    [
        "小米不会死,死的是米粉",
        "米粉都是负资产",
        "米粉就是一群脑残",
        "小米把米粉当韭菜割,吃相难看",
        "见了几位米粉，素质很高，还给我带了特产",
        "骂米粉没脑子的人自己才可笑",
        "有个米粉在评论区说我嫉妒",
        "这些米粉懂什么",
    ],
)
def test_people_are_the_fans_and_the_mention_is_the_word_alone(text):
    fans = [mention for mention in FINDER.find(text) if mention.kind == "fans"]
    assert [mention.alias for mention in fans] == ["米粉"]
    assert text[fans[0].start : fans[0].end] == "米粉"


@pytest.mark.parametrize(
    "text",
    [
        "早上来碗米粉，加个蛋",
        "桂林的米粉就是香",
        "宝宝六个月开始吃米粉了",
        "米粉泡发之后沥干",
        "这家米粉十块钱管饱，排队的人从店里排到马路上",
        "今天的米粉太咸，差评",
    ],
)
def test_noodles_are_no_mention(text):
    assert FINDER.find(text) == ()
