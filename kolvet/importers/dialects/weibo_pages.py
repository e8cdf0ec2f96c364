"""Answers of Weibo's API as they came: pages of m.weibo.cn, weibo.com/ajax and the official API.

kabi-weibo-cli, mcp-server-weibo, the raw folder of Weibo-archiver and many a script of one's own
write them: a page, a list of pages, a page or a post on each line. gallery-dl writes the post of
each picture as `status`. What a page holds: format study, appendix A.
"""

from collections.abc import Iterable, Mapping

from kolvet.importers.dialects import weibo_api
from kolvet.importers.dialects.weibo_posts import original_id
from kolvet.importers.reading import (
    Importer,
    Kind,
    Reading,
    Record,
    UnreadableRow,
    rejecting,
)
from kolvet.model.imports import Item

_LISTS = ("cards", "list", "statuses", "Feeds", "comments", "data")
_USERS = ("userInfo", "user")


def unfold(page: Record) -> Iterable[object]:
    """The accounts, posts and comments of a page, or the post of a card; nothing from other cards.

    Cards of people are those that Weibo recommends beside the posts.
    """
    if "mblog" in page:
        return (page["mblog"],)
    if "card_type" in page:
        group = page.get("card_group")
        return group if isinstance(group, list) else ()
    data = page.get("data")
    if isinstance(data, list):
        return data
    return _held(data if isinstance(data, Mapping) else page)


def _held(answer: Record) -> Iterable[object]:
    users = [answer[key] for key in _USERS if isinstance(answer.get(key), Mapping)]
    lists = [answer[key] for key in _LISTS if isinstance(answer.get(key), list)]
    if lists:
        return [*users, *(element for elements in lists for element in elements)]
    if users and not _is_post(frozenset(answer)):
        return users
    return (answer,) if answer else ()


def read_post(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A post of a timeline.

    Raises:
        UnreadableRow: The account only liked it.
    """
    if weibo_api.is_liked(record):
        raise UnreadableRow("liked_not_own")
    return weibo_api.read_post(record, reading)


def read_comment(record: Record, reading: Reading) -> tuple[Item, ...]:
    """A comment, where it names its post: the official API puts that into `status`.

    Raises:
        UnreadableRow: It does not.
    """
    status = record.get("status")
    status = status if isinstance(status, Mapping) else {}
    mid = original_id(status.get("mid") or status.get("idstr") or status.get("id"), None)
    if mid is None:
        raise UnreadableRow("comment_without_post")
    return weibo_api.read_comment(record, mid, reading)


# --- what objects are, by their keys -------------------------------------------------------------

_NAMES_OF_A_POST = frozenset({"mid", "idstr", "bid", "mblogid", "user", "ok"})
_ONLY_IN_COMMENTS = frozenset(
    {
        *("rootid", "rootidstr", "floor_number", "like_counts", "like_count", "reply_comment"),
        *("reply_id", "status"),
    }
)
_PAGES = (
    frozenset({"ok", "data"}),
    frozenset({"card_type"}),
    frozenset({"mblog"}),
    frozenset({"cards", "cardlistInfo"}),
    frozenset({"statuses"}),
    frozenset({"list", "since_id"}),
    frozenset({"list", "total"}),
    frozenset({"userInfo"}),
    frozenset({"user", "tabList"}),
    frozenset({"Feeds", "SinceId"}),
    frozenset({"comments", "total_number"}),
    frozenset({"data", "total_number"}),
)


def _is_page(keys: frozenset[str]) -> bool:
    return any(page <= keys for page in _PAGES)


def _is_post(keys: frozenset[str]) -> bool:
    return (
        {"id", "created_at", "attitudes_count"} <= keys
        and bool({"text", "text_raw"} & keys)
        and bool(_NAMES_OF_A_POST & keys)
    )


def _is_account(keys: frozenset[str]) -> bool:
    return {"id", "screen_name", "followers_count"} <= keys


def _is_comment(keys: frozenset[str]) -> bool:
    return (
        {"id", "created_at", "user"} <= keys
        and bool({"text", "text_raw"} & keys)
        and bool(_ONLY_IN_COMMENTS & keys)
    )


def _is_refusal(keys: frozenset[str]) -> bool:
    return "data" not in keys and ({"ok", "msg"} <= keys or {"ok", "url"} <= keys)


_KINDS = (
    Kind(_is_post, read_post),
    Kind(_is_comment, read_comment),
    Kind(_is_account, weibo_api.read_account),
    Kind(_is_page, rejecting("unknown_object"), unfold=unfold),
    Kind(_is_refusal, rejecting("platform_refused")),
    Kind(lambda keys: {"error", "error_code"} <= keys, rejecting("platform_refused")),
    Kind(lambda keys: "longTextContent" in keys, rejecting("long_text_without_post")),
)

IMPORTER = Importer("Weibo API", _KINDS)

GALLERY_DL = Importer(
    "gallery-dl",
    (
        Kind(
            lambda keys: {"status", "category"} <= keys or {"status", "num", "extension"} <= keys,
            rejecting("unknown_object"),
            unfold=lambda record: (record.get("status"),),
        ),
    ),
)
"""The metadata file beside each picture; a post with nine pictures comes nine times."""
