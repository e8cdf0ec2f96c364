"""dataabc/weibo-search: posts of many authors found by a keyword; CSV of 17 to 24 columns, SQLite.

A reposted original is a row of its own, by its own author; a repost only names its id. A fork adds
the comments: one row for each, the post repeated.
"""

from hashlib import blake2b

from kolvet.importers.dialects.weibo_posts import engagement, original_id, post_ids, weibo_post
from kolvet.importers.reading import Importer, Kind, Misfit, Reading, Record, prose, words
from kolvet.model.imports import Item
from kolvet.model.posts import Author, Comment, Platform, Reposted
from kolvet.platforms.counts import parse_count

_FIELDS = {
    "用户昵称": "screen_name",
    "微博正文": "text",
    "发布位置": "location",
    "艾特用户": "at_users",
    "话题": "topics",
    "转发数": "reposts_count",
    "评论数": "comments_count",
    "点赞数": "attitudes_count",
    "发布时间": "created_at",
    "发布工具": "source",
}


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A row: a post, and in the fork a comment under it."""
    mid, bid = post_ids(record.get("id"), record.get("bid"), reading)
    when = reading.published(record.get("created_at"))
    if when[0] is None and not reading.aligned:
        raise Misfit
    original = original_id(record.get("retweet_id"), None)
    post = weibo_post(
        mid,
        bid,
        reading.author(record.get("user_id"), record.get("screen_name")),
        prose(record.get("text")),
        when,
        engagement(record, "attitudes_count", "comments_count", "reposts_count"),
        reposted=Reposted(original) if original else None,
        client=reading.client(record.get("source")),
    )
    comment = _comment(record, mid, reading)
    return (post, comment) if comment else (post,)


def _comment(record: Record, mid: str, reading: Reading) -> Comment | None:
    text = prose(record.get("评论内容"))
    if not text:
        return None
    uid, when = words(record.get("评论人ID")), record.get("评论时间")
    published = reading.moment(when)
    seed = f"{mid}\n{uid}\n{when}\n{text}"  # the fork exports no comment ids
    return Comment(
        Platform.WEIBO,
        "row:" + blake2b(seed.encode(), digest_size=12).hexdigest(),
        mid,
        text,
        Author(uid or None, words(record.get("评论人昵称")) or None),
        published[0] if published else None,
        parse_count(record.get("点赞次数")),
    )


_KINDS = (
    Kind(
        lambda columns: {"id", "bid", "user_id", "用户昵称", "微博正文"} <= columns,
        read_post,
        _FIELDS,
        first_value=r"\d{14,19}\t?|\d\.\d+[eE]\+?\d\d",  # 11 digits are a telephone number
    ),
    Kind(
        lambda columns: (
            {"id", "bid", "user_id", "text", "retweet_id", "ip", "created_at"} <= columns
        ),
        read_post,
    ),
)

IMPORTER = Importer("weibo-search", _KINDS)
