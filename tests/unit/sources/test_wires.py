"""The network itself: TLS, proxies, sizes, packing, slow servers, and that nothing is kept."""

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kolvet.model.fetch import StopReason
from kolvet.sources.exchange import Answer, Request, is_loopback, shown
from kolvet.sources.failures import AgainError, RefusedError
from kolvet.sources.wires import LARGEST_ANSWER, HttpWire, OfflineWire

CERTIFICATE = Path(__file__).parents[2] / "data" / "tls" / "localhost.pem"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")

Play = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Heard:
    command: str
    path: str
    headers: Message


class Listening(ThreadingHTTPServer):
    daemon_threads = True
    heard: list["Heard"]

    def handle_error(self, *_arguments: object) -> None:
        """Who asked may go."""


@contextmanager
def server(play: Play, *, tls: bool = False) -> Iterator[Listening]:
    """A server on this machine that plays one answer to every question."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            listening.heard.append(Heard(self.command, self.path, self.headers))
            play(self)

        do_GET = do_POST = do_CONNECT = answer

        def log_message(self, *_arguments: object) -> None:
            """Quiet."""

    listening = Listening(("127.0.0.1", 0), Handler)
    listening.heard = []
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        listening.socket = context.wrap_socket(
            listening.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield listening
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def say(body: bytes = b"{}", status: int = 200, **headers: str) -> Play:
    def play(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return play


def ask(listening: Listening, seconds: float = 5.0, *, scheme: str = "http", **more) -> Answer:
    wire = HttpWire(seconds)
    try:
        url = f"{scheme}://127.0.0.1:{listening.server_port}/page"
        return wire.send(Request(url, **more))
    finally:
        wire.close()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


# --- questions and answers -----------------------------------------------------------------------


def test_a_question_is_sent_as_it_is_written():
    with server(say(b"good", X_Made_Up="1", Set_Cookie="a=b; Path=/")) as listening:
        found = ask(
            listening,
            query={"q": "小米", "page": 2},
            headers={"Referer": "https://m.weibo.cn/"},
            cookies={"SUB": "invented", "SUBP": "too"},
        )
        heard = listening.heard[0]
    assert (heard.command, heard.path) == ("GET", "/page?q=%E5%B0%8F%E7%B1%B3&page=2")
    assert heard.headers["Cookie"] == "SUB=invented; SUBP=too"
    assert heard.headers["Referer"] == "https://m.weibo.cn/"
    assert heard.headers["Accept-Encoding"] == "gzip"
    assert (found.status, found.body, found.headers["x-made-up"]) == (200, b"good", "1")
    assert found.set_cookies == ("a=b; Path=/",)


def test_a_form_is_posted():
    bodies = []

    def play(handler):
        bodies.append(handler.rfile.read(int(handler.headers["Content-Length"])))
        say()(handler)

    with server(play) as listening:
        ask(listening, form={"cb": "visitor_callback", "tid": ""})
        assert listening.heard[0].command == "POST"
    assert bodies == [b"cb=visitor_callback&tid="]


def test_the_wire_keeps_no_cookie_of_its_own():
    """Which cookies go where is for a source to say."""
    with server(say(Set_Cookie="SUB=of-a-server; Path=/")) as listening:
        wire = HttpWire(5)
        url = f"http://127.0.0.1:{listening.server_port}/"
        for _ in range(2):
            wire.send(Request(url))
        wire.send(Request(url, cookies={"SUB": "ours"}))
        wire.close()
        sent = [heard.headers["Cookie"] for heard in listening.heard]
    assert sent == [None, None, "SUB=ours"]


def test_a_redirect_is_given_back():
    with server(say(b"", 302, Location="/there")) as listening:
        found = ask(listening)
        assert (found.is_redirect, found.headers["location"]) == (True, "/there")
        assert len(listening.heard) == 1


def test_no_cookie_shows_in_what_may_be_printed():
    secret = "SUB-invented-value"
    request = Request("https://m.weibo.cn/", cookies={"SUB": secret})
    answer = Answer("https://m.weibo.cn/", 200, {}, b"", (f"SUB={secret}",))
    assert secret not in repr(request) + repr(answer) + str(request) + str(answer)


# --- TLS and proxies -----------------------------------------------------------------------------


def test_a_certificate_of_nobody_is_refused():
    with server(say(), tls=True) as listening:
        with pytest.raises(AgainError) as caught:
            ask(listening, scheme="https")
        assert caught.value.final.key == "source.unreachable"
        assert listening.heard == []


def test_an_authority_of_the_environment_is_trusted(monkeypatch):
    """So the refusal above is for the certificate and nothing else."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with server(say(b"good"), tls=True) as listening:
        assert ask(listening, scheme="https").body == b"good"


def test_the_environments_proxy_is_used_for_others_and_never_for_this_machine(monkeypatch):
    with server(say(b"from the proxy")) as proxy, server(say(b"from here")) as listening:
        for name in ("http_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.server_port}")
        assert ask(listening).body == b"from here"
        wire = HttpWire(5)
        local = f"http://localhost:{listening.server_port}/"
        assert wire.send(Request(local)).body == b"from here"
        found = wire.send(Request("http://m.weibo.invalid/page"))
        wire.close()
        assert found.body == b"from the proxy"
        assert [heard.path for heard in proxy.heard] == ["http://m.weibo.invalid/page"]


def test_no_proxy_is_honoured(monkeypatch):
    with server(say(b"from the proxy")) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.server_port}")
        monkeypatch.setenv("no_proxy", "127.0.0.2")
        wire = HttpWire(0.5)
        with pytest.raises(AgainError):
            wire.send(Request(f"http://127.0.0.2:{proxy.server_port}/page"))
        wire.close()
        assert proxy.heard == []


@pytest.mark.parametrize("proxy", ["ftp://user:pass-word@p.invalid", "http://u:pass-word@p:x"])
def test_a_proxy_that_cannot_be_used_is_said_without_its_password(proxy, monkeypatch):
    monkeypatch.setenv("all_proxy", proxy)
    with pytest.raises(RefusedError) as caught:
        HttpWire(1)
    assert caught.value.key == "source.environment"
    assert "pass-word" not in f"{caught.value}{caught.value.hint}"


# --- sizes and packing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("packing", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("identity", bytes),
    ],
)
def test_packed_answers_are_unpacked(packing, pack):
    body = "小米".encode() * 100_000
    with server(say(pack(body), Content_Encoding=packing)) as listening:
        assert ask(listening).body == body


@pytest.mark.parametrize("packing", ["br", "zstd", "deflate", "gzip, br"])
def test_a_packing_that_was_not_asked_for_is_refused(packing):
    with server(say(b"?", Content_Encoding=packing)) as listening:
        with pytest.raises(RefusedError) as caught:
            ask(listening)
        assert caught.value.key == "source.packed"


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(b"x" * 5000, mtime=0)[:-9],
        b"no gzip at all",
        gzip.compress(b"y" * 50, mtime=0)[:3],
    ],
)
def test_a_broken_packing_is_tried_again(body):
    with server(say(body, Content_Encoding="gzip")) as listening:
        with pytest.raises(AgainError) as caught:
            ask(listening)
        assert caught.value.final.key == "source.broken"


def test_a_bomb_is_given_up_before_it_fills_the_memory():
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(100)), packer.flush()])
    assert len(bomb) < 200_000
    with server(say(bomb, Content_Encoding="gzip")) as listening:
        tracemalloc.start()
        try:
            with pytest.raises(RefusedError) as caught:
                ask(listening)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert (caught.value.key, caught.value.stop) == ("source.too_large", StopReason.BAD_ANSWER)
    assert peak < 3 * LARGEST_ANSWER


def test_an_answer_without_an_end_is_given_up():
    def play(handler):
        handler.send_response_only(200)
        handler.end_headers()
        handler.close_connection = True
        with suppress(OSError):
            while True:
                handler.wfile.write(bytes(1_000_000))

    with server(play) as listening:
        with pytest.raises(RefusedError) as caught:
            ask(listening)
        assert caught.value.key == "source.too_large"


# --- slow servers --------------------------------------------------------------------------------


def test_a_silent_server_is_not_waited_for():
    with server(lambda _handler: time.sleep(2)) as listening:
        start = time.monotonic()
        with pytest.raises(AgainError) as caught:
            ask(listening, 0.1)
        assert time.monotonic() - start < 1.5
    assert caught.value.final.key == "source.timeout"


def test_a_server_that_dribbles_is_not_waited_for():
    """Each byte comes in time; the whole never would."""

    def play(handler):
        handler.send_response_only(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        with suppress(OSError):
            for _ in range(200):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.02)

    with server(play) as listening:
        start = time.monotonic()
        with pytest.raises(AgainError) as caught:
            ask(listening, 0.1)
        took = time.monotonic() - start
    assert caught.value.final.key == "source.timeout"
    assert 0.3 < took < 1.5


def test_a_connection_that_breaks_is_tried_again():
    with server(lambda handler: handler.connection.shutdown(socket.SHUT_RDWR)) as listening:
        with pytest.raises(AgainError) as caught:
            ask(listening)
        assert caught.value.final.key == "source.unreachable"


def test_an_address_that_is_none_is_refused():
    wire = HttpWire(1)
    for url in ("http://[::1", "http://x:port/", "http://\ud800.invalid/"):
        with pytest.raises(RefusedError) as caught:
            wire.send(Request(url))
        assert caught.value.key == "source.bad_address"
    for url in ("http://", "nonsense", "ftp://x/"):
        with pytest.raises(AgainError) as again:
            wire.send(Request(url))
        assert again.value.final.key == "source.unreachable"
    wire.close()


# --- no network, and words -----------------------------------------------------------------------


def test_offline_names_the_host_and_asks_nothing():
    with pytest.raises(RefusedError) as caught:
        OfflineWire().send(Request("https://m.weibo.cn/api"))
    assert caught.value.stop is StopReason.OFFLINE
    assert "m.weibo.cn" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("样例".encode(), "样例"),
        ("\ufeff样例".encode(), "样例"),
        ("样例".encode("gb18030"), "样例"),
        ("样例𠮷".encode("gb18030"), "样例𠮷"),
        (b"\xff\xfe\x00", "\ufffd"),
    ],
)
@pytest.mark.parametrize("label", ["utf-8", "gbk", "iso-8859-1", "nonsense"])
def test_the_body_says_its_encoding_better_than_the_header(body, expected, label):
    answer = Answer(
        "https://x.invalid", 200, {"content-type": f"text/html; charset={label}"}, body
    )
    assert answer.text()[: len(expected)] == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:80/x", True),
        ("http://127.9.9.9", True),
        ("http://[::1]/", True),
        ("http://localhost:8000", True),
        ("http://localhost.weibo.cn", False),
        ("http://127.0.0.1.weibo.cn", False),
        ("http://2130706433.weibo.cn", False),
        ("https://weibo.cn/127.0.0.1", False),
        ("http://127.0.0.1@weibo.cn/", False),
        ("http://10.0.0.1", False),
        ("http://[::1", False),
    ],
)
def test_this_machine_is_known_by_its_addresses(url, expected):
    assert is_loopback(url) is expected


def test_a_shown_address_has_no_key_and_no_password():
    url = "https://user:secret@host.invalid:8080/feed?key=secret#secret"
    assert shown(url) == "https://host.invalid:8080/feed"
    assert "secret" not in shown("https://user:secret@[bad/feed?key=secret")
