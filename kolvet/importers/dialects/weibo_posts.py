"""What all collectors of Weibo share: ids, and how a post is put together."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from kolvet.importers.reading import Misfit, Reading, Record, UnreadableRow, words
from kolvet.model.posts import Author, Engagement, Platform, Post, Precision, Reposted
from kolvet.platforms import weibo
from kolvet.platforms.counts import COUNT_LIMIT, parse_count

_CUT = re.compile(r"(?:\.{2,}|…)\s*(?:全文|展开)$")
_LAST_LETTERS = frozenset("文开\u200b")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{2}")
_KNOWN_DIGITS = 1e-4  # 5.1057E+15 keeps five digits


def post_ids(raw_mid: object, raw_bid: object, reading: Reading) -> tuple[str, str]:
    """The mid and the bid (may be "") of a row.

    Excel shows ids of 16 digits as 5.10578E+15 and zeroes their last digit; the bid is whole, and
    so the id is computed from it.

    Raises:
        Misfit: The values are not ids.
        UnreadableRow: The id is lost and there is no bid.
    """
    mid = raw_mid.strip() if isinstance(raw_mid, str) else words(raw_mid)
    if (
        len(mid) == 16
        and mid.isdecimal()
        and mid[-1] != "0"
        and isinstance(raw_bid, str)
        and len(raw_bid) == 9
        and raw_bid.isalnum()
        and raw_bid.isascii()
    ):
        return mid, raw_bid  # as nearly all are
    bid = raw_bid.strip() if isinstance(raw_bid, str) else ""
    if bid and not (len(bid) == 9 and bid.isalnum() and bid.isascii()) and not weibo.is_bid(bid):
        raise Misfit
    if weibo.is_mid(mid):
        if not bid:
            return mid, bid
        if mid[-1] == "0" and (whole := weibo.bid_to_mid(bid)) != mid and whole[:-1] == mid[:-1]:
            reading.repairs.append("id_from_bid")
            return whole, bid
        if len(mid) < 14 and weibo.mid_to_bid(mid) != bid:
            raise Misfit  # a user id in the place of the post's
        return mid, bid
    if not mid and bid:
        reading.repairs.append("id_from_bid")
        return weibo.bid_to_mid(bid), bid
    if not _SCIENTIFIC.fullmatch(mid):
        raise Misfit
    whole = weibo.bid_to_mid(bid) if bid else "0"
    if abs(float(whole) - float(mid)) > float(mid) * _KNOWN_DIGITS:
        raise UnreadableRow("id_lost")
    reading.repairs.append("id_from_bid")
    return whole, bid


def engagement(record: Record, likes: str, comments: str, reposts: str) -> Engagement:
    """The counts in these fields of a row; plain digits are read without detours."""
    try:
        first, second, third = int(record[likes]), int(record[comments]), int(record[reposts])
        if 0 <= first < COUNT_LIMIT and 0 <= second < COUNT_LIMIT and 0 <= third < COUNT_LIMIT:
            return Engagement(first, second, third)
    except (KeyError, ValueError, TypeError, OverflowError):
        pass  # words, units, nothing
    return Engagement(*(parse_count(record.get(key)) for key in (likes, comments, reposts)))


def original_id(raw_mid: object, raw_bid: object) -> str | None:
    """The mid of a reposted original, if the row has a sound one."""
    mid = words(raw_mid)
    if weibo.is_mid(mid):
        return mid
    return weibo.mid_of(words(raw_bid)) if raw_bid else None


def original(
    native_id: str | None, author: Author, text: str, found: tuple[datetime, Precision] | None
) -> Reposted:
    """A reposted original, with the time that the export gives, if any; a notice is none."""
    when = found[0] if found else None
    return Reposted(native_id, author, text, when, not weibo.is_notice(text))


def carried_comments(record: Record) -> Iterator[Record]:
    """The comments that a post carries; what has no id is none."""
    comments = record.get("comments")
    for comment in comments if isinstance(comments, list) else ():
        if isinstance(comment, Mapping) and words(comment.get("id")):
            yield comment


def is_cut_off(text: str) -> bool:
    """Whether the text ends as Weibo shortens long ones in a timeline: `...全文`, `…展开`."""
    if text[-1:] not in _LAST_LETTERS:
        return False
    end = text[-12:].rstrip("\u200b \n")
    return end.endswith(("全文", "展开")) and _CUT.search(end) is not None


def weibo_post(
    mid: str,
    bid: str,
    author: Author,
    text: str,
    when: tuple[datetime | None, Precision],
    counts: Engagement,
    *,
    reposted: Reposted | None = None,
    client: str = "",
    edited: bool = False,
    truncated: bool = False,
) -> Post:
    """A post of Weibo; `truncated` if the export says so, whatever the end of the text looks like.

    Raises:
        UnreadableRow: The text is the platform's notice that the post is gone.
    """
    if reposted is None and weibo.is_notice(text):
        raise UnreadableRow("notice_instead_of_text")
    return Post(
        Platform.WEIBO,
        mid,
        author,
        text,
        when[0],
        when[1],
        counts,
        reposted,
        weibo.post_url(mid, author.native_id, bid),
        client,
        edited,
        truncated or is_cut_off(text),
    )
