"""A name without a pack that is part of a brand with one, and names that only look so."""

import pytest

from kolvet.brands import find_target, load_packs
from kolvet.model.brands import AliasKind
from kolvet.vet.owners import owned

PACKS = load_packs()


def owners(name):
    target = find_target(name)
    assert not target.brand.packed, target.brand.name
    return owned(target, PACKS).owners


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("小米SU7", "小米"),
        ("小米17", "小米"),
        ("su7ultra", "小米"),
        ("Xiaomi手机", "小米"),
        ("xiaomi phone", "小米"),
        ("小米(中国)", "小米"),
        ("雷军", "小米"),
        ("米粉", "小米"),
        ("花粉", "华为"),
        ("iPhone17 Pro", "苹果"),
        ("MacBook Pro", "苹果"),
        ("AppleStore", "苹果"),
        ("米家扫地机", "小米"),
        ("哈弗H6", "长城"),
    ],
)
def test_a_part_of_a_brand_has_that_brand_as_owner(name, owner):
    assert owner in owners(name)


@pytest.mark.parametrize(
    "name",
    [
        *("虚构牌", "荣耀时刻", "京东方", "京东方A", "旺旺", "大众交通", "大众口腔", "长城酒"),
        *("理想电视", "苹果园", "苹果醋", "Fiona Apple", "Apple Vacations", "黄小米"),
    ],
)
def test_what_only_looks_like_a_brand_has_no_owner(name):
    assert owners(name) == ()


def test_whom_a_pack_names_belongs_to_it():
    """Products may be of two brands, or mean something else; people and fans do not."""
    people = {AliasKind.EXECUTIVE, AliasKind.FANS}
    for pack in PACKS:
        sure = [item for item in PACKS[pack].aliases if not item.ambiguous]
        for alias in [item for item in sure if item.kind in people][:1]:
            target = find_target(alias.words[0])
            assert target.brand.packed or pack in owned(target, PACKS).owners, alias.words[0]
