"""Addresses of posts and accounts, and what an address tells."""

from urllib.parse import urlsplit

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
