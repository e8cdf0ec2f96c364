"""How a fetch ended, for people and for machines: what was seen, of what there is, and why."""

import dataclasses
from datetime import datetime

from kolvet.messages import text
from kolvet.model.fetch import FeedSummary, FetchSummary, WalkCounts
from kolvet.model.posts import SHANGHAI
from kolvet.report.display import Display


def render_fetch(summary: FetchSummary) -> str:
    """The statement of completeness, a few lines."""
    account = summary.account
    lines = [
        text(
            "fetch.of_declared",
            name=account.name or account.native_id,
            account=f"{account.platform}:{account.native_id}",
            stored=summary.stored,
            declared="?" if account.declared_posts is None else account.declared_posts,
            first=_day(summary.first),
            last=_day(summary.last),
        ),
        text("fetch.this_run", source=summary.source, **dataclasses.asdict(summary.run)),
    ]
    if summary.about:
        lines.append(text("fetch.about", words="、".join(summary.about)))
    lines.append(text("fetch.stopped", why=text(f"fetch.stop_{summary.stop}")))
    lines += _shortfall(summary)
    if summary.hidden:
        lines.append(text(f"fetch.hidden_{summary.hidden}", first=_day(summary.visible_from)))
    if summary.run.looked:
        lines.append(text("fetch.looked", **dataclasses.asdict(summary.run)))
    if summary.run.failed:
        lines.append(text("fetch.failed", number=summary.run.failed))
    if summary.truncated:
        lines.append(text("fetch.truncated", number=summary.truncated))
    if summary.comments:
        lines.append(text("fetch.comments", number=summary.comments))
    if summary.open_tasks:
        lines.append(text("fetch.open", number=summary.open_tasks))
    safe = Display().safe
    return "\n".join(safe(line) for line in lines)


def _shortfall(summary: FetchSummary) -> list[str]:
    """Where the declared posts are that are not stored."""
    declared = summary.account.declared_posts
    walks = summary.walks
    lines = []
    if walks.rejected or walks.not_own:
        lines.append(text("fetch.set_aside", **dataclasses.asdict(walks)))
    if declared is not None and declared > summary.stored and not summary.about:
        missing = declared - summary.stored
        lines.append(text("fetch.missing", missing=missing, share=round(100 * missing / declared)))
    return lines


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
        "open_tasks": summary.open_tasks,
        "run": _counts(summary.run),
        "walks": _counts(summary.walks),
    }


def render_feed(summary: FeedSummary) -> str:
    """What a feed held."""
    if not summary.changed:
        return Display().safe(text("fetch.feed_unchanged", url=summary.url))
    lines = [
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
        ),
        text("fetch.feed_limit"),
    ]
    lines += [
        text("fetch.feed_rejected", reason=text(f"reasons.{reason}"), number=number)
        for reason, number in sorted(summary.reasons.items())
    ]
    safe = Display().safe
    return "\n".join(safe(line) for line in lines)


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
