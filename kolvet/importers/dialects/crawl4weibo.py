"""crawl4weibo: JSON printed by its commands, posts with their comments, full or compact.

The compact form cuts texts at 220 characters and says so. Neither has the bid, the author's name,
or the blogger's line breaks.
"""

from collections.abc import Iterable, Mapping

from kolvet.importers.dialects.weibo_posts import (
    carried_comments,
    engagement,
    original,
    original_id,
    post_ids,
    weibo_post,
)
from kolvet.importers.reading import (
    Importer,
    Kind,
    Reading,
    Record,
    UnreadableRow,
    is_true,
    prose,
    rejecting,
    words,
)
from kolvet.model.imports import Item
from kolvet.model.posts import Account, Author, Comment, Platform, Reposted
from kolvet.platforms import weibo
from kolvet.platforms.counts import parse_count


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A post, then the comments that it carries."""
    mid, bid = post_ids(record.get("id"), record.get("bid"), reading)
    post = weibo_post(
        mid,
        bid,
        reading.author(record.get("user_id"), None),
        prose(record.get("text")),
        reading.published(record.get("created_at")),
        engagement(record, "attitudes_count", "comments_count", "reposts_count"),
        reposted=_reposted(record, reading),
        client=reading.client(record.get("source")),
        truncated=is_true(record.get("text_truncated")) or is_true(record.get("is_long_text")),
    )
    return post, *_comments(record, mid, reading)


def _reposted(record: Record, reading: Reading) -> Reposted | None:
    carried = record.get("retweeted_status")
    if not isinstance(carried, Mapping):  # the compact form leaves it out
        return Reposted() if record.get("is_original") is False else None
    return original(
        original_id(carried.get("id"), carried.get("bid")),
        Author(words(carried.get("user_id")) or None),
        prose(carried.get("text")),
        reading.moment(carried.get("created_at")),
    )


def _comments(record: Record, mid: str, reading: Reading) -> Iterable[Comment]:
    for comment in carried_comments(record):
        found = reading.moment(comment.get("created_at"))
        yield Comment(
            Platform.WEIBO,
            words(comment.get("id")),
            mid,
            prose(comment.get("text")),
            Author(
                words(comment.get("user_id")) or None,
                words(comment.get("user_screen_name")) or None,
            ),
            found[0] if found else None,
            parse_count(comment.get("like_counts")),
            words(comment.get("reply_id")),
        )


def read_account(record: Record, reading: Reading) -> tuple[Item, ...]:
    """What `get-user` prints."""
    uid = words(record.get("id"))
    if not uid.isdecimal():
        raise UnreadableRow("id_missing")
    return (
        Account(
            Platform.WEIBO,
            uid,
            words(record.get("screen_name")),
            parse_count(record.get("followers_count")),
            parse_count(record.get("posts_count")),
            prose(record.get("description")),
            weibo.profile_url(uid),
            reading.reference,
        ),
    )


def _listed(page: Record) -> Iterable[object]:
    return next(
        (page[key] for key in ("posts", "comments") if isinstance(page.get(key), list)), ()
    )


_KINDS = (
    Kind(lambda keys: {"id", "user_id", "is_original", "attitudes_count"} <= keys, read_post),
    Kind(
        lambda keys: {"id", "screen_name", "followers_count", "posts_count"} <= keys, read_account
    ),
    Kind(
        lambda keys: {"id", "user_id", "user_screen_name", "like_counts"} <= keys,
        rejecting("comment_without_post"),
    ),
    Kind(
        lambda keys: {"posts", "pagination"} <= keys or {"comments", "pagination"} <= keys,
        rejecting("unknown_object"),
        unfold=_listed,
    ),
    Kind(lambda keys: keys == {"error", "type"}, rejecting("platform_refused")),
)

IMPORTER = Importer("crawl4weibo", _KINDS)
