"""kolvet fetch as a user meets it, against a local server that behaves like the platform."""

import json
import os
import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.fetched import later, rows
from tests.platform import Access, Blogger, serve
from tests.platform.people import reader

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks")

FACES = ("weibo-mobile", "weibo-web")
SMALL = Blogger(posts=45)
USER = "SUB=_2Ainvented-of-a-user"
PER_PAGE = {"weibo-mobile": 10, "weibo-web": 20}

each_face = pytest.mark.parametrize("face", FACES)


def shown(text):
    """A text as Weibo shows it: an address by its title."""
    return re.sub(r"http://t\.cn/\w+", "网页链接", text).strip()


def stored_posts(path):
    """native id -> what is stored of the post, as far as the platform says the same."""
    columns = "native_id, text, published, likes, posts.comments, reposts, edited, truncated, url"
    found = rows(path, f"SELECT {columns} FROM posts")
    return {row[0]: row[1:] for row in found}


def written_posts(platform):
    """The same as the blogger wrote it."""
    return {
        post.mid: (
            shown(post.text),
            int(post.when.timestamp()),
            min(post.likes, 1_000_000),  # 100万+
            post.comments,
            post.reposts,
            int(post.edits > 0),
            0,
            f"https://weibo.com/{post.author.uid}/{post.bid}",
        )
        for post in platform.posts()
    }


def compare_originals(path, posts):
    """Originals are kept apart: who wrote them and when, and that some are gone."""
    found = rows(
        path,
        "SELECT posts.native_id, available, author_id, author_name, reposted.published,"
        " reposted.text FROM reposted JOIN posts ON posts.id = post_id",
    )
    stored = {row[0]: row[1:] for row in found}
    assert stored.keys() == {post.mid for post in posts if post.original}
    for post in posts:
        if post.original and post.original.deleted:
            assert stored[post.mid][:3] == (0, "", "")
        elif post.original:
            available, uid, name, published, text = stored[post.mid]
            assert (available, uid) == (1, str(post.original.author.uid))
            assert name == post.original.author.name
            assert published == int(post.original.when.timestamp())
            assert shown(post.original.text).startswith(re.sub(r"\W*全文$", "", text)[:100])


# --- end to end ----------------------------------------------------------------------------------


def test_2500_declared_posts_are_accounted_for_and_checked(kolvet, path):
    blogger = Blogger(posts=2440, hidden=60)
    after_the_last = 2440 // 10 + 1  # the empty page, which is asked for twice
    with serve(blogger, faults=["broken-post@mobile.timeline:times=3"]) as platform:
        given = ("--pace", 0, "--max-pages", 5000, "--comments", 10, "--json")
        done = kolvet("fetch", blogger.name, *given, **platform.environment)
        assert done.returncode == 0, done.stderr
        written, posts = written_posts(platform), platform.posts()
        pages = platform.asked_pages("timeline", "show", "detail", "comments")
        twice = [page for page, number in pages.items() if number > 1]
        assert twice == [
            f"/api/container/getIndex?containerid=1076031000000001&page={after_the_last}"
        ]
        assert platform.foreign_cookies == []
    said = json.loads(done.stdout)
    assert (said["declared"], said["stop"], said["open_tasks"]) == (2500, "end", 0)
    assert said["stored"] + said["walks"]["rejected"] + blogger.hidden == 2500
    assert said["walks"]["rejected"] == 3

    stored = stored_posts(path)
    assert len(stored) == 2437
    assert stored.items() <= written.items()
    compare_originals(path, [post for post in posts if post.mid in stored])
    assert said["walks"]["texts"] == sum(post.is_long for post in posts if post.mid in stored)
    assert said["comments"] == len(rows(path, "SELECT 1 FROM comments")) > 1000

    checked = kolvet("check", blogger.name, "--brand", "小米", "--json")
    coverage = json.loads(checked.stdout)["coverage"]
    assert (coverage["posts_seen"], coverage["declared"]) == (2437, 2500)
    assert (coverage["rejected_rows"], coverage["truncated"]) == (3, 0)
    assert coverage["reposts"] == sum(post.original is not None for post in posts)
    assert coverage["comments"] == said["comments"]


def test_the_other_face_gives_the_same_history(run, path):
    blogger = Blogger(posts=2440, hidden=60)
    with serve(blogger) as platform:
        given = ("--source", "weibo-web", "--pace", 0, "--max-pages", 500)
        done = run("fetch", blogger.name, *given, platform=platform)
        assert done.returncode == 0, done.stderr
        written, posts = written_posts(platform), platform.posts()
        assert platform.foreign_cookies == []
    assert "2440 of 2500 declared posts are stored" in done.words
    assert "the end of what the platform shows" in done.words
    assert "60 declared posts (2 %) are not stored" in done.words
    assert stored_posts(path) == written
    compare_originals(path, posts)


@each_face
@pytest.mark.parametrize("login", ["", USER], ids=["visitor", "user"])
def test_comments_are_stored_without_their_authors(face, login, fetch, path):
    variables = {"KOLVET_WEIBO_COOKIE": login} if login else {}
    with serve(SMALL, logged_in=[USER]) as platform:
        said = fetch(platform, SMALL.name, "--source", face, "--comments", 100, **variables)
        texts = {post.mid: post.comments for post in platform.posts() if "小米" in post.text}
    found = rows(path, "SELECT post_native_id, author, author_by FROM comments")
    assert said["comments"] == len(found) > 60
    assert all(len(author) == 16 and by == "id" for _, author, by in found)
    count = {mid: sum(row[0] == mid for row in found) for mid in texts}
    if face == "weibo-web":  # all of them, the answers included
        assert count == texts
    else:  # a page shows two answers to each at most
        assert all(count[mid] <= number for mid, number in texts.items())
        assert sum(count.values()) > sum(texts.values()) // 2
    content = b"".join(each.read_bytes() for each in path.parent.glob("kolvet.db*"))
    people = [reader(number) for number in range(500)]
    numbers = set(re.findall(rb"(?<!\d)\d{10}(?!\d)", content))
    assert numbers.isdisjoint(str(person.uid).encode() for person in people)
    names = {person.name.rstrip("0123456789") for person in people}
    found = re.findall("|".join(names).encode() + rb"\d+", content)
    assert set(found).isdisjoint(person.name.encode() for person in people)


def test_a_commenter_is_known_again_in_this_store_and_in_no_other(fetch, tmp_path):
    authors = []
    with serve(SMALL) as platform:
        for name in ("one", "two"):
            path = tmp_path / f"{name}.db"
            fetch(platform, SMALL.name, "--comments", 60, "--db", path)
            authors.append([row[0] for row in rows(path, "SELECT author FROM comments")])
    assert len(authors[0]) == len(authors[1])
    assert len(set(authors[0])) < len(authors[0])
    assert not set(authors[0]) & set(authors[1])


# --- how an account is named ---------------------------------------------------------------------


@each_face
@pytest.mark.parametrize(
    "name",
    [
        "样例数码君",
        "1000000001",
        "https://weibo.com/u/1000000001",
        "https://m.weibo.cn/u/1000000001?from=page",
        "weibo.com/1000000001",
        "https://m.weibo.cn/n/样例数码君",
        "https://weibo.com/n/%E6%A0%B7%E4%BE%8B%E6%95%B0%E7%A0%81%E5%90%9B",
        "post",
    ],
)
def test_any_way_to_name_an_account_finds_it(face, name, fetch, path):
    with serve(Blogger(posts=5, domain="yangli")) as platform:
        if name == "post":
            name = f"https://weibo.com/1000000001/{platform.posts()[2].bid}"
        said = fetch(platform, name, "--source", face)
    assert (said["account"]["native_id"], said["account"]["name"]) == ("1000000001", "样例数码君")
    assert (said["stored"], said["account"]["followers"]) == (5, 2_251_000)
    assert rows(path, "SELECT count(*) FROM bloggers") == [(1,)]


def test_a_personal_address_is_found_on_the_web_face(fetch):
    with serve(Blogger(posts=5, domain="yangli")) as platform:
        assert fetch(platform, "yangli", "--source", "weibo-web")["stored"] == 5


@each_face
@pytest.mark.parametrize(
    ("blogger", "name", "words"),
    [
        (SMALL, "查无此人", "There is no account 查无此人"),
        (SMALL, "样例数码", "Similar: 样例数码君的粉丝站, 样例数码君"),
        (Blogger(posts=5, access=Access.ABSENT), "1000000001", "There is no account 1000000001"),
        (Blogger(posts=5, access=Access.BANNED), "1000000001", "no longer shows this account"),
        (Blogger(posts=0), "样例数码君", "has no posts"),
    ],
    ids=["unknown", "similar", "absent", "banned", "empty"],
)
def test_an_account_that_is_not_there_ends_with_3(face, blogger, name, words, run, path):
    with serve(blogger) as platform:
        done = run("fetch", name, "--source", face, "--pace", 0, platform=platform)
    assert done.returncode == 3, done.stderr
    assert words in done.words
    assert "try: " in done.words
    assert "Traceback" not in done.words
    assert rows(path, "SELECT 1 FROM posts") == []


@each_face
def test_an_account_for_logged_in_readers_is_no_empty_one(face, run, fetch):
    blogger = Blogger(posts=12, access=Access.LOGIN_ONLY_SILENT)
    with serve(blogger, logged_in=[USER]) as platform:
        given = ("fetch", blogger.name, "--source", face, "--pace", 0)
        done = run(*given, platform=platform)
        assert done.returncode == 5
        assert "declares 12 posts, and the platform shows none of them" in done.words
        assert "kolvet auth weibo" in done.words
        said = fetch(platform, blogger.name, "--source", face, KOLVET_WEIBO_COOKIE=USER)
        assert (said["stored"], said["stop"]) == (12, "end")


# --- which posts ---------------------------------------------------------------------------------


@each_face
def test_about_a_brand_finds_the_posts_that_name_it(face, fetch, path):
    blogger = Blogger(posts=150, newest=datetime.now(UTC) - timedelta(days=120))
    with serve(blogger, logged_in=[USER]) as platform:
        given = (blogger.name, "--source", face, "--about", "小米")
        refused = fetch(platform, *given, code=5)
        assert (refused["stop"], refused["stored"]) == ("login_needed", 0)
        said = fetch(platform, *given, KOLVET_WEIBO_COOKIE=USER)
        naming = {
            post.mid
            for post in platform.posts()
            if "小米" in post.text or (post.original and "小米" in post.original.text)
        }
        assert set(platform.asked_pages("timeline")) == set()
        asked = [line for line in platform.log if line.route == "search"]
        assert all("1000000001" in json.dumps(line.query) for line in asked)
    stored = {mid for (mid,) in rows(path, "SELECT native_id FROM posts")}
    assert stored == naming
    assert len(naming) > 20
    # A search ends where its last match stands: half a year ago, here. That hides nothing.
    assert (said["stop"], said["hidden"], said["about"]) == ("end", None, ["小米", "Xiaomi"])


@each_face
def test_since_a_day_older_posts_are_not_asked_for(face, fetch, path):
    blogger = Blogger(posts=100)  # a pinned post of the first days stands on top
    with serve(blogger) as platform:
        posts = platform.posts()
        day = posts[29].when.astimezone(posts[29].when.tzinfo)
        given = (blogger.name, "--source", face, "--since", f"{day:%Y-%m-%d}")
        said = fetch(platform, *given)
        assert said["stop"] == "since_date"
        pages = len(platform.asked_pages("timeline"))
        wanted = [post for post in posts if post.when.date() >= day.date()]
        assert pages == -(-(len(wanted) + 1) // PER_PAGE[face])
        stored = stored_posts(path)
        assert {post.mid for post in wanted} <= stored.keys()
        assert posts[-2].mid in stored  # the pinned one
        assert len(stored) < 60

        again = fetch(platform, *given)
        assert (again["stop"], again["stored"]) == ("since_date", said["stored"])
        assert len(platform.asked_pages("timeline")) == pages
        whole = fetch(platform, blogger.name, "--source", face)
        assert (whole["stop"], whole["stored"]) == ("end", 100)
        assert set(platform.asked_pages("timeline").values()) == {1}


@each_face
def test_a_second_fetch_reads_what_is_new_and_sees_what_changed(face, run, fetch, path):
    with serve(SMALL) as platform:
        given = (SMALL.name, "--source", face)
        fetch(platform, *given)
        posts = [post for post in platform.posts() if "小米" in post.text and not post.original]
        gone, changed, far = posts[0], posts[1], posts[-1]
        new = platform.add_posts("小米新机到手，先看屏幕。", None)
        platform.delete_post(gone.mid)
        platform.edit_post(changed.mid, "小米这次的屏幕，我收回前天的话。")
        platform.delete_post(far.mid)
        rows_before = len(rows(path, "SELECT 1 FROM posts"))
        platform.reset_log()
        later(path, hours=1)
        said = fetch(platform, *given, "--reread", 60)
        assert (said["stop"], said["run"]["new"]) == ("nothing_new", 2)
        assert len(platform.asked_pages("timeline")) == 1
    assert rows(path, "SELECT count(*) FROM posts") == [(rows_before + len(new),)]
    deleted = rows(path, "SELECT native_id FROM posts WHERE deleted_at IS NOT NULL")
    assert {mid for (mid,) in deleted} == {gone.mid, far.mid}
    text, edited = rows(path, "SELECT text, edited FROM posts WHERE native_id = ?", changed.mid)[0]
    assert (text, edited) == ("小米这次的屏幕，我收回前天的话。", 1)
    versions = rows(path, "SELECT text FROM text_versions")
    assert versions == [(shown(changed.text),)]
    checked = run("check", SMALL.name, "--brand", "小米", "--json")
    found = [each for each in json.loads(checked.stdout)["findings"] if each["rule"] == "KV502"]
    assert re.search(r"\b2 (are gone|deleted)", found[0]["message"])


@each_face
def test_a_post_that_was_only_out_of_sight_is_there_again(face, fetch, path):
    with serve(SMALL) as platform:
        fetch(platform, SMALL.name, "--source", face)
        timeline, mid = platform.timeline(), platform.posts()[3].mid
        number = timeline.number(mid)
        platform.delete_post(mid)
        fetch(platform, SMALL.name, "--source", face)
        assert rows(path, "SELECT native_id FROM posts WHERE deleted_at NOT NULL") == [(mid,)]
        timeline.deleted.discard(number)
        timeline.visible.append(number)
        timeline.visible.sort()
        fetch(platform, SMALL.name, "--source", face)
    assert rows(path, "SELECT native_id FROM posts WHERE deleted_at NOT NULL") == []


@each_face
def test_full_walks_through_everything_again(face, fetch, path):
    blogger = Blogger(posts=45, hidden=5)
    with serve(blogger) as platform:
        first = fetch(platform, blogger.name, "--source", face)
        pages = sum(platform.asked_pages("timeline").values())
        deep = platform.posts()[-6]
        platform.edit_post(deep.mid, "很久以前的这条，改了。")
        platform.reset_log()
        said = fetch(platform, blogger.name, "--source", face, "--full", "--reread", 0)
        assert (said["stop"], said["stored"]) == ("end", first["stored"])
        assert sum(platform.asked_pages("timeline").values()) == pages
    found = rows(path, "SELECT text FROM posts WHERE native_id = ?", deep.mid)
    assert found == [("很久以前的这条，改了。",)]


def test_half_a_year_of_visibility_is_said_or_inferred(run, fetch):
    blogger = Blogger(posts=700, access=Access.HALF_YEAR, newest=datetime.now(UTC))
    with serve(blogger) as platform:
        given = (blogger.name, "--max-pages", 99)
        said = fetch(platform, *given, "--source", "weibo-web")
        assert (said["stop"], said["hidden"]) == ("hidden_history", "said")
        done = run("fetch", *given, "--pace", 0, platform=platform)
    assert "Older posts look hidden" in done.words
    assert done.returncode == 0


def test_a_shortfall_at_the_limit_of_the_web_face_is_told(run):
    blogger = Blogger(posts=120, limit=60, newest=datetime(2024, 5, 1, tzinfo=UTC))
    with serve(blogger) as platform:
        given = ("fetch", blogger.name, "--source", "weibo-web", "--pace", 0)
        done = run(*given, platform=platform)
    assert "61 of 120 declared posts are stored" in done.words  # and the pinned one
    assert "empty page twice, before the declared number was reached" in done.words
