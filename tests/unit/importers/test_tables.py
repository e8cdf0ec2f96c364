import os
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from kolvet.errors import ImportFileError
from kolvet.importers import open_export
from kolvet.model.imports import Rejected
from kolvet.model.posts import Comment, Platform, Precision
from tests import factories, factories_platforms
from tests.factories import NAME, SEVEN, UID

HEADER = ["标题", "发布时间", "点赞数", "链接"]
ROW = ["小米一般", "2024-11-28 20:19:59", "1.2万", "https://weibo.com/1000000001/P2qnq3P33"]


@pytest.fixture
def read(tmp_path):
    def read(rows, name="a.csv", **options):
        return list(open_export(factories.write_csv(tmp_path / name, rows), **options).rows())

    return read


def refused(path, **options):
    with pytest.raises(ImportFileError) as raised:
        list(open_export(path, **options).rows())
    assert str(raised.value)
    assert raised.value.hint
    return raised.value


def test_a_table_is_read_by_the_common_names_of_columns(read):
    (row,) = read([HEADER, ROW])
    post = row.item
    assert (post.platform, post.native_id, post.text) == (
        Platform.WEIBO,
        "5105780520911217",
        "小米一般",
    )
    assert post.published == datetime(2024, 11, 28, 12, 19, 59, tzinfo=UTC)
    assert (post.engagement.likes, post.engagement.comments) == (12_000, None)


def test_a_row_of_a_relative_time_keeps_its_id(read, tmp_path):
    rows = [["内容", "发布时间"], ["小米一般", "3分钟前"], ["小米一般", "5分钟前"]]
    first = [row.item for row in read(rows, "first.csv")]
    later = factories.write_csv(tmp_path / "later.csv", rows)
    os.utime(later, (1_500_000_000, 1_500_000_000))
    second = [row.item for row in open_export(later).rows()]
    assert [post.native_id for post in first] == [post.native_id for post in second]
    assert first[0].native_id != first[1].native_id


def test_a_title_stands_above_the_text_once(read):
    rows = read(
        [
            ["标题", "内容", "时间"],
            ["标题一", "正文", "2024-01-01"],
            ["同一句", "同一句话", "2024-01-01"],
        ]
    )
    assert [row.item.text for row in rows] == ["标题一\n正文", "同一句话"]


def test_columns_are_found_whatever_their_case_and_blanks(read):
    (row,) = read([[" Content ", "Created_At", "ID"], ["小米", "2024-01-01", "7"]])
    assert (row.item.text, row.item.native_id, row.item.precision) == ("小米", "7", Precision.DAY)


def test_a_mapping_names_the_columns(read):
    (row,) = read(
        [["甲", "乙", "丙"], ["小米", "2024-11-28", "样例博主"]],
        mapping={"text": "甲", "time": "乙", "author": "丙"},
        uid=UID,
    )
    assert (row.item.text, row.item.author.name, row.item.author.native_id) == (
        "小米",
        "样例博主",
        UID,
    )


def test_a_mapping_wins_over_a_known_collector(read):
    rows = read(
        [
            factories.crawler_header("D", full=False),
            factories.crawler_row(SEVEN[0], "D", full=False),
        ],
        mapping={"text": "工具"},
    )
    assert rows[0].item.text == SEVEN[0].client


def test_an_unknown_table_names_its_columns_and_the_option(tmp_path):
    error = refused(factories.write_csv(tmp_path / "a.csv", [["甲", "乙"], ["1", "2"]]))
    assert error.key == "import.unknown_table"
    assert "甲" in str(error)
    assert "乙" in str(error)
    assert "--map" in error.hint


def test_a_mapping_to_a_column_that_is_not_there(tmp_path):
    path = factories.write_csv(tmp_path / "a.csv", [HEADER, ROW])
    assert refused(path, mapping={"text": "没有"}).key == "import.no_such_column"
    assert refused(path, mapping={"sound": "标题"}).key == "import.unknown_field"


def test_comments_of_others_are_never_guessed_to_be_posts(tmp_path):
    rows = [["comment_id", "content", "time"], ["1", "骂得好", "2024-01-01"]]
    assert refused(factories.write_csv(tmp_path / "a.csv", rows)).key == "import.unknown_table"


def test_rows_without_an_id_keep_theirs_from_one_import_to_the_next(read):
    rows = [["内容", "时间"], ["小米一般", "2024-01-01"], ["另一条", "2024-01-01"]]
    first = [row.item.native_id for row in read(rows)]
    assert first == [row.item.native_id for row in read(rows)]
    assert len(set(first)) == 2


def test_empty_cells_that_excel_left_out_at_the_end(read):
    rows = read([[*HEADER, "备注"], ROW[:3], ROW, ROW[:1], [*ROW, "", "", ""]])
    assert [getattr(row, "repairs", None) or getattr(row, "reason", "") for row in rows] == [
        ("padded",),
        ("padded",),
        "single_value",
        ("padded",),
    ]


def test_more_values_than_columns_are_rejected(read):
    assert read([HEADER, [*ROW, "", "多"]]) == [
        Rejected(2, "too_many_values", ",".join([*ROW, "", "多"])[:80])
    ]


def test_semicolons_and_tabs_separate_columns(tmp_path):
    for mark in ";\t":
        path = tmp_path / "a.csv"
        path.write_text(f"内容{mark}时间\n小米，一般{mark}2024-01-01\n", encoding="utf-8")
        assert [row.item.text for row in open_export(path).rows()] == ["小米，一般"]


def test_a_workbook_with_several_sheets(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Contents"
    post = factories_platforms.weibo(SEVEN[0], new=False)
    comment = {
        "comment_id": "4900000000000001",
        "create_time": 1732796399,
        "create_date_time": "2024-11-28 20:19:59+08:00",
        "note_id": SEVEN[0].mid,
        "content": "恰饭了吧",
        "comment_like_count": "12",
        "parent_comment_id": "0",
        "user_id": "1000000009",
        "nickname": "路人甲",
    }
    creator = {"user_id": UID, "nickname": NAME, "follows": 1, "fans": "225.1万", "tag_list": ""}
    for title, row in (
        ("Contents", post),
        ("Comments", comment),
        ("Creators", creator),
        ("说明", {"x": 1}),
    ):
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        sheet.append(list(row))
        sheet.append(list(row.values()))
    book.create_sheet("空")
    book.save(tmp_path / "weibo.xlsx")
    items = [row.item for row in open_export(tmp_path / "weibo.xlsx").rows()]
    assert [type(item).__name__ for item in items] == ["Post", "Comment", "Account"]
    assert (items[0].native_id, items[2].followers) == (SEVEN[0].mid, 2_251_000)
    assert (items[1].post_native_id, items[1].parent_native_id, items[1].likes) == (
        SEVEN[0].mid,
        "",
        12,
    )


def test_cells_that_hold_numbers_dates_and_flags(tmp_path):
    book = openpyxl.Workbook()
    header = factories.crawler_header("E", full=False)
    values = dict(zip(header, factories.crawler_row(SEVEN[0], "E", full=False), strict=True))
    values |= {
        "id": 5.10570000999999e15,
        "日期": datetime(2024, 11, 28, 20, 19, 59),  # noqa: DTZ001 - cells have no zone
        "点赞数": 1891.0,
    }
    values |= {"完整日期": 45624.84721, "是否编辑过": True}
    book.active.append(header)
    book.active.append(list(values.values()))
    book.save(tmp_path / f"{UID}.xlsx")
    (row,) = open_export(tmp_path / f"{UID}.xlsx").rows()
    assert (row.item.native_id, row.repairs) == (SEVEN[0].mid, ("id_from_bid",))
    assert (row.item.published, row.item.engagement.likes) == (SEVEN[0].when, 1891)
    assert row.item.edited


def test_a_damaged_workbook_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    path = tmp_path / "a.xlsx"
    book.save(path)
    path.write_bytes(path.read_bytes()[:-200])
    assert refused(path).key == "import.workbook_broken"


def test_every_platform_is_named(tmp_path):
    found = {}
    for name, make in factories_platforms.MEDIA.items():
        path = factories.write_table(tmp_path / f"{name}.jsonl", [make(SEVEN[0], new=False)])
        (row,) = open_export(path).rows()
        found[name] = (row.item.platform, row.item.url.partition("?")[0])
    mid = SEVEN[0].mid
    assert found == {
        "weibo": (Platform.WEIBO, f"https://weibo.com/{UID}/{SEVEN[0].bid}"),
        "xhs": (Platform.XIAOHONGSHU, f"https://www.xiaohongshu.com/explore/{int(mid):024x}"),
        "douyin": (Platform.DOUYIN, f"https://www.douyin.com/video/{mid}"),
        "bili": (Platform.BILIBILI, f"https://www.bilibili.com/video/av{mid}"),
        "dynamics": (Platform.BILIBILI, f"https://t.bilibili.com/{mid}"),
        "kuaishou": (Platform.KUAISHOU, f"https://www.kuaishou.com/short-video/{mid}"),
        "zhihu": (Platform.ZHIHU, f"https://www.zhihu.com/question/1/answer/{mid}"),
        "tieba": (Platform.TIEBA, f"https://tieba.baidu.com/p/{mid}"),
    }


@pytest.mark.parametrize(
    ("keys", "platform"),
    [
        (
            {"comment_id": "1", "note_id": "2", "content": "x", "pictures": ""},
            Platform.XIAOHONGSHU,
        ),
        ({"comment_id": "1", "aweme_id": "2", "content": "x"}, Platform.DOUYIN),
        ({"comment_id": "1", "video_id": "2", "content": "x"}, Platform.BILIBILI),
        ({"comment_id": "1", "video_id": "3xa", "content": "x"}, Platform.KUAISHOU),
        ({"comment_id": "1", "content_id": "2", "content": "x"}, Platform.ZHIHU),
        ({"comment_id": "1", "note_id": "2", "content": "x", "tieba_name": "y"}, Platform.TIEBA),
    ],
)
def test_comments_of_every_platform(tmp_path, keys, platform):
    row = {**keys, "create_time": 1732796399, "publish_time": 1732796399, "creator_hash": "ab" * 8}
    path = factories.write_table(tmp_path / "a.jsonl", [row])
    (found,) = open_export(path).rows()
    assert isinstance(found.item, Comment)
    assert (found.item.platform, found.item.author.native_id) == (platform, "sha256:" + "ab" * 8)
    assert found.item.published == datetime(2024, 11, 28, 12, 19, 59, tzinfo=UTC)


def test_a_fork_of_weibo_search_repeats_the_post_for_each_comment(read):
    header = [
        *factories.SEARCH_HEADER.split(",")[:19],
        "评论人ID",
        "评论人昵称",
        "评论时间",
        "评论内容",
        "点赞次数",
    ]
    post = factories.search_row(SEVEN[0])[:19]
    rows = read(
        [
            header,
            [*post, "1000000008", "路人甲", "2024-11-28 21:00", "恰饭了吧", "3"],
            [*post, "1000000009", "路人乙", "2024-11-28 21:01", "支持", ""],
        ]
    )
    assert [type(row.item).__name__ for row in rows] == ["Post", "Comment"] * 2
    assert rows[0].item == rows[2].item
    assert {row.item.post_native_id for row in rows[1::2]} == {SEVEN[0].mid}
    assert rows[1].item.native_id != rows[3].item.native_id


def test_a_failure_of_the_collector_is_no_text(tmp_path):
    row = {**factories.spider_row(SEVEN[0]), "content": "网络出错"}
    path = factories.write_table(tmp_path / "a.jsonl", [row])
    assert [row.reason for row in open_export(path).rows()] == ["collector_failed"]


def test_a_composed_repost_is_split(tmp_path):
    path = factories.write_spider(tmp_path / f"{UID}.csv", SEVEN[2:5])
    rows = [row.item for row in open_export(path).rows()]
    assert [(post.text, post.reposted.text) for post in rows] == [
        (post.text, post.original.text) for post in SEVEN[2:5]
    ]
    assert [post.reposted.available for post in rows] == [True, True, False]


def test_the_text_file_of_weibo_spider_points_to_its_other_files(tmp_path):
    path = tmp_path / f"{UID}.txt"
    text = f"用户信息：\n用户昵称：{NAME}\n用户id：{UID}\n\n微博内容：\n1:小米一般\n微博位置：无\n"
    path.write_bytes(text.encode("gb18030"))
    assert list(open_export(path).rows()) == [Rejected(1, "text_without_ids")]


def test_english_lines_do_not_break_a_text_of_weibo_spider(tmp_path):
    post = replace(SEVEN[0], text="小米\nSomething, else, entirely\nsomething, lower")
    path = factories.write_spider(tmp_path / f"{UID}.csv", [post, SEVEN[1]])
    assert [row.item.text for row in open_export(path).rows()] == [post.text, SEVEN[1].text]


def test_an_address_decides_the_id_of_a_weibo_post(read):
    (row,) = read([["id", *HEADER], ["7", *ROW]])
    assert row.item.native_id == "5105780520911217"


def test_a_table_named_by_a_date_or_a_number_has_no_author(read):
    (row,) = read([HEADER, ROW], f"{UID}.csv")
    assert row.item.author.native_id is None


@pytest.mark.parametrize(
    ("given", "url", "is_local"),
    [
        ("1", "", True),
        ("", "https://blog.example/1", True),
        ("65a0f1", "", True),
        ("", "", True),
        ("1", "https://www.douyin.com/video/7300000000000000001", True),
        ("7300000000000000001", "https://www.douyin.com/video/7300000000000000001", False),
        ("170001", "https://www.bilibili.com/video/av170001", False),
        ("65a0f1e2000000001e00abcd", "https://xhslink.com/a/Xy", False),
        ("1", "https://weibo.com/1000000001/P2qnq3P33", False),
        ("5105780520911217", "https://weibo.com/u/1000000001", False),
        ("1", "https://weibo.com/u/1000000001", True),
    ],
)
def test_a_number_that_a_table_gave_is_no_id_of_a_platform(read, given, url, is_local):
    rows = [["id", "昵称", "正文", "发布时间", "链接"], [given, NAME, "小米", "2024-01-01", url]]
    (row,) = read(rows)
    assert row.item.local_id is is_local
