"""Chilfish/Weibo-archiver: a JSON document with `weibo` and `user`, or lines of lists of posts."""

from kolvet.importers.dialects.weibo_posts import engagement, original_id, post_ids, weibo_post
from kolvet.importers.reading import (
    Importer,
    Kind,
    Reading,
    Record,
    UnreadableRow,
    prose,
    words,
)
from kolvet.model.imports import Item
from kolvet.model.posts import Account, Author, Platform, Reposted
from kolvet.platforms import weibo
from kolvet.platforms.counts import parse_count


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """An element of `weibo`; its text is HTML."""
    mid, bid = post_ids(record.get("id"), record.get("mblogid"), reading)
    uid, name = _user(record)
    post = weibo_post(
        mid,
        bid,
        reading.author(uid, name),
        prose(record.get("text")),
        reading.published(record.get("createdAt")),
        engagement(record, "likesCount", "commentsCount", "repostsCount"),
        reposted=_reposted(record, reading),
        client=reading.client(record.get("source")),
    )
    return (post,)


def _user(record: Record) -> tuple[str | None, str | None]:
    user = record.get("user")
    user = user if isinstance(user, dict) else {}
    uid = words(record.get("userId") or user.get("uid") or user.get("id"))
    return uid or None, words(user.get("name")) or None


def _reposted(record: Record, reading: Reading) -> Reposted | None:
    original = record.get("retweet")
    if not isinstance(original, dict):
        return None
    text = prose(original.get("text"))
    found = reading.moment(original.get("createdAt"))
    return Reposted(
        original_id(original.get("id"), original.get("mblogid")),
        Author(*_user(original)),
        text,
        found[0] if found else None,
        not weibo.is_notice(text),
    )


def read_account(record: Record, reading: Reading) -> tuple[Item, ...]:
    """The `user` of the document."""
    uid = words(record.get("uid"))
    if not uid.isdecimal():
        raise UnreadableRow("id_missing")
    seen = reading.moment(record.get("exportedAt"))
    return (
        Account(
            Platform.WEIBO,
            uid,
            words(record.get("name")),
            parse_count(record.get("followers")),
            parse_count(record.get("postCount")),
            prose(record.get("bio")),
            weibo.profile_url(uid),
            seen[0] if seen else None,
        ),
    )


_KINDS = (
    Kind(lambda keys: {"id", "mblogid", "createdAt", "repostsCount"} <= keys, read_post),
    Kind(lambda keys: {"uid", "name", "followers", "postCount"} <= keys, read_account),
)

IMPORTER = Importer("Weibo-archiver", _KINDS)
