"""Each fault of the local platform, by name: that it happens, where and how often."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from tests.platform import KINDS, Blogger, Fault, Platform, serve
from tests.platform.delivery import BOMB, HUGE

UID = 1000000001
INDEX = "/api/container/getIndex"
TIMELINE = f"{INDEX}?containerid=107603{UID}"
WEB = f"/ajax/statuses/mymblog?uid={UID}"

Check = Callable[[Platform, httpx.Client], None]


@pytest.fixture
def platform() -> Iterator[Platform]:
    newest = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    blogger = Blogger(posts=45, newest=newest, apart=timedelta(hours=7), pinned=False)
    with serve(blogger) as running:
        yield running


@pytest.fixture
def client(platform: Platform) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=platform.base, timeout=5) as opened:
        yield opened


def posts(client: httpx.Client, path: str = TIMELINE) -> list[dict]:
    data = client.get(path).json()["data"]
    if "list" in data:
        return data["list"]
    cards = [inner for card in data["cards"] for inner in card.get("card_group", [card])]
    return [card["mblog"] for card in cards if card["card_type"] == 9]


def plain_pages(client: httpx.Client, count: int) -> list[str]:
    """The ids of so many pages, by number."""
    pages = [posts(client, f"{TIMELINE}&page={number + 1}") for number in range(count)]
    return [post["id"] for page in pages for post in page if "title" not in post]


def status(code: int, words: str = "") -> Check:
    def check(_platform: Platform, client: httpx.Client) -> None:
        answer = client.get(TIMELINE)
        assert (answer.status_code, words in answer.text) == (code, True)

    return check


def body(**wanted: object) -> Check:
    def check(_platform: Platform, client: httpx.Client) -> None:
        answer = client.get(TIMELINE).json()
        assert {name: answer.get(name) for name in wanted} == wanted
        assert "cards" not in answer.get("data", {}) or answer["data"]["cards"] == []

    return check


def page(title: str) -> Check:
    def check(_platform: Platform, client: httpx.Client) -> None:
        for path in (TIMELINE, WEB):
            answer = client.get(path)
            assert answer.status_code == 200
            assert answer.headers["Content-Type"].startswith("text/html")
            assert f"<title>{title}</title>" in answer.text

    return check


def sent_to(start: str) -> Check:
    def check(platform: Platform, client: httpx.Client) -> None:
        answer = client.get(WEB)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(start.format(base=platform.base))

    return check


def retry_after(_platform: Platform, client: httpx.Client) -> None:
    answer = client.get(TIMELINE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert client.get(TIMELINE).status_code == 200


def retry_after_date(_platform: Platform, client: httpx.Client) -> None:
    answer = client.get(TIMELINE)
    wait = parsedate_to_datetime(answer.headers["Retry-After"]) - datetime.now(UTC)
    assert timedelta(seconds=-1) < wait <= timedelta(seconds=1)


def empty(_platform: Platform, client: httpx.Client) -> None:
    assert client.get(TIMELINE).json()["msg"] == "这里还没有内容"
    answer = client.get(WEB).json()
    assert (answer["data"]["list"], answer["data"]["total"]) == ([], 45)


def loop(_platform: Platform, client: httpx.Client) -> None:
    with pytest.raises(httpx.TooManyRedirects):
        client.get(TIMELINE, follow_redirects=True)


def other_host(platform: Platform, client: httpx.Client) -> None:
    answer = client.get(TIMELINE, follow_redirects=True)
    assert answer.url.host == "localhost"
    assert answer.json()["ok"] == 1
    assert platform.log[-1].host != platform.log[-2].host


def long_text(code: int) -> Check:
    def check(platform: Platform, client: httpx.Client) -> None:
        post = next(post for post in platform.posts() if post.is_long)
        answer = client.get(f"/ajax/statuses/longtext?id={post.bid}")
        assert answer.status_code == code
        assert not answer.json().get("data")
        assert client.get(f"/statuses/show?id={post.bid}").json()["ok"] == 1

    return check


def refused_visitor(_platform: Platform, client: httpx.Client) -> None:
    made = client.post("/visitor/genvisitor2", data={"cb": "visitor_callback"}).text
    assert '"retcode": 20000000' not in made
    assert "sub" not in json.loads(made[len("visitor_callback(") : -1])["data"]


def pinned(platform: Platform, client: httpx.Client) -> None:
    for path in (TIMELINE, WEB):
        first = posts(client, path)[0]
        assert (first["mid"], first["isTop"]) == (platform.posts()[-2].mid, 1)


def duplicates(platform: Platform, client: httpx.Client) -> None:
    ids = plain_pages(client, 2)
    assert ids[10] == ids[9]
    assert platform.declared() == 46
    assert len(plain_pages(client, 2)) == len(set(plain_pages(client, 2))) == 20  # once


def broken(platform: Platform, client: httpx.Client) -> None:
    null, nameless, mistyped = (posts(client, f"{TIMELINE}&page={page}") for page in (1, 2, 3))
    assert null[2] is None
    assert [post for post in nameless if "id" not in post]
    assert [post for post in mistyped if post["text"] == 7 and post["id"] == {}]
    assert None in client.get(WEB).json()["data"]["list"]
    assert len(platform.posts()) == 45


def short_pages(platform: Platform, client: httpx.Client) -> None:
    seen, since, sizes = [], "", set()
    while since is not None:
        data = client.get(f"{TIMELINE}&since_id={since}").json()["data"]
        ids = [post["id"] for post in posts(client, f"{TIMELINE}&since_id={since}")]
        own = [each for each in ids if each.startswith("45")]
        seen += own
        sizes.add(len(own))
        since = data["cardlistInfo"].get("since_id")
    assert seen == [post.mid for post in platform.posts()]
    assert len(sizes) > 2


def cursor_at_end(platform: Platform, client: httpx.Client) -> None:
    oldest = platform.posts()[-1].mid
    before = platform.posts()[-2].mid
    listed = client.get(f"{TIMELINE}&since_id={before}").json()["data"]["cardlistInfo"]
    assert listed["since_id"] == int(oldest)


def count_strings(_platform: Platform, client: httpx.Client) -> None:
    for path in (TIMELINE, WEB):
        assert all(isinstance(post["attitudes_count"], str) for post in posts(client, path))


def deleted_originals(_platform: Platform, client: httpx.Client) -> None:
    shown = [post["retweeted_status"] for post in posts(client, WEB) if "retweeted_status" in post]
    assert shown
    assert all(original["user"] is None for original in shown)


def relative_dates(_platform: Platform, client: httpx.Client) -> None:
    times = " ".join(post["created_at"] for post in posts(client, WEB))
    assert times.startswith(("5分钟前", "4分钟前", "6分钟前"))
    assert "昨天 " in times
    assert "+0800" not in times


def pictures(_platform: Platform, client: httpx.Client) -> None:
    shown = [post["pics"] for post in posts(client) if post["pic_num"]]
    assert all(isinstance(each, dict) for each in shown)
    assert "0" in shown[0]


def set_cookie(platform: Platform, client: httpx.Client) -> None:
    client.get(TIMELINE)
    client.get(WEB)
    assert [line.face for line in platform.foreign_cookies] == ["web"]


def packed(_platform: Platform, client: httpx.Client) -> None:
    with client.stream("GET", TIMELINE) as answer:
        raw = b"".join(answer.iter_raw())
    assert json.loads(gzip.decompress(raw))["ok"] == 1


def bomb(_platform: Platform, client: httpx.Client) -> None:
    with client.stream("GET", TIMELINE) as answer:
        raw = b"".join(answer.iter_raw())
    assert len(raw) < 300_000
    assert len(gzip.decompress(raw)) == BOMB


def labelled(charset: str, real: str) -> Check:
    def check(_platform: Platform, client: httpx.Client) -> None:
        for path in (TIMELINE, f"/feed/{UID}.rss"):
            answer = client.get(path)
            assert answer.headers["Content-Type"].endswith(f"charset={charset}")
            assert "样例数码君" in answer.content.decode(real)

    return check


def slow(_platform: Platform, client: httpx.Client) -> None:
    start = time.monotonic()
    client.get(TIMELINE)
    assert time.monotonic() - start >= 0.3


def fails(error: type[Exception], timeout: float = 5) -> Check:
    def check(_platform: Platform, client: httpx.Client) -> None:
        with pytest.raises(error):
            client.get(TIMELINE, timeout=timeout)

    return check


def silent(_platform: Platform, client: httpx.Client) -> None:
    answer = client.get(TIMELINE)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        json.loads(answer.content.decode(errors="replace"))


def dribble(_platform: Platform, client: httpx.Client) -> None:
    start, got = time.monotonic(), 0
    with client.stream("GET", TIMELINE) as answer:
        for piece in answer.iter_raw():
            got += len(piece)
            if time.monotonic() - start > 0.5:
                break
    assert 0 < got < 200


def huge(_platform: Platform, client: httpx.Client) -> None:
    with client.stream("GET", TIMELINE) as answer:
        assert sum(map(len, answer.iter_raw())) == HUGE


CHECKS: dict[str, tuple[str, Check]] = {
    "432": ("432-always", status(432)),
    "418": ("418", status(418)),
    "403": ("403-once", status(403, "访问频次过高")),
    "429-retry-after": ("429-retry-after", retry_after),
    "429-retry-after-date": ("429-retry-after-date", retry_after_date),
    "500": ("500-always", status(500)),
    "503": ("503-once", status(503)),
    "404": ("404", status(404)),
    "ok-100": ("ok-100", body(ok=-100, errno="100005")),
    "please-login": ("please-login", body(ok=0, msg="请先登录")),
    "busy": ("busy", body(ok=0, msg="系统繁忙")),
    "captcha-json": ("captcha-json", body(ok=0, data=None, msg=None)),
    "not-json": ("not-json@timeline", silent),
    "empty": ("empty", empty),
    "html-login-200": ("html-login-200", page("登录 - 新浪微博")),
    "visitor-system-200": ("visitor-system-200", page("Sina Visitor System")),
    "html-on-json": ("html-on-json", page("欢迎使用校园网")),
    "redirect-to-login": ("redirect-to-login", sent_to("https://passport.weibo.com/sso/signin?")),
    "redirect-to-login-here": ("redirect-to-login-here", sent_to("{base}/sso/signin?")),
    "redirect-to-visitor": (
        "redirect-to-visitor",
        sent_to("https://passport.weibo.com/visitor/visitor?entry=miniblog&a=enter"),
    ),
    "redirect-to-visitor-here": ("redirect-to-visitor-here", sent_to("{base}/visitor/visitor?")),
    "redirect-loop": ("redirect-loop", loop),
    "redirect-other-host": ("redirect-other-host", other_host),
    "longtext-403": ("longtext-403", long_text(403)),
    "longtext-empty": ("longtext-empty", long_text(200)),
    "visitor-refused": ("visitor-refused", refused_visitor),
    "pinned-old-first": ("pinned-old-first", pinned),
    "dup-between-pages": ("dup-between-pages", duplicates),
    "broken-post": ("broken-post", broken),
    "short-pages": ("short-pages", short_pages),
    "since-id-at-end": ("since-id-at-end", cursor_at_end),
    "count-strings": ("count-strings", count_strings),
    "deleted-orig": ("deleted-orig", deleted_originals),
    "relative-dates": ("relative-dates", relative_dates),
    "pics-as-dict": ("pics-as-dict", pictures),
    "sets-cookie": ("sets-cookie", set_cookie),
    "gzip": ("gzip", packed),
    "gzip-bomb": ("gzip-bomb", bomb),
    "wrong-charset": ("wrong-charset", labelled("iso-8859-1", "utf-8")),
    "wrong-charset-gbk": ("wrong-charset-gbk", labelled("gbk", "utf-8")),
    "gbk-body": ("gbk-body", labelled("gbk", "gb18030")),
    "slow": ("slow:seconds=0.3", slow),
    "drop": ("drop", fails(httpx.RemoteProtocolError)),
    "drop-early": ("drop-early", fails(httpx.TransportError)),
    "drop-silent": ("drop-silent", silent),
    "dribble": ("dribble", dribble),
    "huge": ("huge", huge),
    "huge-chunked": ("huge-chunked", huge),
}


def test_each_fault_has_a_check():
    assert set(CHECKS) == set(KINDS)


@pytest.mark.parametrize(("name", "check"), CHECKS.values(), ids=CHECKS)
def test_a_fault_happens_and_ends(platform, client, name, check):
    platform.add_fault(name)
    check(platform, client)
    assert any(line.faults for line in platform.log)
    platform.clear_faults()
    client.cookies.clear()
    with httpx.Client(base_url=platform.base) as healthy:
        assert healthy.get(TIMELINE).json()["ok"] == 1


def test_a_fault_can_be_limited_to_pages_and_times(platform, client):
    platform.add_fault("empty-twice-after-page-2")
    platform.add_fault(Fault("503", route="web.timeline", times=1))
    oks = [client.get(f"{TIMELINE}&page={page}").json()["ok"] for page in (1, 2, 3, 3, 3, 4)]
    assert oks == [1, 1, 0, 0, 1, 1]
    assert [client.get(WEB).status_code for _ in range(2)] == [503, 200]


def test_a_fault_can_be_once_on_each_page(platform, client):
    platform.add_fault("empty-once@timeline:each")
    oks = [client.get(f"{TIMELINE}&page={page}").json()["ok"] for page in (1, 1, 2, 2, 1)]
    assert oks == [0, 1, 0, 1, 1]


def test_a_cursor_says_which_page_it_is(platform, client):
    platform.add_fault("ok-100-after-page-2")
    written = platform.posts()
    pages = [client.get(f"{TIMELINE}&since_id={written[at].mid}").json() for at in (9, 19)]
    assert [page["ok"] for page in pages] == [1, -100]
    pages = [client.get(f"{WEB}&since_id={written[at].mid}kp2").json() for at in (19, 39)]
    assert [page["ok"] for page in pages] == [1, -100]


def test_unknown_faults_are_refused(platform):
    for name in ("nonsense", "empty-sometimes", "slow:speed=1"):
        with pytest.raises(ValueError, match="no"):
            platform.add_fault(name)


def test_closing_ends_what_never_ends():
    with serve(faults=["dribble"]) as platform:
        client = httpx.Client(base_url=platform.base)
        answer = client.send(client.build_request("GET", TIMELINE), stream=True)
    with pytest.raises(httpx.TransportError):
        answer.read()
    client.close()
