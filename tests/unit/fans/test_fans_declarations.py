"""Who says that he is a fan."""

import pytest

from kolvet.brands import find_target
from kolvet.cli.imports import fan_brands
from kolvet.fans.declarations import declaration_of
from kolvet.fans.reading import fold_own


@pytest.mark.parametrize(
    "text",
    [
        "作为米粉我很失望",
        "我是米粉",
        "我也是小米的粉丝",
        "米粉一枚",
        "老米粉路过",
        "我们米粉不答应",
        "作為十年老米粉",
    ],
)
def test_who_says_so_is_one(text):
    assert declaration_of(find_target("小米")).is_in(fold_own(text))


@pytest.mark.parametrize(
    "text",
    [
        "我不是米粉",
        "你们米粉真烦",
        "米粉都这样",
        "我是小米用户",
        "桂林米粉一名厨师",
        "我是华为的粉丝",
        "说得对//@某人:我是米粉",
        "嗦碗米粉",
    ],
)
def test_who_speaks_of_fans_is_none(text):
    assert not declaration_of(find_target("小米")).is_in(fold_own(text))


def test_a_brand_without_a_pack_has_fans_by_its_name():
    declaration = declaration_of(find_target("青禾牌"))
    assert declaration.is_in(fold_own("我是青禾牌粉丝"))
    assert not declaration.is_in(fold_own("我是青禾牌粉底的老用户"))


def test_a_name_holds_a_fan_word_and_a_users_default_name_holds_none():
    assert fan_brands("米粉阿强") == ("小米",)
    assert fan_brands("小米用户20931") == ()
    assert fan_brands("路人甲") == ()
