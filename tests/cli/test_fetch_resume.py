"""Runs that are killed, stopped or capped: the next one goes on, and the store is the same."""

import json
import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.cli.fetched import content, differences, later, rows
from tests.cli.forked import forks
from tests.platform import Blogger, serve

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks and kills")

BLOGGER = Blogger(posts=110, seed=5)
PAGES = ("timeline", "search", "longtext", "show", "detail", "comments")
AS_BRAND = ("--as", "brand:小米", "--comments", "20")


@pytest.fixture
def fetch(environment):
    """Fetch, with the database given; gives the process with its JSON as `.summary`."""

    def run(platform, *options, **variables):
        settings = environment | platform.environment | variables
        done = forks().run(settings, "fetch", BLOGGER.name, "--pace", 0, "--json", *options)
        done.summary = json.loads(done.stdout) if done.stdout else None
        return done

    return run


class Killer:
    """Starts the command and kills it some requests later; remembers what was in flight."""

    def __init__(self, platform, settings, arguments, seed):
        self.platform = platform
        self.settings = settings
        self.arguments = arguments
        self.chance = random.Random(seed)
        self.in_flight = Counter()

    def kill_once(self):
        number = forks().start(self.settings, *self.arguments)
        until = len(self.platform.log) + self.chance.randint(1, 4)
        patience = time.monotonic() + 30
        while len(self.platform.log) < until and time.monotonic() < patience:
            time.sleep(0.0005)
        time.sleep(self.chance.random() * 0.004)
        before = len(self.platform.log)
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        done = forks().end()
        assert done.returncode == -signal.SIGKILL, "it had ended: too few requests for the kills"
        time.sleep(0.01)  # for what a busy server has not read yet
        self.in_flight.update(line.key for line in self.platform.log[before - 1 :])


@pytest.mark.parametrize(
    ("options", "kills"),
    [
        (("--source", "weibo-mobile", "--comments", "30"), 20),
        (("--source", "weibo-web", "--comments", "30"), 20),
        (("--source", "weibo-mobile", *AS_BRAND), 5),
    ],
    ids=["mobile", "web", "brand"],
)
def test_killed_again_and_again_it_stores_the_same(options, kills, environment, tmp_path, path):
    arguments = ("fetch", BLOGGER.name, "--pace", 0, "--max-pages", 999, *options)
    calm = tmp_path / "undisturbed.db"
    with serve(replace(BLOGGER, posts=200)) as platform:
        settings = environment | platform.environment
        assert forks().run(settings | {"KOLVET_DB": str(calm)}, *arguments).returncode == 0
        once = platform.asked_pages(*PAGES)
        platform.reset_log()

        killer = Killer(platform, settings, arguments, seed=len(options) + kills)
        for _ in range(kills):
            killer.kill_once()
        assert forks().run(settings, *arguments).returncode == 0
        asked = platform.asked_pages(*PAGES)
        assert platform.foreign_cookies == []
    assert asked.keys() == once.keys()
    too_often = {
        page: number
        for page, number in asked.items()
        if number > once[page] + killer.in_flight[page]
    }
    assert too_often == {}
    assert differences(content(path), content(calm)) == {}
    assert rows(path, "SELECT 1 FROM tasks") == []
    assert len(rows(path, "SELECT 1 FROM comments")) > 100
    assert rows(path, "SELECT 1 FROM posts WHERE truncated") == []


def test_interrupted_by_the_user_it_says_what_is_kept_and_goes_on(environment, path, fetch):
    with serve(BLOGGER) as platform:
        settings = environment | platform.environment
        number = forks().start(settings, "fetch", BLOGGER.name, "--pace", 0.02)
        while not platform.asked_pages("timeline"):
            time.sleep(0.002)
        while sum(platform.asked_pages("timeline").values()) < 3:
            time.sleep(0.002)
        os.kill(number, signal.SIGINT)
        done = forks().end()
        assert done.returncode == 130
        assert "interrupted; what was stored stays" in done.words
        assert "Traceback" not in done.words
        kept = len(rows(path, "SELECT 1 FROM posts"))
        assert kept >= 20
        platform.reset_log()
        assert fetch(platform).summary["stop"] == "end"
        assert platform.log[0].route != "profile"
    assert len(rows(path, "SELECT 1 FROM posts")) == 110


def test_a_cap_of_pages_ends_a_run_and_the_next_goes_on(path, fetch):
    with serve(BLOGGER) as platform:
        first = fetch(platform, "--max-pages", 3)
        assert (first.returncode, first.summary["stop"]) == (0, "page_cap")
        assert sum(platform.asked_pages("timeline").values()) == 3
        assert (first.summary["stored"], first.summary["open_tasks"]) == (31, 1)
        second = fetch(platform, "--max-pages", 3)
        assert second.summary["stored"] == 61
        third = fetch(platform)
        assert (third.summary["stop"], third.summary["open_tasks"]) == ("end", 0)
        assert set(platform.asked_pages("timeline").values()) == {1}
        assert sum(line.route == "profile" for line in platform.log) == 1
        assert len(rows(path, "SELECT 1 FROM posts")) == len(platform.posts()) == 110
    assert len(rows(path, "SELECT 1 FROM walks")) == 1


def test_the_cap_counts_comments_and_the_next_run_says_the_end(fetch):
    with serve(BLOGGER) as platform:
        first = fetch(platform, "--comments", 10, "--max-pages", 14)
        assert (first.summary["stop"], first.summary["stored"]) == ("page_cap", 110)
        assert first.summary["open_tasks"] > 0
        last = fetch(platform, "--comments", 10, "--max-pages", 500)
        assert (last.summary["stop"], last.summary["open_tasks"]) == ("end", 0)
        assert set(platform.asked_pages("comments").values()) == {1}


@pytest.mark.parametrize("face", ["weibo-mobile", "weibo-web"])
def test_a_day_later_what_is_new_comes_first_and_the_rest_still_comes(face, path, fetch):
    with serve(BLOGGER) as platform:
        options = ("--source", face, "--comments", 10)
        fetch(platform, *options, "--max-pages", 2)
        later(path, hours=24)
        written = platform.add_posts(*[None] * 12)
        again = fetch(platform, *options, "--max-pages", 999)
        assert again.summary["stop"] == "end"
        assert again.summary["open_tasks"] == 0
        stored = {mid for (mid,) in rows(path, "SELECT native_id FROM posts")}
        assert stored == {post.mid for post in platform.posts()}
        assert {post.mid for post in written} <= stored
        assert set(platform.asked_pages("comments").values()) == {1}


def test_comments_that_were_left_yesterday_are_asked_for_today(path, fetch):
    with serve(BLOGGER) as platform:
        options = ("--comments", 10)
        first = fetch(platform, *options, "--max-pages", 14)
        assert first.summary["open_tasks"] > 0
        later(path, hours=24)
        again = fetch(platform, *options, "--max-pages", 500)
        assert (again.summary["stop"], again.summary["open_tasks"]) == ("nothing_new", 0)
        assert set(platform.asked_pages("comments").values()) == {1}
