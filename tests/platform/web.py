"""weibo.com/ajax: profile, timeline, search in it, long texts, comments."""

from bisect import bisect_left
from datetime import UTC, datetime

from tests.platform import comments, mobile_bodies, web_bodies
from tests.platform.exchange import Answer, Request, Who, as_json
from tests.platform.people import Access
from tests.platform.timeline import Timeline, Written
from tests.platform.web_bodies import Body
from tests.platform.world import (
    World,
    login_needed,
    may_see,
    no_such_post,
    number_in,
    some,
    why_no_profile,
)

SIZE = 20
_WINDOW = 500
_CURSOR = 138_000_000_000_000
_TIPS = "由于博主设置，仅展示半年内的微博"


def profile(world: World, request: Request) -> Answer:
    """An account, by its number, nickname or domain."""
    query = request.query
    found = world.by_uid(query.get("uid", ""))
    found = found or world.by_name(query.get("screen_name", ""))
    found = found or world.by_domain(query.get("custom", ""))
    refused = why_no_profile(found)
    if refused or found is None:
        return refused or no_such_post()
    tabs = [{"name": "weibo", "tabName": "微博"}]
    return as_json({"ok": 1, "data": {"user": web_bodies.profile(found), "tabList": tabs}})


def details(world: World, request: Request) -> Answer:
    """The facts about an account; for users only."""
    if request.who is not Who.USER:
        return login_needed(request)
    found = world.by_uid(request.query.get("uid", ""))
    refused = why_no_profile(found)
    if refused or found is None:
        return refused or no_such_post()
    return as_json({"ok": 1, "data": web_bodies.details(found.blogger)})


def nothing_here(world: World, request: Request) -> Answer:
    """An empty page: the end, and also what a throttled timeline looks like."""
    found = world.by_uid(request.query.get("uid", ""))
    return as_json({"ok": 1, "data": _listed(found, [], "", found.declared if found else 0)})


def _listed(timeline: Timeline | None, posts: list[Body], cursor: str, total: int) -> Body:
    half = timeline is not None and timeline.blogger.access == Access.HALF_YEAR and not cursor
    return {
        "since_id": cursor,
        "status_visible": 0,
        "bottom_tips_visible": half,
        "bottom_tips_text": _TIPS if half else "",
        "topicList": [],
        "total": total,
        "list": posts,
    }


def place(request: Request, timeline: Timeline) -> tuple[int, int]:
    """The offset of the page that is asked for, and its size.

    Visitors cannot ask by page: without a cursor they always get the first.
    """
    since = request.query.get("since_id", "").partition("kp")[0]
    if since.isdecimal() and since != "0":
        offset = timeline.after(since) - ("dup-between-pages" in request.uses)
        return offset, SIZE - (offset % 4 if "short-pages" in request.uses else 0)
    page = max(number_in(request, "page", 1), 1) if request.who is Who.USER else 1
    return (page - 1) * SIZE, SIZE


def timeline(world: World, request: Request) -> Answer:
    """A page of posts."""
    found = world.by_uid(request.query.get("uid", ""))
    if found is None or found.blogger.access in {Access.ABSENT, Access.BANNED}:
        return nothing_here(world, request)
    if not may_see(found, request.who):
        silent = found.blogger.access == Access.LOGIN_ONLY_SILENT
        return nothing_here(world, request) if silent else login_needed(request)
    if "dup-between-pages" in request.uses:
        found.add()
    offset, size = place(request, found)
    limit = found.blogger.limit
    posts = found.newest_first(offset, size) if limit is None or offset < limit else []
    if not posts:
        return nothing_here(world, request)
    more = offset + len(posts) < len(found.visible) or "since-id-at-end" in request.uses
    cursor = f"{posts[-1].mid}kp{offset // SIZE + 2}" if more else ""
    listed = _bodies(found, request, offset, posts)
    if offset == 0:
        listed = [*_on_top(found, request), *listed]
    return as_json({"ok": 1, "data": _listed(found, listed, cursor, found.declared)})


def _bodies(timeline: Timeline, request: Request, offset: int, posts: list[Written]) -> list[Body]:
    bodies: list[Body] = []
    for at, post in enumerate(posts):
        body = web_bodies.status(post, request.uses)
        if at == 2 and "broken-post" in request.uses:
            bodies.append(mobile_bodies.broken(body, offset // SIZE))  # type: ignore[arg-type]
        else:
            bodies.append(body)
        if mobile_bodies.is_followed_by_liked(post, timeline):
            bodies.append(web_bodies.liked(post.number, post, request.uses))
    return bodies


def _on_top(timeline: Timeline, request: Request) -> list[Body]:
    number = timeline.top(wanted="pinned-old-first" in request.uses)
    return [] if number is None else [web_bodies.pinned(timeline.post(number), request.uses)]


def search(world: World, request: Request) -> Answer:
    """The posts of an account that have a word or lie between two times; for users only."""
    if request.who is not Who.USER:
        return login_needed(request)
    found = world.by_uid(request.query.get("uid", ""))
    if found is None:
        return nothing_here(world, request)
    word = request.query.get("q", "")
    numbers = world.naming(found, word) if word else found.visible[::-1]
    first, last = _between(request, found)
    page = number_in(request, "page", 1)
    window = [number for number in numbers if first <= number < last][:_WINDOW]
    bodies = [
        web_bodies.status(found.post(number), request.uses) for number in some(window, page, SIZE)
    ]
    return as_json({"ok": 1, "data": {"list": bodies, "total": len(window), "since_id": ""}})


def _between(request: Request, timeline: Timeline) -> tuple[int, int]:
    """The numbers of the first post in the asked time and of the first after it."""
    ends = [0, timeline.ended]
    for at, name in enumerate(("starttime", "endtime")):
        if seconds := number_in(request, name, 0):
            moment = datetime.fromtimestamp(seconds, UTC)
            ends[at] = bisect_left(range(timeline.ended), moment, key=timeline.when)
    return ends[0], ends[1]


def show(world: World, request: Request) -> Answer:
    """A post; if wanted, with its whole text beside the beginning."""
    found = world.find(request.query.get("id", ""))
    if found is None or not may_see(found[0], request.who):
        return no_such_post()
    post = found[1]
    body = web_bodies.status(post, request.uses) | {"ok": 1}
    if post.is_long and request.query.get("isGetLongText") == "true":
        body["longText"] = {"content": post.text, "longTextContent": post.text, "url_objects": []}
    return as_json(body)


def long_text(world: World, request: Request) -> Answer:
    """The whole text of a long post; nothing for a short one."""
    found = world.find(request.query.get("id", ""))
    if found is None or not may_see(found[0], request.who):
        return no_such_post()
    text = found[1].text
    if not found[1].is_long or "longtext-empty" in request.uses:
        return as_json({"ok": 1, "data": {}})
    data = {"longTextContent": text, "url_struct": web_bodies.links(text)}
    return as_json({"ok": 1, "http_code": 200, "data": data})


def some_comments(world: World, request: Request) -> Answer:
    """Comments under a post, or the answers to one of them."""
    count = max(1, min(number_in(request, "count", SIZE), 50))
    offset = max(number_in(request, "max_id", 0) - _CURSOR, 0)
    body: Body = {"ok": 1, "filter_group": []}
    if request.query.get("fetch_level") == "1":
        child = comments.find(world.timelines, number_in(request, "id", 0))
        if child is None:
            return no_such_post()
        timeline, post, root = child
        shown = comments.answers(timeline, post, root)
        data = [web_bodies.comment(each, ()) for each in shown[offset : offset + count]]
        total, all_of_it = root.answers, root.answers
        body |= {"data": data, "rootComment": [web_bodies.comment(root, ())]}
    else:
        found = world.find_own(request.query.get("id", ""))
        if found is None:
            return no_such_post()
        timeline, post = found
        roots = comments.remarks(timeline, post, offset, count)
        data = [
            web_bodies.comment(each, comments.answers(timeline, post, each)[:2]) for each in roots
        ]
        total, all_of_it = len(comments.shape(post)), post.comments
        body |= {"data": data, "rootComment": []}
    end = offset + len(data)
    body |= {"total_number": all_of_it, "max_id": _CURSOR + end if end < total else 0}
    return as_json(body | {"trendsText": "" if end < total else "已加载全部评论"})


def reposts(world: World, request: Request) -> Answer:
    """Who has passed a post on."""
    found = world.find_own(request.query.get("id", ""))
    if found is None:
        return no_such_post()
    page = max(number_in(request, "page", 1), 1)
    count = max(1, min(number_in(request, "count", 10), 20))
    shown = comments.passed_on(found[1], (page - 1) * count, count)
    total = found[1].reposts
    data = [web_bodies.status(each, request.uses) for each in shown]
    listed = {"data": data, "total_number": total, "max_page": -(-total // count)}
    return as_json({"ok": 1, **listed})


def user_search(world: World, request: Request) -> Answer:
    """Accounts with a word in their name; another one comes first."""
    word = request.query.get("q", "")
    found = [each for each in world.timelines if word and word in each.blogger.name]
    users = [web_bodies.profile(each) for each in found]
    if users:
        name = f"{users[0]['screen_name']}的粉丝站"
        other = {"id": 1000009001, "idstr": "1000009001", "screen_name": name}
        users.insert(0, users[0] | other | {"followers_count": 12, "statuses_count": 3})
    notes = [
        {"uid": each["id"], "nick": each["screen_name"], "note": "", "type": "user"}
        for each in users
    ]
    return as_json({"ok": 1, "data": {"users": users, "user": notes, "hotquery": []}})
