"""What a comment does: own rules, each with the sentence that it is for and one that it is not."""

import pytest

from kolvet.fans.reading import (
    ADDRESSES,
    AROUSED,
    ASKS,
    DEFENDS,
    EXITS,
    SUPPORTS,
    UNFOLLOWS,
    WELCOMES,
    fold_own,
    is_hostile,
    read_text,
    read_tone,
)
from kolvet.fans.words import comment_patterns


def read(text):
    return read_text(fold_own(text))


def tone(text):
    return read_tone(fold_own(text))


def hostile(text, *, to_author=True, named=False):
    return is_hostile(read(text).signs, to_author=to_author, named=named)


@pytest.mark.parametrize(
    "text",
    [
        "你个黑子又来带节奏",
        "收了多少钱",
        "滚",
        "又黑，天天黑有意思吗",
        "博主真是脑残",
        "不懂就别瞎说",
        "取关了",
        "恰烂饭的嘴脸",
        "你真恶心",
        "这博主收了友商多少钱",
        "友商给你打钱了？",
        "博主是友商派来的吧",
        "每次都黑，烦不烦",
        "没用过就别瞎评",
        "你就是见不得国产好",
        "带什么节奏",
    ],
)
def test_attacks_on_the_author_are_hostile(text):
    assert hostile(text)


@pytest.mark.parametrize(
    "text",
    [
        "他不是黑子",
        "别再造谣了大家都冷静",
        "说得好，客观",
        "滚筒洗衣机不错",
        "楼上是黑子吧",
        "那些水军别来",
        "他们都是脑残",
        "电池有点小",
        "回复@天天黑:说得对",
        "这价格真恶心",
        "脑残设计",
        "花了多少钱买的",
        "给我便宜点，打钱吧",
        "拍照黑的一塌糊涂",
        "屏幕一直黑屏",
        "没用过别的牌子，不好比较",
        "不懂就问，多少钱",
        "我的手机也卡，退货了",
        "希望官方能看到",
    ],
)
def test_what_is_no_attack_on_the_author_is_not(text):
    assert not hostile(text)


def test_an_answer_to_another_commenter_is_not_about_the_author():
    assert hostile("你个黑子")
    assert not hostile("你个黑子", to_author=False)


def test_who_is_named_is_attacked_wherever_it_is_said():
    assert hostile("请他我就退货", to_author=False, named=True)
    assert not hostile("请他我就退货", to_author=False)
    assert not hostile("期待他的测评", to_author=False, named=True)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("脱粉了，再也不买", EXITS),
        ("全家抵制", EXITS),
        ("取关", UNFOLLOWS),
        ("气死我了", AROUSED),
        ("支持！！", AROUSED),
        ("冲冲冲", AROUSED),
        ("明天就去退", EXITS),
        ("下次不买你家了", EXITS),
        ("米粉十年，再见", EXITS),
        ("我用着挺好的", DEFENDS),
        ("用了三年没任何问题", DEFENDS),
        ("我这台还行", DEFENDS),
        ("同样配置别家贵一千", DEFENDS),
        ("说得对", WELCOMES),
        ("加油", SUPPORTS),
        ("什么时候发货？", ASKS),
    ],
)
def test_signs_are_found(text, sign):
    assert read(text).signs & sign


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("不会脱粉的", EXITS),
        ("拒绝抵制", EXITS),
        ("七天无理由退货", EXITS),
        ("退货率多少", EXITS),
        ("上次退货很快", EXITS),
        ("谁说要脱粉了", EXITS),
        ("脱粉是不可能脱粉的", EXITS),
        ("马上退休了，买一台", EXITS),
        ("抵制日货", EXITS),
        ("用了三天就没电", DEFENDS),
        ("我这台也有问题", DEFENDS),
        ("不支持", SUPPORTS),
        ("还行吧!", AROUSED),
        ("更强的是对面", SUPPORTS),
        ("其他颜色呢", ADDRESSES),
    ],
)
def test_what_only_looks_like_a_sign_is_not_one(text, sign):
    assert not read(text).signs & sign


def test_words_that_close_ranks_and_words_of_betrayal_are_counted():
    reading = read("寒心，背刺自己人，兄弟们一致对外")
    assert (reading.betrayal, reading.us_and_them) == (2, 3)


def test_what_others_wrote_is_not_read():
    assert read("转发//@某人:脱粉了，气死我了").signs == 0
    assert read("转发//@某人:脱粉了").signs == 0


def test_traditional_script_and_odd_widths_are_read_alike():
    assert read("脫粉了，再也不買").signs == read("脱粉了，再也不买").signs


def test_a_denied_label_is_no_name_for_anybody():
    assert read("他就是个黑子").labels == ("黑子",)
    assert read("他不是黑子").labels == ()


@pytest.mark.parametrize(
    ("better", "worse"),
    [("很好用", "不好用"), ("流畅", "卡顿"), ("不卡", "太卡了"), ("支持", "垃圾")],
)
def test_tone_minds_negation(better, worse):
    assert tone(better) > 0 > tone(worse)


def test_the_quick_look_never_hides_a_pattern():
    examples = [
        "这博主收了友商多少钱",
        "友商给你打钱了",
        "友商派来的",
        "天天黑",
        "没用过就别瞎评",
        "见不得国产好",
        "你行你上",
        "带节奏",
        "恰饭了吧",
        "明天就去退",
        "不再是米粉",
        "米粉十年,再见",
        "用了三年没任何问题",
        "没出过毛病",
        "我这台还行",
        "友商也一样",
        "同样配置别家贵",
    ]
    reached = set()
    for kind, hint, pattern in comment_patterns():
        for number, example in enumerate(examples):
            if pattern.search(example):
                assert hint.search(example), (kind, example)
                reached.add(number)
    assert reached == set(range(len(examples)))
