"""The server's own log says how polite a run was: the pace, the cap, what a server asks for."""

import os
import signal
import time
from itertools import pairwise

import pytest

from tests.cli.fetched import later
from tests.cli.forked import forks
from tests.platform import Blogger, serve

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks")

BLOGGER = Blogger(posts=25, seed=88)
FACES = ("weibo-mobile", "weibo-web")

each_face = pytest.mark.parametrize("face", FACES)


@pytest.fixture
def fetch(environment):
    def run(platform, *options, **variables):
        settings = environment | platform.environment | variables
        return forks().run(settings, "fetch", BLOGGER.name, *options)

    return run


@each_face
def test_no_two_requests_are_closer_than_the_pace(face, fetch):
    """Neither those for visitors, for long texts, for comments, nor those that are repeated."""
    faults = (
        *("432-until-visitor", "503@timeline:after=1:times=1", "longtext-403"),
        *("drop-early@comments:times=1", "redirect-loop@timeline:times=1"),
    )
    with serve(BLOGGER, faults=faults) as platform:
        given = ("--source", face, "--comments", 20)
        done = fetch(platform, *given, "--pace", 0.05)
        assert done.returncode == 0, done.stderr
        first = len(platform.log)
        assert platform.closest() >= 0.05
        # The first request of the next run keeps away from the last one of this.
        assert fetch(platform, *given, "--pace", 0.05).returncode == 0
        assert len(platform.log) > first > 15
        assert platform.closest() >= 0.05
        gaps = [later.time - sooner.time for sooner, later in pairwise(platform.log)]
    assert max(gaps) - min(gaps) > 0.005  # not a clock's beat


def test_a_killed_run_leaves_its_pace_to_the_next(environment, fetch):
    pace = 0.4
    with serve(BLOGGER) as platform:
        settings = environment | platform.environment
        number = forks().start(settings, "fetch", "1000000001", "--pace", pace)
        while len(platform.log) < 3:
            time.sleep(0.002)
        os.kill(number, signal.SIGKILL)
        assert forks().end().returncode == -signal.SIGKILL
        assert fetch(platform, "--pace", pace, "--max-pages", 1, "--reread", 0).returncode == 0
        assert len(platform.log) >= 4
        assert platform.closest() >= pace


def test_a_refused_run_leaves_its_pace_to_the_next(fetch):
    pace = 0.3
    with serve(BLOGGER, faults=["418@timeline:after=1"]) as platform:
        assert fetch(platform, "--pace", pace).returncode == 5
        assert fetch(platform, "--pace", pace).returncode == 5
        assert platform.closest() >= pace


@each_face
def test_nothing_is_asked_after_the_cap(face, fetch, tmp_path):
    path = tmp_path / "kolvet.db"
    with serve(Blogger(posts=120)) as platform:
        given = ("--source", face, "--pace", 0, "--max-pages", 4, "--comments", 50)
        assert "the cap of pages (--max-pages)" in fetch(platform, *given).words
        pages = ("timeline", "comments", "search")
        assert sum(platform.asked_pages(*pages).values()) == 4
        assert platform.log[-1].route in {"timeline", "show", "longtext"}
        fetch(platform, "--source", face, "--pace", 0, "--max-pages", 99)
        later(path, hours=2)
        platform.reset_log()
        # Second looks have a number of their own.
        fetch(platform, "--source", face, "--pace", 0, "--max-pages", 4, "--reread", 7)
        assert sum(platform.asked_pages(*pages).values()) <= 4
        assert sum(platform.asked_pages("show").values()) == 7


def test_what_a_server_asks_for_is_waited_for(fetch):
    with serve(BLOGGER, faults=["429-retry-after@timeline:seconds=1:times=1"]) as platform:
        done = fetch(platform, "--pace", 0)
        assert done.returncode == 0
        refused = next(at for at, line in enumerate(platform.log) if line.status == 429)
        assert platform.log[refused + 1].time - platform.log[refused].time >= 1.0
    assert "Trying again in 1 s" in done.words


@pytest.mark.parametrize(
    ("variable", "pace"),
    [
        ("KOLVET_WEIBO_M_BASE", 1.9),
        ("KOLVET_WEIBO_M_BASE", 0),
        ("KOLVET_WEIBO_PASSPORT_BASE", 0.5),
    ],
)
def test_a_quick_pace_is_only_for_this_machine(variable, pace, fetch):
    with serve(BLOGGER) as platform:
        elsewhere = {variable: "https://platform.invalid"}
        done = fetch(platform, "--pace", pace, **elsewhere)
        assert (done.returncode, platform.log) == (2, [])
    assert f"--pace {float(pace)} is quicker than 2.0 seconds" in done.words


def test_a_feed_elsewhere_is_not_hurried_either(environment):
    done = forks().run(environment, "fetch", "https://feeds.invalid/a.rss", "--pace", 1)
    assert done.returncode == 2
    assert "is quicker than 2.0 seconds" in done.words
