"""Any RSS 2.0, Atom or JSON Feed address: RSSHub instances, and so Bilibili and others.

A feed is read by the importer of feed files. It is asked for conditionally (ETag, Last-Modified),
shows about one page of posts, and declares no number. Format study, sections 1.8 and 2.8.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kolvet.errors import ImportFileError
from kolvet.importers import open_export
from kolvet.model.fetch import FeedState, StopReason
from kolvet.model.imports import Rejected, Row
from kolvet.sources.client import Client
from kolvet.sources.exchange import Answer, Request, shown
from kolvet.sources.failures import AgainError, RefusedError

NAME = "feed"
_AGENT = "kolvet (feed reader)"
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9,"
    " application/json;q=0.8, */*;q=0.5"
)
_NOT_MODIFIED = 304
_CUT = frozenset({"xml_broken", "json_broken", "json_cut_off"})


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as fetched. `rows` is empty and `changed` False where nothing is new."""

    rows: tuple[Row | Rejected, ...]
    state: FeedState
    changed: bool = True


class CutFeedError(RefusedError):
    """A feed broke off each time it was asked for. `rows` are what came before."""

    def __init__(self, rows: tuple[Row | Rejected, ...], url: str) -> None:
        super().__init__("source.broken", StopReason.BAD_ANSWER, url=shown(url))
        self.rows = rows


def read_feed(client: Client, url: str, state: FeedState) -> Feed:
    """Ask for the feed, and for nothing else.

    One that ends in the middle is asked for again; if it stays so, what came before is given, and
    the next run asks anew.

    Raises:
        RefusedError: The server refuses, or what it gives is no feed.
    """
    headers = {"User-Agent": _AGENT, "Accept": _ACCEPT}
    if state.etag:
        headers["If-None-Match"] = state.etag
    if state.modified:
        headers["If-Modified-Since"] = state.modified

    def read(answer: Answer) -> Feed:
        if answer.status == _NOT_MODIFIED:
            return Feed((), state, changed=False)
        if answer.status != 200:
            raise RefusedError(
                "source.feed_status", StopReason.REFUSED, host=answer.host, status=answer.status
            )
        seen = FeedState(answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))
        rows = tuple(_rows(answer, url))
        if any(isinstance(row, Rejected) and row.reason in _CUT for row in rows):
            raise AgainError(CutFeedError(rows, url))
        return Feed(rows, seen)

    try:
        return client.ask(Request(url, headers=headers), read, page=True, leave_host=True)
    except CutFeedError as cut:
        return Feed(cut.rows, FeedState())


def _rows(answer: Answer, url: str) -> Iterator[Row | Rejected]:
    """What the importer of feed files makes of the body."""
    with tempfile.TemporaryDirectory(prefix="kolvet-") as folder:
        path = Path(folder) / "feed"
        path.write_bytes(answer.body)
        try:
            export = open_export(path, label=shown(url))
            if export.collector != NAME:
                raise RefusedError("source.no_feed", StopReason.BAD_ANSWER, url=shown(url))
            yield from export.rows()
        except ImportFileError as error:
            raise RefusedError("source.no_feed", StopReason.BAD_ANSWER, url=shown(url)) from error
