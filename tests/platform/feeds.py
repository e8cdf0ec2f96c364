"""Feeds of the same posts: RSS 2.0 as RSSHub writes it, Atom, JSON Feed; with conditional GET."""

import json
import re
from datetime import UTC, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from html import escape

from tests.platform.exchange import Answer, Request, as_html
from tests.platform.people import Access
from tests.platform.timeline import Timeline, Written
from tests.platform.world import World, number_in

SIZE = 10
_PATH = re.compile(r"/feed/(bilibili/)?(\d+)\.(rss|atom|json)")
_TYPES = {
    "rss": "application/xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def feed(world: World, request: Request) -> Answer:
    """A page of posts as a feed, or 304 if it is as before."""
    found = _PATH.fullmatch(request.path)
    timeline = world.by_uid(found[2]) if found else None
    if found is None or timeline is None or timeline.blogger.access == Access.ABSENT:
        return as_html("<h1>RSSHub</h1><p>NotFoundError</p>", 404)
    posts = timeline.newest_first(0, max(1, min(number_in(request, "limit", SIZE), 100)))
    tag = f'W/"{found[2]}-{found[3]}-{timeline.version}"'
    newest = posts[0].when if posts else timeline.blogger.newest
    changed = (newest + timedelta(seconds=timeline.version)).astimezone(UTC)
    headers = (("ETag", tag), ("Last-Modified", format_datetime(changed, usegmt=True)))
    known = request.headers.get("if-none-match")
    since = request.headers.get("if-modified-since")
    if known == tag or (not known and since and parsedate_to_datetime(since) >= changed):
        return Answer(b"", 304, "", headers)
    write = {"rss": _rss, "atom": _atom, "json": _json}[found[3]]
    text = write(timeline, [_Item(post, bool(found[1])) for post in posts])
    return Answer(text.encode(), 200, _TYPES[found[3]], headers)


class _Item:
    """A post as a feed shows it: its text, then the original in a block quote."""

    def __init__(self, post: Written, video: bool) -> None:
        original = post.original
        self.post = post
        self.link = f"https://weibo.com/{post.author.uid}/{post.bid}"
        if video:
            self.link = f"https://www.bilibili.com/video/BV1{post.bid}"
        self.title = post.text.split("\n")[0][:80] or "[无文字]"
        self.html = escape(post.text, quote=False).replace("\n", "<br>")
        if original:
            quoted = escape(original.text, quote=False).replace("\n", "<br>")
            if original.deleted:
                quoted = "[原微博不可访问]"
            link = f'<a href="https://weibo.com/{original.author.uid}">@{original.author.name}</a>'
            self.html += f"<blockquote> - 转发 {link}: {quoted}</blockquote>"
            self.title += f" - 转发 @{original.author.name}: {original.text[:30]}"
        for number in range(post.pictures):
            self.html += f'<img src="https://wx1.example/large/{post.bid}{number}.jpg">'


def _rss(timeline: Timeline, items: list[_Item]) -> str:
    name = timeline.blogger.name
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>'
        f"<title>{name}的微博</title><link>https://weibo.com/{timeline.blogger.uid}/</link>"
        "<description>说人话的测评 - Powered by RSSHub</description>"
        "<generator>RSSHub</generator><ttl>5</ttl>"
    ]
    parts += (
        f"<item><title>{escape(item.title)}</title><description>{escape(item.html)}</description>"
        f'<link>{item.link}</link><guid isPermaLink="false">{item.link}</guid>'
        f"<pubDate>{format_datetime(item.post.when.astimezone(UTC), usegmt=True)}</pubDate>"
        f"<author>{name}</author></item>"
        for item in items
    )
    return "".join([*parts, "</channel></rss>"])


def _atom(timeline: Timeline, items: list[_Item]) -> str:
    name = timeline.blogger.name
    home = f"https://weibo.com/{timeline.blogger.uid}/"
    updated = items[0].post.when.isoformat() if items else timeline.blogger.newest.isoformat()
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{name}的微博</title><id>{home}</id><updated>{updated}</updated>"
        f'<link href="{home}"/><author><name>{name}</name></author>'
    ]
    parts += (
        f'<entry><title type="html">{escape(item.title)}</title><id>{item.link}</id>'
        f'<link href="{item.link}"/><updated>{item.post.when.isoformat()}</updated>'
        f"<published>{item.post.when.isoformat()}</published>"
        f'<content type="html">{escape(item.html)}</content></entry>'
        for item in items
    )
    return "".join([*parts, "</feed>"])


def _json(timeline: Timeline, items: list[_Item]) -> str:
    name = timeline.blogger.name
    listed = [
        {
            "id": item.link,
            "url": item.link,
            "title": item.title,
            "content_html": item.html,
            "date_published": f"{item.post.when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
            "authors": [{"name": name}],
        }
        for item in items
    ]
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{name}的微博",
        "home_page_url": f"https://weibo.com/{timeline.blogger.uid}/",
        "items": listed,
    }
    return json.dumps(body, ensure_ascii=False)
