"""dataabc/weibo-crawler: CSV of all header generations, JSON, SQLite, users.csv, comments.

The row is written from whatever the collector knew at the time, under a header that was written
when the file was new. So rows and headers disagree; see `weibo_crawler_layouts`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kolvet.importers.containers.databases import quoted
from kolvet.importers.dialects import weibo_crawler_layouts as layouts
from kolvet.importers.dialects.weibo_posts import (
    engagement,
    original,
    original_id,
    post_ids,
    weibo_post,
)
from kolvet.importers.reading import (
    Importer,
    Kind,
    Misfit,
    Reading,
    Record,
    UnreadableRow,
    is_true,
    prose,
    words,
)
from kolvet.model.imports import Item
from kolvet.model.posts import (
    Account,
    Comment,
    Platform,
    Precision,
    Reposted,
)
from kolvet.platforms import weibo
from kolvet.platforms.counts import parse_count
from kolvet.platforms.moments import Found

# A telephone number at the beginning of a line has 11 digits; some rows begin with a user id.
_FIRST_VALUE = r"\d{14,19}\t?|\d\.\d+[eE]\+?\d\d|\d{10},[^,]{1,40},\"?\d{14,19}\t?"
_RETWEET = ("id", "bid", "user_id", "screen_name", "text", "created_at")  # in the database
_SOURCE = (*_RETWEET, "full_created_at")


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A row of the post CSV, an element of `weibo` in the JSON, or a row of the table weibo."""
    mid, bid = post_ids(record.get("id"), record.get("bid"), reading)
    when = _published(record, reading)
    counts = engagement(record, "attitudes_count", "comments_count", "reposts_count")
    if counts.likes is None and not _is_sound(record, when, reading):
        raise Misfit
    text = record.get("text")
    post = weibo_post(
        mid,
        bid,
        reading.author(record.get("user_id"), record.get("screen_name")),
        prose(text) if text else "",
        when,
        counts,
        reposted=_reposted(record, reading),
        client=reading.client(record.get("source")),
        edited=is_true(record.get("edited")),
    )
    return (post,)


def _is_sound(record: Record, when: tuple[datetime | None, Precision], reading: Reading) -> bool:
    """Whether a row without a number of likes is in order, or has at least its date in place."""
    if when[0] is None:
        return False
    return reading.aligned or not record.get("attitudes_count")


def _published(record: Record, reading: Reading) -> tuple[datetime | None, Precision]:
    found = _moment(record, reading)
    if found is None and not reading.aligned:
        raise Misfit  # an empty date, too: every row was written with one
    return found or reading.published(record.get("created_at"))


def _moment(record: Mapping[str, Any], reading: Reading) -> Found | None:
    """日期, or the exacter 完整日期 beside it."""
    found = reading.moment(record.get("created_at"))
    if found is not None and found[1] is not Precision.DAY:
        return found
    return reading.moment(record.get("full_created_at")) or found


def _reposted(record: Record, reading: Reading) -> Reposted | None:
    carried: Mapping[str, Any] | None = record.get("retweet")
    if not isinstance(carried, Mapping):
        if not record.get("retweet_id") and not _is_false(record.get("is_original")):
            return None
        carried = {key: record.get(f"retweet_{key}") for key in _SOURCE}
    author = reading.author(carried.get("user_id") or "?", carried.get("screen_name"))
    if author.native_id == "?":
        author = type(author)(None, author.name)
    return original(
        original_id(carried.get("id"), carried.get("bid")),
        author,
        prose(carried.get("text")),
        _moment(carried, reading),
    )


def _is_false(value: object) -> bool:
    return value in {"False", "false", "FALSE", "否"} or value is False


def read_account(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A row of users.csv or of the table user, or the `user` of the JSON."""
    uid = words(record.get("id"))
    if not uid.isdecimal():
        raise UnreadableRow("id_missing")
    del reading
    return (
        Account(
            Platform.WEIBO,
            uid,
            words(record.get("screen_name")),
            parse_count(record.get("followers_count")),
            parse_count(record.get("statuses_count")),
            prose(record.get("description")),
            weibo.profile_url(uid),
        ),
    )


def read_comment(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A row of a comment CSV or of the table comments."""
    native_id, post = words(record.get("id")), words(record.get("weibo_id"))
    if not native_id.isdecimal() or not weibo.is_mid(post):
        raise Misfit
    published, _ = reading.published(record.get("created_at"))
    name = words(record.get("user_screen_name")) or None
    parent = words(record.get("root_id"))
    uid = words(record.get("user_id")) or None
    author = reading.author(uid or "?", name)
    return (
        Comment(
            Platform.WEIBO,
            native_id,
            post,
            prose(record.get("text")),
            author if uid else type(author)(None, name),
            published,
            parse_count(record.get("like_count")),
            "" if parent == native_id else parent,
        ),
    )


def _query(table: str, tables: Mapping[str, tuple[str, ...]]) -> str:
    """Posts with their originals beside them.

    A reposted original is a row of its own; it is left out unless its author is one of the
    accounts that were collected (those in the table user).
    """
    name = quoted(table)
    if "retweet_id" not in tables[table]:
        return f"SELECT * FROM {name}"
    joined = ", ".join(f"original.{key} AS retweet_{key}" for key in _RETWEET if key != "id")
    collected = " OR post.user_id IN (SELECT id FROM user)" if "user" in tables else ""
    return (
        f"SELECT post.*, {joined} FROM {name} AS post LEFT JOIN {name} AS original"
        " ON original.id = post.retweet_id AND post.retweet_id <> ''"
        f" WHERE post.id NOT IN (SELECT retweet_id FROM {name} WHERE retweet_id <> ''){collected}"
    )


_USER_FIELDS = {
    "用户id": "id",
    "昵称": "screen_name",
    "nick_name": "screen_name",
    "粉丝数": "followers_count",
    "follower_count": "followers_count",
    "微博数": "statuses_count",
    "简介": "description",
    "bio": "description",
}

POSTS_CSV = Kind(
    recognises=lambda columns: {"正文", "工具", "id"} <= columns,
    read=read_post,
    fields=layouts.FIELDS,
    first_value=_FIRST_VALUE,
    align=layouts.align,
    widths=layouts.usual_widths,
)

POSTS = Kind(
    recognises=lambda columns: (
        {"id", "bid", "text", "created_at", "attitudes_count", "user_id"} <= columns
    ),
    read=read_post,
    query=_query,
)

USERS = Kind(
    recognises=lambda columns: (
        {"用户id", "昵称", "性别"} <= columns
        or {"id", "nick_name", "follower_count"} <= columns
        or {"id", "screen_name", "followers_count"} <= columns
    ),
    read=read_account,
    fields=_USER_FIELDS,
    align=layouts.align_user,
)

COMMENTS = Kind(
    recognises=lambda columns: (
        {"id", "weibo_id", "user_screen_name", "text"} <= columns
        and ("bid" not in columns or "root_id" in columns)  # else it is the table of reposts
    ),
    read=read_comment,
    first_value=_FIRST_VALUE,
)

IMPORTER = Importer("weibo-crawler", (POSTS_CSV, POSTS, USERS, COMMENTS))
