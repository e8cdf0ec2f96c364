import pytest

from kolvet.model.judgements import Span
from kolvet.report.display import Display
from kolvet.report.page import Look, Page
from kolvet.report.quotes import excerpt, quote_text

DISPLAY = Display("utf-8")
LONG = "前情提要一大段，" * 30 + "散热翻车就是翻车" + "，后面还有很多话" * 30
SPAN = Span(LONG.index("散热"), LONG.index("散热") + 8)


def shown(quote: str, span: Span | None, room: int = 200, encoding: str = "utf-8") -> str:
    return quote_text(Page(Look(80, encoding=encoding)), quote, span, "bold red", room).plain


def test_a_short_quote_is_verbatim_with_its_phrase_marked() -> None:
    assert shown("小米[doge]翻车了，[/b]唉", Span(8, 11)) == "小米[doge]【翻车了】，[/b]唉"


def test_the_marks_differ_from_those_in_the_quote() -> None:
    assert shown("【评测】小米翻车", Span(4, 8)) == "【评测】〖小米翻车〗"


def test_a_phrase_that_is_the_whole_quote_needs_no_marks() -> None:
    assert shown("小米翻车", Span(0, 4)) == "小米翻车"


@pytest.mark.parametrize(
    ("end", "marked"),
    [(5, "【小米翻车】，唉！"), (4, "【小米翻车】，唉！"), (7, "小米翻车，唉！")],
)
def test_the_comma_after_a_phrase_is_not_marked(end: int, marked: str) -> None:
    assert shown("小米翻车，唉！", Span(0, end)) == marked


def test_an_ascii_console_gets_ascii_marks() -> None:
    assert shown("buy a brick today", Span(6, 11), encoding="ascii") == "buy a >>brick<< today"


@pytest.mark.parametrize("room", [40, 100, 200, 319])
def test_a_long_quote_is_cut_around_its_phrase(room: int) -> None:
    cut = excerpt(LONG, SPAN, room, DISPLAY)
    assert cut.start <= SPAN.start < SPAN.end <= cut.end
    assert cut.span == SPAN
    assert DISPLAY.cells(LONG[cut.start : cut.end]) <= room
    text = shown(LONG, SPAN, room)
    assert text.startswith("…")
    assert text.endswith("…")
    assert "【散热翻车就是翻车】" in text


def test_a_cut_begins_with_a_clause() -> None:
    cut = excerpt(LONG, SPAN, 100, DISPLAY)
    assert LONG[cut.start - 1] == "，"


def test_a_quote_without_a_phrase_is_cut_at_its_end() -> None:
    text = shown(LONG, None, 60)
    assert text == LONG[:30] + "…"


def test_a_phrase_longer_than_the_room_is_cut_too() -> None:
    cut = excerpt(LONG, Span(0, len(LONG)), 50, DISPLAY)
    assert cut.span == Span(0, cut.end)
    assert DISPLAY.cells(LONG[: cut.end]) <= 50


def test_a_cut_never_splits_an_emoji() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    quote = family * 40
    for room in range(20, 60):
        cut = excerpt(quote, Span(91, 93), room, DISPLAY)
        assert cut.start % len(family) == 0
        assert cut.end % len(family) == 0
        assert cut.span == Span(90, 95)


@pytest.mark.parametrize("span", [Span(5, 5), Span(-3, 0), Span(90, 99), Span(4, 2)])
def test_a_span_outside_the_quote_marks_nothing(span: Span) -> None:
    assert shown("小米翻车了", span) == "小米翻车了"


def test_line_breaks_of_a_quote_stay_on_its_line() -> None:
    assert shown("标题\n正文", None) == "标题↵正文"


def test_room_left_over_after_a_late_phrase_goes_to_what_stands_before_it() -> None:
    quote = "前情提要一大段" * 30 + "翻车"
    cut = excerpt(quote, Span(210, 212), 100, DISPLAY)
    assert cut.end == len(quote)
    assert DISPLAY.cells(quote[cut.start :]) == 100
