"""yt-dlp: the .info.json beside each video; its uploader's words are the title and description.

Comments are in it if they were asked for (--write-comments).
"""

import re
from collections.abc import Iterable, Mapping

from kolvet.importers.dialects.weibo_posts import post_ids, weibo_post
from kolvet.importers.reading import (
    Importer,
    Kind,
    Reading,
    Record,
    UnreadableRow,
    prose,
    titled,
    words,
)
from kolvet.model.imports import Item
from kolvet.model.posts import Author, Comment, Engagement, Platform, Post
from kolvet.platforms.counts import parse_count
from kolvet.platforms.links import find_platform

_PART = re.compile(r"_p\d+$")
_COUNTS = ("like_count", "comment_count", "repost_count", "view_count")
_NOT_POSTS = frozenset({"playlist", "multi_video", "channel"})


def read_video(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A video, then its comments.

    Raises:
        UnreadableRow: It is a list of videos, or has no id.
    """
    native_id = words(record.get("id"))
    if words(record.get("_type")) in _NOT_POSTS or not native_id:
        raise UnreadableRow("unknown_object" if native_id else "id_missing")
    url = words(record.get("webpage_url") or record.get("original_url"))
    platform = find_platform(url)
    if platform is Platform.WEIBO:
        post = _weibo(record, reading)
    else:
        post = _video(record, reading, platform, url)
    return post, *_comments(record, post, reading)


def _weibo(record: Record, reading: Reading) -> Post:
    """A post with a video. Its text is the description; the title is often made from that."""
    mid, bid = post_ids(record.get("id"), record.get("display_id"), reading)
    return weibo_post(
        mid,
        bid,
        _author(record, reading),
        prose(record.get("description")) or prose(record.get("title")),
        reading.published(_time(record)),
        _engagement(record),
    )


def _video(record: Record, reading: Reading, platform: Platform, url: str) -> Post:
    native_id = words(record.get("id"))
    if platform is Platform.BILIBILI:
        native_id = _PART.sub("", native_id)  # the parts of one video share all else
    elif platform is Platform.OTHER:
        native_id = f"{words(record.get('extractor_key')).lower()}:{native_id}"
    return Post(
        platform,
        native_id,
        _author(record, reading),
        titled(record.get("title"), record.get("description")),
        *reading.published(_time(record)),
        _engagement(record),
        url=url,
    )


def _author(record: Record, reading: Reading) -> Author:
    uid = record.get("uploader_id") or record.get("channel_id")
    return reading.author(uid, record.get("uploader") or record.get("channel"))


def _time(record: Record) -> object:
    return record.get("timestamp") or record.get("upload_date")  # 20241128


def _engagement(record: Record) -> Engagement:
    return Engagement(*(parse_count(record.get(key)) for key in _COUNTS))


def _comments(record: Record, post: Post, reading: Reading) -> Iterable[Comment]:
    comments = record.get("comments")
    for comment in comments if isinstance(comments, list) else ():
        if not isinstance(comment, Mapping) or not words(comment.get("id")):
            continue
        found = reading.moment(comment.get("timestamp"))
        parent = words(comment.get("parent"))
        yield Comment(
            post.platform,
            words(comment.get("id")),
            post.native_id,
            prose(comment.get("text")),
            Author(words(comment.get("author_id")) or None, words(comment.get("author")) or None),
            found[0] if found else None,
            parse_count(comment.get("like_count")),
            "" if parent == "root" else parent,
        )


IMPORTER = Importer(
    "yt-dlp", (Kind(lambda keys: {"id", "extractor_key", "webpage_url"} <= keys, read_video),)
)
