"""The list of a watch, as people and spreadsheet programs write it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolvet.errors import UsageError
from kolvet.watch import Line, read_list

PATH = Path("signed.csv")


def read(text, encoding="utf-8"):
    return read_list(text.encode(encoding), PATH)


def test_lines_without_a_header():
    assert read("样例甲,小米\n样例乙,华为,weibo-web\n") == (
        Line(1, "样例甲", "小米"),
        Line(2, "样例乙", "华为", "weibo-web"),
    )


@pytest.mark.parametrize(
    "header",
    ["blogger,brand,source", "Blogger, Brand ,URL", "博主,品牌,来源", "KOL,品牌,网址"],
)
def test_a_header_is_no_subject(header):
    assert read(f"{header}\n样例甲,小米,import") == (Line(2, "样例甲", "小米", "import"),)


def test_a_header_may_name_the_columns_in_another_order_among_others():
    text = "合同号,品牌,备注,博主\n17,小米,口头约定,样例甲\n"
    assert read(text) == (Line(2, "样例甲", "小米"),)


def test_comments_and_blank_lines_count_as_lines():
    text = "# signed in 2026\n\n博主,品牌\n  # paused: 样例丙,小米\n样例甲,小米\n , ,\n样例乙,小米"
    assert [(line.number, line.blogger) for line in read(text)] == [(5, "样例甲"), (7, "样例乙")]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le-bom"]
)
def test_encodings_of_spreadsheet_programs(encoding):
    text = "博主,品牌\r\n样例数码君,小米\r\n"
    if encoding == "utf-16-le-bom":
        content = b"\xff\xfe" + text.encode("utf-16-le")
    else:
        content = text.encode(encoding)
    assert read_list(content, PATH) == (Line(2, "样例数码君", "小米"),)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
def test_delimiters(delimiter):
    text = delimiter.join(("博主", "品牌")) + "\n" + delimiter.join(("样例甲", "小米"))
    assert read(text) == (Line(2, "样例甲", "小米"),)


def test_a_cell_in_quotation_marks_may_hold_the_delimiter():
    assert read('"样例,甲","小""米"') == (Line(1, "样例,甲", '小"米'),)


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("样例甲,小米\n样例乙", "watch.no_brand", 2),
        ("样例甲,小米\n,小米", "watch.no_blogger", 2),
        ("博主,品牌\n样例甲,小米,来源", "watch.too_many", 2),
        ("样例甲,小米,import,x", "watch.too_many", 1),
        ('样例甲,小米\n"样例乙,小米', "watch.bad_quotes", 2),
        ("样例甲,小米\n# x\n样例甲, 小米 ", "watch.twice", 3),
    ],
)
def test_mistakes_are_told_with_their_line(text, key, line):
    with pytest.raises(UsageError) as caught:
        read(text)
    assert (caught.value.key, caught.value.values["line"]) == (key, line)
    assert str(line) in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["", "\n\n", "# 样例甲,小米", "博主,品牌\n"])
def test_a_list_of_nobody_is_a_mistake(text):
    with pytest.raises(UsageError) as caught:
        read(text)
    assert caught.value.key == "watch.empty_list"


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\xff\xff", b"\xff\xfe\x00\xd8", b"a,b\x00"])
def test_what_is_no_text_is_no_list(content):
    with pytest.raises(UsageError) as caught:
        read_list(content, PATH)
    assert caught.value.key == "watch.no_text"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_a_mistake(content):
    try:
        lines = read_list(content, PATH)
    except UsageError:
        return
    assert all(line.blogger and line.brand and line.number >= 1 for line in lines)
