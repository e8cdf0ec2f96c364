"""Chilfish/Weibo-archiver: a JSON document with `weibo` and `user`, or lines of lists of posts.

Posts carry their first comments. Versions until 2025 wrote snake_case names. The favourites, which
are other people's posts, are not read; its raw folder holds answers of the API (`weibo_pages`).
"""

import re
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
    prose,
    rejecting,
    words,
)
from kolvet.model.imports import Item
from kolvet.model.posts import Account, Author, Comment, Platform, Reposted
from kolvet.platforms import weibo
from kolvet.platforms.counts import parse_count

_PICTURE = re.compile(r"\[img://[^\]\s]*\]")  # what the tool writes for the link to a picture

_FORMER_NAMES = {
    "created_at": "createdAt",
    "like_count": "likesCount",
    "attitudes_count": "likesCount",
    "comments_count": "commentsCount",
    "reposts_count": "repostsCount",
    "retweeted_status": "retweet",
}


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """An element of `weibo`, then its comments; its text may be HTML."""
    mid, bid = post_ids(record.get("id"), record.get("mblogid"), reading)
    uid, name = _user(record)
    post = weibo_post(
        mid,
        bid,
        reading.author(uid, name),
        _text(record),
        reading.published(record.get("createdAt")),
        engagement(record, "likesCount", "commentsCount", "repostsCount"),
        reposted=_reposted(record, reading),
        client=reading.client(record.get("source")),
    )
    return post, *_comments(record, mid, reading)


def read_former_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """The same, with the names of earlier versions."""
    return read_post(_with_new_names(record), reading)


def _with_new_names(record: Record) -> Record:
    renamed = {_FORMER_NAMES.get(key, key): value for key, value in record.items()}
    carried = renamed.get("retweet")
    if isinstance(carried, Mapping):
        renamed["retweet"] = _with_new_names(carried)
    comments = renamed.get("comments")
    if isinstance(comments, list):
        renamed["comments"] = [
            _with_new_names(comment) for comment in comments if isinstance(comment, Mapping)
        ]
    return renamed


def _text(record: Record) -> str:
    text = record.get("text")
    if isinstance(text, str) and "[img://" in text:
        text = _PICTURE.sub("", text)
    return prose(text)


def _user(record: Record) -> tuple[str | None, str | None]:
    user = record.get("user")
    user = user if isinstance(user, dict) else {}
    uid = words(record.get("userId") or user.get("uid") or user.get("id"))
    return uid or None, words(user.get("name") or user.get("screen_name")) or None


def _reposted(record: Record, reading: Reading) -> Reposted | None:
    carried = record.get("retweet")
    if not isinstance(carried, Mapping):
        return None
    return original(
        original_id(carried.get("id"), carried.get("mblogid")),
        Author(*_user(carried)),
        _text(carried),
        reading.moment(carried.get("createdAt")),
    )


def _comments(record: Record, mid: str, reading: Reading) -> Iterable[Comment]:
    for comment in carried_comments(record):
        found = reading.moment(comment.get("createdAt"))
        yield Comment(
            Platform.WEIBO,
            words(comment.get("id")),
            mid,
            _text(comment),
            Author(*_user(comment)),
            found[0] if found else None,
            parse_count(comment.get("likesCount")),
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
    Kind(lambda keys: "favBy" in keys, rejecting("liked_not_own")),
    Kind(lambda keys: {"id", "mblogid", "createdAt", "repostsCount"} <= keys, read_post),
    Kind(lambda keys: {"id", "mblogid", "created_at", "imgs"} <= keys, read_former_post),
    Kind(
        lambda keys: (
            {"uid", "name", "followers"} <= keys
            and bool({"postCount", "followingIds", "birthday"} & keys)  # else one he follows
        ),
        read_account,
    ),
)

IMPORTER = Importer("Weibo-archiver", _KINDS)
