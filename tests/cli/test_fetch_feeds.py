"""kolvet fetch: whose posts they are, feeds, what is not fetched at all, and --offline."""

import os

import pytest

from tests.cli.fetched import rows
from tests.platform import Blogger, serve

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks")

FACES = ("weibo-mobile", "weibo-web")
SMALL = Blogger(posts=45)

each_face = pytest.mark.parametrize("face", FACES)


# --- whose posts ---------------------------------------------------------------------------------


@each_face
def test_a_brands_account_is_its_voice_and_no_blogger(face, run, fetch, path):
    blogger = Blogger(name="小米手机", uid=1000000090, posts=30, comments=30)
    with serve(blogger) as platform:
        said = fetch(platform, blogger.name, "--source", face, "--as", "brand:小米")
        commented = [post for post in platform.posts() if post.comments]
    assert (said["stored"], said["stop"]) == (30, "end")
    assert rows(path, "SELECT name, brand FROM bloggers") == [("小米", "小米")]
    assert run("blogger", "list").stdout == ""
    asked = rows(path, "SELECT count(DISTINCT post_native_id) FROM comments")
    assert asked == [(len(commented),)]
    assert run("check", "小米手机", "--brand", "小米").returncode == 3


def test_posts_go_to_the_blogger_who_is_named(run, fetch, path):
    with serve(SMALL) as platform:
        fetch(platform, SMALL.name, "--blogger", "熊老师")
        again = fetch(platform, SMALL.name)
    assert again["blogger"] == "熊老师"
    assert rows(path, "SELECT name FROM bloggers") == [("熊老师",)]
    assert "熊老师" in run("blogger", "list").stdout


def test_what_was_imported_is_not_told_twice(run, fetch, path, tmp_path):
    """The same posts from an export and from the platform are one history."""
    with serve(SMALL) as platform:
        posts = platform.posts()
        header = "id,bid,正文,位置,日期,工具,点赞数,评论数,转发数,话题,@用户,完整日期"
        lines = [
            f"{post.mid},{post.bid},{post.text},,{post.when:%Y-%m-%d},,{post.likes},"
            f"{post.comments},{post.reposts},,,{post.when:%Y-%m-%d %H:%M:%S}"
            for post in posts
            if not post.original and not post.is_long and "," not in post.text
        ]
        export = tmp_path / "1000000001.csv"
        export.write_text("\n".join([header, *lines]), encoding="utf-8-sig")
        assert run("import", export).returncode == 0
        imported = len(rows(path, "SELECT 1 FROM posts"))
        said = fetch(platform, SMALL.name, "--source", "weibo-web")
    assert imported > 25
    assert (said["stop"], said["run"]["new"]) == ("end", 45 - imported)
    assert rows(path, "SELECT count(*) FROM posts") == [(45,)]


# --- feeds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
@pytest.mark.parametrize("place", ["", "bilibili/"], ids=["weibo", "bilibili"])
def test_a_feed_is_read_conditionally(form, place, run, path):
    with serve(SMALL) as platform:
        given = ("fetch", f"{platform.base}/feed/{place}{SMALL.uid}.{form}", "--pace", 0)
        first = run(*given, "--blogger", SMALL.name)
        assert first.returncode == 0, first.stderr
        assert "10 items, 10 new" in first.words
        assert "A feed shows about one page" in first.words
        texts = {post.text for post in platform.posts()[:10]}
        assert "nothing new since the last time" in run(*given).words
        assert platform.log[-1].status == 304
        platform.add_posts("又更新了一条，说的是散热。")
        assert "1 new" in run(*given, "--blogger", SMALL.name).words
        assert platform.log[-1].status == 200
        assert {line.route for line in platform.log} == {"feed"}
    stored = {text for (text,) in rows(path, "SELECT text FROM posts")}
    assert stored == texts | {"又更新了一条，说的是散热。"}
    platforms = rows(path, "SELECT DISTINCT platform FROM posts")
    assert platforms == [("bilibili" if place else "weibo",)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("https://space.bilibili.com/1000000001", "kolvet does not fetch from bilibili itself"),
        ("bilibili:1000000001", "kolvet import"),
        ("https://www.zhihu.com/people/yangli", "signatures"),
        ("https://www.xiaohongshu.com/user/profile/5f", "a feed of the account"),
        ("https://mp.weixin.qq.com/s/abc", "kolvet import"),
    ],
)
def test_other_platforms_come_by_feed_and_import_and_the_message_says_so(name, words, run):
    done = run("fetch", name)
    assert done.returncode == 2
    assert words in done.words


def test_offline_nothing_is_asked(run, path):
    with serve(SMALL) as platform:
        feed = f"{platform.base}/feed/{SMALL.uid}.rss"
        for name in (SMALL.name, "1000000001", feed):
            done = run("fetch", name, "--offline", "--pace", 0, platform=platform)
            assert done.returncode == 5
            assert "Offline: 127.0.0.1 was not asked" in done.words
        done = run("fetch", SMALL.name, "--pace", 0, platform=platform, KOLVET_OFFLINE="1")
        assert done.returncode == 5
        assert platform.log == []
    assert rows(path, "SELECT 1 FROM posts") == []


@pytest.mark.parametrize(
    "options",
    [
        ("--since", "gestern"),
        ("--source", "weibo-desktop"),
        ("--max-pages", "0"),
        ("--as", "brand:没有这个牌子吧", "--blogger", "样例"),
    ],
)
def test_wrong_options_end_with_2_and_ask_nothing(options, run):
    with serve(SMALL) as platform:
        done = run("fetch", SMALL.name, "--pace", 0, *options, platform=platform)
        assert done.returncode == 2
        assert "Traceback" not in done.words
        assert platform.log == []
