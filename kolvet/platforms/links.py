"""Addresses of posts and accounts, and what an address tells."""

from urllib.parse import parse_qs, urlsplit

from kolvet.model.posts import Platform
from kolvet.platforms import weibo

_HOSTS = {
    "weibo.com": Platform.WEIBO,
    "weibo.cn": Platform.WEIBO,
    "xiaohongshu.com": Platform.XIAOHONGSHU,
    "xhslink.com": Platform.XIAOHONGSHU,
    "douyin.com": Platform.DOUYIN,
    "iesdouyin.com": Platform.DOUYIN,
    "bilibili.com": Platform.BILIBILI,
    "b23.tv": Platform.BILIBILI,
    "zhihu.com": Platform.ZHIHU,
    "tieba.baidu.com": Platform.TIEBA,
    "kuaishou.com": Platform.KUAISHOU,
    "mp.weixin.qq.com": Platform.WECHAT,
}

_PROFILES = {
    Platform.XIAOHONGSHU: "https://www.xiaohongshu.com/user/profile/{}",
    Platform.DOUYIN: "https://www.douyin.com/user/{}",
    Platform.BILIBILI: "https://space.bilibili.com/{}",
    Platform.ZHIHU: "https://www.zhihu.com/people/{}",
    Platform.KUAISHOU: "https://www.kuaishou.com/profile/{}",
}


def find_platform(address: str) -> Platform:
    """The platform that an address belongs to, OTHER if none is known."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return Platform.OTHER
    for known, platform in _HOSTS.items():
        if host == known or host.endswith(f".{known}"):
            return platform
    return Platform.OTHER


def profile_url(platform: Platform, native_id: str) -> str:
    """The address of an account; "" where the id alone does not give one."""
    if platform is Platform.WEIBO:
        return weibo.profile_url(native_id)
    return _PROFILES[platform].format(native_id) if platform in _PROFILES else ""


_LONGEST_ID = 64


def native_id(platform: Platform, address: str) -> str:
    """The id of the post that an address names; "" where it names none.

    An article of WeChat is known by its account, message and place in the message (`__biz`,
    `mid`, `idx`), or by the code of a short address.
    """
    if platform is Platform.WEIBO:
        return weibo.mid_of(address) or ""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    if platform is Platform.WECHAT and path.rstrip("/") == "/s":
        account, message, place = (_asked(address, key) for key in ("__biz", "mid", "idx"))
        return f"{account}:{message}_{place or 1}" if account and message else ""
    return path.rstrip("/").rpartition("/")[2][:_LONGEST_ID]


def wechat_account(address: str) -> str:
    """The account's id (`__biz`) in the address of an article; "" if it is a short one."""
    return _asked(address, "__biz") if "__biz=" in address else ""


def _asked(address: str, key: str) -> str:
    try:
        return parse_qs(urlsplit(address).query).get(key, [""])[0]
    except ValueError:
        return ""
