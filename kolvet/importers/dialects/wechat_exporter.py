"""wechat-article-exporter: articles of WeChat official accounts, as a workbook or a JSON list.

An empty cell of a count means that it was not asked for, never 0. Without the article's content
there is only its digest.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from kolvet.importers.reading import (
    Importer,
    Kind,
    Misfit,
    Reading,
    Record,
    UnreadableRow,
    headed,
    prose,
    words,
)
from kolvet.model.imports import Item
from kolvet.model.posts import Author, Comment, Engagement, Platform, Post, Precision
from kolvet.platforms import links
from kolvet.platforms.counts import parse_count

_COUNTS = ("oldLikeNum", "commentNum", "shareNum", "readNum")


def read_article(record: Record, reading: Reading) -> tuple[Item, ...]:
    """An article, then the comments that the JSON may carry.

    Raises:
        Misfit: What should be its address is none.
        UnreadableRow: It has neither id nor text.
    """
    url = words(record.get("link"))
    if not url.startswith(("http://", "https://")):
        raise Misfit
    account = links.wechat_account(url) or words(record.get("fakeid"))
    native_id = links.native_id(Platform.WECHAT, url) or _id(record, account)
    if not native_id:
        raise UnreadableRow("id_missing")
    content = prose(record.get("content"))
    text = headed(prose(record.get("title")), content or prose(record.get("digest")))
    if not text:
        raise UnreadableRow("text_missing")
    post = Post(
        Platform.WECHAT,
        native_id,
        reading.author(account, record.get("_accountName")),
        text,
        *_published(record, reading),
        Engagement(*(parse_count(record.get(key)) for key in _COUNTS)),
        url=url,
        truncated=not content,
    )
    return post, *_comments(record, native_id, reading)


def _id(record: Record, account: str) -> str:
    article = words(record.get("aid"))
    return f"{account}:{article}" if account and article else ""


def _published(record: Record, reading: Reading) -> tuple[datetime | None, Precision]:
    return reading.published(record.get("update_time") or record.get("create_time"))


def _comments(record: Record, native_id: str, reading: Reading) -> Iterable[Comment]:
    comments = record.get("comments")
    for comment in _flat(comments if isinstance(comments, list) else ()):
        comment_id = words(comment.get("content_id")) or words(comment.get("id"))
        if not comment_id:
            continue
        found = reading.moment(comment.get("create_time"))
        yield Comment(
            Platform.WECHAT,
            comment_id,
            native_id,
            prose(comment.get("content")),
            Author(None, words(comment.get("nick_name")) or None),
            found[0] if found else None,
            parse_count(comment.get("like_num")),
        )


def _flat(comments: Iterable[object]) -> Iterable[Record]:
    """The comments, whether they are listed or still in the answers that brought them."""
    for comment in comments:
        if not isinstance(comment, Mapping):
            continue
        answered = comment.get("elected_comment")
        if isinstance(answered, list):
            yield from (each for each in answered if isinstance(each, Mapping))
        else:
            yield comment


_SHEET = {
    "公众号": "_accountName",
    "ID": "aid",
    "链接": "link",
    "标题": "title",
    "摘要": "digest",
    "创建时间": "create_time",
    "发布时间": "update_time",
    "阅读": "readNum",
    "点赞": "oldLikeNum",
    "分享": "shareNum",
    "留言": "commentNum",
    "文章内容": "content",
}


def _widths(fields: tuple[str, ...]) -> frozenset[int]:
    """A row ends with its last cell that is not empty; nothing behind the time has to be there."""
    if "update_time" not in fields:
        return frozenset()
    return frozenset(range(fields.index("update_time") + 1, len(fields) + 1))


IMPORTER = Importer(
    "wechat-article-exporter",
    (
        Kind(
            lambda columns: {"公众号", "链接", "标题", "发布时间"} <= columns,
            read_article,
            _SHEET,
            widths=_widths,
        ),
        Kind(lambda keys: {"appmsgid", "link", "title"} <= keys, read_article),
    ),
)
