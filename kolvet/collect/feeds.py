"""Fetching a feed: one question, and what is in it goes to the store."""

from datetime import UTC, datetime

from kolvet.model.fetch import FeedSummary
from kolvet.model.imports import Owner, Row
from kolvet.model.posts import Post
from kolvet.sources.client import Client
from kolvet.sources.exchange import shown
from kolvet.sources.feed import read_feed
from kolvet.store import Store


def fetch_feed(store: Store, client: Client, url: str, owner: Owner | None) -> FeedSummary:
    """Read the feed at the address; its posts are the owner's where it names no author.

    Raises:
        RefusedError: The server refuses, or what it gives is no feed; nothing was stored.
    """
    walks = store.walks(owner)
    feed = read_feed(client, url, walks.feed_state(url))
    if not feed.changed:
        return FeedSummary(shown(url), changed=False)
    kept = walks.keep_feed(url, shown(url), feed.rows, feed.state, datetime.now(UTC))
    items = [row.item for row in feed.rows if isinstance(row, Row)]
    times = sorted(
        item.published for item in items if isinstance(item, Post) and item.published is not None
    )
    return FeedSummary(
        url=shown(url),
        changed=True,
        bloggers=kept.bloggers,
        read=kept.read,
        new=kept.new,
        updated=kept.updated,
        rejected=kept.rejected,
        reasons=kept.rejections,
        first=times[0] if times else None,
        last=times[-1] if times else None,
    )
