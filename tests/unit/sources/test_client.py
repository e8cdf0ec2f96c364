"""The one client: pace, tries, waits that a server asks for, the cap, and where redirects lead."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from kolvet.model.fetch import StopReason
from kolvet.sources.client import LEAST_PACE, LONGEST_WAIT, check_pace, is_login
from kolvet.sources.exchange import Request
from kolvet.sources.failures import AgainError, PageCapError, RefusedError
from tests.unit.sources.scripted import BASE, answer, client, text

ASK = Request(f"{BASE}/api/config", cookies={"SUB": "invented"})
LOST = AgainError(RefusedError("source.unreachable", StopReason.UNREACHABLE, host="m.weibo.cn"))


def refusal(asking, *arguments, **options):
    with pytest.raises(RefusedError) as caught:
        asking.ask(*arguments, **options)
    return caught.value


# --- pace ----------------------------------------------------------------------------------------


def test_the_pace_counts_from_the_end_of_an_answer_and_jitter_only_lengthens_it():
    asking, wire = client(pace=5.0, takes=1.5)
    for _ in range(200):
        asking.ask(ASK, text)
    assert len(wire.gaps) == 199
    assert min(wire.gaps) >= 5.0
    assert max(wire.gaps) <= 7.0
    assert max(wire.gaps) - min(wire.gaps) > 1.0
    assert len({round(gap, 3) for gap in wire.gaps}) > 100


def test_jitter_is_the_runs_own_chance():
    gaps = []
    for _ in range(2):
        asking, wire = client()
        asking.chance = random.Random(7)
        for _ in range(5):
            asking.ask(ASK, text)
        gaps.append(wire.gaps)
    assert gaps[0] == gaps[1]


def test_who_took_his_time_need_not_wait():
    asking, wire = client(pace=5.0)
    asking.ask(ASK, text)
    wire.clock.now += 60
    asking.ask(ASK, text)
    assert wire.clock.slept == []


@pytest.mark.parametrize(("ago", "waits"), [(0, True), (100, True), (400, False), (-50, False)])
def test_a_run_keeps_the_pace_of_the_one_before(ago, waits):
    """It may have been killed while it asked: nobody knows when it asked last."""
    asking, wire = client(pace=5.0)
    asking.wait_since(datetime.now(UTC) - timedelta(seconds=ago))
    asking.ask(ASK, text)
    assert wire.clock.slept == ([5.0] if waits else [])


@pytest.mark.parametrize(
    ("pace", "urls", "may"),
    [
        (LEAST_PACE, ("https://m.weibo.cn",), True),
        (1.99, ("https://m.weibo.cn",), False),
        (0.0, ("http://127.0.0.1:8000", "http://localhost:1"), True),
        (0.0, ("http://[::1]:8000",), True),
        (0.0, ("http://127.0.0.1:8000", "https://passport.weibo.com"), False),
        (0.0, ("http://127.0.0.1.weibo.cn",), False),
        (0.0, ("http://localhost.weibo.cn",), False),
        (0.0, ("http://127.0.0.1@weibo.cn",), False),
    ],
)
def test_a_quick_pace_is_only_for_this_machine(pace, urls, may):
    assert check_pace(pace, urls) is may


# --- tries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599, 408])
def test_an_error_of_the_server_is_tried_three_times_with_back_off(status):
    asking, wire = client(answer(status), pace=5.0)
    error = refusal(asking, ASK, text)
    assert (error.key, error.stop) == ("source.server_error", StopReason.UNREACHABLE)
    assert len(wire.asked) == 3
    first, second = wire.gaps
    assert first == pytest.approx(10.0)
    assert second == pytest.approx(20.0)


def test_a_lost_connection_is_tried_three_times():
    asking, wire = client(LOST)
    assert refusal(asking, ASK, text).key == "source.unreachable"
    assert len(wire.asked) == 3


@pytest.mark.parametrize("lost", [answer(503), LOST, answer(403), answer(429, retry_after="7")])
def test_what_goes_by_is_survived(lost):
    asking, wire = client(lost, answer(body="good"))
    assert asking.ask(ASK, text) == "good"
    assert len(wire.asked) == 2
    assert wire.gaps[0] >= 5.0


@pytest.mark.parametrize(
    ("status", "tries", "key", "stop"),
    [
        (418, 1, "source.throttled", StopReason.THROTTLED),
        (403, 2, "source.forbidden", StopReason.REFUSED),
        (429, 3, "source.too_many", StopReason.THROTTLED),
    ],
)
def test_a_refusal_ends_the_run(status, tries, key, stop):
    asking, wire = client(answer(status))
    error = refusal(asking, ASK, text)
    assert (error.key, error.stop, len(wire.asked)) == (key, stop, tries)


def test_a_refusal_can_be_the_answer():
    asking, wire = client(answer(403, body="no"))
    assert asking.ask(ASK, text, forbidden_is_answer=True) == "no"
    assert len(wire.asked) == 1


def test_who_reads_can_ask_for_another_try():
    asking, wire = client()

    def read(_answer):
        raise AgainError(RefusedError("source.broken", StopReason.BAD_ANSWER, url="x"), tries=2)

    assert refusal(asking, ASK, read).key == "source.broken"
    assert len(wire.asked) == 2


def test_other_errors_are_not_tried_again():
    asking, wire = client()

    def read(_answer):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asking.ask(ASK, read)
    assert len(wire.asked) == 1


def test_who_waits_is_told():
    asking, _ = client(answer(503), answer(503), answer(), pace=5.0)
    said = []
    asking.say = said.append
    asking.ask(ASK, text)
    assert len(said) == 2
    assert "10" in said[0]
    assert "20" in said[1]


# --- Retry-After ---------------------------------------------------------------------------------


def in_seconds(number):
    return format_datetime(datetime.now(UTC) + timedelta(seconds=number), usegmt=True)


@pytest.mark.parametrize("status", [429, 503, 403])
@pytest.mark.parametrize("asked", ["30", " 30 ", "date"])
def test_a_wait_that_the_server_asks_for_is_kept(status, asked):
    value = in_seconds(30) if asked == "date" else asked
    asking, wire = client(answer(status, retry_after=value), answer())
    asking.ask(ASK, text)
    assert wire.gaps[0] == pytest.approx(30.0, abs=1.5)


@pytest.mark.parametrize("value", ["0", "1", "date", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_a_short_wait_does_not_shorten_the_pace(value):
    asked = in_seconds(2) if value == "date" else value
    asking, wire = client(answer(429, retry_after=asked), answer(), pace=5.0)
    asking.ask(ASK, text)
    assert 5.0 <= wire.gaps[0] <= 7.0


@pytest.mark.parametrize(
    "value", ["soon", "-3", "1.5", "٣", "1e3", "Wed, 99 Foo 2026 07:28:00 GMT", "9" * 400]
)
def test_nonsense_is_no_wait(value):
    asking, wire = client(answer(429, retry_after=value), answer(), pace=5.0)
    try:
        asking.ask(ASK, text)
    except RefusedError:  # a number without end is longer than anybody waits
        assert set(value) == {"9"}
        return
    assert wire.gaps[0] == pytest.approx(10.0)


@pytest.mark.parametrize("value", [str(int(LONGEST_WAIT) + 1), "date"])
def test_too_long_a_wait_ends_the_run_at_once(value):
    asked = in_seconds(3600) if value == "date" else value
    asking, wire = client(answer(429, retry_after=asked), answer())
    assert refusal(asking, ASK, text).stop is StopReason.THROTTLED
    assert len(wire.asked) == 1
    assert wire.clock.slept == []


# --- the cap -------------------------------------------------------------------------------------


def test_the_cap_counts_pages_and_not_their_tries():
    asking, wire = client(answer(503), answer(), pages=2)
    asking.ask(ASK, text, page=True)
    asking.ask(ASK, text)
    asking.ask(ASK, text, page=True)
    before = len(wire.asked)
    with pytest.raises(PageCapError):
        asking.ask(ASK, text, page=True)
    assert len(wire.asked) == before == 4
    asking.ask(ASK, text)  # what belongs to a page that was read is still asked


# --- redirects -----------------------------------------------------------------------------------


def moved(location, status=302, url=ASK.url):
    return answer(status, url=url, location=location)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["/api/other?a=1", f"{BASE}/api/other?a=1", "other?a=1"])
def test_a_redirect_within_the_host_is_followed_with_its_cookies(status, location):
    asking, wire = client(moved(location, status), answer(body="there"))
    assert asking.ask(ASK, text) == "there"
    last = wire.asked[-1][1]
    assert (last.url, last.cookies) == (f"{BASE}/api/other?a=1", {"SUB": "invented"})
    assert wire.gaps[0] >= 5.0


@pytest.mark.parametrize(
    "location",
    [
        "https://other.invalid/api",
        "//other.invalid/api",
        "http://m.weibo.cn/api",
        "https://m.weibo.cn:8443/api",
        "https://weibo.cn/api",
        "https://m.weibo.cn@other.invalid/",
        "ftp://m.weibo.cn/x",
        "/login.php",
        "/sso/signin?r=x",
        "/visitor/visitor?a=enter",
    ],
)
def test_a_redirect_elsewhere_or_to_a_login_is_an_answer(location):
    asking, wire = client(moved(location))
    assert asking.ask(ASK, lambda given: given.status) == 302
    assert len(wire.asked) == 1


@pytest.mark.parametrize("location", ["https://[bad/", "http://x:port/", "//[::1"])
def test_a_redirect_to_no_address_is_none(location):
    asking, _ = client(moved(location))
    assert asking.ask(ASK, lambda given: (given.status, given.is_redirect)) == (302, False)


def test_a_question_without_cookies_may_be_led_elsewhere():
    asking, wire = client(moved("https://cdn.invalid/feed"), moved("/feed2"), answer(body="feed"))
    assert asking.ask(ASK, text, leave_host=True) == "feed"
    assert [request.cookies for _, request in wire.asked] == [{"SUB": "invented"}, {}, {}]


def test_coming_back_brings_no_cookie_to_the_stranger_between():
    asking, wire = client(
        moved("https://cdn.invalid/x"), moved(f"{BASE}/y", url="https://cdn.invalid/x"), answer()
    )
    asking.ask(ASK, text, leave_host=True)
    sent = {request.host: request.cookies for _, request in wire.asked}
    assert sent["cdn.invalid"] == {}


def test_a_loop_ends():
    asking, wire = client(moved("/api/config"))
    error = refusal(asking, ASK, text)
    assert (error.key, error.stop) == ("source.redirect_loop", StopReason.BAD_ANSWER)
    assert len(wire.asked) == 6


def test_a_form_is_never_sent_on():
    asking, wire = client(moved("/elsewhere"))
    asked = Request(ASK.url, form={"tid": ""})
    assert asking.ask(asked, lambda given: given.status) == 302
    assert len(wire.asked) == 1


def test_a_redirect_can_be_the_answer():
    asking, wire = client(moved("/u/1000000001"))
    found = asking.ask(ASK, lambda given: given.headers["location"], follow=False)
    assert (found, len(wire.asked)) == ("/u/1000000001", 1)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://passport.weibo.com/sso/signin?entry=wapsso", True),
        ("https://login.sina.com.cn/x", True),
        ("https://weibo.com/login.php?url=x", True),
        ("https://m.weibo.cn/LOGIN", True),
        ("https://weibo.com/newlogin?tabtype=weibo", True),
        ("https://m.weibo.cn/u/1000000001", False),
        ("https://m.weibo.cn/?next=/login", False),
        ("https://[bad/login", False),
    ],
)
def test_login_pages_are_known_by_host_and_path(url, expected):
    assert is_login(url) is expected


def test_closing_closes_the_wire():
    asking, wire = client()
    asking.close()
    assert wire.closed
