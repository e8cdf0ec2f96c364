"""What people type by mistake, and what the statement of completeness says of it."""

import sqlite3
import stat
import time

import pytest

from tests.platform import Blogger, serve

NAME = "样例数码君"


@pytest.fixture
def fetching(kolvet, tmp_path):
    """Run kolvet against a local platform of one blogger, into a database of its own."""
    with serve(Blogger(posts=60, hidden=3)) as platform:

        def run(*arguments, **environment):
            return kolvet(
                *arguments, "--db", str(tmp_path / "own.db"), **platform.environment, **environment
            )

        yield run


def test_a_blogger_does_not_become_a_brand_by_mistake(fetching):
    assert fetching("fetch", NAME, "--pace", "0").returncode == 0
    refused = fetching("fetch", NAME, "--as", "brand:小米", "--pace", "0")
    assert refused.returncode == 2
    assert "kolvet forget" in refused.stderr
    assert fetching("blogger", "show", NAME).returncode == 0


def test_a_brands_voice_is_named_as_such_and_can_be_forgotten(fetching):
    assert fetching("fetch", NAME, "--as", "brand:小米", "--pace", "0").returncode == 0
    unknown = fetching("check", NAME, "--brand", "小米")
    assert unknown.returncode == 3
    assert "official account of 小米" in unknown.stderr
    assert fetching("forget", "brand:小米", "--yes").returncode == 0
    assert "official account" not in fetching("check", NAME, "--brand", "小米").stderr


@pytest.mark.parametrize(
    "name", ["weibo:1000000001", "https://m.weibo.cn/u/1000000001", f"https://m.weibo.cn/n/{NAME}"]
)
def test_every_way_to_name_an_account(fetching, name):
    assert "60 of 63 declared" in fetching("fetch", name, "--pace", "0").stdout


@pytest.mark.parametrize("name", ["", "https://weibo.com/ttarticle/p/show?id=1", "a.example/b"])
def test_what_names_no_account_is_asked_of_nobody(fetching, name):
    refused = fetching("fetch", name, "--pace", "0")
    assert refused.returncode == 2
    assert "names no account" in refused.stderr


def test_a_broken_address_is_told_as_one(fetching):
    refused = fetching("fetch", "https://[bad", "--pace", "0")
    assert refused.returncode in {2, 5}
    assert "Traceback" not in refused.stderr


def test_a_cookie_on_the_command_line_is_refused_and_not_repeated(fetching):
    refused = fetching("fetch", NAME, "--cookie", "SUB=_2Asecret", "--pace", "0")
    assert refused.returncode == 2
    assert "kolvet auth weibo" in refused.stderr
    assert "_2Asecret" not in refused.stderr + refused.stdout


def test_a_since_that_is_still_to_come_is_refused(fetching):
    refused = fetching("fetch", NAME, "--since", "2090-01-01", "--pace", "0")
    assert (refused.returncode, "still to come" in refused.stderr) == (2, True)


def test_the_statement_tells_the_pinned_post_from_the_history(fetching):
    shown = fetching("fetch", NAME, "--pace", "0", "--max-pages", "1").stdout
    assert "1 older, pinned to the top" in shown
    assert "not fetched yet" in shown
    whole = fetching("fetch", NAME, "--pace", "0").stdout
    assert "pinned" not in whole
    assert "not fetched yet" not in whole


def test_second_looks_do_not_use_up_the_pages(fetching):
    assert fetching("fetch", NAME, "--pace", "0").returncode == 0
    time.sleep(1.1)  # what was seen within this second is not looked at again
    again = fetching("fetch", NAME, "--pace", "0", "--max-pages", "1").stdout
    assert "known from an earlier fetch" in again
    assert "Looked again at 10 old posts" in again


def test_no_line_is_wider_than_the_terminal(fetching):
    shown = fetching("fetch", NAME, "--pace", "0", COLUMNS="40").stdout
    assert max(len(line) for line in shown.splitlines()) <= 40


def test_a_new_database_is_its_owners_alone(fetching, tmp_path):
    fetching("fetch", NAME, "--pace", "0", "--max-pages", "1")
    assert stat.S_IMODE((tmp_path / "own.db").stat().st_mode) == 0o600
    with sqlite3.connect(tmp_path / "own.db") as connection:
        assert connection.execute("SELECT count(*) FROM posts").fetchone()[0] == 11
