"""Weibo's own API objects: a post, an account, a comment, as both faces of the site answer.

The live sources and the importer of raw pages read them with the same functions. m.weibo.cn gives
an mblog (HTML text, `bid`), weibo.com a status (`text_raw`, `mblogid`), the official API a status
of its own (`truncated`). Keys and types: format study, sections 2.2, 2.3, 2.5.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from kolvet.importers.dialects.weibo_posts import (
    engagement,
    is_cut_off,
    original_id,
    post_ids,
    weibo_post,
)
from kolvet.importers.reading import Reading, Record, UnreadableRow, is_true, prose, words
from kolvet.model.imports import Item
from kolvet.model.posts import Account, Author, Comment, Platform, Post, Reposted
from kolvet.platforms import weibo
from kolvet.platforms.counts import parse_count

_LONG_TEXT = "longTextContent"
_NOT_OWN = re.compile(r"赞过|赞了|点赞|评论过|收藏过|\bliked\b", re.IGNORECASE)
_PINNED = "proweibotop_"
_EXPAND = re.compile(r"<span[^>]*\bclass=.?expand.?[^>]*>[^<]*</span>\s*$")
_PADDING = "\u200b\u200c\ufeff\u00a0\u3000 \t\n"  # weibo.com ends texts with some of them

_SHORT_WIDTH = 300
"""A text that a timeline cut is at most so wide: 140 characters, each counting 2, and some slack
for what stands in for links and pictures."""
_WHOLE_SHARE = 0.8
"""`textLength` counts a link as its address: a whole text with links is narrower than it says."""


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A post, of either face; a relative time counts from `reading.reference`.

    Whether it is the account's own is not asked here; see `is_liked` and `author_id`.

    Raises:
        UnreadableRow: It has no id, or the platform's notice instead of a text.
    """
    mid, bid = post_ids(_raw_mid(record), record.get("bid") or record.get("mblogid"), reading)
    text, truncated = _text(record)
    reposted = _reposted(record, reading)
    if reposted is None and _quickly_reposted(record) not in {None, mid}:
        return (_quick_repost(record, mid, text, reading),)
    user = _user(record)
    return (
        weibo_post(
            mid,
            bid if isinstance(bid, str) else "",
            reading.author(_uid(user), user.get("screen_name")),
            text,
            reading.published(record.get("created_at")),
            engagement(record, "attitudes_count", "comments_count", "reposts_count"),
            reposted=reposted,
            client=reading.client(record.get("source")),
            edited=_is_edited(record),
            truncated=truncated,
        ),
    )


def is_liked(record: Record) -> bool:
    """Whether it stands in a timeline only because the account liked it: not its own post."""
    return _NOT_OWN.search(_title(record)) is not None


def is_pinned(record: Record) -> bool:
    """Whether the account pinned it to the top: its time says nothing of its place."""
    return (
        is_true(record.get("isTop"))
        or words(record.get("mblogtype")) == "2"
        or "置顶" in _title(record)
        or words(record.get("profile_type_id")).startswith(_PINNED)
    )


def author_id(record: Record) -> str | None:
    """The id of its author; None where the platform shows none (deleted).

    A quick repost is by the one who passed it on, not by the author of the original.
    """
    if _quickly_reposted(record) and not isinstance(record.get("retweeted_status"), Mapping):
        return words(record.get("ori_uid")) or None
    return _uid(_user(record))


def read_account(user: Record, reading: Reading) -> tuple[Item, ...]:
    """A `userInfo` or `user`, seen at `reading.reference`.

    Raises:
        UnreadableRow: It has no id.
    """
    uid = _uid(user)
    if uid is None:
        raise UnreadableRow("id_missing")
    followers = parse_count(user.get("followers_count"))
    if followers is None:
        followers = parse_count(user.get("followers_count_str"))
    return (
        Account(
            Platform.WEIBO,
            uid,
            words(user.get("screen_name")),
            followers,
            parse_count(user.get("statuses_count")),
            prose(user.get("description")),
            weibo.profile_url(uid),
            reading.reference,
        ),
    )


def read_comment(record: Record, post_mid: str, reading: Reading) -> tuple[Comment, ...]:
    """A comment under the post, then those that it carries: its answers, or what it answers.

    Raises:
        UnreadableRow: It has no id.
    """
    root = _comment(record, post_mid, "", reading)
    root_id = root.parent_native_id or root.native_id
    carried = record.get("comments")
    others = list(carried) if isinstance(carried, list) else []
    others.append(record.get("reply_comment"))
    answers = (
        _comment(other, post_mid, root_id, reading)
        for other in others
        if isinstance(other, Mapping) and _comment_id(other) and _short_text(other)
    )
    return root, *answers


# --- the parts of a post -------------------------------------------------------------------------


def _raw_mid(record: Record) -> object:
    """The id as text if there is one: a number may have been damaged on its way."""
    return record.get("mid") or record.get("idstr") or record.get("id")


def _text(record: Record) -> tuple[str, bool]:
    """The text without markup, as the site shows it, and whether only its beginning is there."""
    long_text = _long_text(record)
    if long_text:
        text = _plain(long_text, record)
        return text, is_cut_off(text)
    text = _plain(_short_text(record), record)
    if is_cut_off(text) or is_true(record.get("truncated")):
        return text, True
    if not _is_long(record):
        return text, False
    return text, _ends_in_link_to_rest(record) or not _is_whole(text, record)


def _long_text(record: Record) -> str:
    nested = record.get("longText")
    for holder in (record, nested if isinstance(nested, Mapping) else {}):
        found = holder.get(_LONG_TEXT)
        if isinstance(found, str) and found.strip():
            return found
    return ""


def _short_text(record: Record) -> str:
    raw = record.get("text_raw")
    return raw if isinstance(raw, str) and raw.strip() else _shown(record)


def _shown(record: Record) -> str:
    text = record.get("text")
    return text if isinstance(text, str) else ""


def _ends_in_link_to_rest(record: Record) -> bool:
    return is_cut_off(prose(_shown(record))) or _EXPAND.search(_shown(record)) is not None


def _plain(text: str, record: Record) -> str:
    """The text with a link's title for its address, as the HTML text has it."""
    links = record.get("url_struct")
    if isinstance(links, list) and "://" in text:
        for link in links:
            if isinstance(link, Mapping) and (short := words(link.get("short_url"))):
                text = text.replace(short, words(link.get("url_title")) or short)
    return prose(_EXPAND.sub("", text)).strip(_PADDING)


def _is_long(record: Record) -> bool:
    return is_true(record.get("isLongText")) or isinstance(record.get("continue_tag"), Mapping)


def _is_whole(text: str, record: Record) -> bool:
    """Whether the text of a long post is more than a timeline shows of it."""
    width = sum(1 if letter.isascii() else 2 for letter in text)
    declared = parse_count(record.get("textLength"))
    return width >= declared * _WHOLE_SHARE if declared else width > _SHORT_WIDTH


def _is_edited(record: Record) -> bool:
    return bool(parse_count(record.get("edit_count"))) or bool(words(record.get("edit_at")))


def _reposted(record: Record, reading: Reading) -> Reposted | None:
    original = record.get("retweeted_status")
    if not isinstance(original, Mapping):
        return None
    user = _user(original)
    text = _text(original)[0]
    gone = not user or is_true(original.get("deleted")) or weibo.is_notice(text)
    return Reposted(
        original_id(_raw_mid(original), original.get("bid") or original.get("mblogid")),
        Author(_uid(user), words(user.get("screen_name")) or None),
        text,
        _moment(original, reading),
        not gone,
    )


def _quickly_reposted(record: Record) -> str | None:
    """The original of a quick repost (快转), which has no words of its own."""
    return original_id(record["ori_mid"], None) if record.get("ori_mid") else None


def _quick_repost(record: Record, mid: str, text: str, reading: Reading) -> Post:
    """A quick repost: `user` and the text are the original's, `ori_uid` is who passed it on."""
    original = _user(record)
    by = words(record.get("ori_uid"))
    return weibo_post(
        mid,
        "",
        reading.author(by or reading.uid, _passed_on_by(record)),
        "",
        reading.published(record.get("created_at")),
        engagement(record, "attitudes_count", "comments_count", "reposts_count"),
        reposted=Reposted(
            _quickly_reposted(record),
            Author(_uid(original), words(original.get("screen_name")) or None),
            text,
            available=bool(original) and not weibo.is_notice(text),
        ),
        client=reading.client(record.get("source")),
    )


def _passed_on_by(record: Record) -> str | None:
    """The name beside a quick repost's, which the site shows as "NAME 快转了"."""
    parts = record.get("screen_name_suffix_new")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Mapping) and words(part.get("type")) == "2":
            return words(part.get("content")) or None
    return None


def _moment(record: Record, reading: Reading) -> datetime | None:
    found = reading.moment(record.get("created_at"))
    return found[0] if found else None


def _title(record: Record) -> str:
    title = record.get("title")
    return words(title.get("text") if isinstance(title, Mapping) else title)


# --- users and comments --------------------------------------------------------------------------


def _user(record: Record) -> Record:
    user = record.get("user")
    return user if isinstance(user, Mapping) else {}


def _uid(user: Record) -> str | None:
    uid = words(user.get("idstr") or user.get("id") or user.get("uid"))
    return uid if uid.isascii() and uid.isdecimal() else None


def _comment_id(record: Record) -> str:
    found = words(record.get("idstr") or record.get("id") or record.get("mid"))
    return found if found.isascii() and found.isdecimal() else ""


def _comment(record: Record, post_mid: str, root_id: str, reading: Reading) -> Comment:
    native_id = _comment_id(record)
    if not native_id:
        raise UnreadableRow("id_missing")
    user = _user(record)
    parent = root_id or words(record.get("rootidstr") or record.get("rootid"))
    likes = record.get("like_count", record.get("like_counts"))
    return Comment(
        Platform.WEIBO,
        native_id,
        post_mid,
        _plain(_short_text(record), record),
        Author(_uid(user), words(user.get("screen_name")) or None),
        _moment(record, reading),
        parse_count(likes),
        "" if parent in {native_id, "0"} else parent,
    )
