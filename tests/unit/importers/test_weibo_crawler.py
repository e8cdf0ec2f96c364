import os
from datetime import UTC, datetime

import pytest

from kolvet.importers import open_export
from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import Account, Comment, Post
from tests import factories
from tests.factories import (
    GONE,
    NAME,
    ORIGINAL,
    OTHER_UID,
    SEVEN,
    UID,
    crawler_header,
    crawler_row,
)

OWN = tuple(post for post in SEVEN if post.original is None)
REPOSTS = tuple(post for post in SEVEN if post.original)


@pytest.fixture
def read(tmp_path):
    def read(rows, name=f"{NAME}/{UID}.csv", encoding="utf-8-sig"):
        return list(open_export(factories.write_csv(tmp_path / name, rows, encoding)).rows())

    return read


def ids(rows):
    return [row.item.native_id if isinstance(row, Row) else row.reason for row in rows]


def repairs(rows):
    return [row.repairs if isinstance(row, Row) else row.reason for row in rows]


@pytest.mark.parametrize("header", "ABCDE")
@pytest.mark.parametrize("appended", "ABCDE")
@pytest.mark.parametrize("full", [False, True])
def test_rows_of_one_generation_under_the_header_of_another(read, header, appended, full):
    posts = SEVEN if full else OWN
    mixed = [
        crawler_header(header, full=full),
        *(crawler_row(post, header, full=full) for post in posts),
        *(crawler_row(post, appended, full=full) for post in posts),
    ]
    rows = read(mixed)
    assert ids(rows) == [post.mid for post in posts] * 2
    assert [row.item.text for row in rows] == [post.text for post in posts] * 2
    assert [row.item.client for row in rows] == [post.client for post in posts] * 2
    assert [row.item.engagement.comments for row in rows] == [post.comments for post in posts] * 2
    originals = [row.item.reposted.text if row.item.reposted else None for row in rows]
    assert originals == [post.original.text if post.original else None for post in posts] * 2
    expected = () if header == appended else ("aligned",)
    assert {row.repairs for row in rows[len(posts) :]} <= {expected, ()}


def test_six_generations_with_their_headers_in_one_file(read):
    rows = []
    for generation in "ABCDE":
        rows.append(crawler_header(generation, full=generation in "CE"))
        rows += [crawler_row(post, generation, full=generation in "CE") for post in OWN]
    rows.append(["uid", "用户昵称", *crawler_header("A", full=False)])
    rows += [[UID, NAME, *crawler_row(post, "A", full=False)] for post in OWN]
    found = read(rows)
    assert ids(found) == [post.mid for post in OWN] * 6
    assert set(repairs(found)) == {()}


def test_originals_under_a_full_header_and_rows_of_14_with_the_author_first(read):
    header = crawler_header("C", full=True)
    old = [[UID, NAME, *crawler_row(post, "A", full=False)] for post in OWN]
    rows = read([header, *(crawler_row(post, "D", full=True) for post in SEVEN), *old])
    assert ids(rows) == [post.mid for post in (*SEVEN, *OWN)]
    assert set(repairs(rows)) == {("aligned",)}


def test_the_header_that_lacks_the_live_photo_column(read):
    header = [name for name in crawler_header("E", full=False) if name != "Live Photo视频url"]
    rows = read([header, *(crawler_row(post, "E", full=False) for post in OWN)])
    assert [row.item.published for row in rows] == [post.when for post in OWN]
    assert [row.item.edited for row in rows] == [post.edits > 0 for post in OWN]
    assert set(repairs(rows)) == {("aligned",)}


def test_a_file_without_a_header(read):
    rows = read([crawler_row(post, "D", full=False) for post in OWN])
    assert ids(rows) == [post.mid for post in OWN]


def test_a_mark_in_the_middle_of_joined_files(tmp_path):
    first = factories.write_crawler(tmp_path / f"{UID}.csv", OWN, "C", full=False)
    second = factories.write_crawler(tmp_path / "2.csv", OWN, "D", full=False)
    first.write_bytes(first.read_bytes() + second.read_bytes())
    assert ids(open_export(first).rows()) == [post.mid for post in OWN] * 2


@pytest.mark.parametrize("generation", "BCDE")
@pytest.mark.parametrize("shown", ["5.1057E+15", "5.10570E+15", "5.10570001E+15"])
def test_an_id_that_excel_shortened_comes_back_from_the_bid(read, generation, shown):
    rows = [crawler_row(post, generation, full=False) for post in OWN]
    for row in rows:
        row[0] = shown
    found = read([crawler_header(generation, full=False), *rows])
    assert ids(found) == [post.mid for post in OWN]
    assert set(repairs(found)) == {("id_from_bid",)}


def test_an_id_whose_last_digit_excel_zeroed_comes_back_from_the_bid(read):
    row = crawler_row(OWN[0], "D", full=False)
    row[0] = OWN[0].mid[:-1] + "0"
    found = read([crawler_header("D", full=False), row])
    assert (ids(found), repairs(found)) == ([OWN[0].mid], [("id_from_bid",)])


def test_an_id_that_excel_shortened_is_lost_without_a_bid(read):
    row = crawler_row(OWN[0], "A", full=False)
    row[0] = "5.1057E+15"
    found = read([crawler_header("A", full=False), row])
    assert ids(found) == ["id_lost"]


def test_an_id_that_ends_with_a_tab_is_not_repaired(read):
    found = read([crawler_header("D", full=False), crawler_row(OWN[0], "D", full=False)])
    assert (ids(found), repairs(found)) == ([OWN[0].mid], [()])


@pytest.mark.parametrize(
    ("shown", "precise"),
    [("2024/11/28 20:19", "minute"), ("2024/11/28", "day"), ("45624.84721", "second")],
)
def test_dates_that_excel_wrote(read, shown, precise):
    header, row = crawler_header("C", full=False), crawler_row(OWN[0], "C", full=False)
    row[header.index("日期")] = shown
    (found,) = read([header, row])
    assert (found.item.published.astimezone(factories.SHANGHAI).day, found.item.precision) == (
        28,
        precise,
    )


def test_the_exact_date_beside_a_date_only_one_is_taken(read):
    header, row = crawler_header("D", full=False), crawler_row(OWN[0], "D", full=False)
    row[header.index("日期")] = "2024-11-28"
    (found,) = read([header, row])
    assert found.item.published == OWN[0].when


def test_relative_dates_count_from_when_the_file_was_written(tmp_path):
    header, row = crawler_header("C", full=False), crawler_row(OWN[0], "C", full=False)
    row[header.index("日期")] = "昨天 12:30"
    path = factories.write_csv(tmp_path / f"{UID}.csv", [header, row])
    written = datetime(2024, 11, 28, 1, 0, tzinfo=UTC).timestamp()
    os.utime(path, (written, written))
    (found,) = open_export(path).rows()
    assert found.item.published == datetime(2024, 11, 27, 4, 30, tzinfo=UTC)


def test_a_comma_that_split_a_text_is_not_guessed_away(read):
    row = crawler_row(OWN[0], "D", full=False)
    split = [*row[:2], "小米14 Ultra", " 用了两周", *row[3:]]
    assert ids(read([crawler_header("D", full=False), split])) == ["too_many_values"]
    assert ids(read([crawler_header("D", full=False), split[:-1]])) == ["columns_do_not_fit"]


def test_own_words_and_the_reposted_original_are_kept_apart(read):
    rows = read(
        [crawler_header("E", full=True), *(crawler_row(p, "E", full=True) for p in REPOSTS)]
    )
    first, _, gone = [row.item for row in rows]
    assert (first.text, first.reposted.text) == ("转发微博", ORIGINAL.text)
    assert (first.reposted.native_id, first.reposted.author.native_id) == (ORIGINAL.mid, OTHER_UID)
    assert first.reposted.published == ORIGINAL.when
    assert (gone.text, gone.reposted.available, gone.reposted.text) == ("", False, GONE.text)
    assert gone.reposted.author.native_id is None


def test_a_notice_in_place_of_a_post_is_rejected(read):
    row = crawler_row(GONE, "D", full=False)
    assert ids(read([crawler_header("D", full=False), row])) == ["notice_instead_of_text"]


@pytest.mark.parametrize("yes", ["True", "true", "TRUE", "是", "1"])
def test_flags_as_spreadsheets_write_them(read, yes):
    header, row = crawler_header("E", full=False), crawler_row(OWN[0], "E", full=False)
    row[header.index("是否编辑过")] = yes
    (found,) = read([header, row])
    assert found.item.edited


def test_html_is_taken_out_of_texts(read):
    header, row = crawler_header("D", full=False), crawler_row(OWN[0], "D", full=False)
    row[2] = '真行<img alt="[允悲]"><br />续航 a<b &amp; 一般 ...<a href="/status/1">全文</a>'
    (found,) = read([header, row])
    assert found.item.text == "真行[允悲]\n续航 a<b & 一般 ...全文"
    assert found.item.truncated


@pytest.mark.parametrize(
    ("text", "truncated"),
    [
        ("前半 ...全文", True),
        ("前半…全文", True),
        ("前半……全文\u200b", True),
        ("前半…展开", True),
        ("请看全文", False),
        ("展开", False),
        ("全文...更多", False),
    ],
)
def test_a_text_cut_off_by_weibo_is_marked(read, text, truncated):
    row = crawler_row(OWN[0], "D", full=False)
    row[2] = text
    (found,) = read([crawler_header("D", full=False), row])
    assert found.item.truncated is truncated


@pytest.mark.parametrize(
    ("name", "author"),
    [
        (f"{NAME}/{UID}.csv", (UID, NAME)),
        (f"{UID}/{UID}.csv", (UID, None)),
        (f"Downloads/{UID}.csv", (UID, None)),
        (f"campaign7/{UID}.csv", (UID, None)),
        (f"weibo/SampleBlogger/{UID}.csv", (UID, "SampleBlogger")),
        ("2024/20241128.csv", (None, None)),
        ("备份/微博.csv", (None, None)),
    ],
)
def test_the_author_may_come_from_the_path(read, name, author):
    rows = read([crawler_header("D", full=False), crawler_row(OWN[0], "D", full=False)], name)
    assert (rows[0].item.author.native_id, rows[0].item.author.name) == author


USERS = [
    *(
        "用户id",
        "昵称",
        "性别",
        "生日",
        "所在地",
        "IP属地",
        "学习经历",
        "公司",
        "注册时间",
        "阳光信用",
    ),
    *("微博数", "粉丝数", "关注数", "简介", "主页", "头像", "高清头像", "微博等级", "会员等级"),
    *("是否认证", "认证类型", "认证信息", "上次记录微博信息"),
]


@pytest.mark.parametrize("left_out", [(), ("IP属地",), ("IP属地", "上次记录微博信息")])
def test_profiles_of_all_widths(read, left_out):
    values = {"用户id": UID, "昵称": NAME, "微博数": 5120, "粉丝数": "225.1万", "简介": "说人话"}
    header = [name for name in USERS if name not in left_out]
    (row,) = read([header, [values.get(name, "") for name in header]], "users.csv")
    assert row.item == Account(
        "weibo", UID, NAME, 2_251_000, 5120, "说人话", f"https://weibo.com/u/{UID}"
    )


def test_comments_of_a_csv(read):
    header = ["id", "weibo_id", "created_at", "user_screen_name", "text", "pic_url", "like_count"]
    row = ["4900000000000001", OWN[0].mid, "2024-11-28 21:00:00", "路人甲", "恰饭了吧", "", "12"]
    (found,) = read([header, row], f"{NAME}_comments.csv")
    assert isinstance(found.item, Comment)
    assert (found.item.post_native_id, found.item.text, found.item.likes) == (
        OWN[0].mid,
        "恰饭了吧",
        12,
    )
    assert (found.item.author.native_id, found.item.author.name) == (None, "路人甲")


def test_the_database_gives_profile_posts_and_comments_but_no_reposts_by_others(tmp_path):
    path = factories.write_crawler_database(tmp_path / "weibodata.db", SEVEN)
    comment = {
        "id": "4900000000000001",
        "bid": "x",
        "weibo_id": OWN[0].mid,
        "root_id": "4900000000000001",
        "user_id": "1000000009",
        "created_at": "Thu Nov 28 21:00:00 +0800 2024",
        "user_screen_name": "路人甲",
        "text": "恰饭了吧",
        "like_count": 12,
    }
    repost = {key: value for key, value in comment.items() if key != "root_id"}
    factories.write_database(path, {"comments": [comment], "reposts": [repost]})
    items = [row.item for row in open_export(path).rows()]
    assert [item.name for item in items if isinstance(item, Account)] == [NAME]
    posts = [item for item in items if isinstance(item, Post)]
    assert [post.native_id for post in posts] == [post.mid for post in SEVEN]
    assert [post.reposted.available for post in posts if post.reposted] == [True, True, False]
    (found,) = [item for item in items if isinstance(item, Comment)]
    assert found.author.native_id == "1000000009"
    assert found.published == datetime(2024, 11, 28, 13, 0, tzinfo=UTC)


def test_an_account_that_was_collected_keeps_posts_that_another_reposted(tmp_path):
    path = tmp_path / "weibodata.db"
    first = {**factories.crawler_object(OWN[0]), "retweet_id": ""}
    second = {
        **factories.crawler_object(OWN[1], OTHER_UID, "样例手机"),
        "retweet_id": OWN[0].mid,
    }
    users = [{"id": uid, "nick_name": "x", "follower_count": 1} for uid in (UID, OTHER_UID)]
    rows = [
        {**row, "id": str(row["id"]), "user_id": str(row["user_id"])} for row in (first, second)
    ]
    factories.write_database(path, {"user": users, "weibo": rows})
    found = [row.item for row in open_export(path).rows() if isinstance(row.item, Post)]
    assert [(post.native_id, post.author.native_id) for post in found] == [
        (OWN[0].mid, UID),
        (OWN[1].mid, OTHER_UID),
    ]


def test_rejections_show_the_beginning_of_the_row(read):
    (found,) = read([crawler_header("D", full=False), ["2024-11-25"]])
    assert found == Rejected(2, "single_value", "2024-11-25")


def test_lines_of_a_text_that_look_a_little_like_rows_do_not_break_it(read):
    text = "联系方式\n13800000000,王先生,周末\n2024-01-01,元旦\nid,bid\n5105,x\nSomething, else"
    row = crawler_row(OWN[0], "D", full=False)
    row[2] = text
    found = read([crawler_header("D", full=False), row, crawler_row(OWN[1], "D", full=False)])
    assert [entry.item.text for entry in found] == [text, OWN[1].text]


def test_the_exacter_date_of_a_reposted_original_is_taken(read):
    day, exact = "2024-11-28", "2024-11-28 20:19:59"
    header = crawler_header("D", full=True)
    row = crawler_row(REPOSTS[0], "D", full=True)
    row[header.index("源微博日期")], row[header.index("源微博完整日期")] = day, exact
    [post] = read([header, row])
    assert post.item.reposted.published == datetime(2024, 11, 28, 12, 19, 59, tzinfo=UTC)


USERS_HEADER = [
    *(
        "用户id",
        "昵称",
        "性别",
        "生日",
        "所在地",
        "IP属地",
        "学习经历",
        "公司",
        "注册时间",
        "阳光信用",
    ),
    *("微博数", "粉丝数", "关注数", "简介", "主页", "头像", "高清头像", "微博等级", "会员等级"),
    *("是否认证", "认证类型", "认证信息", "上次记录微博信息"),
]


@pytest.mark.parametrize("old", [(), ("上次记录微博信息",), ("IP属地", "上次记录微博信息")])
@pytest.mark.parametrize("new", [(), ("上次记录微博信息",), ("IP属地", "上次记录微博信息")])
def test_a_profile_under_the_header_of_another_version(read, old, new):
    values = dict.fromkeys(USERS_HEADER, "") | {
        **{"用户id": UID, "昵称": NAME, "微博数": "5120", "粉丝数": "2251000", "关注数": "312"},
        **{"简介": "说人话的测评", "主页": f"https://m.weibo.cn/u/{UID}", "是否认证": "True"},
    }
    header = [name for name in USERS_HEADER if name not in old]
    row = [value for name, value in values.items() if name not in new]
    [found] = read([header, row], "users.csv")
    account = found.item
    assert (account.native_id, account.name, account.followers) == (UID, NAME, 2251000)
    assert (account.declared_posts, account.description) == (5120, "说人话的测评")
    assert found.repairs == (() if old == new else ("aligned",))


def test_values_that_are_no_profile_are_not_aligned_to_one(read):
    [found] = read([USERS_HEADER, [UID, *["x"] * 21]], "users.csv")
    assert isinstance(found, Rejected)
