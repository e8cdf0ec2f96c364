"""Every fault of the local platform, on both faces and in feeds: what kolvet says, does and keeps.

A new fault of the platform needs a row here.
"""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.fetched import content, differences, rows
from tests.cli.forked import forks
from tests.platform import KINDS, Blogger, serve

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks")

NEWEST = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
BLOGGER = Blogger(posts=25, seed=88, newest=NEWEST, apart=timedelta(hours=7), pinned=False)
FACES = ("weibo-mobile", "weibo-web")
FIRST_PAGE = {"weibo-mobile": 10, "weibo-web": 20}
USER = "SUB=_2Ainvented-of-a-user"

SHUT_OUT = "does not let visitors in"
LOGIN = "wants a login from here on"
UNREACHABLE = "cannot be reached, or the connection was dropped"
BROKEN = "broken or ends too early"
TOO_LARGE = "larger than any page should be"

LASTING = {
    # fault: how often the page is asked, why the run stops, what it says
    "432": (2, "login_needed", SHUT_OUT),
    "418": (1, "throttled", "had enough for now (HTTP 418)"),
    "403": (2, "refused", "refused twice (HTTP 403)"),
    "429-retry-after:times=9:seconds=0": (3, "throttled", "(HTTP 429)"),
    "429-retry-after:times=9:seconds=900": (1, "throttled", "(HTTP 429)"),
    "429-retry-after-date:times=9:seconds=900": (1, "throttled", "(HTTP 429)"),
    "500": (3, "unreachable", "error of its own (HTTP 500)"),
    "503": (3, "unreachable", "error of its own (HTTP 503)"),
    "404": (1, "bad_answer", "a web page where data should be"),
    "ok-100": (1, "login_needed", LOGIN),
    "please-login": (1, "login_needed", LOGIN),
    "busy": (3, "throttled", "系统繁忙"),
    "captcha-json": (1, "captcha", "kolvet never solves one"),
    "not-json": (3, "bad_answer", BROKEN),
    "html-login-200": (1, "login_needed", LOGIN),
    "visitor-system-200": (2, "login_needed", SHUT_OUT),
    "html-on-json": (1, "bad_answer", "a web page where data should be"),
    "redirect-to-login": (1, "login_needed", LOGIN),
    "redirect-to-login-here": (1, "login_needed", LOGIN),
    "redirect-to-visitor": (2, "login_needed", SHUT_OUT),
    "redirect-to-visitor-here": (2, "login_needed", SHUT_OUT),
    "redirect-loop": (6, "bad_answer", "leads round in circles"),
    "redirect-other-host": (1, "bad_answer", "another host (localhost); it was not followed"),
    "gzip-bomb": (1, "bad_answer", TOO_LARGE),
    "huge": (1, "bad_answer", TOO_LARGE),
    "huge-chunked": (1, "bad_answer", TOO_LARGE),
    "slow": (3, "unreachable", "took too long to answer"),
    "drop": (3, "unreachable", UNREACHABLE),
    "drop-early": (3, "unreachable", UNREACHABLE),
    "drop-silent": (3, "bad_answer", BROKEN),
}
PASSING = {
    *("432", "403", "500", "503", "busy", "not-json", "empty", "visitor-system-200"),
    *("redirect-to-visitor", "redirect-to-visitor-here", "redirect-loop"),
    *("429-retry-after", "429-retry-after-date:seconds=0"),
    *("drop", "drop-early", "drop-silent", "slow", "dribble"),
}
"""What goes by once is asked for again, and nobody need know."""
ALIKE = {
    *("longtext-403", "longtext-empty", "short-pages", "since-id-at-end", "pics-as-dict"),
    *("sets-cookie", "gzip", "wrong-charset", "wrong-charset-gbk", "gbk-body"),
    *("pinned-old-first",),
}
"""Another shape of the same: read like any other, to the same store."""
ON_THEIR_OWN = {
    *("empty", "visitor-refused", "dup-between-pages", "broken-post", "count-strings"),
    *("deleted-orig", "relative-dates"),
}
"""Those below that have a test each."""

PLACES = ("counts", "line", "text_line")
"""How the posts were spread over pages is not what is compared."""
PATIENCE = {"slow": 0.5, "dribble": 0.3}
"""Seconds that a server may keep us waiting."""

IN_TRANSPORT = {
    *("403", "404", "500", "503", "429-retry-after", "429-retry-after-date", "html-on-json"),
    *("redirect-loop", "redirect-other-host", "gzip", "gzip-bomb", "huge", "huge-chunked"),
    *("slow", "drop", "drop-early", "drop-silent", "dribble"),
}
"""What the one client meets for both faces: each is met on one of them, turn about."""


def kind(spec):
    return spec.partition(":")[0]


def on_faces(specs):
    """(face, spec) for each fault, of both faces where they meet it in their own ways."""
    return [
        pytest.param(face, spec, id=f"{spec}-{face}")
        for at, spec in enumerate(specs)
        for face in (FACES[at % 2 :][:1] if kind(spec) in IN_TRANSPORT else FACES)
    ]


each_face = pytest.mark.parametrize("face", FACES)


def test_every_fault_is_tested():
    tested = {kind(spec) for spec in [*LASTING, *PASSING]} | ALIKE | ON_THEIR_OWN
    assert tested == set(KINDS)


@pytest.fixture
def fetch(environment):
    """Fetch from a platform; gives the process with its JSON as `.summary`."""

    def run(platform, face, *options, seconds=10, **variables):
        settings = environment | platform.environment | variables
        given = ("--source", face, "--pace", 0, "--timeout", seconds, "--reread", 0, "--json")
        done = forks().run(settings, "fetch", BLOGGER.name, *given, *options)
        done.summary = json.loads(done.stdout) if done.stdout else None
        return done

    return run


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What is stored when nothing goes wrong, by face."""
    found = {}
    for face in FACES:
        folder = tmp_path_factory.mktemp("undisturbed")
        path = folder / "kolvet.db"
        with serve(BLOGGER) as platform:
            settings = platform.environment | {"KOLVET_DB": str(path), "HOME": str(folder)}
            given = ("--source", face, "--pace", "0", "--json")
            assert forks().run(settings, "fetch", BLOGGER.name, *given).returncode == 0
        found[face] = content(path, *PLACES)
        assert len(found[face]["posts"]) == 25
    return found


def same(path, undisturbed, face):
    """Nothing of the fault is left but that the platform refused, if it did."""
    found = content(path, *PLACES) | {"refusals": undisturbed[face]["refusals"]}
    assert differences(found, undisturbed[face]) == {}


# --- what lasts, and what goes by ----------------------------------------------------------------


@pytest.mark.parametrize(("face", "spec"), on_faces(LASTING))
def test_a_lasting_fault_ends_the_run_and_the_next_one_goes_on(
    face, spec, fetch, path, undisturbed
):
    times, stop, words = LASTING[spec]
    name, _, settings = spec.partition(":")
    fault = ":".join(filter(None, [f"{name}@timeline", "after=1", settings]))
    with serve(BLOGGER, faults=[fault]) as platform:
        done = fetch(platform, face, seconds=PATIENCE.get(name, 10))
        assert (done.returncode, done.summary["stop"]) == (5, stop), done.stderr
        assert words in done.words
        assert "try: " in done.words
        assert "Traceback" not in done.words
        assert done.summary["stored"] == len(rows(path, "SELECT 1 FROM posts"))
        assert done.summary["stored"] == FIRST_PAGE[face]
        assert sum(name in line.faults for line in platform.log) == times
        assert [line for line in platform.log if line.route in {"login", "stray"}] == []
        platform.clear_faults()
        platform.reset_log()
        again = fetch(platform, face)
        assert (again.returncode, again.summary["stop"]) == (0, "end"), again.stderr
        assert max(platform.asked_pages("timeline").values()) == 1
        assert platform.log[0].route == "timeline"
        assert platform.foreign_cookies == []
    same(path, undisturbed, face)


@pytest.mark.parametrize(("face", "spec"), on_faces(sorted(PASSING)))
def test_a_fault_that_goes_by_is_survived(face, spec, fetch, path, undisturbed):
    name, _, settings = spec.partition(":")
    fault = ":".join(filter(None, [f"{name}@timeline:after=1:times=1", settings]))
    with serve(BLOGGER, faults=[fault]) as platform:
        done = fetch(platform, face, seconds=PATIENCE.get(name, 10))
        assert (done.returncode, done.summary["stop"]) == (0, "end"), done.stderr
        assert sum(name in line.faults for line in platform.log) == 1
        asked = [number for number in platform.asked_pages("timeline").values() if number > 1]
        assert asked == [2]
    same(path, undisturbed, face)


@pytest.mark.parametrize(("face", "name"), on_faces(sorted(ALIKE)))
def test_another_shape_gives_the_same_store(face, name, fetch, path, undisturbed):
    with serve(BLOGGER, faults=[name]) as platform:
        done = fetch(platform, face)
        assert (done.returncode, done.summary["stop"]) == (0, "end"), done.stderr
        met = any(name in line.faults for line in platform.log)
        assert met or (name.startswith("longtext") and face == "weibo-mobile")
        assert platform.foreign_cookies == []
    same(path, undisturbed, face)


# --- those that are like no other ----------------------------------------------------------------


@each_face
def test_a_list_that_stays_empty_is_no_end(face, fetch, path, undisturbed):
    with serve(BLOGGER, faults=["empty@timeline:after=1"]) as platform:
        done = fetch(platform, face)
        assert (done.returncode, done.summary["stop"]) == (0, "empty_twice")
        assert done.summary["stored"] == FIRST_PAGE[face]
        assert done.summary["open_tasks"] == 1
        said = forks().run(
            {"KOLVET_DB": str(path)} | platform.environment,
            *("fetch", BLOGGER.name, "--source", face, "--pace", "0"),
        )
        assert "empty page twice, before the declared number was reached" in said.words
        assert f"{25 - FIRST_PAGE[face]} declared posts" in said.words
        platform.clear_faults()
        assert fetch(platform, face, "--full").summary["stop"] == "end"
    assert content(path, *PLACES)["posts"] == undisturbed[face]["posts"]


@each_face
def test_an_account_that_shows_nothing_is_no_success(face, fetch):
    with serve(BLOGGER, faults=["empty@timeline"]) as platform:
        done = fetch(platform, face)
        assert done.returncode == 5
        assert "declares 25 posts, and the platform shows none of them" in done.words


@each_face
def test_visitor_cookies_are_asked_for_once_a_run(face, fetch, path, undisturbed):
    with serve(BLOGGER, faults=["432-until-visitor"]) as platform:
        done = fetch(platform, face)
        assert (done.returncode, done.summary["stop"]) == (0, "end"), done.stderr
        asked = [line.path for line in platform.log if line.route == "visitor"]
        assert asked.count("/visitor/genvisitor2") == 1
        assert platform.foreign_cookies == []
    same(path, undisturbed, face)


@each_face
def test_visitors_who_get_no_cookies_are_told_what_to_do(face, fetch, path):
    with serve(BLOGGER, faults=["432-until-visitor", "visitor-refused"]) as platform:
        done = fetch(platform, face)
        assert done.returncode == 5
        assert "Traceback" not in done.words
        assert "kolvet auth weibo --cookie-file" in done.words
        assert {line.status for line in platform.log if line.route != "visitor"} == {432}
    assert rows(path, "SELECT 1 FROM posts") == []


@each_face
@pytest.mark.parametrize("name", ["432", "ok-100", "html-login-200", "redirect-to-visitor"])
def test_a_login_that_is_refused_is_to_be_renewed(face, name, fetch):
    fault = f"{name}@timeline:after=1"
    with serve(BLOGGER, faults=[fault], logged_in=[USER]) as platform:
        done = fetch(platform, face, KOLVET_WEIBO_COOKIE=USER)
        assert (done.returncode, done.summary["stop"]) == (5, "login_needed")
        assert done.summary["stored"] == FIRST_PAGE[face]
        assert "does not take your cookie any more" in done.words
        assert "save the cookie anew" in done.words
        assert [line for line in platform.log if line.route == "visitor"] == []
        assert sum(name in line.faults for line in platform.log) == 1


@each_face
def test_a_post_that_pushes_the_pages_on_is_read_by_the_next_run(face, fetch, path):
    with serve(BLOGGER, faults=["dup-between-pages"]) as platform:
        done = fetch(platform, face)
        assert (done.returncode, done.summary["stored"]) == (0, 25)
        again = fetch(platform, face)
        assert (again.summary["stop"], again.summary["run"]["new"]) == ("nothing_new", 1)
        written = {post.mid for post in platform.posts()}
    stored = [native_id for (native_id,) in rows(path, "SELECT native_id FROM posts")]
    assert (len(stored), set(stored)) == (26, written)


@each_face
def test_broken_posts_are_counted_and_the_others_stored(face, fetch, path, undisturbed):
    with serve(BLOGGER, faults=["broken-post"]) as platform:
        done = fetch(platform, face)
        broken = sum("broken-post" in line.faults for line in platform.log)
        assert (done.returncode, done.summary["stop"]) == (0, "end")
        assert done.summary["stored"] == 25 - done.summary["walks"]["rejected"] >= 22
        assert broken >= 2
        platform.clear_faults()
        assert fetch(platform, face, "--full").summary["stored"] == 25
    assert {row[3] for row in content(path)["posts"]} == {
        row[3] for row in undisturbed[face]["posts"]
    }


@each_face
def test_rounded_counts_are_read_as_numbers(face, fetch, path):
    with serve(BLOGGER, faults=["count-strings"]) as platform:
        assert fetch(platform, face).returncode == 0
        written = {post.mid: post.likes for post in platform.posts()}
    stored = dict(rows(path, "SELECT native_id, likes FROM posts"))
    assert stored.keys() == written.keys()
    for mid, likes in written.items():
        assert stored[mid] == pytest.approx(min(likes, 1_000_000), rel=0.05)
    assert rows(path, "SELECT followers FROM accounts") == [(2_251_000,)]


@each_face
def test_deleted_originals_are_not_quoted(face, fetch, path):
    with serve(BLOGGER, faults=["deleted-orig"]) as platform:
        assert fetch(platform, face).returncode == 0
        reposts = [post for post in platform.posts() if post.original]
    assert len(reposts) > 3
    stored = rows(path, "SELECT available, author_name FROM reposted")
    assert stored == [(0, "")] * len(reposts)


@each_face
def test_relative_times_become_the_right_days(face, fetch, path):
    with serve(BLOGGER, faults=["relative-dates"]) as platform:
        assert fetch(platform, face).returncode == 0
        written = {post.mid: post.when for post in platform.posts()}
    slack = {
        "second": timedelta(seconds=1),
        "minute": timedelta(hours=1, minutes=1),  # 3小时前
        "day": timedelta(days=1),
    }
    stored = rows(path, "SELECT native_id, published, precision FROM posts")
    assert len(stored) == 25
    for mid, published, precision in stored:
        off = abs(datetime.fromtimestamp(published, UTC) - written[mid])
        assert off <= slack[precision], (mid, precision, off)
    assert {precision for _, _, precision in stored} >= {"minute", "day"}
