"""RSS, Atom and JSON Feed, as RSSHub writes them for the platforms.

A feed holds about one page of posts and shows no counts.
"""

import re
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
    prose,
    titled,
    words,
)
from kolvet.importers.rows import object_rows
from kolvet.importers.source import Opened, Rows, Source
from kolvet.model.imports import Item
from kolvet.model.posts import Author, Engagement, Platform, Post, Precision, Reposted
from kolvet.platforms import weibo
from kolvet.platforms.counts import parse_count
from kolvet.platforms.links import find_platform

COLLECTOR = "feed"

_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
_QUOTED = re.compile(r"<blockquote\b[^>]*>(.*?)</blockquote>", re.DOTALL | re.IGNORECASE)
_REPOSTED = re.compile(r"\s*-?\s*转发\s*@?(?P<name>[^:：\n]{0,60})[:：]\s?(?P<text>.*)", re.DOTALL)
_BODIES = ("encoded", "content_html", "content_text", "description", "content", "summary")
_TIMES = ("date_published", "pubDate", "published", "updated", "date", "date_modified")


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
                yield from object_rows(items, source.reading, (_ANY,))
            except UnsafeXmlError as error:
                raise ImportFileError("import.unsafe_feed", path=source.shown) from error

    return Opened(COLLECTOR, rows)


def read_item(record: Record, reading: Reading) -> tuple[Item, ...]:
    """An item, whatever the kind of feed."""
    url = words(record.get("link") or record.get("url") or record.get("id"))
    body = next((record[key] for key in _BODIES if record.get(key)), "")
    when = reading.published(next((record[key] for key in _TIMES if record.get(key)), None))
    name = _author_name(record)
    if not url and not body:
        raise UnreadableRow("text_missing")
    platform = find_platform(url)
    if platform is Platform.WEIBO and (mid := weibo.mid_of(url)):
        return (_weibo(record, reading, mid, str(body), when, Author(weibo.uid_of(url), name)),)
    text = titled(record.get("title"), body)
    native_id = urlsplit(url).path.rstrip("/").rpartition("/")[2][:64]
    if platform is Platform.OTHER or not native_id:
        native_id = "row:" + blake2b(f"{url}\n{text}".encode(), digest_size=12).hexdigest()
    post = Post(
        platform, native_id, Author(None, name), text, *when, url=url, truncated=is_cut_off(text)
    )
    return (post,)


def _weibo(
    record: Record,
    reading: Reading,
    mid: str,
    body: str,
    when: tuple[datetime | None, Precision],
    author: Author,
) -> Post:
    """A post of Weibo: the title repeats the text, a blockquote holds the reposted original."""
    quoted = _QUOTED.search(body)
    own = prose(body[: quoted.start()] if quoted else body)
    reposted = None
    if quoted:
        found = _REPOSTED.match(prose(quoted[1]))
        text = found["text"].strip() if found else prose(quoted[1])
        name = found["name"].strip() if found else ""
        reposted = Reposted(
            None, Author(None, name or None), text, available=not weibo.is_notice(text)
        )
    counts = ("attitudes_count", "comments_count", "reposts_count")
    return weibo_post(
        mid,
        "",
        reading.author(author.native_id, author.name),
        own,
        when,
        Engagement(*(parse_count(record.get(key)) for key in counts)),
        reposted=reposted,
    )


def _author_name(record: Record) -> str | None:
    authors = record.get("authors") or record.get("author")
    if isinstance(authors, list) and authors:
        authors = authors[0]
    if isinstance(authors, dict):
        authors = authors.get("name")
    return words(authors) or words(record.get("name")) or words(record.get("creator")) or None


_ANY = Importer(COLLECTOR, (Kind(lambda _: True, read_item),))

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
