"""One post, account or comment of Weibo's API, as the live sources hand it over."""

from datetime import datetime, timedelta
from time import perf_counter

import pytest

from kolvet.importers.dialects import weibo_api
from kolvet.importers.reading import Reading, UnreadableRow
from kolvet.model.posts import SHANGHAI, Author, Precision
from tests import factories_api
from tests.factories import GONE, NAME, ORIGINAL, OTHER_NAME, OTHER_UID, SEVEN, UID

NOW = datetime(2024, 11, 29, 12, 0, tzinfo=SHANGHAI)
POST = SEVEN[0]
LONG = "先说结论，城区路口它会犹豫，老人孩子在车上的时候我会主动接管。" * 12


def read(record, uid=UID):
    (post,) = weibo_api.read_post(record, Reading(NOW, uid))
    return post


def mblog(**changed):
    return {**factories_api.mblog(POST), **changed}


def status(**changed):
    return {**factories_api.status(POST), **changed}


# --- times, counts, clients, edits ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("created_at", "when", "precision"),
    [
        ("Thu Nov 28 20:19:59 +0800 2024", "2024-11-28T20:19:59", Precision.SECOND),
        ("刚刚", "2024-11-29T12:00", Precision.MINUTE),
        ("5分钟前", "2024-11-29T11:55", Precision.MINUTE),
        ("15小时前", "2024-11-28", Precision.DAY),
        ("今天 08:30", "2024-11-29T08:30", Precision.MINUTE),
        ("昨天 12:30", "2024-11-28T12:30", Precision.MINUTE),
        ("06-14", "2024-06-14", Precision.DAY),
        ("12-14", "2023-12-14", Precision.DAY),
        ("2016-10-13 11:35", "2016-10-13T11:35", Precision.MINUTE),
        ("2018-10-13", "2018-10-13", Precision.DAY),
    ],
)
def test_every_form_of_time(created_at, when, precision):
    post = read(mblog(created_at=created_at))
    expected = datetime.fromisoformat(when).replace(tzinfo=SHANGHAI)
    assert (post.published, post.precision) == (expected, precision)


def test_relative_times_count_from_the_reading_not_from_the_clock():
    later = Reading(NOW + timedelta(days=30))
    (post,) = weibo_api.read_post(mblog(created_at="昨天 12:30"), later)
    assert post.published == datetime(2024, 12, 28, 12, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("100万+", 1_000_000),
        ("1.2万", 12_000),
        (1891, 1891),
        ("1891", 1891),
        ("赞", None),
        (None, None),
    ],
)
def test_counts_are_numbers_or_unknown(value, count):
    assert read(mblog(attitudes_count=value)).engagement.likes == count
    assert read(mblog(attitudes_count=value)).engagement.comments == POST.comments


@pytest.mark.parametrize(
    "source",
    ["Xiaomi 14 Ultra", '<a href="//app.example/" rel="nofollow">Xiaomi 14 Ultra</a>'],
)
def test_the_client_is_plain(source):
    assert read(mblog(source=source)).client == "Xiaomi 14 Ultra"


@pytest.mark.parametrize(
    ("changed", "edited"),
    [
        ({"edit_count": 2}, True),
        ({"edit_count": "1"}, True),
        ({"edit_at": "Thu Nov 28 21:00:00 +0800 2024"}, True),
        ({"edit_count": 0}, False),
        ({"edit_count": None, "edit_at": ""}, False),
    ],
)
def test_edited(changed, edited):
    assert read(mblog(**changed)).edited is edited


@pytest.mark.parametrize(
    "pics",
    [[{"pid": "x1", "url": "https://img.example/x1.jpg"}], {"0": {"pid": "x1"}, "1": {}}, None],
)
def test_pictures_may_be_a_list_or_a_dict(pics):
    assert read(mblog(pics=pics)) == read(mblog())


@pytest.mark.parametrize("missing", ["edit_count", "region_name", "source", "textLength", "user"])
def test_what_is_not_there_is_no_trouble(missing):
    record = mblog()
    del record[missing]
    assert read(record).native_id == POST.mid
    assert read(record).author.native_id == UID


@pytest.mark.parametrize("ids", [{"mid": None, "idstr": None}, {"id": int(POST.mid), "mid": None}])
def test_ids_of_either_type(ids):
    post = read(status(**ids))
    assert (post.native_id, post.url) == (POST.mid, f"https://weibo.com/{UID}/{POST.bid}")


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"id": "x", "text": "y"},
        mblog(id=None, mid=None, bid=None),
        mblog(mid=[], id={}, bid=""),
    ],
)
def test_what_has_no_id_is_unreadable(record):
    with pytest.raises(UnreadableRow):
        read(record)


def test_a_notice_instead_of_the_post_is_unreadable():
    with pytest.raises(UnreadableRow) as raised:
        read(mblog(text="抱歉，此微博已被作者删除。查看帮助：<a>网页链接</a>"))
    assert raised.value.reason == "notice_instead_of_text"


# --- reposts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make", [factories_api.mblog, factories_api.status, factories_api.official]
)
def test_the_original_is_apart(make):
    post = read(make(SEVEN[3]))
    assert post.text == SEVEN[3].text
    assert post.reposted.text == ORIGINAL.text
    assert post.reposted.author == Author(OTHER_UID, OTHER_NAME)
    assert (post.reposted.native_id, post.reposted.published) == (ORIGINAL.mid, ORIGINAL.when)
    assert post.reposted.available


@pytest.mark.parametrize(
    "make", [factories_api.mblog, factories_api.status, factories_api.official]
)
def test_a_deleted_original_keeps_its_notice(make):
    post = read(make(SEVEN[4]))
    assert post.text == ""
    assert post.reposted.text == GONE.text
    assert not post.reposted.available
    assert post.reposted.author == Author()
    assert post.engagement.likes == SEVEN[4].likes


def test_an_original_without_author_is_gone_whatever_its_text():
    original = {**factories_api.mblog(ORIGINAL), "user": None}
    assert not read(mblog(retweeted_status=original)).reposted.available


def test_the_official_api_says_what_was_deleted():
    original = {**factories_api.official(ORIGINAL, OTHER_UID, OTHER_NAME), "deleted": "1"}
    post = read({**factories_api.official(POST), "retweeted_status": original})
    assert not post.reposted.available


def test_a_post_that_names_itself_as_its_original_is_an_ordinary_one():
    post = read(status(ori_mid=POST.mid))
    assert (post.text, post.reposted) == (POST.text, None)


def test_a_quick_repost_has_no_words_of_its_own():
    quick = {
        **factories_api.status(ORIGINAL, OTHER_UID, OTHER_NAME),
        "id": int(POST.mid),
        "idstr": POST.mid,
        "mid": POST.mid,
        "mblogid": POST.bid,
        "ori_mid": ORIGINAL.mid,
        "ori_uid": int(UID),
        "screen_name_suffix_new": [
            {"content": OTHER_NAME, "type": 1},
            {"content": NAME, "type": 2},
            {"content": "快转了", "type": 3},
        ],
    }
    post = read(quick, uid=None)
    assert (post.native_id, post.text, post.author) == (POST.mid, "", Author(UID, NAME))
    assert post.reposted.author == Author(OTHER_UID, OTHER_NAME)
    assert (post.reposted.native_id, post.reposted.text) == (ORIGINAL.mid, ORIGINAL.text)
    assert weibo_api.author_id(quick) == UID


# --- whose, pinned, liked ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "pinned"),
    [
        ({"isTop": 1}, True),
        ({"isTop": True}, True),
        ({"mblogtype": 2}, True),
        ({"mblogtype": "2"}, True),
        ({"title": {"text": "置顶", "base_color": 1}}, True),
        ({"title": "置顶"}, True),
        ({"profile_type_id": "proweibotop_5105700000000001"}, True),
        ({"profile_type_id": "proweibo_5105700000000001"}, False),
        ({"isTop": 0, "mblogtype": 0, "title": {"text": "好友圈"}}, False),
        ({"title": None}, False),
    ],
)
def test_pinned(changed, pinned):
    assert weibo_api.is_pinned(mblog(**changed)) is pinned
    assert not weibo_api.is_liked(mblog(**changed))


@pytest.mark.parametrize(
    "title", ["赞过的微博", "他赞过的微博", f"{NAME} 赞了", "Ta点赞的微博", "Liked by X"]
)
def test_liked(title):
    assert weibo_api.is_liked(status(title={"text": title, "base_color": 1}))
    assert not weibo_api.is_pinned(status(title={"text": title}))


@pytest.mark.parametrize("title", [None, {}, {"text": "来自 赞达亚超话"}, {"text": "置顶"}, []])
def test_other_titles_are_not_likes(title):
    assert not weibo_api.is_liked(status(title=title))


@pytest.mark.parametrize(
    ("user", "uid"),
    [
        ({"id": 1000000001}, UID),
        ({"idstr": UID, "id": 1000000001}, UID),
        ({"id": UID}, UID),
        (None, None),
        ({}, None),
        ({"id": "x"}, None),
    ],
)
def test_the_author(user, uid):
    assert weibo_api.author_id(mblog(user=user)) == uid


# --- accounts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "followers"),
    [
        ({"followers_count": "225.1万"}, 2_251_000),
        ({"followers_count": 2251000}, 2_251_000),
        ({"followers_count": None, "followers_count_str": "225.1万"}, 2_251_000),
        ({"followers_count": "", "followers_count_str": None}, None),
    ],
)
def test_an_account(changed, followers):
    user = {**factories_api.USER_INFO, **changed}
    (account,) = weibo_api.read_account(user, Reading(NOW))
    assert (account.native_id, account.name, account.followers) == (UID, NAME, followers)
    assert (account.declared_posts, account.seen) == (5120, NOW)
    assert account.url == f"https://weibo.com/u/{UID}"


def test_an_account_without_id_is_unreadable():
    with pytest.raises(UnreadableRow):
        weibo_api.read_account({"screen_name": NAME}, Reading(NOW))


# --- comments ------------------------------------------------------------------------------------


def comments(record):
    return weibo_api.read_comment(record, POST.mid, Reading(NOW, UID))


def test_a_comment_of_the_mobile_face():
    (found,) = comments(factories_api.comment(1, "恰饭了吧<img alt=[doge] src='x'>"))
    assert (found.native_id, found.post_native_id) == ("5105700000001001", POST.mid)
    assert (found.text, found.likes, found.parent_native_id) == ("恰饭了吧[doge]", 12, "")
    assert found.author == Author("1000000009", "路人甲")
    assert found.published == datetime(2024, 11, 28, 21, 0, tzinfo=SHANGHAI)


def test_a_comment_of_the_web_face():
    record = {
        "created_at": "Thu Nov 28 21:00:00 +0800 2024",
        "id": 5105700000001001,
        "idstr": "5105700000001001",
        "rootid": 5105700000001001,
        "floor_number": 1,
        "text": "恰饭<br />了",
        "text_raw": "恰饭\n了",
        "user": {"id": 1000000009, "idstr": "1000000009", "screen_name": "路人甲"},
        "like_counts": 12,
        "comments": [],
    }
    (found,) = comments(record)
    assert (found.text, found.likes, found.parent_native_id) == ("恰饭\n了", 12, "")


def test_answers_inside_a_comment_come_after_it():
    inner = [
        {**factories_api.comment(2, "回复@路人甲:真的"), "rootid": "5105700000001001"},
        {**factories_api.comment(3, "不信"), "rootid": ""},
        None,
        {"text": "没有编号"},
    ]
    found = comments(factories_api.comment(1, "恰饭了吧", comments=inner))
    assert [each.text for each in found] == ["恰饭了吧", "回复@路人甲:真的", "不信"]
    assert [each.parent_native_id for each in found] == ["", *["5105700000001001"] * 2]


def test_a_child_names_its_root_and_what_it_answers_is_not_lost():
    root = "5105700000001001"
    child = factories_api.comment(
        3,
        "回复@路人乙:是的",
        rootid=root,
        reply_comment=factories_api.comment(2, "是吗", rootid=root),
    )
    found = comments(child)
    assert [(each.text, each.parent_native_id) for each in found] == [
        ("回复@路人乙:是的", root),
        ("是吗", root),
    ]


@pytest.mark.parametrize("text", ["无", "null", "nan", "None"])
def test_a_comment_may_consist_of_any_word(text):
    assert comments(factories_api.comment(1, text))[0].text == text


def test_a_commenter_is_never_taken_for_the_blogger():
    (found,) = comments(factories_api.comment(1, "x", user=None))
    assert found.author == Author()


@pytest.mark.parametrize("record", [{}, {"text": "x"}, {"id": "x1"}])
def test_a_comment_without_id_is_unreadable(record):
    with pytest.raises(UnreadableRow):
        comments(record)


# --- speed ---------------------------------------------------------------------------------------


def test_reading_a_post_takes_far_less_than_a_millisecond():
    records = [factories_api.status(post) for post in SEVEN] * 100
    records += [factories_api.mblog(post) for post in SEVEN] * 100
    reading = Reading(NOW, UID)
    begin = perf_counter()
    for record in records:
        weibo_api.read_post(record, reading)
    assert (perf_counter() - begin) / len(records) < 0.001
