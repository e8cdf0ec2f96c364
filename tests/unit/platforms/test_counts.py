import pytest

from kolvet.platforms.counts import parse_count


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("1.2万", 12_000),
        ("7.2万", 72_000),
        ("225.1万", 2_251_000),
        ("100万+", 1_000_000),
        ("1.5亿", 150_000_000),
        ("1.2w", 12_000),
        ("3千", 3_000),
        ("1,234", 1_234),
        (" 316 ", 316),
        ("316.0", 316),
        ("0", 0),
        (0, 0),
        (316, 316),
        (316.0, 316),
    ],
)
def test_counts_as_platforms_print_them(value, count):
    assert parse_count(value) == count


@pytest.mark.parametrize(
    "value",
    ["--", "", "赞", "转发", "无", "-1", "1.2.3", None, True, -1, float("nan"), [], "１２x"],
)
def test_what_is_not_known_is_none_and_not_zero(value):
    assert parse_count(value) is None
