import pytest

from kolvet.model.posts import Platform
from kolvet.platforms import weibo
from kolvet.platforms.links import find_platform, profile_url

PAIRS = [("z0JH2lOMb", "3501756485200075"), ("P2qnq3P33", "5105780520911217")]


@pytest.mark.parametrize(("bid", "mid"), PAIRS)
def test_both_ids_of_real_posts_name_each_other(bid, mid):
    assert weibo.bid_to_mid(bid) == mid
    assert weibo.mid_to_bid(mid) == bid


def test_groups_of_zeros_are_padded():
    assert weibo.bid_to_mid(weibo.mid_to_bid("4100000000000000")) == "4100000000000000"
    assert weibo.bid_to_mid(weibo.mid_to_bid("5105700000000007")) == "5105700000000007"


@pytest.mark.parametrize(
    ("given", "mid"),
    [
        ("5105780520911217", "5105780520911217"),
        ("P2qnq3P33", "5105780520911217"),
        ("https://weibo.com/1000000001/P2qnq3P33", "5105780520911217"),
        ("https://weibo.com/1000000001/P2qnq3P33?type=comment", "5105780520911217"),
        ("https://m.weibo.cn/detail/5105780520911217", "5105780520911217"),
        ("https://m.weibo.cn/status/P2qnq3P33", "5105780520911217"),
        ("https://weibo.cn/comment/P2qnq3P33", "5105780520911217"),
        ("https://weibo.com/u/1000000001", None),
        ("样例数码君", None),
    ],
)
def test_a_post_is_found_in_whatever_names_it(given, mid):
    assert weibo.mid_of(given) == mid


@pytest.mark.parametrize(
    "address",
    [
        "https://weibo.com/u/1000000001",
        "https://weibo.com/1000000001/P2qnq3P33",
        "https://m.weibo.cn/u/1000000001?uid=1000000001",
        "https://m.weibo.cn/profile/1000000001",
    ],
)
def test_the_account_is_found_in_an_address(address):
    assert weibo.uid_of(address) == "1000000001"


def test_addresses():
    url = weibo.post_url("5105780520911217", "1000000001")
    assert url == "https://weibo.com/1000000001/P2qnq3P33"
    assert weibo.post_url("5105780520911217", None) == "https://m.weibo.cn/detail/5105780520911217"
    assert weibo.profile_url("1000000001") == "https://weibo.com/u/1000000001"


@pytest.mark.parametrize(
    "text",
    [
        "抱歉，此微博已被作者删除。查看帮助：网页链接",
        "抱歉，由于作者设置，你暂时没有这条微博的查看权限哦。查看帮助：网页链接",
        "抱歉，根据作者设置的微博可见时间范围，此微博已不可见。查看帮助：网页链接",
        "该账号因用户自行申请关闭，现已无法查看。查看帮助：网页链接",
        "[原微博不可访问]",
    ],
)
def test_notices_are_not_anybodys_words(text):
    assert weibo.is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "抱歉，昨天说错了，小米的续航没有那么差",
        "此微博已被作者",
        "小米：抱歉，此微博已被作者删除",
    ],
)
def test_an_apology_is_not_a_notice(text):
    assert not weibo.is_notice(text)


@pytest.mark.parametrize(
    ("address", "platform"),
    [
        ("https://www.xiaohongshu.com/explore/65f0", Platform.XIAOHONGSHU),
        ("https://space.bilibili.com/1", Platform.BILIBILI),
        ("https://mp.weixin.qq.com/s/x", Platform.WECHAT),
        ("https://notweibo.com/1", Platform.OTHER),
        ("https://weibo.com.example/1", Platform.OTHER),
        ("http://[broken", Platform.OTHER),
        ("", Platform.OTHER),
    ],
)
def test_the_platform_is_told_by_the_host(address, platform):
    assert find_platform(address) is platform


def test_profiles_of_platforms_without_addresses_are_empty():
    assert profile_url(Platform.BILIBILI, "7") == "https://space.bilibili.com/7"
    assert profile_url(Platform.OTHER, "7") == ""
