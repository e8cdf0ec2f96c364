"""snscrape: JSON Lines of Weibo posts, each object naming its class in `_type`."""

from collections.abc import Mapping

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

_WEIBO = "snscrape.modules.weibo."


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A post; what the tool wrote for other sites is rejected."""
    if not words(record.get("_type")).startswith(_WEIBO):
        raise UnreadableRow("unknown_object")
    address = words(record.get("url"))
    mid, bid = post_ids(record.get("id"), address.rpartition("/")[2], reading)
    user = _user(record)
    post = weibo_post(
        mid,
        bid,
        reading.author(user.get("uid"), user.get("screenname")),
        prose(record.get("text")),
        reading.published(record.get("createdAt")),
        engagement(record, "likesCount", "commentsCount", "repostsCount"),
        reposted=_reposted(record, reading),
        client=reading.client(record.get("source")),
    )
    return (post,)


def _user(record: Record) -> Record:
    user = record.get("user")
    return user if isinstance(user, Mapping) else {}


def _reposted(record: Record, reading: Reading) -> Reposted | None:
    original = record.get("repostedPost")
    if not isinstance(original, Mapping):
        return None
    user = _user(original)
    text = prose(original.get("text"))
    found = reading.moment(original.get("createdAt"))
    return Reposted(
        original_id(original.get("id"), words(original.get("url"))),
        Author(words(user.get("uid")) or None, words(user.get("screenname")) or None),
        text,
        found[0] if found else None,
        bool(user) and not weibo.is_notice(text),
    )


def read_account(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A user; the tool writes one for --with-entity."""
    uid = words(record.get("uid"))
    if not uid.isdecimal() or not words(record.get("_type")).startswith(_WEIBO):
        raise UnreadableRow("unknown_object")
    return (
        Account(
            Platform.WEIBO,
            uid,
            words(record.get("screenname")),
            parse_count(record.get("followersCount")),
            parse_count(record.get("statusesCount")),
            prose(record.get("description")),
            weibo.profile_url(uid),
            reading.reference,
        ),
    )


_KINDS = (
    Kind(lambda keys: {"_type", "id", "url", "createdAt", "text"} <= keys, read_post),
    Kind(lambda keys: {"_type", "uid", "screenname", "followersCount"} <= keys, read_account),
)

IMPORTER = Importer("snscrape", _KINDS)
