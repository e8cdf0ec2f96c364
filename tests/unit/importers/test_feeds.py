"""RSS, Atom and JSON Feed, as RSSHub and others write them."""

import json
from html import escape

import pytest

from kolvet.importers import open_export
from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import SHANGHAI, Author, Engagement, Platform, Precision
from tests import factories_platforms
from tests.factories import NAME, ORIGINAL, OTHER_NAME, OTHER_UID, SEVEN, UID

POST = SEVEN[0]
LINK = f"https://weibo.com/{UID}/{POST.bid}"
WHEN = "Thu, 28 Nov 2024 12:19:59 GMT"
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)


def rss(tmp_path, *elements, name="a.xml"):
    path = tmp_path / name
    items = "".join(f"<item>{element}</item>" for element in elements)
    path.write_text(f'<rss version="2.0" {SPACES}><channel>{items}</channel></rss>', "utf-8")
    return path


def atom(tmp_path, *elements):
    path = tmp_path / "a.atom"
    entries = "".join(f"<entry>{element}</entry>" for element in elements)
    text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entries}</feed>'
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{text}', encoding="utf-8")
    return path


def json_feed(tmp_path, *items):
    path = tmp_path / "feed.json"
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "x",
        "authors": [{"name": NAME}],
        "items": list(items),
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=4), encoding="utf-8")
    return path


def posts(path):
    return [row.item for row in open_export(path).rows() if isinstance(row, Row)]


def reasons(path):
    return [row.reason for row in open_export(path).rows() if isinstance(row, Rejected)]


def weibo(body, more=""):
    return (
        f"<title>x</title><description>{escape(body)}</description><link>{LINK}</link>"
        f"<pubDate>{WHEN}</pubDate><author>{NAME}</author>{more}"
    )


# --- Weibo by RSSHub -----------------------------------------------------------------------------


def test_the_counts_that_one_version_shows_are_read(tmp_path):
    stats = (
        "<stats><reposts_count>96</reposts_count><comments_count>445</comments_count>"
        "<attitudes_count>1891</attitudes_count></stats>"
    )
    (post,) = posts(rss(tmp_path, weibo("文", stats)))
    assert post.engagement == Engagement(1891, 445, 96)
    assert posts(rss(tmp_path, weibo("文")))[0].engagement == Engagement()


def test_a_repost_names_the_author_of_the_original(tmp_path):
    quoted = (
        f'这话没毛病<br><blockquote> - 转发 <a href="https://weibo.com/{OTHER_UID}" '
        f'target="_blank">@{OTHER_NAME}</a>:&ensp;样例手机X9发布<br>全新影像</blockquote>'
    )
    (post,) = posts(rss(tmp_path, weibo(quoted)))
    assert post.text == "这话没毛病"
    assert post.reposted.text == "样例手机X9发布\n全新影像"
    assert post.reposted.author == Author(OTHER_UID, OTHER_NAME)


def test_the_readable_layout_tells_the_id_of_the_original_and_its_notes_are_dropped(tmp_path):
    address = f"https://weibo.com/{OTHER_UID}/{ORIGINAL.bid}"
    quoted = (
        '没毛病<br clear="both" /><div style="clear: both"></div><blockquote style="padding:5px">'
        f'<a href="https://weibo.com/{OTHER_UID}">@{OTHER_NAME}</a>:&ensp;X9发布'
        f'<br><small>原博：<a href="{address}">{address}</a></small>'
        '<br><small>2024/11/27 09:00:00</small><br clear="both" /></blockquote>'
    )
    (post,) = posts(rss(tmp_path, weibo(quoted)))
    assert (post.text, post.reposted.text) == ("没毛病", "X9发布")
    assert post.reposted.native_id == ORIGINAL.mid
    assert post.reposted.author == Author(OTHER_UID, OTHER_NAME)


@pytest.mark.parametrize("text", ["抱歉，此微博已被作者删除。查看帮助：网页链接", "看不到了"])
def test_an_original_that_is_gone(tmp_path, text):
    quoted = (
        '可惜<br><blockquote> - 转发 <a href="https://weibo.com/sorry">@[原微博不可访问]</a>'
        f":&ensp;{text}</blockquote>"
    )
    (post,) = posts(rss(tmp_path, weibo(quoted)))
    assert (post.text, post.reposted.text) == ("可惜", text)
    assert not post.reposted.available
    assert post.reposted.author == Author()


def test_what_rsshub_puts_around_a_text_is_not_the_authors(tmp_path):
    body = (
        f'<a href="https://weibo.com/{UID}">{NAME}</a>:&ensp;续航一般'
        '<br clear="both" /><video controls="controls"><source src="x.mp4">'
        '<p>视频无法显示，请前往<a href="x">微博视频</a>观看。</p></video>'
        "<div><h3>热门评论</h3><p><a>路人甲</a>: 小米真差</p></div>"
    )
    assert posts(rss(tmp_path, weibo(body)))[0].text == "续航一般"


@pytest.mark.parametrize(
    "link",
    [LINK, f"https://m.weibo.cn/status/{POST.bid}", f"https://m.weibo.cn/detail/{POST.mid}"],
)
def test_addresses_of_both_faces_are_one_post(tmp_path, link):
    path = rss(tmp_path, f"<description>文</description><link>{link}</link><guid>{LINK}</guid>")
    assert posts(path)[0].native_id == POST.mid


# --- elements ------------------------------------------------------------------------------------


def test_the_whole_text_is_preferred_to_the_summary(tmp_path):
    item = (
        "<title>样例</title><description>摘要</description><content:encoded>"
        "<![CDATA[<p>全部内容</p>]]></content:encoded><link>https://blog.example/1</link>"
    )
    assert posts(rss(tmp_path, item))[0].text == "样例\n全部内容"


def test_titles_and_texts_of_media_are_not_those_of_the_item(tmp_path):
    item = (
        "<source><title>别的源</title></source><media:group><media:title>图一</media:title><media:description>图</media:description>"
        "</media:group><media:title>图二</media:title><title>样例</title>"
        "<description>正文</description><link>https://blog.example/1</link>"
        "<dc:creator>样例作者</dc:creator>"
    )
    (post,) = posts(rss(tmp_path, item))
    assert (post.text, post.author.name) == ("样例\n正文", "样例作者")


@pytest.mark.parametrize(
    ("element", "comments"),
    [
        ("<slash:comments>7</slash:comments>", 7),
        ("<comments>https://blog.example/1#comments</comments>", None),
    ],
)
def test_a_number_of_comments_and_an_address_of_comments(tmp_path, element, comments):
    item = f"<title>样例</title><link>https://blog.example/1</link>{element}"
    assert posts(rss(tmp_path, item))[0].engagement.comments == comments


@pytest.mark.parametrize(
    ("written", "when", "precision"),
    [
        (WHEN, "2024-11-28T20:19:59", Precision.SECOND),
        ("Thu, 28 Nov 2024 20:19:59 +0800", "2024-11-28T20:19:59", Precision.SECOND),
        ("2024-11-28T12:19:59Z", "2024-11-28T20:19:59", Precision.SECOND),
        ("2024-11-28T20:19:59+08:00", "2024-11-28T20:19:59", Precision.SECOND),
        ("2024-11-28 20:19", "2024-11-28T20:19:00", Precision.MINUTE),
    ],
)
def test_times_of_either_writing(tmp_path, written, when, precision):
    item = f"<title>x</title><link>https://blog.example/1</link><pubDate>{written}</pubDate>"
    (post,) = posts(rss(tmp_path, item))
    assert post.published.astimezone(SHANGHAI).isoformat() == f"{when}+08:00"
    assert post.precision is precision


def test_atom_prefers_the_time_of_publication_and_the_page_to_the_attachment(tmp_path):
    entry = (
        '<title>样例</title><link rel="enclosure" href="https://img.example/a.jpg"/>'
        '<link rel="self" href="https://feed.example/1"/><link href="https://blog.example/1"/>'
        "<id>tag:blog.example,2024:1</id><updated>2024-11-30T00:00:00Z</updated>"
        "<published>2024-11-28T12:19:59Z</published><author><name>样例作者</name>"
        '<uri>https://blog.example</uri></author><summary type="html">&lt;b&gt;正文&lt;/b&gt;'
        "</summary>"
    )
    (post,) = posts(atom(tmp_path, entry))
    assert (post.url, post.text) == ("https://blog.example/1", "样例\n正文")
    assert post.published.day == 28
    assert post.author.name == "样例作者"


def test_xhtml_in_atom_is_read_with_its_lines(tmp_path):
    entry = (
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">样<b>例</b></div></title>'
        '<link href="https://blog.example/1"/><content type="xhtml">'
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>一段 a &lt; b &lt;br&gt;</p><p>二'
        '<br/>三<img src="x" alt="[doge]"/></p></div></content><id>x</id>'
    )
    (post,) = posts(atom(tmp_path, entry))
    assert post.text == "样例\n一段 a < b <br>\n二\n三[doge]"


def test_an_atom_feed_by_rsshub(tmp_path):
    entry = (
        f'<title>x</title><content type="html">{escape("续航一般<br>贵")}</content>'
        f'<link href="{LINK}"/><id>{LINK}</id><published>2024-11-28T12:19:59.000Z</published>'
        f"<updated>2024-11-28T12:19:59.000Z</updated><author><name>{NAME}</name></author>"
        '<rsshub:upvotes xmlns:rsshub="http://rsshub.app/xml/schemas">12</rsshub:upvotes>'
    )
    (post,) = posts(atom(tmp_path, entry))
    assert (post.native_id, post.text) == (POST.mid, "续航一般\n贵")
    assert (post.published, post.engagement.likes) == (POST.when, 12)
    assert post.author == Author(UID, NAME)


@pytest.mark.parametrize(
    "head", ["<rdf:RDF xmlns:rdf='http://x' xmlns='http://y'>", "<a:feed xmlns:a='http://z'>"]
)
def test_feeds_with_other_roots(tmp_path, head):
    prefix = "a:" if head.startswith("<a:") else ""
    item = "entry" if prefix else "item"
    path = tmp_path / "a.rdf"
    path.write_text(
        f"{head}<{prefix}{item}><{prefix}title>样例</{prefix}title>"
        f"<{prefix}id>https://blog.example/1</{prefix}id></{prefix}{item}>"
        f"</{head[1:].split()[0]}>",
        encoding="utf-8",
    )
    assert posts(path)[0].text == "样例"


def test_the_author_of_the_feed_is_that_of_items_that_name_none(tmp_path):
    entry = f'<title>x</title><link href="{LINK}"/><id>{LINK}</id>{{}}'
    named = "<author><name>别人</name></author>"
    for name, found in ((NAME, NAME), ("RSSHub", None)):
        path = atom(tmp_path, entry.format(""), entry.format(named))
        text = path.read_text("utf-8").replace(
            "<entry>", f"<author><name>{name}</name></author><entry>", 1
        )
        path.write_text(text, encoding="utf-8")
        assert [post.author.name for post in posts(path)] == [found, "别人"]


# --- ids -----------------------------------------------------------------------------------------


def test_the_guid_decides_what_is_the_same_item(tmp_path):
    item = "<title>{}</title><link>https://blog.example/{}</link><guid>g{}</guid>"
    feed = rss(
        tmp_path, item.format("一", 1, 1), item.format("改过", 1, 1), item.format("一", 1, 2)
    )
    first, changed, other = posts(feed)
    assert first.native_id == changed.native_id != other.native_id
    elsewhere = item.format("一", 1, 1).replace("blog.example", "other.example")
    assert posts(rss(tmp_path, elsewhere))[0].native_id != first.native_id


def test_without_a_guid_the_text_decides(tmp_path):
    item = "<title>{}</title><link>https://blog.example/</link>"
    first, same, other = posts(rss(tmp_path, *(item.format(title) for title in "一一二")))
    assert first.native_id == same.native_id != other.native_id


def test_an_address_in_the_guid_stands_in_for_the_link(tmp_path):
    (post,) = posts(rss(tmp_path, f"<description>文</description><guid>{LINK}</guid>"))
    assert (post.native_id, post.author.native_id) == (POST.mid, UID)


def test_an_item_without_anything_is_rejected(tmp_path):
    assert reasons(rss(tmp_path, f"<pubDate>{WHEN}</pubDate>")) == ["text_missing"]


# --- other platforms -----------------------------------------------------------------------------


def test_notes_of_xiaohongshu_have_a_title_and_no_time(tmp_path):
    link = "https://www.xiaohongshu.com/user/profile/5f/64b0000000000000000000ab"
    path = rss(tmp_path, f"<title>样例笔记</title><link>{link}</link><guid>{link}</guid>")
    (row,) = open_export(path).rows()
    assert row.item.platform is Platform.XIAOHONGSHU
    assert row.item.native_id == "64b0000000000000000000ab"
    assert (row.item.text, row.item.published) == ("样例笔记", None)
    assert row.repairs == ("date_missing",)


def test_a_repost_on_bilibili_is_taken_apart(tmp_path):
    body = "这个可以<br>//转发自: @样例手机: 样例手机X9发布<br>全新影像<br><br>视频地址：x"
    item = (
        f"<title></title><description>{escape(body)}</description>"
        f"<link>https://t.bilibili.com/1000000000000000001</link><author>{NAME}</author>"
    )
    (post,) = posts(rss(tmp_path, item))
    assert (post.platform, post.native_id) == (Platform.BILIBILI, "1000000000000000001")
    assert (post.text, post.reposted.author.name) == ("这个可以", "样例手机")
    assert post.reposted.text.startswith("样例手机X9发布\n全新影像")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (f"{NAME}回答了问题: 怎么看样例手机", "怎么看样例手机\n一般"),
        (f"{NAME}发表了文章: 样例手机测评", "样例手机测评\n一般"),
        ("我为什么不喜欢这台手机: 一些想法", "我为什么不喜欢这台手机: 一些想法\n一般"),
        ("不再关注了: 再见", "不再关注了: 再见\n一般"),
    ],
)
def test_ones_own_words_on_zhihu(tmp_path, title, text):
    link = "https://www.zhihu.com/question/1/answer/2"
    item = f"<title>{title}</title><description>一般</description><link>{link}</link>"
    (post,) = posts(rss(tmp_path, item))
    assert (post.platform, post.native_id, post.text) == (Platform.ZHIHU, "2", text)


@pytest.mark.parametrize(
    "verb", ["赞同了回答", "赞同了文章", "收藏了回答", "关注了问题", "赞了想法"]
)
def test_activities_on_zhihu_are_not_ones_own_words(tmp_path, verb):
    link = "https://www.zhihu.com/question/1/answer/2"
    item = f"<title>{NAME}{verb}: 怎么看</title><description>别人写的</description>"
    assert reasons(rss(tmp_path, f"{item}<link>{link}</link>")) == ["liked_not_own"]


def test_articles_of_wechat_are_told_apart(tmp_path):
    link = "https://mp.weixin.qq.com/s?__biz=MzAwMA==&amp;mid=2650000001&amp;idx={}&amp;sn=a"
    items = [f"<title>样例{n}</title><link>{link.format(n)}</link>" for n in (1, 2)]
    first, second = posts(rss(tmp_path, *items))
    assert (first.platform, first.native_id) == (Platform.WECHAT, "MzAwMA==:2650000001_1")
    assert second.native_id == "MzAwMA==:2650000001_2"
    assert first.author.native_id == "MzAwMA=="


# --- JSON Feed -----------------------------------------------------------------------------------


def test_items_of_a_json_feed_may_lack_everything_but_the_id(tmp_path):
    path = json_feed(
        tmp_path,
        {"id": LINK, "content_text": "续航一般", "authors": [{"name": NAME, "url": "x"}]},
        {"id": "7", "url": "https://blog.example/7", "title": "样例", "content_html": "<p>文</p>"},
        {"id": "8", "content_text": "无链接", "date_published": "2024-11-28T20:19:59+08:00"},
    )
    assert open_export(path).collector == "feed"
    first, second, third = posts(path)
    assert (first.native_id, first.text, first.author.name) == (POST.mid, "续航一般", NAME)
    assert (second.text, second.published, second.author.name) == ("样例\n文", None, NAME)
    assert (third.text, third.published, third.url) == ("无链接", POST.when, "")


def test_a_feed_of_json_in_one_line_is_one_document(tmp_path):
    path = factories_platforms.write_json_feed(tmp_path / "a.json", SEVEN)
    assert [post.native_id for post in posts(path)] == [post.mid for post in SEVEN]


@pytest.mark.parametrize("indent", [None, 2])
def test_an_empty_json_feed_is_a_feed(tmp_path, indent):
    path = tmp_path / "a.json"
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}
    path.write_text(json.dumps(document, indent=indent), encoding="utf-8")
    export = open_export(path)
    assert (export.collector, list(export.rows())) == ("feed", [])


def test_a_document_with_items_of_another_kind_is_no_feed(tmp_path):
    path = tmp_path / "a.json"
    row = {"内容": "续航一般", "发布时间": "2024-11-28 20:19:59"}
    path.write_text(json.dumps({"version": 2, "items": [row]}), encoding="utf-8")
    assert open_export(path).collector == "table"
    assert posts(path)[0].published == POST.when


@pytest.mark.parametrize("link", ["", "https://blog.example/a"])
def test_the_id_of_an_item_without_an_address_is_its_authors_own(tmp_path, link):
    (post,) = posts(rss(tmp_path, f"<guid>1</guid><link>{link}</link><title>x</title>"))
    assert post.local_id is (link == "")
