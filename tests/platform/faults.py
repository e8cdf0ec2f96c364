"""What goes wrong on a platform, by name.

A name may end with when it happens: `-once`, `-twice`, `-always`, `-after-page-N`, and
`-until-visitor` (as long as the request has no cookie of its face). So `empty-once`,
`ok-100-after-page-3`, `432-until-visitor`.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote, urlencode

from tests.platform import mobile, web
from tests.platform.exchange import Answer, Face, Request, Who, as_html, as_json, redirect
from tests.platform.passport import LOGIN_PAGE, VISITOR_PAGE
from tests.platform.world import World, login_needed

WEIBO = frozenset({"mobile", "web"})
DATA = WEIBO | {"feed"}
_TIMELINE = frozenset({"timeline"})
_ENDINGS = re.compile(r"-(once|twice|always|until-visitor|after-page-(\d+))$")
ALWAYS = 1_000_000_000
_TIMES = {"once": 1, "twice": 2, "always": ALWAYS}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    `route` is a kind of data (`timeline`), a face (`mobile`) or both (`mobile.timeline`); "" is
    the usual place of the fault. It happens on pages after `after`, `times` in all or, with
    `each`, on each page. `seconds` is how slow it is, or what Retry-After says.
    """

    name: str
    route: str = ""
    after: int | None = None
    times: int | None = None
    seconds: float | None = None
    each: bool = False
    until_visitor: bool = False

    @classmethod
    def named(cls, name: str) -> "Fault":
        """From `NAME[@ROUTE][:after=N][:times=N][:seconds=S][:each]`.

        Raises:
            ValueError: There is no such fault or setting.
        """
        name, *settings = name.split(":")
        name, _, route = name.partition("@")
        fault = cls(name, route)
        for setting in settings:
            key, _, value = setting.partition("=")
            if key == "after":
                fault = replace(fault, after=int(value))
            elif key == "times":
                fault = replace(fault, times=int(value))
            elif key == "seconds":
                fault = replace(fault, seconds=float(value))
            elif setting == "each":
                fault = replace(fault, each=True)
            else:
                raise ValueError(f"a fault has no setting {key!r}")
        return fault.settled()

    def settled(self) -> "Fault":
        """With what its name says: its endings, and the usual settings of its kind.

        Raises:
            ValueError: There is no such fault.
        """
        fault = self
        while fault.name not in KINDS and (found := _ENDINGS.search(fault.name)):
            fault = replace(fault, name=fault.name[: found.start()])
            if found[2]:
                fault = replace(fault, after=int(found[2]))
            elif found[1] == "until-visitor":
                fault = replace(fault, until_visitor=True)
            else:
                fault = replace(fault, times=_TIMES[found[1]])
        if fault.name not in KINDS:
            raise ValueError(f"no fault is named {self.name!r}")
        kind = KINDS[fault.name]
        after = kind.after if fault.after is None else fault.after
        times = kind.times if fault.times is None else fault.times
        return replace(fault, after=after, times=times)

    def is_for(self, request: Request, page: int) -> bool:
        """Whether this request can meet the fault."""
        places = {request.route, str(request.face), f"{request.face}.{request.route}"}
        if self.route:
            here = self.route in places
        else:
            here = not places.isdisjoint(KINDS[self.name].places)
        if self.until_visitor and request.who is not Who.NOBODY:
            return False
        return here and page > (self.after or 0)

    def answer(self, world: World, request: Request) -> Answer | None:
        """What is answered instead; None for a change of the answer or of its delivery."""
        instead = KINDS[self.name].instead
        return instead(world, request, self) if instead else None


Instead = Callable[[World, Request, Fault], Answer]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a fault is: an answer `instead`, or None for a change of the answer or its delivery."""

    instead: Instead | None = None
    places: frozenset[str] = DATA
    times: int = ALWAYS
    after: int = 0


@dataclass
class Board:
    """The faults that are on."""

    faults: list[Fault] = field(default_factory=list)
    played: Counter[tuple[int, str]] = field(default_factory=Counter)

    def add(self, fault: Fault) -> None:
        self.faults.append(fault.settled())

    def clear(self) -> None:
        self.faults.clear()
        self.played.clear()

    def meet(self, request: Request, page: int) -> list[Fault]:
        """The faults that this request meets; none after one that answers instead."""
        met = []
        for at, fault in enumerate(self.faults):
            key = (at, request.key if fault.each else "")
            if self.played[key] >= (fault.times or ALWAYS) or not fault.is_for(request, page):
                continue
            self.played[key] += 1
            met.append(fault)
            if KINDS[fault.name].instead:
                break
        return met


def _page(body: str, status: int) -> Instead:
    return lambda _world, _request, _fault: as_html(body, status)


def _json(body: object, status: int = 200) -> Instead:
    return lambda _world, _request, _fault: as_json(body, status)


def _needs_login(_world: World, request: Request, _fault: Fault) -> Answer:
    return login_needed(request)


def _empty(world: World, request: Request, _fault: Fault) -> Answer:
    if request.face is Face.WEB:
        return web.nothing_here(world, request)
    return mobile.nothing_here(world, request)


def _to_login(base: str) -> Instead:
    def play(world: World, _request: Request, _fault: Fault) -> Answer:
        place = base or world.base
        return redirect(f"{place}/sso/signin?entry=miniblog&r=https%3A%2F%2Fweibo.com%2F")

    return play


def _to_visitor(base: str) -> Instead:
    def play(world: World, request: Request, _fault: Fault) -> Answer:
        gated = quote(f"https://weibo.com{request.path}", safe="")
        place = f"{base or world.base}/visitor/visitor"
        return redirect(f"{place}?entry=miniblog&a=enter&url={gated}&domain=weibo.com")

    return play


def _again(_world: World, request: Request, _fault: Fault) -> Answer:
    hop = int(request.query.get("hop", "0")) + 1
    return redirect(f"{quote(request.path)}?{urlencode({**request.query, 'hop': hop})}")


def _elsewhere(world: World, request: Request, _fault: Fault) -> Answer:
    other = world.base.replace("127.0.0.1", "localhost")
    return redirect(f"{other}{quote(request.path)}?{urlencode(request.query)}")


def _retry_later(*, as_date: bool) -> Instead:
    def play(_world: World, _request: Request, fault: Fault) -> Answer:
        seconds = 1 if fault.seconds is None else round(fault.seconds)
        value = str(seconds)
        if as_date:
            moment = datetime.now(UTC) + timedelta(seconds=seconds)
            value = format_datetime(moment, usegmt=True)
        body = as_html("<html>Too Many Requests</html>", 429)
        return Answer(body.body, 429, body.content_type, (("Retry-After", value),))

    return play


_CAPTCHA = {"ok": 0, "url": "https://m.weibo.cn/captcha/show?id=fake"}
_PROXY_PAGE = "<html><head><title>欢迎使用校园网</title></head><body>请认证</body></html>"
_PASSPORT = "https://passport.weibo.com"

KINDS: dict[str, Kind] = {
    "432": Kind(_page("", 432), WEIBO),
    "418": Kind(_page("<html>I'm a teapot</html>", 418), WEIBO),
    "403": Kind(_json({"ok": 0, "msg": "访问频次过高"}, 403)),
    "429-retry-after": Kind(_retry_later(as_date=False), times=1),
    "429-retry-after-date": Kind(_retry_later(as_date=True), times=1),
    "500": Kind(_page("<html>Internal Server Error</html>", 500)),
    "503": Kind(_page("<html>Service Unavailable</html>", 503)),
    "404": Kind(_page("<html>Not Found</html>", 404)),
    "ok-100": Kind(_needs_login, _TIMELINE),
    "please-login": Kind(_json({"ok": 0, "msg": "请先登录"}), _TIMELINE),
    "busy": Kind(_json({"ok": 0, "msg": "系统繁忙"}), WEIBO),
    "captcha-json": Kind(_json(_CAPTCHA), WEIBO),
    "not-json": Kind(lambda _world, _request, _fault: Answer(b'{"ok":1,"data":'), WEIBO),
    "empty": Kind(_empty, _TIMELINE),
    "html-login-200": Kind(_page(LOGIN_PAGE, 200), WEIBO),
    "visitor-system-200": Kind(_page(VISITOR_PAGE, 200), WEIBO),
    "html-on-json": Kind(_page(_PROXY_PAGE, 200)),
    "redirect-to-login": Kind(_to_login(_PASSPORT), WEIBO),
    "redirect-to-login-here": Kind(_to_login(""), WEIBO),
    "redirect-to-visitor": Kind(_to_visitor(_PASSPORT), WEIBO),
    "redirect-to-visitor-here": Kind(_to_visitor(""), WEIBO),
    "redirect-loop": Kind(_again),
    "redirect-other-host": Kind(_elsewhere),
    "longtext-403": Kind(_json({"ok": 0, "msg": "Forbidden"}, 403), frozenset({"longtext"})),
    "longtext-empty": Kind(None, frozenset({"longtext"})),
    "visitor-refused": Kind(None, frozenset({"visitor"})),
    "pinned-old-first": Kind(None, _TIMELINE),
    "dup-between-pages": Kind(None, _TIMELINE, times=1, after=1),
    "broken-post": Kind(None, _TIMELINE),
    "short-pages": Kind(None, _TIMELINE),
    "since-id-at-end": Kind(None, _TIMELINE),
    "count-strings": Kind(None, WEIBO),
    "deleted-orig": Kind(None, WEIBO),
    "relative-dates": Kind(None, WEIBO),
    "pics-as-dict": Kind(None, WEIBO),
    "sets-cookie": Kind(None, WEIBO),
    "gzip": Kind(),
    "gzip-bomb": Kind(),
    "wrong-charset": Kind(),
    "wrong-charset-gbk": Kind(),
    "gbk-body": Kind(),
    "slow": Kind(),
    "drop": Kind(),
    "drop-early": Kind(),
    "drop-silent": Kind(),
    "dribble": Kind(),
    "huge": Kind(),
    "huge-chunked": Kind(),
}
