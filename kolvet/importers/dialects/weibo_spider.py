"""dataabc/weiboSpider: CSV of both widths, JSON, SQLite.

Its ids are bids, its times have no seconds, its counts come in the order likes, reposts, comments,
and the text of a repost holds the original under a heading of its own. The header is written again
on every run. Its .txt holds no ids and is not read.
"""

import re

from kolvet.importers.dialects.weibo_posts import engagement, weibo_post
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
from kolvet.importers.source import Rows
from kolvet.model.imports import Item, Rejected
from kolvet.model.posts import Account, Author, Platform, Reposted
from kolvet.platforms import weibo
from kolvet.platforms.counts import parse_count

# Bids since 2012 begin so; a capitalised English word of nine letters does not go on so.
_BID_OF_A_ROW = "[zA-Z](?=[0-9A-Za-z]{0,7}[0-9A-Z])[0-9A-Za-z]{8}"
_FAILED = "网络出错"
_ORIGINAL = re.compile(r"(?:^|\n)(?:原始用户: ?(?P<name>[^\n]*)\n)?转发内容: ?")

_TEXT_FILE = re.compile(r"用户信息\s*[:：]?\s*\n|(?:原创)?微博内容\s*[:：]\s*\n")

_FIELDS = {
    "微博id": "id",
    "微博正文": "content",
    "被转发微博原始图片url": "retweet_pictures",
    "是否为原创微博": "original",
    "发布位置": "publish_place",
    "发布时间": "publish_time",
    "发布工具": "publish_tool",
    "点赞数": "up_num",
    "转发数": "retweet_num",
    "评论数": "comment_num",
}


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A row of the CSV or of the table weibo, or an element of `weibo` in the JSON."""
    bid = words(record.get("id"))
    if not weibo.is_bid(bid):
        raise Misfit
    when = reading.published(record.get("publish_time"))
    if when[0] is None and not reading.aligned:
        raise Misfit
    text = prose(record.get("content"))
    if text == _FAILED:
        raise UnreadableRow("collector_failed")
    original = record.get("original")
    own, reposted = split_repost(text, is_original=original is None or is_true(original))
    post = weibo_post(
        weibo.bid_to_mid(bid),
        bid,
        reading.author(record.get("user_id"), None),
        own,
        when,
        engagement(record, "up_num", "comment_num", "retweet_num"),
        reposted=reposted,
        client=reading.client(record.get("publish_tool")),
    )
    return (post,)


def split_repost(text: str, *, is_original: bool) -> tuple[str, Reposted | None]:
    """The blogger's own part of a composed text, and the post that it reposts.

    Below the own part comes a line `原始用户: <name>`, missing when the original is gone, and then
    `转发内容: <original>`.
    """
    found = _ORIGINAL.search(text)
    if found is None:
        return text, None if is_original else Reposted()
    original = text[found.end() :].strip()
    author = Author(None, (found["name"] or "").strip() or None)
    own = text[: found.start()].strip()
    return own, Reposted(None, author, original, available=not weibo.is_notice(original))


def read_account(record: Record, reading: Reading) -> tuple[Item, ...]:
    """The `user` of the JSON or a row of the table user."""
    uid = words(record.get("id")) or reading.uid or ""
    if not uid.isdecimal():
        raise UnreadableRow("id_missing")
    return (
        Account(
            Platform.WEIBO,
            uid,
            words(record.get("nickname")),
            parse_count(record.get("followers")),
            parse_count(record.get("weibo_num")),
            prose(record.get("description")),
            weibo.profile_url(uid),
        ),
    )


def is_text_file(head: str) -> bool:
    """Whether a text begins like the .txt that weiboSpider writes beside its other files."""
    return _TEXT_FILE.match(head) is not None


def text_file_rows() -> Rows:
    """That file holds no ids and no addresses: its posts cannot be cited, nor told apart."""
    yield Rejected(1, "text_without_ids")


_KINDS = (
    Kind(
        lambda columns: {"微博id", "微博正文", "发布时间"} <= columns,
        read_post,
        _FIELDS,
        first_value=_BID_OF_A_ROW,
    ),
    Kind(lambda columns: {"id", "content", "publish_time", "up_num"} <= columns, read_post),
    Kind(lambda columns: {"nickname", "weibo_num", "followers"} <= columns, read_account),
)

IMPORTER = Importer("weiboSpider", _KINDS)
