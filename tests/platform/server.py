"""The platform as a server on 127.0.0.1, and what a test can ask it and do to it."""

import socket
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

from tests.platform import passport, routes
from tests.platform.cookies import Cookies
from tests.platform.delivery import deliver
from tests.platform.exchange import (
    Answer,
    Asked,
    Face,
    Log,
    Request,
    as_html,
    as_json,
    cookies_of,
    now,
    path_and_query,
)
from tests.platform.faults import Board, Fault
from tests.platform.people import Blogger
from tests.platform.timeline import Timeline, Written
from tests.platform.world import World

_BASES = ("KOLVET_WEIBO_M_BASE", "KOLVET_WEIBO_WEB_BASE", "KOLVET_WEIBO_PASSPORT_BASE")
_VISITOR_PATHS = {("POST", "/visitor/genvisitor2"), ("GET", "/visitor/visitor")}
_COOKIE_OF = {Face.MOBILE: "_T_WM", Face.WEB: "XSRF-TOKEN"}


class Listening(ThreadingHTTPServer):
    """Sockets, with the connections that are open kept so that closing ends them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int, platform: "Platform") -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.platform = platform
        self.open: set[socket.socket] = set()

    def handle_error(self, _request: object, _client_address: object) -> None:
        """Keep what went wrong in the server itself; whoever asked may go when he likes."""
        if not isinstance(sys.exception(), ConnectionError):
            self.platform.errors.append(traceback.format_exc())

    def hang_up(self) -> None:
        """End all connections."""
        for connection in list(self.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # it has gone by itself
                continue


class Handler(BaseHTTPRequestHandler):
    """One connection, which stays open between requests."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    server: Listening
    arrived = 0.0

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        try:
            super().finish()
        except ConnectionError:  # whoever asked has gone
            self.close_connection = True

    def parse_request(self) -> bool:
        """Notes when the request line came."""
        self.arrived = now()
        return super().parse_request()

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        platform = self.server.platform
        asked, answer, faults = platform.respond(self, dict(parse_qsl(form)))
        if any(fault.name == "drop-early" for fault in faults):
            asked.status = 0
        try:
            deliver(self, answer, faults, platform.closing)
            self.wfile.flush()
        except ConnectionError:
            self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Quiet."""


@dataclass
class Platform:
    """A running platform."""

    world: World
    cookies: Cookies
    board: Board = field(default_factory=Board)
    record: Log = field(default_factory=Log)
    errors: list[str] = field(default_factory=list)
    """Tracebacks of the platform itself; `serve` raises them at its end."""
    closing: threading.Event = field(default_factory=threading.Event)
    base: str = ""
    foreign_cookies: list[Asked] = field(default_factory=list)
    """Requests with a cookie of the other face, or with any at another host."""
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def environment(self) -> dict[str, str]:
        """What makes the command line talk to this platform."""
        return dict.fromkeys(_BASES, self.base)

    @property
    def other_base(self) -> str:
        """The same server under the name of another host."""
        return self.base.replace("127.0.0.1", "localhost")

    @property
    def log(self) -> list[Asked]:
        """All requests so far, in order; those to the control address are left out."""
        return [line for line in list(self.record.lines) if line.face is not Face.CONTROL]

    def reset_log(self) -> None:
        """Forget the requests so far."""
        with self._lock:
            self.record.lines.clear()
            self.foreign_cookies.clear()

    def asked_pages(self, *routes: str) -> Counter[str]:
        """How often each page was asked for: of these kinds of data, or of all but passport."""
        return self.record.pages(*routes)

    def closest(self) -> float:
        """The shortest time between two requests in seconds; infinite if there was but one."""
        return self.record.closest()

    def add_fault(self, fault: str | Fault) -> None:
        """From now on this goes wrong too.

        Raises:
            ValueError: There is no such fault.
        """
        with self._lock:
            self.board.add(Fault.named(fault) if isinstance(fault, str) else fault)

    def clear_faults(self) -> None:
        """From now on nothing goes wrong."""
        with self._lock:
            self.board.clear()

    def timeline(self, uid: int | None = None) -> Timeline:
        """An account's posts and state: the first one's without a uid."""
        found = self.world.timelines[0] if uid is None else self.world.by_uid(str(uid))
        if found is None:
            raise LookupError(f"no account {uid}")
        return found

    def posts(self, uid: int | None = None) -> list[Written]:
        """What a complete fetch finds now, the newest first."""
        with self._lock:
            timeline = self.timeline(uid)
            return timeline.newest_first(0, len(timeline.visible))

    def declared(self, uid: int | None = None) -> int:
        """What the profile says now."""
        return self.timeline(uid).declared

    def add_posts(self, *texts: str | None, uid: int | None = None) -> list[Written]:
        """Write more posts, in this order; None for a text means any."""
        with self._lock:
            return [self.timeline(uid).add(text) for text in texts]

    def delete_post(self, mid: str, uid: int | None = None) -> None:
        """Take a post away."""
        with self._lock:
            self.timeline(uid).delete(mid)

    def edit_post(self, mid: str, text: str, uid: int | None = None) -> Written:
        """Change the text of a post."""
        with self._lock:
            return self.timeline(uid).edit(mid, text)

    def respond(self, handler: Handler, form: dict[str, str]) -> tuple[Asked, Answer, list[Fault]]:
        """The answer to a request, noted in the log with the faults that it meets."""
        path, query = path_and_query(handler.path)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        host, method = headers.get("host", ""), handler.command
        sent = cookies_of(headers.get("cookie", ""))
        found = routes.find(path, query) if method == "GET" else None
        face, route = found[:2] if found else (Face.NONE, "stray")
        if (method, path) in _VISITOR_PATHS:
            face, route = Face.PASSPORT, "visitor"
        elif path in {"/__fault", "/__log"}:
            face, route = Face.CONTROL, "control"
        asked = Asked(handler.arrived, method, path, query, sent, headers, host, face, route)
        with self._lock:
            self._note(asked, form)
            who = self.cookies.who(sent, face)
            request = Request(method, path, query, sent, headers, form, host, face, route, who)
            answer, faults = self._answer(request, found[2] if found else None)
        asked.status = answer.status
        asked.faults = tuple(fault.name for fault in faults)
        return asked, answer, faults

    def _note(self, asked: Asked, form: dict[str, str]) -> None:
        self.record.lines.append(asked)
        side = asked.face
        if side is Face.PASSPORT:  # one is at weibo.cn, the other at weibo.com
            side = Face.MOBILE if form.get("cb") == "visitor_callback" else Face.WEB
        if self.cookies.is_foreign(asked, side, self.base.removeprefix("http://")):
            self.foreign_cookies.append(asked)

    def _answer(self, request: Request, reply: routes.Reply | None) -> tuple[Answer, list[Fault]]:
        if request.face is Face.CONTROL:
            return self._control(request), []
        elsewhere = request.host != self.base.removeprefix("http://")
        faults = self.board.meet(request, routes.page_of(self.world, request))
        faults = [
            each for each in faults if not (elsewhere and each.name == "redirect-other-host")
        ]
        request = replace(request, uses=frozenset(fault.name for fault in faults))
        instead = (fault.answer(self.world, request) for fault in faults)
        answer = next((each for each in instead if each), None)
        return answer or self._usual(request, reply), faults

    def _usual(self, request: Request, reply: routes.Reply | None) -> Answer:
        if request.route == "visitor":
            visit = passport.new_visitor if request.method == "POST" else passport.cross_domain
            return visit(self.cookies, request)
        if reply is None:
            return as_html("<html>404</html>", 404)
        answer = reply(self.world, request)
        if "sets-cookie" in request.uses:
            name = _COOKIE_OF[request.face]
            value = self.cookies.mark(request.face)
            set_cookie = ("Set-Cookie", f"{name}={value}; Path=/")
            answer = replace(answer, headers=(*answer.headers, set_cookie))
        return answer

    def _control(self, request: Request) -> Answer:
        if request.path == "/__log":
            lines = [f"{line.method} {line.key} {line.status}" for line in self.log]
            return as_json(lines)
        if request.query.get("clear"):
            self.board.clear()
        if name := request.query.get("name"):
            more = [
                f"{k}={v}" for k, v in request.query.items() if k in {"after", "times", "seconds"}
            ]
            route = f"@{request.query['route']}" if request.query.get("route") else ""
            try:
                self.add_fault(":".join([name + route, *more]))
            except ValueError as error:
                return as_json({"error": str(error)}, 400)
        return as_json({"faults": [str(fault) for fault in self.board.faults]})


@contextmanager
def serve(
    *bloggers: Blogger,
    faults: Iterable[str | Fault] = (),
    logged_in: Iterable[str] = (),
    search_needs_login: bool = True,
    port: int = 0,
) -> Iterator[Platform]:
    """Run a platform with these bloggers; without any, with the usual one.

    `logged_in` are the cookies that count as a login, each as a value of SUB or as `SUB=value`.

    Raises:
        AssertionError: At the end, if the platform itself failed.
    """
    world = World.of(bloggers or (Blogger(),), search_needs_login=search_needs_login)
    platform = Platform(world, Cookies.of(logged_in))
    for fault in faults:
        platform.add_fault(fault)
    server = Listening(port, platform)
    platform.base = world.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield platform
    finally:
        platform.closing.set()
        server.shutdown()
        server.hang_up()
        server.server_close()
        thread.join()
    assert not platform.errors, "\n".join(platform.errors)
