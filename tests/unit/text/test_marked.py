"""Marked text leads back to the text as given."""

from kolvet.model.judgements import Mention, Span
from kolvet.text.marked import TARGET, mark


def test_a_mention_is_one_character_whatever_its_name() -> None:
    marked = mark("买了样例牌手机", [Mention(2, 5, "样例牌", "样例牌", "name")])
    assert marked.text == f"买了{TARGET}手机"
    assert marked.span(2, 3) == Span(2, 5)
    assert marked.span(3, 5) == Span(5, 7)


def test_what_is_hidden_becomes_one_space() -> None:
    marked = mark("感谢\0\0\0\0邀请样例牌\0\0", [Mention(8, 11, "样例牌", "样例牌", "name")])
    assert marked.text == f"感谢 邀请{TARGET}"
    assert marked.origin[-1] == 11


def test_characters_that_fold_to_several_or_none_keep_their_place() -> None:
    text = "㍿\u200b好 样例牌①"
    marked = mark(text, [Mention(4, 7, "样例牌", "样例牌", "name")])
    place = marked.places[0].at
    assert marked.span(place, place + 1) == Span(4, 7)
    assert marked.span(len(marked.text) - 1, len(marked.text)) == Span(7, 8)


def test_private_characters_of_the_text_are_no_mentions() -> None:
    marked = mark(f"{TARGET}样例牌", [Mention(1, 4, "样例牌", "样例牌", "name")])
    assert marked.text.count(TARGET) == 1
