import pytest

from kolvet.model.posts import Platform
from kolvet.platforms.links import find_platform, native_id, profile_url, wechat_account


@pytest.mark.parametrize(
    ("address", "platform", "identity"),
    [
        ("https://weibo.com/1000000001/P2qnq3P33", Platform.WEIBO, "5105780520911217"),
        ("https://m.weibo.cn/status/P2qnq3P33?x=1", Platform.WEIBO, "5105780520911217"),
        ("https://m.weibo.cn/detail/5105780520911217", Platform.WEIBO, "5105780520911217"),
        ("https://weibo.com/u/1000000001", Platform.WEIBO, ""),
        ("https://www.bilibili.com/video/BV1xx411c7mD/?p=2", Platform.BILIBILI, "BV1xx411c7mD"),
        ("https://t.bilibili.com/100000000000", Platform.BILIBILI, "100000000000"),
        ("https://zhuanlan.zhihu.com/p/12345", Platform.ZHIHU, "12345"),
        ("https://mp.weixin.qq.com/s/AbC-d_E", Platform.WECHAT, "AbC-d_E"),
        ("http://mp.weixin.qq.com/s?__biz=Mz==&mid=2650&idx=2#rd", Platform.WECHAT, "Mz==:2650_2"),
        ("http://mp.weixin.qq.com/s?mid=2650&__biz=Mz%3D%3D", Platform.WECHAT, "Mz==:2650_1"),
        ("https://mp.weixin.qq.com/s?sn=1", Platform.WECHAT, ""),
        ("https://blog.example/2024/1/", Platform.OTHER, "1"),
        ("https://blog.example", Platform.OTHER, ""),
        ("http://[broken", Platform.OTHER, ""),
        ("", Platform.OTHER, ""),
    ],
)
def test_what_an_address_names(address, platform, identity):
    assert find_platform(address) is platform
    assert native_id(platform, address) == identity


def test_an_id_is_never_longer_than_the_store_takes():
    assert len(native_id(Platform.OTHER, f"https://blog.example/{'x' * 500}")) == 64


@pytest.mark.parametrize(
    ("address", "account"),
    [
        ("http://mp.weixin.qq.com/s?__biz=MzA=&mid=1", "MzA="),
        ("https://mp.weixin.qq.com/s/AbC", ""),
        ("http://[broken?__biz=x", ""),
    ],
)
def test_the_account_of_an_article(address, account):
    assert wechat_account(address) == account


def test_an_account_of_a_platform_without_profiles_has_no_address():
    assert profile_url(Platform.WECHAT, "MzA=") == ""
    assert profile_url(Platform.WEIBO, "1000000001") == "https://weibo.com/u/1000000001"
