"""wechat-article-exporter's tables and yt-dlp's info files."""

from datetime import datetime

import openpyxl
import pytest

from kolvet.errors import ImportFileError
from kolvet.importers import open_export
from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import SHANGHAI, Author, Comment, Engagement, Platform, Post
from tests import factories, factories_api, factories_tools
from tests.factories import NAME, SEVEN, UID, seeded
from tests.factories_api import write_json
from tests.factories_tools import BIZ

POST = seeded(1)[0]
TEXT = SEVEN[0].text


def items(path, kind=Post):
    rows = open_export(path).rows()
    return [row.item for row in rows if isinstance(row, Row) and isinstance(row.item, kind)]


def rejected(path):
    return [row.reason for row in open_export(path).rows() if isinstance(row, Rejected)]


# --- WeChat --------------------------------------------------------------------------------------


def article(**changed):
    return {**factories_tools.wechat_object(POST), "content": TEXT, **changed}


def sheet(path, *rows, header=None):
    """A workbook as exceljs writes it: cells that were never set are not there."""
    book = openpyxl.Workbook()
    table = book.active
    table.title = "Sheet1"
    header = header or list(factories_tools.wechat_sheet_row(POST))
    for number, row in enumerate([dict(zip(header, header, strict=True)), *rows], start=1):
        for column, name in enumerate(header, start=1):
            if row.get(name) is not None:
                table.cell(number, column, row[name])
    book.save(path)
    return path


@pytest.mark.parametrize("write", ["json", "sheet"])
def test_an_article(tmp_path, write):
    if write == "json":
        path = write_json(tmp_path / "微信公众号文章.json", [article()])
    else:
        row = {**factories_tools.wechat_sheet_row(POST), "文章内容": TEXT}
        path = sheet(tmp_path / "微信公众号文章.xlsx", row)
    assert open_export(path).collector == "wechat-article-exporter"
    (post,) = items(path)
    assert (post.platform, post.native_id) == (Platform.WECHAT, f"{BIZ}:{POST.mid[-10:]}_1")
    assert (post.author, post.text) == (Author(BIZ, NAME), f"{POST.title}\n{TEXT}")
    assert post.engagement == Engagement(POST.likes, POST.comments, POST.reposts, 9000)
    assert (post.published, post.truncated) == (POST.when, False)
    assert post.url.startswith("http://mp.weixin.qq.com/s?__biz=")


def test_counts_that_were_not_asked_for_are_unknown(tmp_path):
    asked = {"阅读", "点赞", "分享", "喜欢", "留言", "文章内容", "所属合集", "文章类型"}
    row = factories_tools.wechat_sheet_row(POST)
    bare = {name: None if name in asked else value for name, value in row.items()}
    path = sheet(tmp_path / "a.xlsx", bare, {**bare, "作者": None, "是否原创": None})
    posts = items(path)
    assert {post.engagement for post in posts} == {Engagement()}
    assert [row.repairs for row in open_export(path).rows()] == [(), ()]
    found = article()
    for key in ("readNum", "oldLikeNum", "shareNum", "likeNum", "commentNum"):
        del found[key]
    assert items(write_json(tmp_path / "a.json", [found]))[0].engagement == Engagement()


def test_without_its_content_there_is_the_digest_and_that_is_said(tmp_path):
    found = article(digest="说人话的摘要")
    del found["content"]
    (post,) = items(write_json(tmp_path / "a.json", [found]))
    assert (post.text, post.truncated) == (f"{POST.title}\n说人话的摘要", True)


@pytest.mark.parametrize(
    ("link", "native_id", "uid"),
    [
        (
            f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid=2650000001&idx=2&sn=a",
            f"{BIZ}:2650000001_2",
            BIZ,
        ),
        (
            f"http://mp.weixin.qq.com/s?sn=a&idx=2&mid=2650000001&__biz={BIZ}#rd",
            f"{BIZ}:2650000001_2",
            BIZ,
        ),
        ("https://mp.weixin.qq.com/s/AbCdEfGh1234567890_-xy", "AbCdEfGh1234567890_-xy", BIZ),
        ("https://mp.weixin.qq.com/s?sn=a", f"{BIZ}:2650000009_1", BIZ),
    ],
)
def test_an_article_is_known_by_its_address_whatever_its_tail(tmp_path, link, native_id, uid):
    found = article(link=link, aid="2650000009_1", fakeid=BIZ)
    (post,) = items(write_json(tmp_path / "a.json", [found]))
    assert (post.native_id, post.author.native_id) == (native_id, uid)


def test_two_articles_of_one_message_are_two(tmp_path):
    links = [f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid=2650000001&idx={n}&sn=a" for n in (1, 2)]
    path = write_json(tmp_path / "a.json", [article(link=link) for link in links])
    assert len({post.native_id for post in items(path)}) == 2


def test_a_shifted_row_is_not_made_an_article(tmp_path):
    row = factories_tools.wechat_sheet_row(POST)
    names = list(row)
    shifted = dict(zip(names, ["x", *list(row.values())[:-1]], strict=True))
    assert rejected(sheet(tmp_path / "a.xlsx", row, shifted)) == ["columns_do_not_fit"]


def test_comments_of_an_article(tmp_path):
    listed = {
        "content_id": "77",
        "nick_name": "路人甲",
        "content": "恰饭",
        "create_time": 1732799000,
    }
    answer = {"elected_comment": [{**listed, "content_id": "78", "like_num": 4}], "enabled": 1}
    path = write_json(tmp_path / "a.json", [article(comments=[listed, answer, None, {}])])
    first, second = items(path, Comment)
    assert (first.platform, first.text, first.likes) == (Platform.WECHAT, "恰饭", None)
    assert (first.native_id, second.native_id, second.likes) == ("77", "78", 4)
    assert first.post_native_id == items(path)[0].native_id
    assert first.published == datetime.fromtimestamp(1732799000, SHANGHAI)


# --- videos --------------------------------------------------------------------------------------


@pytest.mark.parametrize("indent", [None, 2])
def test_an_info_file_of_weibo_is_the_post(tmp_path, indent):
    document = factories_tools.yt_dlp_weibo(SEVEN[0])
    path = write_json(tmp_path / "样例 [x].info.json", document, indent)
    assert open_export(path).collector == "yt-dlp"
    (post,) = items(path)
    assert (post.platform, post.native_id) == (Platform.WEIBO, SEVEN[0].mid)
    assert (post.text, post.author) == (TEXT, Author(UID, NAME))
    assert post.engagement == Engagement(1891, None, 96, 9000)
    assert post.url == f"https://weibo.com/{UID}/{SEVEN[0].bid}"


def test_an_info_file_of_bilibili_with_comments(tmp_path):
    inner = {"author": "路人甲", "author_id": 9, "id": 2, "text": "是的", "timestamp": 1732799000}
    comments = [
        {**inner, "id": 1, "text": "恰饭了吧", "parent": "root"},
        {**inner, "parent": 1, "like_count": 3},
        {"text": "没有编号"},
        None,
    ]
    document = {**factories_tools.yt_dlp_bilibili(POST), "comments": comments}
    path = write_json(tmp_path / "a.info.json", document)
    (post,) = items(path)
    assert post.platform is Platform.BILIBILI
    assert post.native_id == f"BV1{POST.bid}"
    assert post.url == f"https://www.bilibili.com/video/BV1{POST.bid}"
    assert post.engagement == Engagement(POST.likes, POST.comments, None, 9000)
    first, second = items(path, Comment)
    assert (first.text, first.parent_native_id, second.parent_native_id) == ("恰饭了吧", "", "1")
    assert first.author == Author("9", "路人甲")
    assert {each.post_native_id for each in (first, second)} == {post.native_id}


def test_the_parts_of_a_video_are_one_post(tmp_path):
    for part in (1, 2):
        found = {**factories_tools.yt_dlp_bilibili(POST), "id": f"BV1{POST.bid}_p{part}"}
        (post,) = items(write_json(tmp_path / f"{part}.info.json", found))
        assert post.native_id == f"BV1{POST.bid}"


def test_a_video_of_another_site_is_read_too(tmp_path):
    found = {
        **factories_tools.yt_dlp_bilibili(POST),
        "id": "x1y2",
        "extractor_key": "Example",
        "webpage_url": "https://video.example/x1y2",
        "timestamp": None,
        "upload_date": "20241128",
    }
    (post,) = items(write_json(tmp_path / "a.info.json", found))
    assert (post.platform, post.native_id) == (Platform.OTHER, "example:x1y2")
    assert not post.local_id  # its comments name it by this id
    assert post.published == datetime(2024, 11, 28, tzinfo=SHANGHAI)
    assert post.precision == "day"


def test_lines_of_info_objects(tmp_path):
    documents = map(factories_tools.yt_dlp_weibo, SEVEN[:2])
    path = factories_api.write_lines(tmp_path / "a.jsonl", documents)
    assert [post.native_id for post in items(path)] == [post.mid for post in SEVEN[:2]]


def test_a_list_of_videos_is_no_post(tmp_path):
    found = {**factories_tools.yt_dlp_bilibili(POST), "_type": "playlist", "id": UID}
    assert rejected(write_json(tmp_path / "a.info.json", found)) == ["unknown_object"]


def test_an_info_file_cut_off_is_not_read(tmp_path):
    path = write_json(tmp_path / "a.info.json", factories_tools.yt_dlp_weibo(SEVEN[0]))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ImportFileError) as raised:
        open_export(path)
    assert raised.value.key == "import.not_json"


def test_a_sheet_of_articles_saved_as_csv(tmp_path):
    rows = [factories_tools.wechat_sheet_row(post) for post in seeded(5) if post.text]
    path = factories.write_table(tmp_path / "a.csv", rows)
    assert open_export(path).collector == "wechat-article-exporter"
    assert len(items(path)) == len(rows)
