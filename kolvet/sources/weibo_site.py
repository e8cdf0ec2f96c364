"""What both faces of Weibo share: addresses, cookies, visitors, and what its refusals mean.

Endpoints, bodies and refusals: format study, sections 2.1 to 2.4; none was tried on the live site.
"""

import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from kolvet.errors import UsageError
from kolvet.model.fetch import StopReason
from kolvet.sources.client import Client, is_login
from kolvet.sources.cookies import Cookie
from kolvet.sources.exchange import Answer, JsonObject, Request, is_loopback, shown
from kolvet.sources.failures import AgainError, GateError, RefusedError
from kolvet.sources.recording import Secrets
from kolvet.sources.wires import broken

T = TypeVar("T")

BASES = {
    "KOLVET_WEIBO_M_BASE": "https://m.weibo.cn",
    "KOLVET_WEIBO_WEB_BASE": "https://weibo.com",
    "KOLVET_WEIBO_PASSPORT_BASE": "",
}
"""Frozen names. The passport has one host for each face; see `passport_of`."""

MOBILE_AGENT = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0 Mobile Safari/537.36"
)
DESKTOP_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0"
    " Safari/537.36"
)
_GATE_STATUS = 432
_FIRST_ERROR = 400
_ABSENT = frozenset({"20003", "20101"})
_GATE_PAGE = "Sina Visitor System"
_LOGIN_PAGE = re.compile(r"<title>[^<]*(?:登录|新浪微博|微博通行证|Login|Sign in)", re.IGNORECASE)
_LOGIN_WORDS = ("请先登录", "登录后", "login required")
_BUSY_WORDS = ("系统繁忙", "网络繁忙", "过于频繁", "稍后再试", "请求超时")
_JSONP = re.compile(r"\(\s*(\{.*\})\s*\)", re.DOTALL)
_IDENTITY = frozenset({"SUB", "SUBP"})
_KEPT_COOKIES = frozenset({"SUB", "SUBP", "XSRF-TOKEN", "_T_WM", "WEIBOCN_FROM", "MLOGIN"})


@dataclass(slots=True)
class Jar:
    """The cookies of one face; they go to its own domain and nowhere else."""

    host: str
    domain: str
    values: dict[str, str] = field(default_factory=dict, repr=False)
    login: bool = False
    """Whether they are the user's own, not a visitor's."""

    def cookies_for(self, url: str) -> dict[str, str]:
        """What may be sent to the address: all of them, or nothing."""
        return dict(self.values) if self.is_own(url) else {}

    def is_own(self, url: str) -> bool:
        """Whether the address belongs to this face."""
        host = (urlsplit(url).hostname or "").lower()
        return host == self.host or (
            bool(self.domain) and (host == self.domain or host.endswith(f".{self.domain}"))
        )

    def learn(self, answer: Answer) -> None:
        """Keep what the face itself sets, of the cookies that it reads again."""
        if self.is_own(answer.url):
            self.take(answer)

    def take(self, answer: Answer) -> None:
        """Keep what an answer sets for this face; a visitor's cookies never replace a login's."""
        kept = _KEPT_COOKIES - _IDENTITY if self.login else _KEPT_COOKIES
        for line in answer.set_cookies:
            try:
                parsed = SimpleCookie(line)
            except CookieError:
                continue
            for name, morsel in parsed.items():
                if name in kept and morsel.value and morsel.value != "deleted":
                    self.values[name] = morsel.value


@dataclass(slots=True)
class Face:
    """One of Weibo's two faces during a run: the client, its base and its cookies.

    `visited`: visitor cookies were asked for. They are asked for once a run.
    """

    client: Client
    base: str
    passport: str
    jar: Jar
    headers: dict[str, str]
    visit: Callable[["Face", str], None]
    secrets: Secrets
    visited: bool = False

    def get(
        self,
        path: str,
        query: dict[str, str | int] | None = None,
        *,
        read: Callable[[Answer], T],
        referer: str = "",
        page: bool = False,
        follow: bool = True,
        forbidden_is_answer: bool = False,
    ) -> T:
        """Ask this face, as a visitor if it wants visitors to say so.

        Raises:
            RefusedError: It refuses, or cannot be reached.
            PageCapError: The run has read its pages.
        """
        url = self.base + path

        def ask(*, counted: bool) -> T:
            return self.client.ask(
                self._request(url, query or {}, referer),
                understood,
                page=counted,
                follow=follow,
                forbidden_is_answer=forbidden_is_answer,
                on_hop=self._learn,
            )

        def understood(answer: Answer) -> T:
            self._learn(answer)
            return read(answer)

        try:
            return ask(counted=page)
        except RefusedError as error:
            if self.jar.login and error.stop is StopReason.LOGIN_NEEDED:
                raise self._not_taken() from error
            raise
        except GateError as gate:
            if self.jar.login:
                raise self._not_taken() from gate
            if self.visited:
                raise _shut_out(self.jar.host) from gate
        self.visited = True
        self.visit(self, url)
        self.secrets.add(self.jar.values.values())
        try:
            return ask(counted=False)
        except GateError as gate:
            raise _shut_out(self.jar.host) from gate

    def _request(self, url: str, query: dict[str, str | int], referer: str) -> Request:
        headers = {**self.headers, "Referer": referer or f"{self.base}/"}
        if "XSRF-TOKEN" in self.jar.values:
            headers["X-XSRF-TOKEN"] = self.jar.values["XSRF-TOKEN"]
        return Request(url, query, headers, cookies=self.jar.cookies_for(url))

    def _learn(self, answer: Answer) -> dict[str, str]:
        """Keep the cookies that an answer sets; gives those to go on with."""
        self.jar.learn(answer)
        self.secrets.add(self.jar.values.values())
        return self.jar.cookies_for(answer.url)

    def _not_taken(self) -> RefusedError:
        return RefusedError("source.cookie_expired", StopReason.LOGIN_NEEDED, host=self.jar.host)


def _shut_out(host: str) -> RefusedError:
    return RefusedError("source.visitor_refused", StopReason.LOGIN_NEEDED, host=host)


def base_of(variable: str) -> str:
    """The address that the variable sets, or the platform's own.

    Raises:
        UsageError: It is set to what is no address.
    """
    value = os.environ.get(variable, "").strip().rstrip("/")
    if not value:
        return BASES[variable]
    try:
        parts = urlsplit(value)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query
        _ = parts.port
    except ValueError:
        known = False
    if not known:
        raise UsageError("source.bad_base", variable=variable)
    return value


def passport_of(variable: str, usual: str) -> str:
    """The passport of the face whose base the variable sets; `usual` is the platform's own.

    A server that stands in for a face stands in for its passport too, unless another one is set:
    nothing may reach the platform from a run that was moved away from it.
    """
    own = base_of("KOLVET_WEIBO_PASSPORT_BASE")
    return own or (base_of(variable) if is_moved(variable) else usual)


def is_moved(variable: str) -> bool:
    """Whether the variable moves a base to another server than the platform's own."""
    return base_of(variable) != BASES[variable]


def make_jar(base: str, domain: str, cookies: Iterable[Cookie], *, first: bool) -> Jar:
    """The jar of the face at `base`, whose own domain is `domain` (weibo.cn, weibo.com).

    Cookies that name a domain go where it is theirs. One that names none goes to the first face
    that a run reads, and to no other. A base elsewhere gets none, but for one on this machine,
    which stands in for the face.
    """
    host = (urlsplit(base).hostname or "").lower()
    own = domain if host == domain or host.endswith(f".{domain}") else ""
    jar = Jar(host, own)
    for cookie in cookies if own or is_loopback(base) else ():
        named = cookie.domain.lstrip(".").lower()
        if (named == domain or named.endswith(f".{domain}")) if named else first:
            jar.values[cookie.name] = cookie.value
    jar.login = bool(jar.values)
    return jar


def visitor_values(answer: Answer) -> dict[str, str]:
    """What the passport gives a visitor: `sub`, `subp` and, for weibo.com, `tid`.

    Raises:
        AgainError: The answer is not its JSONP.
        RefusedError: It holds no cookies.
    """
    found = _JSONP.search(answer.text())
    try:
        data = json.loads(found[1])["data"] if found else {}
        values = {name: str(data[name]) for name in ("sub", "subp", "tid") if data.get(name)}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise broken(answer.url) from error
    if not found:
        raise broken(answer.url)
    if "sub" not in values:
        raise _shut_out(answer.host)
    return values


def read_json(answer: Answer) -> JsonObject:
    """The answer of an API path, after everything that it may be instead was ruled out.

    Raises:
        GateError: It wants visitor cookies.
        RefusedError: Login, captcha, a page where data should be, or a redirect to a stranger.
        AgainError: It is broken or says that it is busy.
    """
    check_gate(answer)
    if answer.is_redirect:
        target = address_of(answer.headers["location"]).hostname or "?"
        raise RefusedError(
            "source.redirected", StopReason.BAD_ANSWER, host=answer.host, target=target
        )
    kind = answer.headers.get("content-type", "").lower()
    if "html" in kind or answer.body.lstrip()[:1] == b"<":
        _refuse_page(answer)
    try:
        value = json.loads(answer.text())
    except (ValueError, RecursionError) as error:
        raise broken(answer.url) from error
    if not isinstance(value, dict):
        raise broken(answer.url)
    _check_words(value, answer)
    if answer.status >= _FIRST_ERROR and not says_absent(value):
        raise RefusedError(
            "source.status", StopReason.BAD_ANSWER, url=shown(answer.url), status=answer.status
        )
    return value


def says_absent(value: JsonObject) -> bool:
    """Whether the answer says that there is no such account or post.

    Source: format study, section 2.4; the numbers are the official API's codes.
    """
    said = str(value.get("msg") or value.get("message") or "")
    codes = {str(value.get("errno") or ""), str(value.get("error_code") or "")}
    return bool(codes & _ABSENT) or "not exist" in said or "不存在" in said


def address_of(url: str) -> SplitResult:
    """The parts of an address; of none where it is broken."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def check_gate(answer: Answer) -> None:
    """Whether the answer is the visitor gate or a way to a login page instead.

    Raises:
        GateError: It wants visitor cookies.
        RefusedError: It wants a login.
    """
    if answer.status == _GATE_STATUS:
        raise GateError
    if not answer.is_redirect:
        return
    target = answer.headers["location"]
    if "/visitor/" in address_of(target).path:
        raise GateError
    if is_login(target):
        raise login_needed(answer)


def login_needed(answer: Answer) -> RefusedError:
    """That the host wants a login."""
    return RefusedError("source.login_needed", StopReason.LOGIN_NEEDED, host=answer.host)


def _refuse_page(answer: Answer) -> None:
    page = answer.text()
    if _GATE_PAGE in page[:5_000]:
        raise GateError
    if answer.body.lstrip()[:1] not in {b"{", b"["}:
        if _LOGIN_PAGE.search(page[:20_000]):
            raise login_needed(answer)
        if "captcha" in page[:20_000].lower() or "验证码" in page[:20_000]:
            raise _captcha(answer)
        raise RefusedError("source.page_instead", StopReason.BAD_ANSWER, url=shown(answer.url))


def _captcha(answer: Answer) -> RefusedError:
    return RefusedError("source.captcha", StopReason.CAPTCHA, host=answer.host)


def _check_words(value: JsonObject, answer: Answer) -> None:
    """What `ok`, `msg` and `url` say."""
    message, url = str(value.get("msg") or value.get("message") or ""), value.get("url")
    if value.get("ok") == -100 or any(word in message for word in _LOGIN_WORDS):
        raise login_needed(answer)
    if isinstance(url, str) and url and not value.get("data") and value.get("ok") != 1:
        raise login_needed(answer) if is_login(url) else _captcha(answer)
    if value.get("ok") == 0 and any(word in message for word in _BUSY_WORDS):
        raise AgainError(
            RefusedError("source.busy", StopReason.THROTTLED, host=answer.host, said=message[:60])
        )


def data_of(value: JsonObject) -> JsonObject:
    """The `data` of an answer, {} where there is none."""
    data = value.get("data")
    return data if isinstance(data, dict) else {}
