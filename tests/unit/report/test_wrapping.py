from kolvet.report.display import Display
from kolvet.report.wrapping import break_lines

DISPLAY = Display("utf-8")


def lines(text: str, width: int, *, items: bool = False) -> list[str]:
    ranges = break_lines(text, width, width, DISPLAY, items=items)
    return [text[start:end] for start, end in ranges]


def test_chinese_breaks_between_any_two_characters() -> None:
    assert lines("小米这块屏幕真香", 8) == ["小米这块", "屏幕真香"]


def test_a_space_is_no_better_place_than_another_in_chinese() -> None:
    assert lines("充电 三十分钟机身很烫手", 12) == ["充电 三十分", "钟机身很烫手"]


def test_no_line_begins_with_a_closing_mark() -> None:
    assert lines("小米这块，屏幕真香。", 8) == ["小米这", "块，屏幕", "真香。"]


def test_no_line_ends_with_an_opening_mark() -> None:
    assert lines("他说过「真香」", 8) == ["他说过", "「真香」"]


def test_words_numbers_and_emoticons_stay_whole() -> None:
    assert lines("屏幕好SU7Ultra", 12) == ["屏幕好", "SU7Ultra"]
    assert lines("屏幕真好[doge]好", 12) == ["屏幕真好", "[doge]好"]
    assert lines("one two three", 9) == ["one two", "three"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert lines("看 abcdefghij", 4) == ["看 a", "bcde", "fghi", "j"]


def test_an_emoji_sequence_is_never_cut() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert lines(f"好好好{family}好", 8) == ["好好好", f"{family}好"]
    assert lines(family, 2) == [family]


def test_items_stay_whole_while_they_can() -> None:
    text = "12 likes  830 comments  not reviewed"
    assert lines(text, 25, items=True) == ["12 likes  830 comments", "not reviewed"]
    assert lines(text, 25) == ["12 likes  830 comments", "not reviewed"]
    assert lines(text, 28) == ["12 likes  830 comments  not", "reviewed"]
    assert lines(text, 28, items=True) == ["12 likes  830 comments", "not reviewed"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert lines("", 10) == [""]
