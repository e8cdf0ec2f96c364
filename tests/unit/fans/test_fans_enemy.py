"""F: the hostile share of what fans say of him, times how many say it; and what they call him."""

import pytest

from kolvet.fans.enemy import measure_enemy
from kolvet.fans.report import measure_fans
from tests.unit.fans.builders import (
    BRAND,
    CRITICAL,
    CRITICAL_TOO,
    HIS,
    OWN,
    RULES,
    Talk,
    asked,
    critic,
)


def different(number):
    """Ten letters of no word for each number, so that no texts are near-duplicates."""
    return "".join(chr(0xAC00 + (number * 131 + place * 977) % 9000) for place in range(10))


def crowd(hostile, calm, *, post=OWN, name="样例数码君"):
    """Fans who name him, each with a second comment so that he counts without crowds."""
    talk = Talk()
    for number in range(hostile + calm):
        author = f"甲{number}"
        text = f"{name}天天黑，别请" if number < hostile else f"{name}的测评也就那样"
        talk.fan(author).say(post, author, f"{different(number)}，{text}")
        talk.say(OWN, author, f"{different(number + 500)}还可以")
    return talk


def enemy_of(talk, person=None, fans=1000):
    return measure_enemy(talk.sight(), person or critic(), fans, RULES)


@pytest.mark.parametrize(
    ("hostile", "calm", "expected"),
    [(100, 0, 1.0), (75, 25, 0.75), (40, 10, 0.8 * 0.5), (150, 150, 0.5), (0, 60, 0.0)],
)
def test_the_share_times_how_many_say_it(hostile, calm, expected):
    found = enemy_of(crowd(hostile, calm))
    assert found.value == pytest.approx(expected)
    assert found.interval.low <= found.value <= found.interval.high
    assert (found.hostile, found.n) == (hostile, hostile + calm)


def test_one_account_with_a_thousand_hostile_comments_has_one_voice():
    talk = crowd(0, 110)
    before = enemy_of(talk)
    for number in range(1000):
        talk.say(OWN, "乙", f"样例数码君你个黑子{different(number + 2000)}")
    found = enemy_of(talk.fan("乙"))
    assert (before.value, found.hostile) == (0.0, 1000)
    assert found.value == pytest.approx(1 / 111)
    assert found.interval.high < RULES.enemy_hold


def test_what_strangers_say_is_not_what_fans_say():
    talk = Talk()
    for number in range(50):
        talk.say(OWN, f"甲{number}", f"样例数码君你个黑子{different(number)}")
    assert enemy_of(talk).n == 0


def test_under_his_own_posts_nobody_writes_his_name():
    talk = Talk().fan("甲").fan("乙")
    talk.say(HIS, "甲", "你又黑，恰烂饭").say(HIS, "乙", "屏幕参数写错了吧")
    talk.say(CRITICAL_TOO, "甲", "你个水军").say(OWN, "乙", "好看").say(OWN, "甲", "不错啊")
    found = enemy_of(talk)
    assert (found.hostile, found.n) == (1, 2)


def test_answers_to_other_commenters_are_not_about_him():
    talk = Talk().fan("甲").say(HIS, "甲", "你个黑子", reply=True).say(OWN, "甲", "好")
    assert enemy_of(talk).n == 0


def test_every_name_is_looked_for_and_only_as_a_whole_word():
    talk = Talk().fan("甲").say(OWN, "甲", "digi说的什么玩意").say(OWN, "甲", "digital时代的垃圾")
    found = enemy_of(talk, critic("样例数码君", "Digi", "样"))
    assert found.n == 1


def test_naming_him_while_leaving_is_hostile_and_praise_beside_a_quarrel_is_not():
    talk = Talk().fan("甲").fan("乙")
    talk.say(OWN, "甲", "请样例数码君我就退货").say(OWN, "甲", "好看")
    talk.say(OWN, "乙", "样例数码君说得对，水军别来").say(OWN, "乙", "不错的")
    assert enemy_of(talk).hostile == 1


def test_no_fan_names_him():
    few = enemy_of(Talk().fan("甲").say(OWN, "甲", "好"), fans=5)
    assert (few.value, few.measured) == (None, False)
    many = enemy_of(Talk().fan("甲").say(OWN, "甲", "好"), fans=1000)
    assert (many.value, many.measured) == (0.0, True)
    assert 0 < many.interval.high < 0.1


def test_nicknames_are_quoted_with_how_many_use_them_and_never_one_persons_words():
    talk = Talk()
    for number in range(6):
        talk.fan(f"甲{number}").say(OWN, f"甲{number}", f"{different(number)}挺好")
        talk.say(HIS, f"甲{number}", f"这个青禾黑又来了，{different(number + 50)}")
    talk.say(HIS, "甲0", "外号大忽悠的人").say(HIS, "甲1", "人称搬运侠").say(
        HIS, "甲2", "江湖人称搬运侠啊"
    )
    talk.say(HIS, "甲3", "不是黑子")
    names = {item.text: item.fans for item in enemy_of(talk).nicknames}
    assert names == {"搬运侠": 2}
    talk = Talk()
    for number in range(6):
        talk.fan(f"甲{number}").say(OWN, f"甲{number}", f"{different(number)}挺好")
        talk.say(HIS, f"甲{number}", f"{BRAND}黑又来了，{different(number + 50)}")
    assert {item.text: item.fans for item in enemy_of(talk).nicknames} == {f"{BRAND}黑": 6}


def test_a_welcome_needs_fans_enough_and_most_of_them():
    def greeted(warm, cold):
        talk = Talk()
        for number in range(warm + cold):
            text = "说得对，客观" if number < warm else "你个黑子"
            talk.fan(f"甲{number}").say(HIS, f"甲{number}", f"{different(number)}，{text}")
            talk.say(OWN, f"甲{number}", f"{different(number + 300)}还行")
        return enemy_of(talk).welcome

    assert greeted(60, 5) is True
    assert greeted(30, 30) is False
    assert greeted(0, 40) is False
    assert greeted(10, 0) is None


def test_nobody_is_asked_about_without_a_blogger():
    assert measure_fans(Talk().read(), asked()).enemy is None
    assert measure_fans(Talk().read(), asked(person=critic())).enemy.value is None


def test_posts_of_his_that_are_critical_count_as_his():
    talk = Talk().fan("甲").say(CRITICAL, "甲", "你又黑").say(OWN, "甲", "好")
    assert enemy_of(talk).hostile == 1
