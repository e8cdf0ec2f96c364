from itertools import pairwise

import pytest

from kolvet.report.display import Display, clusters, snap

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
HEART = "\u2764\ufe0f"
HEART_ON_FIRE = "\u2764\ufe0f\u200d\U0001f525"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
CHINA = "\U0001f1e8\U0001f1f3"


@pytest.mark.parametrize(
    "text",
    [
        "小米[doge]真香[/b] [bold red]x[/]",
        "\U0001f602\U0001f44d\U0001f3fd",
        FAMILY,
        HEART,
        HEART_ON_FIRE,
        ENGLAND,
        CHINA,
        "1\ufe0f\u20e3",
        "葛\U000e0100",
        "e\u0301\u4e2d\u3000\u00a0文",
        "\u0600\u0661",
        "\ue001",
        "\U0001fae8",
        "\u2019\u201c\u2026\u2014\uff0c",
    ],
)
def test_every_printable_character_survives(text: str) -> None:
    assert Display("utf-8").safe(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m红", "\\x1b[31m红"),
        ("a\x00b\x07c\x7fd\x9be", "a\\x00b\\x07c\\x7fd\\x9be"),
        ("\u202e倒\u2066\u2069\u200e\u200f\u061c", "\\u202e倒\\u2066\\u2069\\u200e\\u200f\\u061c"),
        ("小\u200b米\u200c\u2060\ufeff\u00ad", "小\\u200b米\\u200c\\u2060\\ufeff\\xad"),
        ("小\u200d米", "小\\u200d米"),
        ("\U0001f600\u200d\u200d\U0001f600", "\U0001f600\\u200d\\u200d\U0001f600"),
        ("\ufe0f小\ufe0f\ufe0f", "\\ufe0f小\ufe0f\\ufe0f"),
        ("\ud83d!", "\\ud83d!"),
        ("\U000e0041\U000e007f", "\\U000e0041\\U000e007f"),
        ("\U0001f3f4\U000e0067", "\U0001f3f4\\U000e0067"),
        ("\u034f\u115f\uffa0", "\\u034f\\u115f\\uffa0"),
        ("\ufffe\ufdd0", "\\ufffe\\ufdd0"),
        ("a\tb", "a\\x09b"),
        ("一\n二\r\n三\r四\u2028五\u2029六\x85七", "一↵二↵三↵四↵五↵六↵七"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert Display("utf-8").safe(text) == shown


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("gbk", "小米?真香|√"),
        ("cp936", "小米?真香|√"),
        ("gb18030", "小米\U0001f602真香↵√"),
        ("ascii", "?????|?"),
        ("no-such-encoding", "?????|?"),
    ],
)
def test_a_console_shows_a_question_mark_for_what_it_lacks(encoding: str, shown: str) -> None:
    assert Display(encoding).safe("小米\U0001f602真香\n√") == shown


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "big5", "latin-1", "cp437", "shift_jis"])
def test_what_is_shown_can_be_encoded(encoding: str) -> None:
    display = Display(encoding)
    symbols = display.symbols
    signs = [
        symbols.clear, symbols.conditions, symbols.hold, symbols.reject, symbols.inconclusive,
        symbols.warning, symbols.arrow, symbols.ellipsis, symbols.rule, symbols.line,
        symbols.point, symbols.bar, symbols.empty, symbols.middle, symbols.steps,
        *symbols.marks, *symbols.other_marks, display.newline,
    ]  # fmt: skip
    shown = "".join(signs) + display.safe(f"小米\U0001f602{FAMILY}{HEART}\n\x1b\ud83d")
    assert shown.encode(encoding)


def test_a_chinese_console_keeps_the_block_characters() -> None:
    assert Display("gbk").symbols == Display("utf-8").symbols
    assert Display("ascii").symbols.bar == "#"


def test_an_emoji_sequence_lacking_is_one_mark_for_each_picture() -> None:
    assert Display("gbk").safe(FAMILY + HEART) == "????"


def test_pieces_keep_the_offsets_of_the_text() -> None:
    text = f"小\x1b米\r\n{FAMILY}\ud83d"
    pieces = Display("utf-8").pieces(text)
    assert len(pieces) == len(text)
    assert pieces[1] == "\\x1b"
    assert "".join(pieces[2:3]) == "米"


def test_cells_are_at_least_what_a_terminal_uses() -> None:
    display = Display("utf-8")
    assert display.cells("小米su7") == 7
    assert display.cells("█·…") == 3
    assert display.cells("e\u0301") == 1
    assert display.cells(HEART) == 2
    assert display.cells(FAMILY) == 6
    assert Display("gbk").cells("█·…") == 6


def test_a_cluster_is_what_a_reader_sees_as_one() -> None:
    text = f"小{FAMILY}{CHINA}{CHINA}e\u0301{HEART_ON_FIRE}{ENGLAND}x"
    starts = [*clusters(text), len(text)]
    assert [text[low:high] for low, high in pairwise(starts)] == [
        "小", FAMILY, CHINA, CHINA, "e\u0301", HEART_ON_FIRE, ENGLAND, "x",
    ]  # fmt: skip


def test_a_range_is_widened_to_whole_clusters() -> None:
    text = f"a{FAMILY}b"
    assert snap(clusters(text), len(text), 2, 3) == (1, len(text) - 1)
    assert snap(clusters(text), len(text), 0, len(text)) == (0, len(text))
