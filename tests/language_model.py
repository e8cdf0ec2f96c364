"""A language model's endpoint on this machine, which answers as a test tells it to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Post = dict[str, Any]
Answer = dict[str, Any]


@dataclass
class Raw:
    """A whole HTTP answer. `before` runs first: it may take its time.

    With `dribble` a header comes that never ends, byte by byte, that many seconds apart.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    dribble: float = 0.0


Reply = Callable[[list[Post]], list[Answer] | str | Raw]
"""From the posts of a request: their answers, the model's raw message, or a whole HTTP answer."""


@dataclass
class Heard:
    """What an endpoint was asked."""

    url: str = ""
    bodies: list[Any] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[list[str]]:
        """The texts of each request."""
        return [[post["text"] for post in posts_of(body)] for body in self.bodies]


def posts_of(body: Any) -> list[Post]:
    """The posts of a request: the JSON array between the two marker lines."""
    lines = body["messages"][1]["content"].split("\n")
    marker = lines[1].rstrip(".").rpartition(" ")[2]
    first = lines.index(marker)
    last = len(lines) - 1 - lines[::-1].index(marker)
    posts: list[Post] = json.loads("\n".join(lines[first + 1 : last]))
    return posts


def message(content: str) -> bytes:
    """A completion with this content."""
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


@contextmanager
def endpoint(reply: Reply) -> Iterator[Heard]:
    """Serve `reply` on 127.0.0.1; gives what is asked."""
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.bodies.append(body)
            heard.headers.append({name.lower(): value for name, value in self.headers.items()})
            heard.paths.append(self.path)
            given = reply(posts_of(body))
            if isinstance(given, list):
                given = json.dumps({"answers": given}, ensure_ascii=False)
            raw = Raw(body=message(given)) if isinstance(given, str) else given
            raw.before()
            try:
                if raw.dribble:
                    self._dribble(raw.dribble)
                self.send_response(raw.status)
                for name, value in raw.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw.body)))
                self.end_headers()
                self.wfile.write(raw.body)
            except ConnectionError:  # whoever asked has gone
                pass

        def _dribble(self, seconds: float) -> None:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Endless: ")
            while True:
                self.wfile.write(b"x")
                time.sleep(seconds)

        def log_message(self, *_arguments: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    heard.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(post: Post, stance: str = "critical", **changes: Any) -> Answer:
    """A well-formed answer about a post, with changes."""
    made: Answer = {
        "n": post["n"],
        "stance": stance,
        "severity": 2 if stance == "critical" else 0,
        "target_kind": "product",
        "quote": post["text"][:6],
        "sure": 0.9,
    }
    return made | changes
