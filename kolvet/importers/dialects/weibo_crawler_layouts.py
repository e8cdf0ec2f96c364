"""Which values weibo-crawler wrote in which order, and how to tell from the values alone.

Source: header generations A to E of the format study, section 1.1 (617,000 real rows).
"""

import re
from collections.abc import Callable

from kolvet.importers.reading import Record
from kolvet.platforms.weibo import is_bid, is_mid

_OWN = {
    "id": "id",
    "bid": "bid",
    "正文": "text",
    "头条文章url": "article_url",
    "原始图片url": "pics",
    "视频url": "video_url",
    "Live Photo视频url": "live_photo_url",
    "位置": "location",
    "日期": "created_at",
    "工具": "source",
    "点赞数": "attitudes_count",
    "评论数": "comments_count",
    "转发数": "reposts_count",
    "话题": "topics",
    "@用户": "at_users",
    "完整日期": "full_created_at",
    "是否编辑过": "edited",
    "编辑次数": "edit_count",
}
_AUTHOR = {"uid": "user_id", "用户昵称": "screen_name"}
_SOURCE = {
    "是否原创": "is_original",
    "源用户id": "retweet_user_id",
    "源用户昵称": "retweet_screen_name",
}

FIELDS = {
    **_AUTHOR,
    **_OWN,
    **_SOURCE,
    **{f"源微博{column}": f"retweet_{name}" for column, name in (_AUTHOR | _OWN).items()},
}
"""Column of the post CSV -> key of the post in the JSON; of the original: `retweet_` + key."""

_EDITS = ("edited", "edit_count")
_ALL = tuple(_OWN.values())


def _without(*names: str) -> tuple[str, ...]:
    return tuple(name for name in _ALL if name not in names)


_SINCE_2025 = ("live_photo_url", *_EDITS)
_GENERATIONS = (
    _ALL,  # E, 18
    _without("live_photo_url"),  # E as its header was from 2025 until the fix, 17
    _without(*_SINCE_2025),  # D, 15
    _without(*_SINCE_2025, "full_created_at"),  # C, 14
    _without(*_SINCE_2025, "full_created_at", "article_url"),  # B, 13
    _without(*_SINCE_2025, "full_created_at", "article_url", "bid"),  # A, 12
)


def _layouts() -> dict[int, list[tuple[str, ...]]]:
    """All orders of fields that rows have been seen or can be inferred to have, by length."""
    found: dict[int, list[tuple[str, ...]]] = {}
    for generation in _GENERATIONS:
        for author in ((), tuple(_AUTHOR.values())):
            own = author + generation
            source = tuple(_SOURCE.values())
            original = tuple(f"retweet_{name}" for name in own)
            unedited = tuple(f"retweet_{name}" for name in own if name not in _EDITS)
            rows = {own, own + source[:1], own + source + original, own + source + unedited}
            for row in sorted(rows, key=len):
                found.setdefault(len(row), []).append(row)
    return found


_LAYOUTS = _layouts()

OWN_FIELDS = tuple(_OWN.values())
"""What stands for the header of a file that has none."""

_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[T ]\d{1,2}:\d\d(?::\d\d)?)?")
_ID = re.compile(r"(?:\d{10,19}|\d(?:\.\d+)?[eE]\+?\d{2})\s*")


def _count(value: str) -> bool:
    return value == "" or value.isdecimal() or (value[:1].isdecimal() and value[-1] in "万亿+")


def _flag(value: str) -> bool:
    return value in {"True", "False", "TRUE", "FALSE", "true", "false", "是", "否"}


def _date(value: str) -> bool:
    return _DATE.fullmatch(value) is not None


def _address(value: str) -> bool:
    return value in {"", "无"} or value.startswith(("http", "//"))


_SHAPES: dict[str, Callable[[str], bool]] = {
    "user_id": lambda value: value.isdecimal() and len(value) <= 11,
    "id": lambda value: _ID.fullmatch(value) is not None,
    "bid": is_bid,
    "article_url": _address,
    "pics": _address,
    "video_url": _address,
    "live_photo_url": _address,
    "created_at": _date,
    "attitudes_count": _count,
    "comments_count": _count,
    "reposts_count": _count,
    "full_created_at": _date,
    "edited": _flag,
    "edit_count": str.isdecimal,
    "is_original": _flag,
    "retweet_user_id": lambda value: value == "" or value.isdecimal(),
    "retweet_created_at": lambda value: value == "" or _date(value),
    "retweet_attitudes_count": _count,
    "retweet_id": lambda value: value == "" or _ID.fullmatch(value) is not None,
}


def align(values: list[str]) -> Record | None:
    """Put the values under the fields whose shapes they have; None if no known order fits.

    The date has to be a date, the three numbers after the client are likes, comments and reposts
    in this order, the ids are ids: a row that is cut, or whose text was split, fits no order.
    """
    for layout in _LAYOUTS.get(len(values), ()):
        record = dict(zip(layout, values, strict=True))
        if all(fits(record[name]) for name, fits in _SHAPES.items() if name in record):
            return record
    return None


_USER = (
    *("id", "screen_name", "gender", "birthday", "location", "ip_location", "education"),
    *("company", "registration_time", "sunshine", "statuses_count", "followers_count"),
    *("follow_count", "description", "profile_url", "profile_image_url", "avatar_hd", "urank"),
    *("mbrank", "verified", "verified_type", "verified_reason", "last_post"),
)
_USER_NUMBERS = ("statuses_count", "followers_count", "follow_count")


def align_user(values: list[str]) -> Record | None:
    """The same for users.csv: 23 values, formerly without the province, without the last post.

    The counts have to be counts and 是否认证 a flag.
    """
    for absent in ((), ("last_post",), ("ip_location",), ("ip_location", "last_post")):
        layout = tuple(name for name in _USER if name not in absent)
        if len(layout) != len(values):
            continue
        record = dict(zip(layout, values, strict=True))
        numbers = all(record[name].isdecimal() for name in _USER_NUMBERS)
        if numbers and _flag(record["verified"]) and record["profile_url"].startswith("http"):
            return record
    return None


def usual_widths(columns: tuple[str, ...]) -> frozenset[int]:
    """Lengths that rows under a header have besides its own.

    Originals end after 是否原创; in generation E the original of a repost lacks the edit columns.
    """
    if "is_original" not in columns:
        return frozenset()
    widths = {columns.index("is_original") + 1}
    if "retweet_edited" in columns:
        widths.add(len(columns) - len(_EDITS))
    return frozenset(widths)


def looks_like_row(values: list[str]) -> bool:
    """Whether the values are a row, not a header: some files have no header at all."""
    return is_mid(values[0].strip()) and align(values) is not None
