"""Which address is which face's, and what answers it."""

from collections.abc import Callable, Mapping

from tests.platform import feeds, mobile, web
from tests.platform.exchange import Answer, Face, Request, as_html
from tests.platform.passport import LOGIN_PAGE
from tests.platform.world import World, number_in

Reply = Callable[[World, Request], Answer]
_COMMENT_CURSOR = 138_000_000_000_000

_MOBILE_CONTAINERS: dict[str, Reply] = {
    "profile": mobile.profile,
    "details": mobile.details,
    "timeline": mobile.timeline,
    "search": mobile.search,
    "user-search": mobile.user_search,
}


def _login_page(_world: World, _request: Request) -> Answer:
    return as_html(LOGIN_PAGE)


def _home(_world: World, _request: Request) -> Answer:
    return as_html("<html><head><title>微博</title></head><body></body></html>")


_PATHS: dict[str, tuple[Face, str, Reply]] = {
    "/api/config": (Face.MOBILE, "config", mobile.config),
    "/statuses/show": (Face.MOBILE, "show", mobile.show),
    "/comments/hotflow": (Face.MOBILE, "comments", mobile.hot_comments),
    "/api/comments/show": (Face.MOBILE, "comments", mobile.some_comments),
    "/api/statuses/repostTimeline": (Face.MOBILE, "reposts", mobile.reposts),
    "/ajax/profile/info": (Face.WEB, "profile", web.profile),
    "/ajax/profile/detail": (Face.WEB, "details", web.details),
    "/ajax/statuses/mymblog": (Face.WEB, "timeline", web.timeline),
    "/ajax/statuses/searchProfile": (Face.WEB, "search", web.search),
    "/ajax/statuses/show": (Face.WEB, "show", web.show),
    "/ajax/statuses/longtext": (Face.WEB, "longtext", web.long_text),
    "/ajax/statuses/buildComments": (Face.WEB, "comments", web.some_comments),
    "/ajax/statuses/repostTimeline": (Face.WEB, "reposts", web.reposts),
    "/ajax/side/search": (Face.WEB, "user-search", web.user_search),
    "/sso/signin": (Face.PASSPORT, "login", _login_page),
    "/login.php": (Face.PASSPORT, "login", _login_page),
    "/": (Face.MOBILE, "home", _home),
}
_PREFIXES: dict[str, tuple[Face, str, Reply]] = {
    "/n/": (Face.MOBILE, "nick", mobile.nick),
    "/u/": (Face.MOBILE, "home", _home),
    "/detail/": (Face.MOBILE, "detail", mobile.detail),
    "/feed/": (Face.FEED, "feed", feeds.feed),
}


def find(path: str, query: Mapping[str, str]) -> tuple[Face, str, Reply] | None:
    """The face, the kind of data and what answers it; None for an address without anything."""
    if path == "/api/container/getIndex":
        route = mobile.route_of(query)
        return Face.MOBILE, route, _MOBILE_CONTAINERS[route]
    if path in _PATHS:
        return _PATHS[path]
    return next((found for start, found in _PREFIXES.items() if path.startswith(start)), None)


def page_of(world: World, request: Request) -> int:
    """The how-manieth page of its list a request asks for, from 1."""
    if request.route == "timeline" and request.face is Face.MOBILE:
        if found := world.by_uid(mobile.container(request)[1]):
            offset, size = mobile.place(request, found)
            return offset // size + 1
    elif request.route == "timeline":
        if found := world.by_uid(request.query.get("uid", "")):
            return web.place(request, found)[0] // web.SIZE + 1
    elif cursor := number_in(request, "max_id", 0):
        return (cursor - _COMMENT_CURSOR) // 20 + 1
    return max(number_in(request, "page", 1), 1)
