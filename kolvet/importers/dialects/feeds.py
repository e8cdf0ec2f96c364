"""RSS, Atom and JSON Feed, as RSSHub writes them for the platforms.

A feed holds about one page of posts and hardly ever shows counts. What RSSHub puts into an item
besides the author's words (a reposted original, an activity that is not his): format study,
section 1.8.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from kolvet.errors import ImportFileError
from kolvet.importers.containers.json_rows import Bytes
from kolvet.importers.containers.xml_items import FeedItems, UnsafeXmlError
from kolvet.importers.dialects.weibo_posts import is_cut_off, weibo_post
from kolvet.importers.reading import (
    Importer,
    Kind,
    Reading,
    Record,
    UnreadableRow,
    headed,
    prose,
    words,
)
from kolvet.importers.rows import object_rows
from kolvet.importers.source import Opened, Rows, Source
from kolvet.model.imports import Item, Rejected
from kolvet.model.posts import Author, Engagement, Platform, Post, Precision, Reposted
from kolvet.platforms import links, weibo
from kolvet.platforms.counts import parse_count

COLLECTOR = "feed"
NumberedItem = tuple[int, dict[str, str]]

_GENERATOR = "RSSHub"  # what it names as the author of a feed that has none

_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)\b")
_QUOTED = re.compile(r"<blockquote\b[^>]*>(.*?)</blockquote>", re.DOTALL | re.IGNORECASE)
_VIDEO = re.compile(r"<video\b.*?</video>", re.DOTALL | re.IGNORECASE)
_OTHERS_COMMENTS = "<h3>热门评论</h3>"
_FOOTNOTE = re.compile(r"<small\b[^>]*>.*?</small>", re.DOTALL | re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_REPOSTED = re.compile(
    r"\s*(?:-?\s*转发\s*@?|@)(?P<name>[^:：\n]{0,60})[:：]\s?(?P<text>.*)", re.DOTALL
)
_NOT_AVAILABLE = "[原微博不可访问]"
_CHAIN = re.compile(
    r"(?:^|\n)\s*//转发自[:：]\s*@?(?P<name>[^:：\n]{1,60})[:：]\s?(?P<text>.*)", re.DOTALL
)
_ACTIVITY = re.compile(
    r"^.{1,40}?(?:赞同了(?:回答|文章|想法|视频)|赞了(?:文章|想法)|喜欢了?(?:文章|回答|想法)|"
    r"收藏了(?:回答|文章|想法)|感谢了回答|关注了(?:问题|专栏|收藏夹|话题|圆桌|用户))[:：]"
)
_OWN_ACTIVITY = re.compile(r"^.{1,40}?(?:回答了问题|发表了文章|发布了想法|添加了问题)[:：]\s*")
_BODIES = ("encoded", "content_html", "content_text", "description", "content", "summary")
_TIMES = ("date_published", "pubDate", "published", "updated", "date", "date_modified")
_COUNTS = (
    ("attitudes_count", "upvotes"),
    ("comments_count", "comments"),
    ("reposts_count",),
)


def is_feed(head: str) -> bool:
    """Whether an XML text begins like a feed."""
    return _FEED.search(head) is not None


def open_feed(source: Source) -> Opened:
    """An RSS or Atom file.

    Raises:
        ImportFileError: It declares a document type.
    """
    if "<!DOCTYPE" in source.survey.head.decode(source.survey.encoding, "replace"):
        raise ImportFileError("import.unsafe_feed", path=source.shown)

    def rows() -> Rows:
        with source.path.open("rb") as file:
            items = FeedItems(Bytes(file, source.survey.encoding))
            try:
                yield from object_rows(_by_its_author(items, source), source.reading, (ANY,))
            except UnsafeXmlError as error:
                raise ImportFileError("import.unsafe_feed", path=source.shown) from error

    return Opened(COLLECTOR, rows)


def _by_its_author(items: FeedItems, source: Source) -> Iterator[NumberedItem | Rejected]:
    """The items; the author of the feed is theirs where they name none."""
    for item in items:
        name = items.channel.get("author")
        if name and name != _GENERATOR:
            source.reading.name = source.reading.name or name
        yield item


def read_item(record: Record, reading: Reading) -> tuple[Item, ...]:
    """An item, whatever the kind of feed.

    Raises:
        UnreadableRow: It has nothing to read, or tells what somebody else wrote.
    """
    url = _address(record)
    body = str(next((record[key] for key in _BODIES if record.get(key)), ""))
    if not url and not body and not words(record.get("title")):
        raise UnreadableRow("text_missing")
    when = reading.published(next((record[key] for key in _TIMES if record.get(key)), None))
    platform = links.find_platform(url)
    native_id = links.native_id(platform, url)
    if platform is Platform.WEIBO and native_id:
        return (_weibo(record, reading, native_id, url, body, when),)
    text, reposted = _parts(record, platform, body)
    is_own = platform is Platform.OTHER or not native_id
    if is_own:
        native_id = _own_id(record, url, text)
    post = Post(
        platform,
        native_id,
        Author(links.wechat_account(url) or None, author_name(record) or reading.name),
        text,
        *when,
        _engagement(record),
        reposted,
        url=url,
        truncated=is_cut_off(text),
        local_id=is_own and not url,
    )
    return (post,)


def _address(record: Record) -> str:
    """The address of the item; an id may be one, too."""
    for key in ("link", "url", "guid", "id"):
        value = words(record.get(key))
        if value.startswith(("http://", "https://")):
            return value
    return ""


def _own_id(record: Record, url: str, text: str) -> str:
    """An id for an item that has none of its platform: made of the feed's own, if there is one."""
    given = words(record.get("guid") or record.get("id"))
    seed = f"{urlsplit(url).netloc}\n{given}" if given else f"{url}\n{text}"
    return "row:" + blake2b(seed.encode(), digest_size=12).hexdigest()


def _engagement(record: Record) -> Engagement:
    likes, comments, reposts = (
        next((found for key in keys if (found := parse_count(record.get(key))) is not None), None)
        for keys in _COUNTS
    )
    return Engagement(likes, comments, reposts)


def _parts(record: Record, platform: Platform, body: str) -> tuple[str, Reposted | None]:
    """The author's words, with their title, and the original that a repost carries.

    Raises:
        UnreadableRow: The item is an activity (he liked, follows ...), and another's words.
    """
    title = prose(record.get("title"))
    if platform is Platform.ZHIHU:
        if _ACTIVITY.match(title):
            raise UnreadableRow("liked_not_own")
        title = _OWN_ACTIVITY.sub("", title)
    own = prose(body)
    chain = _CHAIN.search(own) if platform is Platform.BILIBILI else None
    if chain is None:
        return headed(title, own), None
    original = Reposted(None, Author(None, chain["name"].strip()), chain["text"].strip())
    return headed(title, own[: chain.start()].strip()), original


def _weibo(
    record: Record,
    reading: Reading,
    mid: str,
    url: str,
    body: str,
    when: tuple[datetime | None, Precision],
) -> Post:
    """A post of Weibo: the title repeats the text, a blockquote holds the reposted original."""
    body = _VIDEO.sub("", body.partition(_OTHERS_COMMENTS)[0])
    quoted = _QUOTED.search(body)
    own = prose(body[: quoted.start()] if quoted else body)
    name = author_name(record) or reading.name
    if name:
        own = own.removeprefix(f"{name}:\u2002")  # RSSHub's showAuthorInDesc
    return weibo_post(
        mid,
        "",
        reading.author(weibo.uid_of(url), name),
        own,
        when,
        _engagement(record),
        reposted=_reposted(quoted[1]) if quoted else None,
    )


def _reposted(quoted: str) -> Reposted:
    addresses = [found[1] for found in _HREF.finditer(quoted)]
    text = prose(_FOOTNOTE.sub("", quoted))
    found = _REPOSTED.match(text)
    name = found["name"].strip() if found else ""
    text = found["text"].strip() if found else text
    gone = name == _NOT_AVAILABLE or weibo.is_notice(text)
    return Reposted(
        next((mid for address in addresses[::-1] if (mid := weibo.mid_of(address))), None),
        Author(weibo.uid_of(addresses[0]) if addresses and found else None, name or None)
        if not gone
        else Author(None, None if name == _NOT_AVAILABLE else name or None),
        text,
        available=not gone,
    )


def author_name(record: Record) -> str | None:
    """The name that an item gives its author, in any kind of feed."""
    authors = record.get("authors") or record.get("author")
    if isinstance(authors, list) and authors:
        authors = authors[0]
    if isinstance(authors, dict):
        authors = authors.get("name")
    return words(authors) or words(record.get("name")) or words(record.get("creator")) or None


ANY = Importer(COLLECTOR, (Kind(lambda _: True, read_item),))
"""For the items of what is known to be a feed."""

IMPORTER = Importer(
    COLLECTOR,
    (
        Kind(
            lambda keys: (
                {"id", "date_published"} <= keys and bool({"content_html", "content_text"} & keys)
            ),
            read_item,
        ),
    ),
)
