from dataclasses import replace
from datetime import timedelta

import pytest

from kolvet.errors import ExitCode, UnknownBloggerError, UsageError
from kolvet.model.posts import Account, Author, Platform
from tests.unit.store.builders import DIGITAL, IMPORTED, KITCHEN, keep, post

BILI = Author("42", "样例数码君")


def on_bilibili(number: int):
    return replace(post(number, author=BILI), platform=Platform.BILIBILI)


@pytest.mark.parametrize(
    "text",
    [
        "样例数码君",
        " ＠样例数码君 ",
        "大熊",
        "BIG  Bear",
        "ｂｉｇ bear",
        "1000000001",
        "weibo:1000000001",
        "Weibo：1000000001",
        "https://weibo.com/u/1000000001",
        "weibo.com/1000000001",
        "https://weibo.com/1000000001/P2aBcDeFg?refer=x",
        "https://m.weibo.cn/u/1000000001?uid=1000000001",
        "https://m.weibo.cn/profile/1000000001",
        "HTTPS://WWW.WEIBO.COM/u/1000000001",
    ],
)
def test_blogger_is_found_by_whatever_he_is_called(store, text):
    keep(store, post(1), post(2, author=KITCHEN))
    store.add_alias("样例数码君", "大熊")
    store.add_alias("样例数码君", "Big Bear")
    assert store.find_blogger(text).accounts[0].native_id == "1000000001"


@pytest.mark.parametrize(
    ("platform", "native_id", "url"),
    [
        (Platform.BILIBILI, "42", "https://space.bilibili.com/42/dynamic"),
        (Platform.XIAOHONGSHU, "5e1a", "https://www.xiaohongshu.com/user/profile/5e1a?x=1"),
        (Platform.ZHIHU, "yang-li_1", "https://www.zhihu.com/people/yang-li_1/answers"),
        (Platform.DOUYIN, "MS4w-x_Y", "https://www.douyin.com/user/MS4w-x_Y"),
    ],
)
def test_profile_addresses_of_other_platforms(store, platform, native_id, url):
    keep(store, replace(post(1, author=Author(native_id, "某人")), platform=platform))
    assert store.find_blogger(url).name == "某人"


def test_address_with_another_id_than_the_export_has(store):
    keep(
        store,
        Account(Platform.ZHIHU, "0f3c", "某人", url="https://www.zhihu.com/people/yang-li"),
        Account(Platform.ZHIHU, "0f3d", "别人", url="https://www.zhihu.com/people/wang-er"),
    )
    assert store.find_blogger("zhihu.com/people/yang-li").name == "某人"


def test_id_of_another_platform_is_not_taken_for_his(store):
    keep(store, post(1))
    with pytest.raises(UnknownBloggerError):
        store.find_blogger("bilibili:1000000001")


@pytest.mark.parametrize(
    ("text", "near"), [("样例数吗君", "样例数码君"), ("数码君", "样例数码君"), ("大雄", "大熊")]
)
def test_unknown_name_suggests_near_ones(store, text, near):
    keep(store, post(1), post(2, author=KITCHEN))
    store.add_alias("样例数码君", "大熊")
    with pytest.raises(UnknownBloggerError, match=near) as caught:
        store.find_blogger(text)
    assert caught.value.exit_code is ExitCode.NOTHING_TO_JUDGE
    assert text in caught.value.hint


def test_unknown_name_without_near_ones(store):
    keep(store, post(1))
    with pytest.raises(UnknownBloggerError) as caught:
        store.find_blogger("完全不同")
    assert caught.value.key == "store.unknown_blogger"


def test_name_of_two_bloggers_lists_what_tells_them_apart(store):
    keep(store, post(1), on_bilibili(2))
    with pytest.raises(UsageError, match=r"weibo:1000000001.*bilibili:42") as caught:
        store.find_blogger("样例数码君")
    assert not isinstance(caught.value, UnknownBloggerError)
    assert store.find_blogger("bilibili:42").accounts[0].posts == 1


def test_merge_makes_two_bloggers_one(store):
    keep(store, post(1), on_bilibili(2), post(3, author=KITCHEN))
    merged = store.merge("weibo:1000000001", "bilibili:42")
    assert [each.platform for each in merged.accounts] == [Platform.WEIBO, Platform.BILIBILI]
    assert store.merge("样例数码君", "样例厨房君").aliases == ("样例厨房君",)
    assert [each.name for each in store.bloggers()] == ["样例数码君"]
    assert store.find_blogger("样例厨房君").accounts[2].native_id == KITCHEN.native_id


def test_merging_a_blogger_with_itself_is_refused(store):
    keep(store, post(1))
    with pytest.raises(UsageError) as caught:
        store.merge("样例数码君", "weibo:1000000001")
    assert caught.value.key == "store.same_blogger"
    assert store.find_blogger("样例数码君").accounts[0].posts == 1


def test_link_moves_an_account(store):
    keep(store, post(1), on_bilibili(2))
    linked = store.link("bilibili:42", "weibo:1000000001")
    assert len(linked.accounts) == 2
    assert len(store.bloggers()) == 1
    assert store.link("space.bilibili.com/42", "小号").name == "小号"
    assert [each.name for each in store.bloggers()] == ["小号", "样例数码君"]


def test_link_refuses_what_names_no_or_several_accounts(store):
    keep(store, post(1), on_bilibili(2))
    with pytest.raises(UnknownBloggerError) as unknown:
        store.link("weibo:9999999999", "大熊")
    assert unknown.value.key == "store.unknown_account"
    with pytest.raises(UsageError) as several:
        store.link("样例数码君", "大熊")
    assert several.value.key == "store.ambiguous_account"


def test_alias_can_be_taken_back_and_a_seen_name_cannot(store):
    keep(store, post(1))
    assert store.add_alias("样例数码君", " 大熊 ").aliases == ("大熊",)
    assert store.remove_alias("大熊", "大熊") is True
    assert store.remove_alias("样例数码君", "样例数码君") is False
    with pytest.raises(UnknownBloggerError):
        store.find_blogger("大熊")


def test_empty_alias_is_refused(store):
    keep(store, post(1))
    with pytest.raises(UsageError):
        store.add_alias("样例数码君", "@ ")


def test_figures_set_by_hand_hold_until_a_newer_profile(store):
    keep(store, Account(Platform.WEIBO, DIGITAL.native_id, "样例数码君", followers=5), post(1))
    day = timedelta(days=1)
    blogger = store.set_blogger(
        "样例数码君", followers=2570000, declared=5120, seen=IMPORTED + day
    )
    (account,) = blogger.accounts
    assert (account.followers, account.declared_posts) == (2570000, 5120)
    assert (account.name, account.seen_at) == ("样例数码君", IMPORTED + day)
    newer = Account(
        Platform.WEIBO, "1000000001", "样例数码君", followers=6, seen=IMPORTED + 2 * day
    )
    keep(store, newer, name="b")
    (account,) = store.find_blogger("样例数码君").accounts
    assert (account.followers, account.declared_posts) == (6, 5120)


def test_figures_need_to_know_which_account(store):
    keep(store, post(1))
    keep(store, on_bilibili(2), name="b", owner="样例数码君")
    with pytest.raises(UsageError, match="weibo:1000000001, bilibili:42") as caught:
        store.set_blogger("样例数码君", followers=1)
    assert caught.value.key == "store.which_account"
    blogger = store.set_blogger("bilibili:42", followers=7)
    assert [each.followers for each in blogger.accounts] == [None, 7]


def test_link_refuses_a_blogger_that_is_not_one(store):
    keep(store, post(1), on_bilibili(2), post(3, author=KITCHEN))
    with pytest.raises(UsageError) as several:
        store.link("样例厨房君", "样例数码君")
    assert several.value.key == "store.ambiguous_blogger"
    with pytest.raises(UsageError) as empty:
        store.link("样例厨房君", " ")
    assert empty.value.key == "store.empty_name"


def test_link_refuses_swapped_words_and_names_nobody_after_an_id(store):
    keep(store, post(1), on_bilibili(2))
    with pytest.raises(UsageError) as swapped:
        store.link("bilibili:42", "https://weibo.com/u/1000000009")
    assert swapped.value.key == "store.link_order"
    assert [blogger.name for blogger in store.bloggers()] == ["样例数码君"] * 2
