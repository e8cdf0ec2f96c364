"""Near-duplicates: found, whatever the order; independent texts stay apart."""

import random

from hypothesis import given
from hypothesis import strategies as st

from kolvet.fans.copies import essence, group_copies
from kolvet.fans.reading import fold_own

LONG = "昨天拿到手用了一整天，续航比上一代好不少，拍照还是老样子，总体满意"


def groups(*texts):
    return group_copies([essence(fold_own(text)) or text for text in texts]).tolist()


def test_marks_emoticons_case_names_and_numbers_make_no_other_text():
    texts = [LONG, LONG.replace("，", " ") + "！！[doge]", f"@路人甲 {LONG} 123"]
    assert len(set(groups(*texts))) == 1


def test_a_word_changed_or_added_is_still_a_copy():
    assert len(set(groups(LONG, LONG.replace("满意", "失望"), "转：" + LONG))) == 1


def test_another_opinion_is_no_copy():
    other = "发布会看完了，价格没想象中贵，等首批评测出来再决定要不要换"
    assert len(set(groups(LONG, other))) == 2


def test_short_texts_are_copies_only_when_they_are_equal():
    assert groups("支持", "支持!") == [0, 0]
    assert len(set(groups("支持小米", "支持小明", "不支持小米"))) == 3


def test_texts_without_a_word_are_told_apart():
    assert len(set(groups("👍", "👎", "👍"))) == 2


def test_four_in_five_lightly_changed_copies_are_found():
    source = random.Random(3)
    letters = [chr(0x4E00 + number) for number in range(800)]
    originals = ["".join(source.choices(letters, k=40)) for _ in range(300)]
    changed = [text[:20] + source.choice(letters) + text[21:] for text in originals]
    found = groups(*originals, *changed)
    assert sum(found[n] == found[300 + n] for n in range(300)) >= 240
    assert len(set(found[:300])) == 300


@given(
    st.lists(st.text(alphabet="一二三四五六", max_size=24), min_size=1, max_size=25), st.randoms()
)
def test_the_order_of_texts_changes_no_group(texts, source):
    order = list(range(len(texts)))
    source.shuffle(order)
    straight, mixed = groups(*texts), groups(*(texts[number] for number in order))
    for one in range(len(texts)):
        for other in range(one):
            together = mixed[order.index(one)] == mixed[order.index(other)]
            assert together == (straight[one] == straight[other])
