"""crawl4weibo, snscrape, Weibo-archiver, nghuyong: what the contract tests do not ask."""

from collections import Counter

import pytest

from kolvet.errors import ImportFileError
from kolvet.importers import open_export
from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import SHANGHAI, Account, Author, Comment, Post
from tests import factories_api, factories_platforms, factories_tools
from tests.factories import GONE, NAME, ORIGINAL, OTHER_NAME, OTHER_UID, SEVEN, UID
from tests.factories_api import write_json, write_lines
from tests.factories_platforms import raw_time

POST = SEVEN[0]
EVENING = "Thu Nov 28 21:00:00 +0800 2024"


def items(path, kind=Post):
    rows = open_export(path).rows()
    return [row.item for row in rows if isinstance(row, Row) and isinstance(row.item, kind)]


def reasons(path):
    return Counter(row.reason for row in open_export(path).rows() if isinstance(row, Rejected))


# --- crawl4weibo ---------------------------------------------------------------------------------

CRAWLED_COMMENT = {
    "id": "5105700000001001",
    "text": "恰饭了吧",
    "created_at": EVENING,
    "source": "来自河南",
    "user_id": "1000000009",
    "user_screen_name": "路人甲",
    "like_counts": 12,
    "reply_id": None,
    "reply_text": None,
}
COMPACT = {
    "id": POST.mid,
    "bid": POST.bid,
    "user_id": UID,
    "created_at": POST.when.isoformat(),
    "source": POST.client,
    "reposts_count": 96,
    "comments_count": 445,
    "attitudes_count": 1891,
    "is_original": True,
    "text": "先说结论...",
    "text_truncated": True,
    "image_count": 3,
}


def test_crawl4weibo_posts_carry_comments(tmp_path):
    answer = {**CRAWLED_COMMENT, "id": "2", "reply_id": "5105700000001001", "text": "是的"}
    post = {**factories_tools.crawl4weibo(POST), "comments": [CRAWLED_COMMENT, answer, None, {}]}
    path = write_json(tmp_path / "a.json", [post], 2)
    assert [each.native_id for each in items(path)] == [POST.mid]
    first, second = items(path, Comment)
    assert (first.text, first.likes, first.post_native_id) == ("恰饭了吧", 12, POST.mid)
    assert first.author == Author("1000000009", "路人甲")
    assert first.published.astimezone(SHANGHAI).isoformat() == "2024-11-28T21:00:00+08:00"
    assert (first.parent_native_id, second.parent_native_id) == ("", "5105700000001001")


@pytest.mark.parametrize("document", [COMPACT, [COMPACT], {"posts": [COMPACT], "pagination": {}}])
def test_the_compact_form_of_crawl4weibo_is_cut_off(tmp_path, document):
    path = write_json(tmp_path / "a.json", document, 2)
    assert open_export(path).collector == "crawl4weibo"
    (post,) = items(path)
    assert (post.text, post.truncated, post.reposted) == ("先说结论...", True, None)
    assert post.url.endswith(f"{UID}/{POST.bid}")


def test_a_compact_repost_of_crawl4weibo_is_still_a_repost(tmp_path):
    path = write_json(tmp_path / "a.json", [{**COMPACT, "is_original": False}])
    assert items(path)[0].reposted.text == ""


def test_a_user_and_an_error_of_crawl4weibo(tmp_path):
    user = {"id": UID, "screen_name": NAME, "followers_count": "225.1万", "posts_count": 5120}
    (account,) = items(write_json(tmp_path / "a.json", user, 2), Account)
    assert (account.followers, account.declared_posts) == (2_251_000, 5120)
    error = {"error": "登录失效", "type": "AuthenticationError"}
    assert reasons(write_json(tmp_path / "b.json", error, 2)) == {"platform_refused": 1}


def test_comments_of_crawl4weibo_alone_are_of_no_post(tmp_path):
    for document in ([CRAWLED_COMMENT], {"comments": [CRAWLED_COMMENT], "pagination": {}}):
        path = write_json(tmp_path / "a.json", document, 2)
        assert reasons(path) == {"comment_without_post": 1}


# --- snscrape ------------------------------------------------------------------------------------


def test_snscrape_gives_originals_and_their_loss(tmp_path):
    path = write_lines(tmp_path / "a.jsonl", map(factories_tools.snscrape, SEVEN))
    assert open_export(path).collector == "snscrape"
    posts = items(path)
    assert posts[2].reposted.author == Author(OTHER_UID, OTHER_NAME)
    assert posts[4].reposted.text == GONE.text
    assert not posts[4].reposted.available
    assert posts[0].url == f"https://weibo.com/{UID}/{POST.bid}"


@pytest.mark.parametrize(
    ("created", "precision"), [("06-14", "day"), ("2018-10-13", "day"), (EVENING, "second")]
)
def test_snscrape_keeps_the_times_of_its_years(tmp_path, created, precision):
    row = {**factories_tools.snscrape(POST), "createdAt": created, "commentsCount": "100万+"}
    (post,) = items(write_lines(tmp_path / "a.jsonl", [row]))
    assert (post.precision, post.engagement.comments) == (precision, 1_000_000)


def test_what_snscrape_wrote_for_other_sites_is_rejected(tmp_path):
    row = {**factories_tools.snscrape(POST), "_type": "snscrape.modules.mastodon.Toot"}
    path = write_lines(tmp_path / "a.jsonl", [factories_tools.snscrape(POST), row])
    assert len(items(path)) == 1
    assert reasons(path) == {"unknown_object": 1}


def test_a_user_of_snscrape(tmp_path):
    user = factories_tools.snscrape(POST)["user"]
    (account,) = items(write_lines(tmp_path / "a.jsonl", [user]), Account)
    assert (account.native_id, account.name, account.followers) == (UID, NAME, 2_251_000)


# --- Weibo-archiver ------------------------------------------------------------------------------

ARCHIVED_COMMENT = {
    "id": "5105700000001001",
    "text": "恰饭了吧[img://https://img.example/c.jpg]",
    "img": "https://img.example/c.jpg",
    "createdAt": EVENING,
    "regionName": "来自河南",
    "floor": 1,
    "commentsCount": 0,
    "likesCount": 12,
    "user": {"uid": "1000000009", "name": "路人甲", "avatar": ""},
}
USER = {"uid": UID, "name": NAME, "avatar": "", "bio": "说人话的测评", "followers": 2251000}


def former(post, uid=UID, name=NAME):
    """A post as the tool wrote it until 2025."""
    row = {
        "id": int(post.mid),
        "region_name": "发布于 广东",
        "created_at": raw_time(post.when),
        "source": f'<a href="//x.example">{post.client}</a>',
        "mblogid": post.bid,
        "text": post.text,
        "imgs": [],
        "reposts_count": post.reposts,
        "comments_count": post.comments,
        "like_count": post.likes,
        "user": {"uid": uid, "name": name, "avatar": ""},
        "comments": [],
    }
    if post.original:
        row["retweeted_status"] = former(post.original, OTHER_UID, OTHER_NAME)
    return row


def test_archived_posts_carry_comments(tmp_path):
    post = {**factories_platforms.archiver(POST), "comments": [ARCHIVED_COMMENT, None, {}]}
    path = write_json(tmp_path / "weibo-data-x.json", {"weibo": [post], "user": USER}, 2)
    (found,) = items(path, Comment)
    assert (found.text, found.likes, found.post_native_id) == ("恰饭了吧", 12, POST.mid)
    assert found.author == Author("1000000009", "路人甲")
    assert found.published.astimezone(SHANGHAI).hour == 21


def test_archived_posts_of_former_versions(tmp_path):
    answer = {**ARCHIVED_COMMENT, "created_at": EVENING, "like_count": 3}
    del answer["createdAt"], answer["likesCount"]
    rows = [former(post) for post in SEVEN]
    rows[0]["comments"] = [answer]
    path = write_json(tmp_path / "a.json", {"weibo": rows, "user": {**USER, "postCount": 9}}, 2)
    posts = items(path)
    assert open_export(path).collector == "Weibo-archiver"
    assert [post.text for post in posts] == [post.text for post in SEVEN]
    assert [post.engagement.likes for post in posts] == [post.likes for post in SEVEN]
    assert [post.published for post in posts] == [post.when for post in SEVEN]
    assert {post.author for post in posts} == {Author(UID, NAME)}
    assert posts[0].client == POST.client
    assert posts[2].reposted.author == Author(OTHER_UID, OTHER_NAME)
    assert (posts[2].reposted.text, posts[2].reposted.published) == (ORIGINAL.text, ORIGINAL.when)
    (found,) = items(path, Comment)
    assert (found.likes, found.published.astimezone(SHANGHAI).hour) == (3, 21)


def test_the_first_versions_named_the_author_as_the_api_does(tmp_path):
    row = {**former(POST), "attitudes_count": POST.likes}
    del row["like_count"], row["comments"]
    row["user"] = {"id": UID, "screen_name": NAME, "profile_image_url": ""}
    path = write_json(tmp_path / "a.json", [row])
    (post,) = items(path)
    assert open_export(path).collector == "Weibo-archiver"
    assert (post.author, post.engagement.likes) == (Author(UID, NAME), POST.likes)


def test_lines_of_lists_of_archived_posts(tmp_path):
    rows = [factories_platforms.archiver(post) for post in SEVEN]
    path = write_lines(tmp_path / "weibo.jsonl", [rows[:3], rows[3:6], [], rows[6:]])
    assert open_export(path).collector == "Weibo-archiver"
    assert [post.native_id for post in items(path)] == [post.mid for post in SEVEN]
    assert [row.line for row in open_export(path).rows()] == [1, 1, 1, 2, 2, 2, 4]


def test_the_profile_may_lack_the_number_of_posts(tmp_path):
    user = {**USER, "followings": 3, "birthday": "", "followingIds": [], "createdAt": ""}
    path = write_json(tmp_path / "a.json", {"weibo": [], "user": user}, 2)
    (account,) = items(path, Account)
    assert (account.followers, account.declared_posts) == (2_251_000, None)
    assert items(write_json(tmp_path / "data-user.json", user, 2), Account) == [account]


def test_people_he_follows_are_not_accounts_of_his(tmp_path):
    followed = {**USER, "uid": OTHER_UID, "followings": 3, "location": "广东", "createdAt": ""}
    with pytest.raises(ImportFileError):
        open_export(write_json(tmp_path / "a.json", [followed]))


def test_favourites_are_other_peoples_posts(tmp_path):
    favourite = {**factories_platforms.archiver(ORIGINAL, OTHER_UID), "favBy": UID}
    assert reasons(write_json(tmp_path / "a.json", [favourite])) == {"liked_not_own": 1}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (factories_api.mymblog_page(SEVEN)["data"], Post),
        (factories_api.info_page()["data"], Account),
        ([factories_api.comment(1, "x")], Rejected),
    ],
    ids=["mymblog", "profile", "buildComments"],
)
def test_the_raw_folder_holds_answers(tmp_path, answer, kind):
    path = write_json(tmp_path / "raw" / "statuses" / "1732846210000.json", answer, 2)
    assert open_export(path).collector == "Weibo API"
    rows = list(open_export(path).rows())
    assert rows
    assert all(isinstance(row, kind) or isinstance(row.item, kind) for row in rows)


# --- nghuyong ------------------------------------------------------------------------------------


def test_comment_files_of_nghuyong_are_known_for_what_they_are(tmp_path):
    row = {
        "_id": 5105700000001001,
        "created_at": "2024-11-28 21:00:00",
        "like_counts": 12,
        "ip_location": "来自河南",
        "content": "恰饭了吧",
        "comment_user": {"_id": "1000000009", "nick_name": "路人甲"},
        "crawl_time": 1732846210,
    }
    path = write_lines(
        tmp_path / "comment_20241129101010.jsonl", [row, {**row, "reply_comment": row}]
    )
    assert open_export(path).collector == "nghuyong/WeiboSpider"
    assert reasons(path) == {"comment_without_post": 2}
