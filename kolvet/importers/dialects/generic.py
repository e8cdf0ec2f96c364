"""Any other table: by the names that its columns commonly have, or by the user's mapping."""

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from urllib.parse import urlsplit

from kolvet.errors import ImportFileError
from kolvet.importers.dialects.weibo_posts import is_cut_off
from kolvet.importers.reading import (
    Importer,
    Kind,
    Misfit,
    Reading,
    Record,
    UnreadableRow,
    titled,
    words,
)
from kolvet.importers.rows import Header, make_header
from kolvet.model.imports import Item
from kolvet.model.posts import Engagement, Platform, Post
from kolvet.platforms import weibo
from kolvet.platforms.counts import parse_count
from kolvet.platforms.links import find_platform

COLLECTOR = "table"

ALIASES: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("正文", "微博正文", "微博内容", "博文内容", "内容", "帖子内容", "笔记内容", "文章内容"),
        *("视频描述", "作品描述", "文案", "全文内容", "content", "text", "desc", "content_text"),
        *("postContent", "body", "description"),
    ),
    "title": ("标题", "笔记标题", "视频标题", "作品标题", "文章标题", "title"),
    "time": (
        *("完整日期", "发布时间", "发布日期", "发表时间", "时间", "日期", "created_at"),
        *("create_time", "create_date_time", "publish_time", "postTime", "published", "pub_time"),
        *("date", "time", "datetime"),
    ),
    "likes": (
        *("点赞数", "点赞", "点赞量", "获赞", "赞", "likes", "like_count", "liked_count"),
        *("attitudes_count", "up_num", "voteup_count", "likesCount", "like_num"),
    ),
    "comments": (
        *("评论数", "评论", "评论量", "comments", "comments_count", "comment_count"),
        *("comment_num", "commentsCount"),
    ),
    "reposts": (
        *("转发数", "转发", "转发量", "分享", "分享数", "分享量", "reposts", "reposts_count"),
        *("shared_count", "share_count", "retweet_num", "repost_num", "repostsCount"),
    ),
    "views": ("阅读数", "阅读量", "阅读", "播放量", "播放数", "浏览量", "views", "view_count"),
    "url": (
        *("链接", "作品链接", "微博链接", "原文链接", "帖子链接", "笔记链接", "url", "note_url"),
        *("link", "post_url"),
    ),
    "id": (
        "微博id",
        "微博ID",
        "作品id",
        "作品ID",
        "笔记id",
        "笔记ID",
        "note_id",
        "mid",
        "id",
        "ID",
    ),
    "author": (
        *("用户昵称", "昵称", "博主", "博主昵称", "作者", "达人昵称", "账号名称", "用户名"),
        *("author", "nickname", "screen_name", "user_name", "name"),
    ),
    "uid": ("用户id", "用户ID", "作者id", "uid", "user_id", "author_id"),
}
"""Field -> names that columns have for it, the best first.

Source: exporters' and platforms' own tables, format study, section 1.10.
"""

_LONGEST_ID = 64
_SHORTEST_ID = 8
_COUNTS = ("likes", "comments", "reposts", "views")

_RELATIVE = re.compile(r"前|刚刚|今天|昨天|^\s*\d{1,2}(?:-|月)\d{1,2}(?!\d|-|年)")
"""Times that mean another instant, or another year, each time they are read."""

_OTHERS_WORDS = frozenset(
    {
        *("comment_id", "comment_user", "root_id", "rootid", "parent_comment_id", "reply_id"),
        *("评论内容", "评论人", "评论ID", "评论id", "弹幕内容"),
    }
)
"""Columns of tables of comments. Their words are not the blogger's: never guessed to be posts."""


def header(values: list[str], mapping: Mapping[str, str], shown: str) -> Header:
    """The header of a table whose columns the mapping or the common names explain.

    Raises:
        ImportFileError: They do not; names the columns.
    """
    columns = tuple(value.strip().lstrip("\ufeff") for value in values)
    made = importer(columns, mapping, shown)
    return make_header(columns, made, made.kinds[0])


_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
"""What no text file holds: control characters, or bytes that are no characters."""


def importer(columns: Iterable[str], mapping: Mapping[str, str], shown: str) -> Importer:
    """An importer for a table with these columns.

    Raises:
        ImportFileError: Which column holds the text or the time is not known.
    """
    names = [column for column in columns if isinstance(column, str)]
    fields = _mapped(names, mapping, shown) if mapping else _guessed(names)
    unknown = "text" not in fields.values() or not (mapping or "time" in fields.values())
    if unknown or (not mapping and _OTHERS_WORDS & set(names)):
        if any(_NO_TEXT.search(name) for name in names):
            raise ImportFileError("import.binary", path=shown)
        raise ImportFileError("import.unknown_table", path=shown, columns=_listed(names))
    kind = Kind(
        recognises=lambda found: set(fields) <= found,
        read=read_post,
        fields={**{name: f"column {name}" for name in names}, **fields},
        essential=tuple(field for field in ("text", "time") if field in fields.values()),
    )
    return Importer(COLLECTOR, (kind,))


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A row, its keys being the fields of ALIASES."""
    text = titled(record.get("title"), record.get("text"))
    when = reading.published(record.get("time"))
    url = words(record.get("url"))
    author = reading.author(record.get("uid"), record.get("author"))
    if not text and not url:
        raise UnreadableRow("text_missing")
    if when[0] is None and "date_unreadable" in reading.repairs and not reading.aligned:
        raise Misfit
    platform = find_platform(url)
    given = words(record.get("id"))
    native_id = given or url
    is_local = platform is Platform.OTHER or _is_number_of_row(given, url)
    if platform is Platform.WEIBO and (mid := weibo.mid_of(url) or weibo.mid_of(native_id)):
        native_id, is_local = mid, False
    if not native_id or len(native_id) > _LONGEST_ID:
        # A relative time (3分钟前) is another instant at each import: only its words identify.
        written = words(record.get("time"))
        moment = written if _RELATIVE.search(written) else when[0]
        seed = f"{author.native_id}\n{author.name}\n{url}\n{moment}\n{text}"
        native_id = "row:" + blake2b(seed.encode(), digest_size=12).hexdigest()
        is_local = True
    return (
        Post(
            platform,
            native_id,
            author,
            text,
            when[0],
            when[1],
            Engagement(*(parse_count(record.get(name)) for name in _COUNTS)),
            url=url if urlsplit(url).scheme in {"http", "https"} else "",
            truncated=is_cut_off(text),
            local_id=is_local,
        ),
    )


def _is_number_of_row(given: str, url: str) -> bool:
    """Whether an id is none of the platform, whose posts have long ones that their address names.

    Source: the shortest ids that platforms still give are Zhihu's and Bilibili's, of 8 digits.
    """
    return given.isdecimal() and len(given) < _SHORTEST_ID and given not in re.split(r"\D+", url)


def _mapped(names: list[str], mapping: Mapping[str, str], shown: str) -> dict[str, str]:
    for field, column in mapping.items():
        if field not in ALIASES:
            raise ImportFileError(
                "import.unknown_field", field=field, fields=", ".join(sorted(ALIASES))
            )
        if column not in names:
            raise ImportFileError(
                "import.no_such_column", path=shown, column=column, columns=_listed(names)
            )
    return {column: field for field, column in mapping.items()}


def _guessed(names: list[str]) -> dict[str, str]:
    """Column -> field by the common names; letters' case and blanks do not matter."""
    folded = {re.sub(r"\s", "", name).casefold(): name for name in reversed(names)}
    fields: dict[str, str] = {}
    for field, aliases in ALIASES.items():
        column = next(
            (folded[key] for alias in aliases if (key := alias.casefold()) in folded), ""
        )
        if column and column not in fields:
            fields[column] = field
    if "text" not in fields.values():  # a table of videos or notes often has nothing but titles
        fields = {name: "text" if field == "title" else field for name, field in fields.items()}
    return fields


def _listed(names: Iterable[str]) -> str:
    shown = [name[:20] for name in names]
    return "、".join(shown[:30]) + (" …" if len(shown) > 30 else "")
