"""The client against a real server that behaves, dawdles, breaks and lies."""

import gzip
import json
import sys
import time
from contextlib import contextmanager

import pytest

from kolvet.errors import ExitCode, SourceError
from kolvet.messages import text
from kolvet.opinion.client import connect
from kolvet.opinion.endpoint import make_endpoint
from kolvet.opinion.failures import EndpointFailedError, TextsRefusedError
from kolvet.opinion.prompt import Passage, request_body
from tests.language_model import Raw, answer, endpoint, message

KEY = "very-secret"


@contextmanager
def asking(reply, *, seconds=5.0, key=KEY):
    """A function that asks the server; with what it was asked and how long was waited."""
    waits = []
    with endpoint(reply) as heard:
        place = make_endpoint(heard.url, "m", key)
        body = request_body(place, ["小米"], [Passage("小米翻车了", "小米翻车了", ("小米",))])
        with connect(place, seconds=seconds, sleep=waits.append) as client:
            yield lambda: client.ask(body), heard, waits


def one_after_the_other(*replies):
    remaining = iter(replies)
    return lambda posts: next(remaining)


def test_a_good_answer_is_the_message():
    with asking(lambda posts: [answer(posts[0])]) as (ask, heard, waits):
        assert json.loads(ask())["answers"][0]["stance"] == "critical"
    assert heard.paths == ["/v1/chat/completions"]
    assert heard.headers[0]["authorization"] == f"Bearer {KEY}"
    assert waits == []


def test_without_a_key_no_header_is_sent():
    with asking(lambda posts: "x", key="") as (ask, heard, _):
        assert ask() == "x"
    assert "authorization" not in heard.headers[0]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(status):
    replies = one_after_the_other(Raw(status), Raw(status), "fine")
    with asking(replies) as (ask, heard, waits):
        assert ask() == "fine"
    assert (len(heard.bodies), waits) == (3, [1.0, 1.0])


@pytest.mark.parametrize(
    ("asked", "waited"), [("3", 3.0), ("86400", 20.0), ("Wed, 21 Oct 2026 07:28:00 GMT", 1.0)]
)
def test_the_wait_is_what_the_server_asks_for_within_reason(asked, waited):
    replies = one_after_the_other(Raw(429, headers={"Retry-After": asked}), "fine")
    with asking(replies) as (ask, _, waits):
        assert ask() == "fine"
    assert waits == [waited]


def test_a_server_that_stays_broken_is_left_after_three_tries():
    with (
        asking(lambda posts: Raw(500, b"stack trace")) as (ask, heard, _),
        pytest.raises(EndpointFailedError) as caught,
    ):
        ask()
    assert caught.value.failure == "status 500"
    assert len(heard.bodies) == 3


def test_a_slow_server_times_out():
    slow = Raw(body=message("late"), before=lambda: time.sleep(0.6))
    with (
        asking(lambda posts: slow, seconds=0.1) as (ask, _, waits),
        pytest.raises(EndpointFailedError) as caught,
    ):
        ask()
    assert caught.value.failure == "timeout"
    assert len(waits) == 2


def test_a_header_that_dribbles_in_for_ever_times_out():
    started = time.monotonic()
    with (
        asking(lambda posts: Raw(dribble=0.02), seconds=0.4) as (ask, heard, waits),
        pytest.raises(EndpointFailedError) as caught,
    ):
        ask()
    assert caught.value.failure == "timeout"
    assert time.monotonic() - started < 3
    assert heard.bodies
    assert len(waits) == 2


def test_nobody_there():
    with endpoint(lambda posts: "x") as heard:
        url = heard.url
    with (
        connect(make_endpoint(url, "m", ""), seconds=1.0, sleep=lambda _: None) as client,
        pytest.raises(EndpointFailedError) as caught,
    ):
        client.ask({})
    assert caught.value.failure == "unreachable"


def test_a_refused_key_ends_with_5_names_the_variable_and_not_the_key():
    echo = Raw(401, f"bad key {KEY}".encode())
    with asking(lambda posts: echo) as (ask, heard, _), pytest.raises(SourceError) as caught:
        ask()
    assert caught.value.exit_code is ExitCode.SOURCE
    assert "KOLVET_JUDGE_KEY" in caught.value.hint
    assert KEY not in f"{caught.value} {caught.value.hint} {caught.value.values}"
    assert len(heard.bodies) == 1


@pytest.mark.parametrize("status", [400, 403, 413, 422])
def test_texts_that_the_server_refuses_are_not_sent_again(status):
    with (
        asking(lambda posts: Raw(status)) as (ask, heard, _),
        pytest.raises(TextsRefusedError) as caught,
    ):
        ask()
    assert caught.value.status == status
    assert len(heard.bodies) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status):
    with endpoint(lambda posts: "elsewhere") as other:
        away = Raw(status, headers={"Location": f"{other.url}/chat/completions"})
        with (
            asking(lambda posts: away) as (ask, heard, _),
            pytest.raises(EndpointFailedError) as caught,
        ):
            ask()
    assert caught.value.failure == "redirect"
    assert (len(heard.bodies), other.bodies) == (1, [])


def test_a_wrong_request_is_not_repeated():
    with (
        asking(lambda posts: Raw(404)) as (ask, heard, _),
        pytest.raises(EndpointFailedError, match="status 404"),
    ):
        ask()
    assert len(heard.bodies) == 1


def test_an_endless_answer_is_cut_off():
    with (
        asking(lambda posts: Raw(body=b"x" * 1_500_000)) as (ask, _, _),
        pytest.raises(EndpointFailedError, match="too_long"),
    ):
        ask()


def test_no_compression_is_asked_for_nor_unpacked():
    packed = Raw(body=gzip.compress(message("x")), headers={"Content-Encoding": "gzip"})
    with (
        asking(lambda posts: packed) as (ask, heard, _),
        pytest.raises(EndpointFailedError, match="encoded"),
    ):
        ask()
    assert heard.headers[0]["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("name", "value", "failure"),
    [
        ("ALL_PROXY", "socks5://user:very-secret@127.0.0.1:1", "proxy ALL_PROXY"),
        ("https_proxy", "http://very-secret:x", "proxy https_proxy"),
        ("all_proxy", "gopher://very-secret", "proxy all_proxy"),
        ("NO_PROXY", "[::1", "proxy NO_PROXY"),
        ("SSL_CERT_FILE", "/nowhere/very-secret", "certificates SSL_CERT_FILE"),
    ],
)
def test_a_wrong_variable_is_named_and_its_value_is_not(monkeypatch, name, value, failure):
    monkeypatch.setitem(sys.modules, "socksio", None)  # as where httpx[socks] is not installed
    monkeypatch.setenv("http_proxy", "127.0.0.1:1")  # nothing wrong with this one
    monkeypatch.setenv(name, value)
    with (
        pytest.raises(EndpointFailedError) as caught,
        connect(make_endpoint("http://127.0.0.1:1/v1", "m", "")),
    ):
        pass
    assert caught.value.failure == failure
    kind, _, variable = failure.partition(" ")
    assert variable in text(f"opinion.failure_{kind}", status=variable)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"\xff",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": {"answers": []}}}]}',
        b'{"choices": [{"message": "x"}]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_completion_holds_no_message(body):
    with asking(lambda posts: Raw(body=body)) as (ask, _, _):
        assert ask() == ""
