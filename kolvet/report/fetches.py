"""How a fetch ended, for people and for machines: what was seen, of what there is, and why."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime

from kolvet.messages import text
from kolvet.model.fetch import COMPLETE, FeedSummary, FetchSummary, StopReason, WalkCounts
from kolvet.model.posts import SHANGHAI
from kolvet.report.page import Look, Page


def render_fetch(summary: FetchSummary, look: Look) -> str:
    """The statement of completeness, a few lines, each ending in a newline."""
    account, run = summary.account, dataclasses.asdict(summary.run)
    page = Page(look)
    page.add(
        text(
            "fetch.of_declared",
            name=account.name or account.native_id,
            account=f"{account.platform}:{account.native_id}",
            stored=summary.stored,
            declared="?" if account.declared_posts is None else account.declared_posts,
            first=_day(summary.first),
            last=_day(summary.last),
        )
    )
    if summary.older:
        page.add(text("fetch.older", number=summary.older))
    page.add(text("fetch.this_run", source=summary.source, **run))
    if summary.about:
        page.add(text("fetch.about", words="、".join(summary.about)))
    page.add(text("fetch.stopped", why=text(f"fetch.stop_{summary.stop}")))
    for line in (*_shortfall(summary), *_particulars(summary)):
        page.add(line)
    return page.render()


def _particulars(summary: FetchSummary) -> Iterator[str]:
    run = dataclasses.asdict(summary.run)
    if summary.hidden:
        yield text(f"fetch.hidden_{summary.hidden}", first=_day(summary.visible_from))
    if summary.run.looked:
        yield text("fetch.looked", **run)
    if summary.run.failed:
        yield text("fetch.failed", number=summary.run.failed)
    if summary.truncated:
        yield text("fetch.truncated", number=summary.truncated)
    if summary.comments:
        yield text("fetch.comments", number=summary.comments)
    if summary.open_tasks:
        yield text("fetch.open", number=summary.open_tasks)


def _shortfall(summary: FetchSummary) -> Iterator[str]:
    """Where the declared posts are that are not stored."""
    declared, walks = summary.account.declared_posts, summary.walks
    if walks.rejected or walks.not_own:
        yield text("fetch.set_aside", **dataclasses.asdict(walks))
    if declared is not None and declared > summary.stored and not summary.about:
        missing = declared - summary.stored
        why = "pending"
        if summary.stop in COMPLETE:
            why = "shown"
        elif summary.stop is StopReason.SINCE_DATE:
            why = "since"
        yield text(
            "fetch.missing",
            missing=missing,
            share=round(100 * missing / declared),
            why=text(f"fetch.missing_{why}"),
        )


def render_fetch_json(summary: FetchSummary) -> dict[str, object]:
    """The same as data; times in Shanghai's."""
    account = summary.account
    return {
        "source": summary.source,
        "blogger": summary.blogger,
        "account": {
            "platform": account.platform.value,
            "native_id": account.native_id,
            "name": account.name,
            "followers": account.followers,
            "url": account.url,
        },
        "about": list(summary.about),
        "stored": summary.stored,
        "declared": account.declared_posts,
        "first": _iso(summary.first),
        "last": _iso(summary.last),
        "truncated": summary.truncated,
        "comments": summary.comments,
        "stop": summary.stop.value,
        "hidden": summary.hidden or None,
        "visible_from": _iso(summary.visible_from),
        "older": summary.older,
        "open_tasks": summary.open_tasks,
        "run": _counts(summary.run),
        "walks": _counts(summary.walks),
    }


def render_feed(summary: FeedSummary, look: Look) -> str:
    """What a feed held; lines, each ending in a newline."""
    page = Page(look)
    if not summary.changed:
        page.add(text("fetch.feed_unchanged", url=summary.url))
        return page.render()
    page.add(
        text(
            "fetch.feed",
            url=summary.url,
            read=summary.read,
            new=summary.new,
            updated=summary.updated,
            rejected=summary.rejected,
            first=_day(summary.first),
            last=_day(summary.last),
            names="、".join(summary.bloggers) or "-",
        )
    )
    page.add(text("fetch.feed_limit"))
    for reason, number in sorted(summary.reasons.items()):
        page.add(text("fetch.feed_rejected", reason=text(f"reasons.{reason}"), number=number))
    return page.render()


def render_feed_json(summary: FeedSummary) -> dict[str, object]:
    """The same as data."""
    return {
        **dataclasses.asdict(summary),
        "first": _iso(summary.first),
        "last": _iso(summary.last),
    }


def _counts(counts: WalkCounts) -> dict[str, int]:
    return dataclasses.asdict(counts)


def _day(when: datetime | None) -> str:
    return "-" if when is None else f"{when.astimezone(SHANGHAI):%Y-%m-%d}"


def _iso(when: datetime | None) -> str | None:
    return None if when is None else when.astimezone(SHANGHAI).isoformat()
