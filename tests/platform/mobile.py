"""m.weibo.cn: profile, timeline, search, long texts, comments."""

import json
import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from tests.platform import comments, mobile_bodies
from tests.platform.exchange import Answer, Request, Who, as_html, as_json, redirect
from tests.platform.mobile_bodies import Body
from tests.platform.people import SUGGESTED, Access
from tests.platform.timeline import Timeline, Written
from tests.platform.world import (
    World,
    login_needed,
    may_see,
    no_such_post,
    number_in,
    some,
    why_no_profile,
)

SIZE = 10
_HOT = 138_000_000_000_000
_HOT_SIZE = 20
_CONTAINER = re.compile(r"(100505|107603|230413|230283|100103)(\d*)(_-_INFO)?")


def container(request: Request) -> tuple[str, str]:
    """The kind of container that is asked for and the uid in it, "" where there is none."""
    found = _CONTAINER.match(request.query.get("containerid", ""))
    if found is None:
        return ("100505", request.query.get("value", ""))
    return found[1], found[2]


def route_of(query: Mapping[str, str]) -> str:
    """The kind of data behind a getIndex address."""
    wanted = query.get("containerid", "")
    found = _CONTAINER.match(wanted)
    if found is None or found[1] == "100505":
        return "profile"
    if found[1] == "100103":
        return "search" if "type=401" in wanted else "user-search"
    if found[1] == "230283":
        return "details"
    return "timeline"


def config(_world: World, request: Request) -> Answer:
    """Whether the cookie is a login."""
    login: Body = {"login": request.who is Who.USER}
    if request.who is Who.USER:
        login |= {"uid": "1000009999"}
    return as_json({"preferQuickapp": 0, "data": {**login, "st": "fa4e01"}, "ok": 1})


def profile(world: World, request: Request) -> Answer:
    """An account."""
    timeline = world.by_uid(container(request)[1])
    refused = why_no_profile(timeline)
    if refused or timeline is None:
        return refused or no_such_post()
    return as_json({"ok": 1, "data": mobile_bodies.profile(timeline)})


def details(world: World, request: Request) -> Answer:
    """When the account was registered, where it is."""
    timeline = world.by_uid(container(request)[1])
    refused = why_no_profile(timeline)
    if refused or timeline is None:
        return refused or no_such_post()
    return as_json({"ok": 1, "data": mobile_bodies.details(timeline.blogger)})


def nothing_here(_world: World, _request: Request) -> Answer:
    """The end of a timeline, and also what a throttled one looks like."""
    return as_json({"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}})


def place(request: Request, timeline: Timeline) -> tuple[int, int]:
    """The offset of the page that is asked for, and its size."""
    size = SIZE
    if container(request)[0] == "230413":
        size = max(1, min(number_in(request, "count", SIZE), 25))
    if since := number_in(request, "since_id", 0):
        offset = timeline.after(str(since)) - ("dup-between-pages" in request.uses)
        return offset, size - (offset % 4 if "short-pages" in request.uses else 0)
    return (max(number_in(request, "page", 1), 1) - 1) * size, size


def timeline(world: World, request: Request) -> Answer:
    """A page of posts."""
    kind, uid = container(request)
    found = world.by_uid(uid)
    if found is None or found.blogger.access in {Access.ABSENT, Access.BANNED}:
        return nothing_here(world, request)
    if not may_see(found, request.who):
        silent = found.blogger.access == Access.LOGIN_ONLY_SILENT
        return nothing_here(world, request) if silent else login_needed(request)
    if "dup-between-pages" in request.uses:
        found.add()
    offset, size = place(request, found)
    posts = found.newest_first(offset, size)
    if not posts:
        return nothing_here(world, request)
    listed: Body = {
        "containerid": f"{kind}{uid}",
        "v_p": 42,
        "show_style": 1,
        "total": found.declared,
    }
    if offset + len(posts) < len(found.visible) or "since-id-at-end" in request.uses:
        by_page = kind == "230413"
        listed |= {"page": offset // size + 2} if by_page else {"since_id": int(posts[-1].mid)}
    cards = _cards(found, request, offset, posts)
    if offset == 0:
        cards = [*_on_top(found, request), *cards, _suggestion()]
    return as_json({"ok": 1, "data": {"cardlistInfo": listed, "cards": cards}})


def _cards(timeline: Timeline, request: Request, offset: int, posts: list[Written]) -> list[Body]:
    cards: list[Body] = []
    for at, post in enumerate(posts):
        body: Body | None = mobile_bodies.mblog(post, request.uses)
        if at == 2 and body and "broken-post" in request.uses:
            body = mobile_bodies.broken(body, offset // SIZE)
        container_id = f"107603{timeline.blogger.uid}"
        card = {
            "card_type": 9,
            "itemid": f"{container_id}_-_{post.mid}",
            "scheme": f"https://m.weibo.cn/status/{post.bid}",
            "mblog": body,
        }
        nested = post.number % 23 == 7
        cards.append({"card_type": 11, "card_group": [card]} if nested else card)
        if mobile_bodies.is_followed_by_liked(post, timeline):
            extra = mobile_bodies.liked(post.number, post, request.uses)
            cards.append({"card_type": 9, "mblog": extra})
    return cards


def _on_top(timeline: Timeline, request: Request) -> list[Body]:
    number = timeline.top(wanted="pinned-old-first" in request.uses)
    if number is None:
        return []
    body = mobile_bodies.pinned(timeline.post(number), request.uses)
    return [{"card_type": 9, "mblog": body}]


def _suggestion() -> Body:
    person = {"id": SUGGESTED.uid, "screen_name": SUGGESTED.name}
    return {"card_type": 11, "card_group": [{"card_type": 10, "user": person}]}


def search(world: World, request: Request) -> Answer:
    """The posts of one account that have a word."""
    if world.search_needs_login and request.who is not Who.USER:
        return login_needed(request)
    given = parse_qs(request.query["containerid"])
    word = request.query.get("q") or given.get("q", [""])[0]
    uid = request.query.get("container_ext", "").removeprefix("profile_uid:")
    found = world.by_uid(uid)
    if found is None or not word:
        return nothing_here(world, request)
    page = number_in(request, "page", 1)
    numbers = world.naming(found, word)
    posts = [found.post(number) for number in some(numbers, page, SIZE)]
    if not posts:
        return nothing_here(world, request)
    group = [{"card_type": 9, "mblog": mobile_bodies.mblog(post, request.uses)} for post in posts]
    listed = {"containerid": request.query["containerid"], "total": len(numbers), "page": page + 1}
    cards = [{"card_type": 11, "card_group": group}]
    return as_json({"ok": 1, "data": {"cardlistInfo": listed, "cards": cards}})


def user_search(world: World, request: Request) -> Answer:
    """Accounts with a word in their name; another one comes first."""
    given = parse_qs(request.query["containerid"])
    word = request.query.get("q") or given.get("q", [""])[0]
    people = [
        each.blogger.person for each in world.timelines if word and word in each.blogger.name
    ]
    if not people or number_in(request, "page", 1) > 1:
        return nothing_here(world, request)
    users = [mobile_bodies.user(person) for person in people]
    other = users[0] | {"id": 1000009001, "screen_name": f"{people[0].name}的粉丝站"}
    group = [{"card_type": 10, "user": each} for each in (other, *users)]
    listed = {"containerid": request.query["containerid"], "total": len(group)}
    cards = [{"card_type": 11, "card_group": group}]
    return as_json({"ok": 1, "data": {"cardlistInfo": listed, "cards": cards}})


def nick(world: World, request: Request) -> Answer:
    """From a nickname to the account."""
    found = world.by_name(request.path.removeprefix("/n/"))
    if found is None or found.blogger.access == Access.ABSENT:
        return as_html("<html><body><p>用户不存在(´･_･`)</p></body></html>")
    return redirect(f"/u/{found.blogger.uid}")


def show(world: World, request: Request) -> Answer:
    """A post, its text whole."""
    found = world.find(request.query.get("id", ""))
    if found is None or not may_see(found[0], request.who):
        return no_such_post()
    return as_json({"ok": 1, "data": mobile_bodies.mblog(found[1], request.uses, whole=True)})


def detail(world: World, request: Request) -> Answer:
    """The page of a post, with its data in a script."""
    found = world.find(request.path.removeprefix("/detail/"))
    if found is None or not may_see(found[0], request.who):
        return as_html(
            "<html><body><p class='h5-4con'>微博不存在或暂无查看权限!</p></body></html>"
        )
    status = mobile_bodies.mblog(found[1], request.uses, whole=True)
    data = json.dumps([{"status": status, "call": 1}], ensure_ascii=False, indent=1)
    head = "<!DOCTYPE html><html><head><title>微博正文</title></head><body><script>"
    script = f"\nvar $render_data = {data}[0] || {{}};\nvar __wb_performance_data={{}};"
    return as_html(f"{head}{script}</script></body></html>")


def hot_comments(world: World, request: Request) -> Answer:
    """Comments, by a cursor; for users only."""
    if request.who is not Who.USER:
        return login_needed(request)
    found = world.find_own(request.query.get("id", ""))
    if found is None:
        return no_such_post()
    timeline, post = found
    offset = max(number_in(request, "max_id", 0) - _HOT, 0)
    page = comments.remarks(timeline, post, offset, _HOT_SIZE)
    if not page:
        return as_json({"ok": 0, "msg": "快来发表你的评论吧"})
    end = offset + len(page)
    total = len(comments.shape(post))
    data = {
        "data": [
            mobile_bodies.comment(each, comments.answers(timeline, post, each)) for each in page
        ],
        "total_number": post.comments,
        "max": -(-total // _HOT_SIZE),
        "max_id": _HOT + end if end < total else 0,
        "max_id_type": 0,
    }
    return as_json({"ok": 1, "data": data})


def some_comments(world: World, request: Request) -> Answer:
    """Comments for everybody: a few pages."""
    found = world.find_own(request.query.get("id", ""))
    if found is None:
        return no_such_post()
    timeline, post = found
    page = max(number_in(request, "page", 1), 1)
    shown = comments.remarks(timeline, post, (page - 1) * SIZE, SIZE)
    if not shown or (request.who is not Who.USER and page > 3):
        return as_json({"ok": 0, "msg": "暂无数据", "data": None})
    data = [mobile_bodies.comment(each, []) for each in shown]
    pages = -(-len(comments.shape(post)) // SIZE)
    body = {"data": data, "total_number": post.comments, "max": pages}
    return as_json({"ok": 1, "msg": "数据获取成功", "data": body})


def reposts(world: World, request: Request) -> Answer:
    """Who has passed a post on."""
    found = world.find_own(request.query.get("id", ""))
    if found is None:
        return no_such_post()
    page = max(number_in(request, "page", 1), 1)
    shown = comments.passed_on(found[1], (page - 1) * SIZE, SIZE)
    if not shown:
        return as_json({"ok": 0, "msg": "暂无数据", "data": None})
    total = found[1].reposts
    data = [mobile_bodies.mblog(each, request.uses) for each in shown]
    body = {"data": data, "total_number": total, "max": -(-total // SIZE)}
    return as_json({"ok": 1, "msg": "数据获取成功", "data": body})
