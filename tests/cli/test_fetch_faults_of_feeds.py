"""Every fault that a feed's server can have: what kolvet says, does and keeps."""

import os

import pytest

from tests.cli.fetched import rows
from tests.cli.forked import forks
from tests.platform import KINDS, Blogger, serve
from tests.platform.faults import DATA

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks")

BLOGGER = Blogger(posts=25, seed=88)
PATIENCE = {"slow": 0.5, "dribble": 0.3}
"""Seconds that a server may keep us waiting."""
UNREACHABLE = "cannot be reached, or the connection was dropped"
TOO_LARGE = "larger than any page should be"


def kind(spec):
    return spec.partition(":")[0]


FEED = {
    # fault: exit code, what is said
    "403": (5, "refused twice (HTTP 403)"),
    "429-retry-after:times=9:seconds=900": (5, "(HTTP 429)"),
    "429-retry-after-date:seconds=0": (0, ""),
    "500": (5, "error of its own (HTTP 500)"),
    "500:times=2": (0, ""),
    "503:times=2": (0, ""),
    "404": (5, "does not give the feed (HTTP 404)"),
    "html-on-json": (5, "neither RSS 2.0 nor Atom nor JSON Feed"),
    "redirect-loop": (5, "leads round in circles"),
    "redirect-other-host": (0, ""),
    "gzip": (0, ""),
    "gzip-bomb": (5, TOO_LARGE),
    "wrong-charset": (0, ""),
    "wrong-charset-gbk": (0, ""),
    "gbk-body": (0, ""),
    "slow": (5, "took too long to answer"),
    "slow:times=1": (0, ""),
    "drop": (5, UNREACHABLE),
    "drop:times=1": (0, ""),
    "drop-early": (5, UNREACHABLE),
    "drop-silent:times=2": (0, ""),
    "dribble:times=1": (0, ""),
    "huge": (5, TOO_LARGE),
    "huge-chunked": (5, TOO_LARGE),
}


def test_every_fault_of_a_feed_is_tested():
    assert {kind(spec) for spec in FEED} == {
        name for name, fault in KINDS.items() if fault.places == DATA
    }


@pytest.mark.parametrize(("spec", "expected"), FEED.items(), ids=FEED)
def test_faults_of_a_feed(spec, expected, environment, path):
    code, words = expected
    name, _, settings = spec.partition(":")
    with serve(BLOGGER, faults=[":".join(filter(None, [f"{name}@feed", settings]))]) as platform:
        url = f"{platform.base}/feed/{BLOGGER.uid}.rss?key=invented-key-of-a-feed"
        seconds = PATIENCE.get(name, 10)
        given = (url, "--pace", 0, "--timeout", seconds, "--blogger", BLOGGER.name)
        done = forks().run(environment, "fetch", *given)
        assert done.returncode == code, done.stderr
        assert words in done.words
        assert "invented-key" not in done.stdout + done.stderr
        assert any(name in line.faults for line in platform.log)
        assert all(line.cookies == {} for line in platform.log)
        texts = {post.text for post in platform.posts()[:10]}
    stored = {text for (text,) in rows(path, "SELECT text FROM posts")}
    assert stored == (texts if code == 0 else set())


def test_a_feed_that_stays_cut_is_read_as_far_as_it_goes_and_asked_for_anew(environment, path):
    with serve(BLOGGER, faults=["drop-silent@feed"]) as platform:
        url = f"{platform.base}/feed/{BLOGGER.uid}.rss"
        given = (url, "--pace", 0, "--blogger", BLOGGER.name)
        done = forks().run(environment, "fetch", *given)
        assert done.returncode == 0
        assert "the feed is broken from here on" in done.words
        assert len(platform.log) == 3
        assert 0 < len(rows(path, "SELECT 1 FROM posts")) < 10
        platform.clear_faults()
        assert forks().run(environment, "fetch", *given).returncode == 0
        assert "if-none-match" not in platform.log[-1].headers
    assert len(rows(path, "SELECT 1 FROM posts")) == 10
