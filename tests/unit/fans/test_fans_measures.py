"""Every measure on a crowd small enough to count by hand."""

import pytest

from kolvet.fans.measures import MEASURES, measure
from kolvet.fans.report import measure_fans
from kolvet.model.fans import FanRules, FanSign
from tests.unit.fans.builders import (
    BRAND,
    CRITICAL,
    CRITICAL_TOO,
    FAR,
    HIS,
    OWN,
    OWN_TOO,
    RIVAL,
    Talk,
    asked,
)


def measured(talk):
    return {item.id: item for item in measure(talk.sight())}


def test_all_measures_come_in_their_order_even_from_nothing():
    found = measure(Talk().sight())
    assert tuple(item.id for item in found) == MEASURES
    assert all(item.raw.value is None and item.robust.value is None for item in found)
    assert all(item.missing for item in found)


def test_defence_counts_fans_under_critical_posts_only():
    talk = Talk().fan("甲").fan("乙").fan("丙")
    talk.say(CRITICAL, "甲", "你又黑，收了多少钱")
    talk.say(CRITICAL, "乙", "我用着挺好，没这问题")
    talk.say(CRITICAL_TOO, "丙", "看完再说吧")
    talk.say(CRITICAL, "路人", "你个水军")
    talk.say(HIS, "甲", "你又黑，收钱黑")
    defence = measured(talk)["defence"]
    assert (defence.raw.value, defence.raw.n) == (pytest.approx(2 / 3), 3)


def test_defended_posts_are_posts_not_comments():
    talk = Talk().fan("甲").fan("乙")
    for author in ("甲", "乙"):
        talk.say(CRITICAL, author, f"你又黑，{author}都用着挺好")
    talk.say(CRITICAL_TOO, "路人", "确实差")
    defended = measured(talk)["defended_posts"]
    assert (defended.raw.value, defended.raw.n) == (0.5, 2)


def test_agreeing_with_the_critic_defends_nobody():
    talk = Talk().fan("甲")
    talk.say(CRITICAL, "甲", "说得对，支持博主")
    talk.say(CRITICAL, "甲", f"{BRAND}质量太差了，垃圾")
    assert measured(talk)["defence"].raw.value == 0


def test_attack_is_hostility_under_rivals_posts():
    talk = Talk().fan("甲").fan("乙")
    talk.say(RIVAL, "甲", "垃圾东西，难用死了")
    talk.say(RIVAL, "乙", "颜色挺好看")
    talk.say(OWN, "甲", "垃圾东西，难用")
    attack = measured(talk)["attack"]
    assert (attack.raw.value, attack.raw.n) == (0.5, 2)


def test_leaving_counts_once_a_comment_and_leaving_the_account_under_own_posts():
    talk = Talk().fan("甲").fan("乙")
    talk.say(OWN, "甲", "脱粉了，退货，抵制")
    talk.say(OWN, "乙", "取关")
    talk.say(CRITICAL, "乙", "取关")
    talk.say(OWN, "乙", "挺好的")
    leaving = measured(talk)["exit"]
    assert leaving.raw.value == pytest.approx((1 + 1 / 3) / 2)  # each fan has one voice
    assert leaving.raw.n == 4


def test_words_are_counted_per_thousand_words():
    talk = Talk().fan("甲").say(OWN, "甲", "寒心 背叛 " + "好 " * 18)
    betrayal = measured(talk)["betrayal"]
    assert (betrayal.raw.value, betrayal.raw.n) == (pytest.approx(100), 20)


def test_pile_on_is_the_first_hour_and_needs_times():
    talk = Talk().fan("甲")
    talk.say(CRITICAL, "甲", "一", after=3600).say(CRITICAL, "甲", "二", after=3601)
    talk.say(CRITICAL, "甲", "三", timed=False)
    pile_on = measured(talk)["pile_on"]
    assert (pile_on.raw.value, pile_on.raw.n) == (0.5, 2)


def test_posts_that_are_known_to_the_day_have_no_first_hour():
    talk = Talk(post_times=None).fan("甲").say(CRITICAL, "甲", "一")
    assert measured(talk)["pile_on"].missing == "missing_times"


def test_polarisation_is_everybodys():
    talk = Talk()
    for number in range(10):
        talk.say(OWN, f"甲{number}", f"太好用了{number}！！支持！！")
        talk.say(OWN, f"乙{number}", f"垃圾，太差了{number}，再也不买")
    assert measured(talk)["polarisation"].raw.value == 1


@pytest.mark.parametrize(
    ("talk", "measure", "missing"),
    [
        (Talk().fan("甲").say(OWN, "甲", "好"), "defence", "missing_critical_posts"),
        (Talk().fan("甲").say(OWN, "甲", "好"), "attack", "missing_rival_posts"),
        (Talk().say(OWN, "甲", "好"), "exit", "missing_fans"),
        (Talk().say(OWN, None, "好"), "exit", "missing_authors"),
        (Talk().fan("甲").say(HIS, "甲", "好"), "exit", "missing_comments"),
        (
            Talk().fan("甲").say(OWN, "甲", "好").say(CRITICAL, "乙", "差"),
            "defence",
            "missing_fan_comments",
        ),
    ],
)
def test_what_cannot_be_measured_is_named_and_never_nought(talk, measure, missing):
    found = measured(talk)[measure]
    assert (found.raw.value, found.missing) == (None, missing)


def test_three_supportive_comments_under_two_posts_make_a_fan():
    talk = Talk()
    for number, post in enumerate((OWN, OWN, OWN_TOO)):
        talk.say(post, "甲", f"支持，好看{number}")
        talk.say(OWN, "乙", f"支持，很棒{number}")
        talk.say(post, "丙", f"支持吗？{number}")
        talk.say(post, "丁", f"不支持，太差{number}")
        talk.say(post, None, f"支持，期待{number}")
    assert dict(talk.sight().signs) == {talk.authors["甲"]: FanSign.SUPPORT}


def test_the_thresholds_are_the_policys():
    talk = Talk().say(OWN, "甲", "支持，好看")
    rules = FanRules(supportive_comments=1, supportive_posts=1)
    assert talk.sight(rules).signs
    assert not talk.sight().signs


def test_a_fan_of_another_brand_is_none_of_this():
    talk = Talk().fan("甲", brand="岚山牌").say(OWN, "甲", "好")
    assert not talk.sight().signs


def test_each_fan_counts_by_the_first_sign_that_holds():
    talk = Talk().fan("甲").say(OWN, "甲", f"我是{BRAND}粉丝").say(OWN, "乙", f"我是{BRAND}粉丝")
    counts = measure_fans(talk.read(), asked()).counts
    assert counts.fans == ((FanSign.NAME, 1), (FanSign.TEXT, 1), (FanSign.SUPPORT, 0))


def test_one_comment_accounts_count_raw_and_not_without_crowds():
    talk = Talk().fan("甲").fan("乙")
    talk.say(CRITICAL, "甲", "你又黑，收了多少钱")
    talk.say(CRITICAL, "乙", "先看看再说吧").say(OWN, "乙", "挺好")
    defence = measured(talk)["defence"]
    assert (defence.raw.value, defence.raw.n) == (0.5, 2)
    assert (defence.robust.value, defence.robust.n) == (0, 1)


def test_a_comment_pasted_by_a_crowd_counts_once_without_crowds():
    talk = Talk()
    pasted = "你这种博主天天黑国货，收了多少钱自己心里清楚，大家别信他的鬼话"
    for number in range(30):
        talk.fan(f"甲{number}").say(CRITICAL, f"甲{number}", pasted, after=FAR + number)
        talk.say(OWN, f"甲{number}", f"挺好的第{number}台")
    defence = measured(talk)["defence"]
    assert defence.raw.n == 30
    assert (defence.robust.value, defence.robust.n) == (1, 1)


def test_gaps_name_what_is_missing():
    nothing = measure_fans(Talk().read(), asked())
    assert nothing.gaps == (
        "gap_own_posts",
        "gap_critical_posts",
        "gap_rival_posts",
        "gap_fans",
        "gap_peers",
    )
    talk = Talk().fan("甲").say(OWN, "甲", "好").say(RIVAL, "甲", "差").say(CRITICAL, "甲", "黑")
    assert measure_fans(talk.read(), asked()).gaps == ("gap_fans", "gap_peers")


def test_without_a_comment_no_segmenter_is_loaded(monkeypatch):
    def refuse():
        raise AssertionError("loaded")

    monkeypatch.setattr("kolvet.fans.crowds.get_segmenter", refuse)
    assert measured(Talk())["betrayal"].raw.n == 0
    talk = Talk().fan("甲")
    talk.say(OWN, "甲", "背刺老用户")
    with pytest.raises(AssertionError, match="loaded"):
        measured(talk)
