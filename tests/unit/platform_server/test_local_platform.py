"""The local platform without faults: its shapes, its paging, its changes, its log."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from kolvet.platforms.markup import plain_text
from tests.platform import Access, Blogger, Platform, serve
from tests.platform.timeline import Timeline

UID = 1000000001
INDEX = "/api/container/getIndex"
USER = {"Cookie": "SUB=secret-of-a-user"}

Post = dict[str, Any]


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with serve(Blogger(posts=237, hidden=13), logged_in=["SUB=secret-of-a-user"]) as running:
        yield running


@pytest.fixture
def client(platform: Platform) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=platform.base) as opened:
        yield opened


def get(client: httpx.Client, path: str, headers: dict[str, str] | None = None, **query: Any):
    return client.get(path, params=query, headers=headers).raise_for_status().json()


def mobile_page(client: httpx.Client, since: int | None = None, **query: Any) -> Post:
    more = {"since_id": since} if since else {}
    return get(client, INDEX, containerid=f"107603{UID}", **more, **query)


def mobile_posts(page: Post) -> list[Post]:
    cards = [inner for card in page["data"]["cards"] for inner in card.get("card_group", [card])]
    posts = [card["mblog"] for card in cards if card["card_type"] == 9]
    return [post for post in posts if post.get("title", {}).get("text") != "赞过的微博"]


def all_mobile(client: httpx.Client) -> list[Post]:
    posts, since = [], None
    while True:
        page = mobile_page(client, since)
        posts += mobile_posts(page)
        since = page["data"]["cardlistInfo"].get("since_id")
        if since is None:
            return posts


def all_web(client: httpx.Client) -> list[Post]:
    posts: list[Post] = []
    since = ""
    while True:
        page = get(client, "/ajax/statuses/mymblog", uid=UID, page=1, since_id=since)["data"]
        posts += [post for post in page["list"] if post["user"]["id"] == UID]
        since = page["since_id"]
        if not since:
            return posts


def test_both_faces_serve_each_post_once_in_order_and_the_pinned_one_on_top(platform, client):
    written = platform.posts()
    mobile, web = all_mobile(client), all_web(client)
    assert [post["id"] for post in mobile[1:]] == [post.mid for post in written]
    assert [post["id"] for post in web[1:]] == [int(post.mid) for post in written]
    assert [post["mblogid"] for post in web[1:]] == [post.bid for post in written]
    for top in (mobile[0], web[0]):
        assert (top["isTop"], top["mid"]) == (1, written[-2].mid)
    assert get(client, INDEX, type="uid", value=UID)["data"]["userInfo"]["statuses_count"] == 250


def test_what_is_served_is_what_was_written(platform, client):
    for shown, post in zip(all_mobile(client)[1:], platform.posts(), strict=True):
        text = plain_text(shown["text"]).replace("网页链接", "")
        wanted = re.sub(r"http://t\.cn/\w+", "", post.text)
        if shown["isLongText"]:
            assert text.endswith("全文")
            whole = get(client, "/statuses/show", id=shown["bid"])["data"]["text"]
            page = client.get(f"/detail/{shown['mid']}").text
            script = page.split("var $render_data = ")[1].split("[0] || {}")[0]
            assert json.loads(script)[0]["status"]["text"] == whole
            long = get(client, "/ajax/statuses/longtext", id=shown["bid"])["data"]
            assert long["longTextContent"] == post.text
            text = plain_text(whole).replace("网页链接", "")
        assert text == wanted
        original = shown.get("retweeted_status")
        assert (original is None) == (post.original is None)
        if original and post.original:
            assert (original["user"] is None) == post.original.deleted


def test_a_history_has_everything_that_is_hard(platform):
    posts = platform.posts()
    assert {post.stance for post in posts} == {"praise", "criticism", "neutral", ""}
    assert sum("小米" in post.text for post in posts) < len(posts) / 2
    assert any(post.is_long and post.original is None for post in posts)
    assert any(post.original and post.original.deleted for post in posts)
    assert any(post.original and post.original.is_long for post in posts)
    assert any(post.edits for post in posts)
    assert any(post.comments > 20 for post in posts)
    with serve(Blogger(posts=237, hidden=13)) as again:
        assert again.posts() == posts
    with serve(Blogger(posts=237, seed=2)) as other:
        assert other.posts() != posts


def test_paging_by_number_and_the_end(platform, client):
    by_page = get(client, INDEX, containerid=f"230413{UID}", page=2, count=20)
    written = [post.mid for post in platform.posts()]
    assert [post["id"] for post in mobile_posts(by_page)] == written[20:40]
    assert by_page["data"]["cardlistInfo"]["page"] == 3
    end = mobile_page(client, int(written[-1]))
    assert end == {"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}}
    visitor, user = (
        get(client, "/ajax/statuses/mymblog", headers, uid=UID, page=2)["data"]["list"]
        for headers in (None, USER)
    )
    assert written[0] in {post["mid"] for post in visitor}  # a page number is not for visitors
    assert user[0]["mid"] == written[20]


def test_comments_and_their_answers_add_up_on_both_faces(platform, client):
    post = next(post for post in platform.posts() if post.comments > 20)
    found: list[int] = []
    cursor = 0
    while True:
        query = {"max_id": cursor} if cursor else {}
        page = get(
            client, "/ajax/statuses/buildComments", id=post.mid, is_mix=0, count=20, **query
        )
        for root in page["data"]:
            found.append(root["id"])
            if root["total_number"]:
                query_of_root = {"is_mix": 1, "fetch_level": 1, "id": root["id"]}
                children = get(client, "/ajax/statuses/buildComments", **query_of_root)["data"]
                assert {child["rootid"] for child in children} == {root["id"]}
                found += [child["id"] for child in children]
        cursor = page["max_id"]
        if not cursor:
            break
    assert len(found) == len(set(found)) == post.comments == page["total_number"]
    hot = {"id": post.mid, "mid": post.mid, "max_id_type": 0}
    assert get(client, "/comments/hotflow", **hot)["ok"] == -100
    assert get(client, "/comments/hotflow", USER, **hot)["data"]["data"][0]["id"] == str(found[0])
    assert get(client, "/api/comments/show", id=post.mid, page=1)["data"]["data"]


def test_names_and_searches(platform, client):
    assert client.get("/n/样例数码君").headers["Location"] == f"/u/{UID}"
    assert "用户不存在" in client.get("/n/没有的人").text
    info = get(client, "/ajax/profile/info", screen_name="样例数码君")["data"]["user"]
    assert info["id"] == UID
    users = get(client, "/ajax/side/search", q="样例数码君")["data"]["users"]
    assert [user["screen_name"] for user in users] == ["样例数码君的粉丝站", "样例数码君"]
    container = "100103type=401&q=小米&t=0"
    query = {"containerid": container, "container_ext": f"profile_uid:{UID}", "page": 1}
    assert get(client, INDEX, **query)["ok"] == -100
    found = mobile_posts(get(client, INDEX, USER, **query))
    assert len(found) == 10
    assert all("小米" in json.dumps(post, ensure_ascii=False) for post in found)


def test_visitor_cookies_are_of_one_face():
    with (
        serve(faults=["432-until-visitor"]) as platform,
        httpx.Client(base_url=platform.base) as client,
    ):
        form = {"cb": "visitor_callback", "from": "weibo"}
        made = client.post("/visitor/genvisitor2", data=form).text
        mobile = json.loads(made.removeprefix("visitor_callback(")[:-1])["data"]
        made = client.post("/visitor/genvisitor2", data={"cb": "visitor_gray_callback"}).text
        web = json.loads(made.partition("&& visitor_gray_callback(")[2][:-2])["data"]

        def status(path: str, sub: str) -> int:
            return client.get(path, headers={"Cookie": f"SUB={sub}"}).status_code

        profile, info = f"{INDEX}?type=uid&value={UID}", f"/ajax/profile/info?uid={UID}"
        assert client.get(profile).status_code == 432
        assert status(profile, mobile["sub"]) == 200
        assert status(info, web["sub"]) == 432  # not before its crossdomain page
        crossing = {"a": "crossdomain", "s": web["sub"], "sp": web["subp"], "_rand": "0.5"}
        crossed = client.get("/visitor/visitor", params=crossing)
        assert web["sub"] in crossed.headers["Set-Cookie"]
        client.cookies.clear()
        assert status(info, web["sub"]) == 200
        assert platform.foreign_cookies == []
        assert status(info, mobile["sub"]) == 432
        assert status(f"/feed/{UID}.rss", web["sub"]) == 200
        client.get(f"{platform.other_base}{info}", headers={"Cookie": "any=thing"})
        assert [line.route for line in platform.foreign_cookies] == ["profile", "feed", "profile"]
        assert platform.foreign_cookies[-1].host.startswith("localhost:")


def test_posts_come_change_and_go_while_it_runs():
    with (
        serve(Blogger(posts=30, pinned=False)) as platform,
        httpx.Client(base_url=platform.base) as client,
    ):
        feed = client.get(f"/feed/{UID}.json")
        same = {"If-None-Match": feed.headers["ETag"]}
        assert client.get(f"/feed/{UID}.json", headers=same).status_code == 304
        since = mobile_page(client)["data"]["cardlistInfo"]["since_id"]
        last, *_ = platform.posts()
        (new,) = platform.add_posts("刚写的一条")
        platform.edit_post(new.mid, "改过的一条")
        platform.delete_post(last.mid)
        gone = get(client, "/statuses/show", id=last.bid)
        assert gone == {"ok": 0, "errno": "20101", "msg": "微博不存在或暂无查看权限"}
        changed = get(client, "/statuses/show", id=new.bid)["data"]
        assert (changed["text"], changed["edit_count"]) == ("改过的一条", 1 + new.edits)
        assert client.get(f"/feed/{UID}.json", headers=same).status_code == 200
        assert [post["id"] for post in all_mobile(client)] == [p.mid for p in platform.posts()]
        assert platform.declared() == 30
        platform.delete_post(str(since))
        after = mobile_posts(mobile_page(client, since))
        assert int(after[0]["id"]) < since  # a cursor outlives its post


def test_the_three_feeds_show_the_same_posts(platform, client):
    written = platform.posts()[:10]
    wanted = [f"https://weibo.com/{UID}/{post.bid}" for post in written]
    rss = ElementTree.fromstring(client.get(f"/feed/{UID}.rss").content)
    assert [item.text for item in rss.iterfind("channel/item/link")] == wanted
    times = [parsedate_to_datetime(item.text) for item in rss.iterfind("channel/item/pubDate")]
    assert times == [post.when for post in written]
    atom = ElementTree.fromstring(client.get(f"/feed/{UID}.atom").content)
    space = "{http://www.w3.org/2005/Atom}"
    assert [item.text for item in atom.iterfind(f"{space}entry/{space}id")] == wanted
    answer = client.get(f"/feed/{UID}.json")
    assert [item["url"] for item in answer.json()["items"]] == wanted
    since = {"If-Modified-Since": answer.headers["Last-Modified"]}
    assert client.get(f"/feed/{UID}.json", headers=since).status_code == 304


@pytest.mark.parametrize("access", Access)
def test_what_an_account_shows_to_a_visitor(access):
    blogger = Blogger(posts=900, access=access)
    with serve(blogger) as platform, httpx.Client(base_url=platform.base) as client:
        profile = get(client, INDEX, type="uid", value=UID)["ok"]
        page = get(client, "/ajax/statuses/mymblog", uid=UID)
        shown = bool(page.get("data", {}).get("list"))
        wanted = {
            Access.NORMAL: (1, 1, True),
            Access.HALF_YEAR: (1, 1, True),
            Access.LOGIN_ONLY: (1, -100, False),
            Access.LOGIN_ONLY_SILENT: (1, 1, False),
            Access.BANNED: (0, 1, False),
            Access.ABSENT: (0, 1, False),
        }
        assert (profile, page["ok"], shown) == wanted[access]
        if access is Access.HALF_YEAR:
            age = blogger.newest - platform.posts()[-1].when
            assert 170 < age.days <= 183
            assert platform.declared() == 900
            last = get(client, "/ajax/statuses/mymblog", uid=UID, since_id="4500000000000000kp9")
            assert "半年" in last["data"]["bottom_tips_text"]


def test_the_log_knows_pace_and_repeats():
    with serve() as platform, httpx.Client(base_url=platform.base) as client:
        assert platform.closest() == float("inf")
        for page in (1, 2, 1):
            get(client, INDEX, page=page, containerid=f"107603{UID}")
            time.sleep(0.02)
        get(client, "/ajax/profile/info", uid=UID)
        assert 0.02 <= platform.closest() < 0.2
        assert sorted(platform.asked_pages("timeline").values()) == [1, 2]
        assert len(platform.asked_pages()) == 3
        assert [line.status for line in platform.log] == [200] * 4
        platform.reset_log()
        assert platform.log == []


def test_a_deep_page_of_fifty_thousand_posts_writes_only_its_own(monkeypatch):
    with serve(Blogger(posts=50_000)) as platform, httpx.Client(base_url=platform.base) as client:
        written: list[int] = []
        post = Timeline.post

        def counted(self: Timeline, number: int):
            written.append(number)
            return post(self, number)

        monkeypatch.setattr(Timeline, "post", counted)
        since = int(platform.timeline().mid(1_000))
        assert len(mobile_posts(mobile_page(client, since))) == 10
        assert sorted(written) == list(range(990, 1_000))


def test_it_runs_by_hand():
    command = [sys.executable, "-m", "tests.platform", "--posts", "12", "--fault", "418@search"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            lines = [process.stdout.readline() for _ in range(5)]
            base = lines[0].removeprefix("export KOLVET_WEIBO_M_BASE=").strip()
            assert lines[3].startswith("kolvet fetch 样例数码君")
            added = httpx.get(f"{base}/__fault", params={"name": "empty-once", "after": 1}).json()
            assert len(added["faults"]) == 2
            assert httpx.get(f"{base}/__fault?name=nonsense").status_code == 400
            assert httpx.get(lines[4].split()[2]).status_code == 200
        finally:
            process.terminate()
