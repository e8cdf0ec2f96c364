import hashlib
import tracemalloc

import pytest

from kolvet.importers import open_export
from kolvet.importers.containers.csv_rows import csv_records
from kolvet.importers.containers.lines import LINE_LIMIT, OVERLONG, Lines
from kolvet.importers.containers.survey import Container, survey_file
from kolvet.model.imports import Rejected, Row


@pytest.fixture
def write(tmp_path):
    def write(content, encoding="utf-8"):
        path = tmp_path / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def lines(path, encoding="utf-8"):
    return list(Lines(path, encoding))


def records(path, starts_row=None):
    return list(csv_records(Lines(path, "utf-8"), ",", starts_row))


def starts_with_digits(line):
    return line[:6].isdecimal()


# --- survey --------------------------------------------------------------------------------------

TEXT = "编号,正文,时间\n1,小米手机一般,2024-11-28\n" * 3


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_the_encoding_is_found(write, encoding, named):
    found = survey_file(write(TEXT, encoding))
    assert (found.encoding, found.container, found.broken) == (named, Container.TEXT, 0)


def test_the_encoding_is_decided_over_the_whole_file(write):
    found = survey_file(write(b"a,b\n" * 600_000 + "小米手机一般".encode("gb18030")))
    assert found.encoding == "gb18030"


def test_a_cut_character_at_the_end_is_no_gb18030(write):
    found = survey_file(write(TEXT.encode() + "小".encode()[:2]))
    assert (found.encoding, found.broken) == ("utf-8", 0)
    damaged = survey_file(write(TEXT.encode() + b"\xff\xfe\xff" + TEXT.encode()))
    assert (damaged.encoding, damaged.broken) == ("utf-8", 3)


def test_a_character_across_blocks_is_not_broken(write):
    found = survey_file(write(b"a" + "小".encode() * 800_000))
    assert (found.encoding, found.broken) == ("utf-8", 0)


def test_size_and_digest_are_those_of_the_bytes(write):
    content = TEXT.encode("utf-16") * 50_000
    found = survey_file(write(content))
    assert (found.size, found.digest) == (len(content), hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("content", "container"),
    [
        (b"", Container.EMPTY),
        (b"\xef\xbb\xbf\r\n \n", Container.EMPTY),
        (b"SQLite format 3\0" + b"\0" * 100, Container.DATABASE),
        (b"PK\x03\x04" + b"\0" * 20 + b"[Content_Types].xml", Container.WORKBOOK),
        (b"PK\x03\x04" + b"\0" * 20 + b"photos/a.jpg", Container.ARCHIVE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Container.OLD_WORKBOOK),
        (b"\x1f\x8b\x08\0", Container.ARCHIVE),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, Container.BINARY),
        (b"id,text\n1,a\0b\n" * 9, Container.TEXT),
    ],
)
def test_the_container_is_told_by_the_first_bytes(write, content, container):
    assert survey_file(write(content)).container is container


# --- lines ---------------------------------------------------------------------------------------


def test_all_line_ends_count_and_other_separators_do_not(write):
    assert lines(write("a\nb\r\nc\rd\u2028e\x0bf\x85g")) == ["a", "b", "c", "d\u2028e\x0bf\x85g"]


def test_crlf_across_blocks_is_one_line_end(write):
    path = write("x" * ((1 << 18) - 1) + "\r\ny\r\n")
    assert [len(line) for line in lines(path)] == [(1 << 18) - 1, 1]


def test_the_last_line_without_an_end_is_noted(write):
    whole, cut = Lines(write("a\nb\n"), "utf-8"), None
    assert list(whole) == ["a", "b"]
    assert whole.terminated
    cut = Lines(write("a\nb"), "utf-8")
    assert list(cut) == ["a", "b"]
    assert not cut.terminated


def test_a_line_over_the_limit_is_replaced_and_the_next_is_whole(write):
    path = write("a\n" + "长" * (LINE_LIMIT + 400_000) + "\nb\n")
    found = lines(path)
    assert found[1] is OVERLONG
    assert (found[0], found[2:]) == ("a", ["b"])


def test_a_100_mb_line_takes_little_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        file.write(b'id,text\n1,"')
        for _ in range(100):
            file.write(b"x" * (1 << 20))
        file.write(b'"\n2,b\n')
    tracemalloc.start()
    found = records(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [item.reason if isinstance(item, Rejected) else item for item in found] == [
        (1, ["id", "text"]),
        "line_too_long",
        (3, ["2", "b"]),
    ]
    assert peak < 40_000_000


def test_position_ends_at_the_size(write):
    path = write(TEXT)
    reader = Lines(path, "utf-8")
    assert reader.position == 0
    assert list(reader)
    assert reader.position == path.stat().st_size


# --- CSV -----------------------------------------------------------------------------------------


def test_records_have_the_line_where_they_begin(write):
    path = write('a,b\n1,"two\nlines"\n\n2,"x ""y"" z"\n3,"a\n\n\nb",c\n4,d\n')
    assert records(path) == [
        (1, ["a", "b"]),
        (2, ["1", "two\nlines"]),
        (5, ["2", 'x "y" z']),
        (6, ["3", "a\n\n\nb", "c"]),
        (10, ["4", "d"]),
    ]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ('5" screen,a', ['5" screen', "a"]),
        ('"a"b,c', ["ab", "c"]),
        ('a,""', ["a", ""]),
        ('"",""', ["", ""]),
        ('a,"b,c"', ["a", "b,c"]),
        (",", ["", ""]),
    ],
)
def test_quotation_marks_as_other_writers_put_them(write, line, values):
    assert records(write(f"{line}\nnext,row\n")) == [(1, values), (2, ["next", "row"])]


def test_a_row_that_begins_inside_a_quotation_ends_the_broken_one(write):
    path = write('100001,"half\nmore\n100002,"whole"\n100003,"two\nlines"\n')
    assert records(path, starts_with_digits) == [
        Rejected(1, "quote_not_closed", '100001,"half'),
        (3, ["100002", "whole"]),
        (4, ["100003", "two\nlines"]),
    ]


def test_without_a_known_shape_the_lines_after_an_open_quotation_are_read_again(write):
    path = write('a,"half\nb,c\nd,e\n')
    assert records(path) == [
        Rejected(1, "quote_not_closed", 'a,"half'),
        (2, ["b", "c"]),
        (3, ["d", "e"]),
    ]


def test_a_quotation_open_at_the_end_costs_one_row(write):
    path = write('100001,a\n100002,"half\nand more')
    assert records(path, starts_with_digits) == [
        (1, ["100001", "a"]),
        Rejected(2, "quote_not_closed", '100002,"half'),
    ]


def test_an_open_quotation_before_many_lines_is_bounded(write):
    path = write('a,"half\n' + "b,c\n" * 20_000)
    found = records(path)
    assert found[0] == Rejected(1, "quote_not_closed", 'a,"half')
    assert found[1:] == [(line, ["b", "c"]) for line in range(2, 20_002)]


COLLECTED = {
    "weibo-search": (
        "id,bid,user_id,用户昵称,微博正文,头条文章url,发布位置,艾特用户,话题,转发数,评论数,点赞数,"
        "发布时间,发布工具,微博图片url,微博视频url,retweet_id",
        ",,,,1,2,3,2024-11-28 20:19,,,,",
        "5105700000000001,P2mamcXZn,1000000001,样例数码君",
    ),
    "weibo": (
        "note_id,content,create_time,create_date_time,liked_count,comments_count,shared_count",
        "1732796399,2024-11-28 20:19:59+08:00,1,2,3",
        "5105700000000001",
    ),
    "bilibili": (
        "video_id,video_type,title,desc,create_time,video_play_count,video_comment",
        "1732796399,1,2",
        "113560000000001,video,标题",
    ),
    "zhihu": (
        "content_id,content_type,content_text,content_url,created_time,voteup_count,desc",
        "https://www.zhihu.com/answer/1,1732796399,1,",
        "4100000001,answer",
    ),
    "tieba": (
        "note_id,title,desc,note_url,publish_time,tieba_name,total_replay_num",
        "https://tieba.baidu.com/p/1,2024-11-28 20:19,手机吧,1",
        "9100000001,标题",
    ),
    "comments": (
        "comment_id,create_time,create_date_time,note_id,content,comment_like_count,nickname",
        "1,路人甲",
        "5105700000000002,1732796399,2024-11-28 20:19:59+08:00,5105700000000001",
    ),
}


@pytest.mark.parametrize("before", ["", "第一行\n"])
@pytest.mark.parametrize(("header", "after", "start"), COLLECTED.values(), ids=COLLECTED)
def test_a_telephone_number_at_the_beginning_of_a_line_is_no_row(
    tmp_path, header, after, start, before
):
    text = f"{before}看这里\n13812345678,打电话,联系,小米,样例"
    path = tmp_path / "a.csv"
    path.write_text(f'{header}\n{start},"{text}",{after}\n', "utf-8-sig")
    [row] = open_export(path).rows()
    assert isinstance(row, Row)
    assert text in row.item.text
