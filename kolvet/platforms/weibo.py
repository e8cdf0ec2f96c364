"""Weibo's ids, addresses and notices.

A post has two ids that mean the same: the decimal `mid` and the base-62 `bid` of its address.
"""

import re
from functools import lru_cache
from urllib.parse import unquote

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}

_BID = re.compile(r"[0-9A-Za-z]{5,12}")
_ADDRESS = re.compile(
    r"(?:m\.weibo\.cn/(?:detail|status|statuses/show\?id=|\d{5,}/)|"
    r"weibo\.com/(?:detail/|\d{5,}/)|weibo\.cn/comment/)/?([0-9A-Za-z]{9,})"
)
_PROFILE = re.compile(
    r"(?:weibo\.com/(?:u/|profile/|p/100\d{3})?|m\.weibo\.cn/(?:u/|profile/)?|weibo\.cn/(?:u/)?)(\d{5,})"
)

_NAMED = re.compile(
    r"^(?:https?://)?(?:www\.|m\.)?weibo\.(?:com|cn)/(?:n/)?([^/?#]+)/?(?:[?#].*)?$"
)

_NOTICES = (
    "抱歉，此微博已被作者删除",
    "抱歉，由于作者设置，你暂时没有这条微博的查看权限",
    "抱歉，根据作者设置的微博可见时间范围，此微博已不可见",
    "抱歉，作者已设置仅展示",
    "抱歉，此微博已被删除",
    "抱歉，此微博未审核通过",
    "抱歉，你暂时没有这条微博的查看权限",
    "该账号因用户自行申请关闭，现已无法查看",
    "该账号因被投诉违反法律法规",
    "此微博已被作者删除",
    "该微博已被删除",
    "此微博已被删除",
    "[原微博不可访问]",
)
_NOTICE_LENGTH = 120
_NOTICE_BEGINNINGS = frozenset(notice[0] for notice in _NOTICES)


def mid_to_bid(mid: str) -> str:
    """The base-62 id of a decimal one: 5105780520911217 -> P2qnq3P33.

    Source: groups of seven digits from the right, four base-62 digits each; checked against the
    id and bid columns of 1,908 exported rows (format study, section 2.3).
    """
    groups = []
    while mid:
        mid, group = mid[:-7], int(mid[-7:])
        encoded = ""
        while group:
            group, digit = divmod(group, 62)
            encoded = _DIGITS[digit] + encoded
        groups.append((encoded or "0").rjust(4, "0") if mid else encoded or "0")
    return "".join(reversed(groups))


def bid_to_mid(bid: str) -> str:
    """The decimal id of a base-62 one: P2qnq3P33 -> 5105780520911217.

    Raises:
        KeyError: A character is not base-62.
    """
    groups = []
    while bid:
        bid, group = bid[:-4], bid[-4:]
        number = 0
        for digit in group:
            number = number * 62 + _VALUES[digit]
        groups.append(str(number).rjust(7, "0") if bid else str(number))
    return "".join(reversed(groups))


def is_bid(text: str) -> bool:
    """Whether the text can be a base-62 post id, e.g. Ilxa2sfBc (and not a decimal one)."""
    return _BID.fullmatch(text) is not None and not (len(text) > 9 and text.isdecimal())


def is_mid(text: str) -> bool:
    """Whether the text can be a decimal post id: 14 to 19 digits (10 in the first years)."""
    return 10 <= len(text) <= 19 and text.isascii() and text.isdecimal()


def mid_of(text: str) -> str | None:
    """The mid that a mid, a bid or a post address names; None if it names none."""
    if is_mid(text):
        return text
    if len(text) == 9 and is_bid(text):  # a shorter one could be any word
        return bid_to_mid(text)
    found = _ADDRESS.search(text)
    if found is None:
        return None
    return mid_of(found[1]) if "/" not in found[1] else None


def uid_of(address: str) -> str | None:
    """The user id in a profile or post address; None if there is none."""
    found = _PROFILE.search(address)
    return found[1] if found else None


def nickname_of(address: str) -> str | None:
    """The nickname in an address by name, or the word of a personal one; None if there is none."""
    found = _NAMED.search(address.strip())
    return unquote(found[1]) if found else None


def post_url(mid: str, uid: str | None, bid: str = "") -> str:
    """The address of a post; without a user id the mobile one, which needs none."""
    if not uid:
        return f"https://m.weibo.cn/detail/{mid}"
    return f"https://weibo.com/{uid}/{bid or mid_to_bid(mid)}"


@lru_cache(maxsize=256)
def profile_url(uid: str) -> str:
    """The address of an account."""
    return f"https://weibo.com/u/{uid}"


def is_notice(text: str) -> bool:
    """Whether the text is the platform's notice in place of a deleted or hidden post.

    Source: notices seen in real exports and responses (format study, section 0.8).
    """
    return (
        text[:1] in _NOTICE_BEGINNINGS
        and len(text) <= _NOTICE_LENGTH
        and text.startswith(_NOTICES)
    )
