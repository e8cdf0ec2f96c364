"""nghuyong/WeiboSpider: JSON Lines of posts and of users.

A post says whose it is only by its address; a repost only names the id of its original. Comment
files do not say under which post a comment stands: known for what they are, and rejected.
"""

from datetime import datetime

from kolvet.importers.dialects.weibo_posts import engagement, original_id, post_ids, weibo_post
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
from kolvet.model.posts import Account, Platform, Reposted
from kolvet.platforms import weibo
from kolvet.platforms.counts import parse_count


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A line of a tweet_spider file; relative times count from `crawl_time`."""
    mid, bid = post_ids(record.get("_id"), record.get("mblogid"), reading)
    when = reading.moment(record.get("created_at"), _crawled(record, reading))
    user = record.get("user")
    user = user if isinstance(user, dict) else {}
    uid = user.get("_id") or weibo.uid_of(words(record.get("url")))
    original = original_id(record.get("retweet_id"), None)
    is_repost = bool(original) or is_true(record.get("is_retweet"))
    post = weibo_post(
        mid,
        bid,
        reading.author(uid, user.get("nick_name")),
        prose(record.get("content")),
        when or reading.published(record.get("created_at")),
        engagement(record, "attitudes_count", "comments_count", "reposts_count"),
        reposted=Reposted(original) if is_repost else None,
        client=reading.client(record.get("source")),
    )
    return (post,)


def read_account(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A line of a user_spider file."""
    uid = words(record.get("_id"))
    if not uid.isdecimal():
        raise UnreadableRow("id_missing")
    return (
        Account(
            Platform.WEIBO,
            uid,
            words(record.get("nick_name")),
            parse_count(record.get("followers_count")),
            parse_count(record.get("statuses_count")),
            prose(record.get("description")),
            weibo.profile_url(uid),
            _crawled(record, reading),
        ),
    )


def _crawled(record: Record, reading: Reading) -> datetime:
    found = reading.moment(record.get("crawl_time"))
    return found[0] if found else reading.reference


_KINDS = (
    Kind(lambda keys: {"_id", "mblogid", "content", "attitudes_count"} <= keys, read_post),
    Kind(lambda keys: {"_id", "nick_name", "followers_count"} <= keys, read_account),
    Kind(
        lambda keys: {"_id", "comment_user", "content", "like_counts"} <= keys,
        rejecting("comment_without_post"),
    ),
)

IMPORTER = Importer("nghuyong/WeiboSpider", _KINDS)
