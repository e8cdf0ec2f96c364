"""kolvet watch on what is stored, and the lists that it takes and refuses."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from tests.cli.conftest import SAMPLES
from tests.cli.forked import forks
from tests.cli.watched import COMPLAINT, NAME, OTHER, QUICK, blogger, list_writer
from tests.platform import serve
from tests.platform.people import SHANGHAI

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks")


@pytest.fixture
def platform():
    with serve(blogger(posts=12)) as running:
        yield running


@pytest.fixture
def listed(tmp_path):
    return list_writer(tmp_path)


@pytest.fixture
def watch(environment):
    """Run `kolvet watch ...`, against a platform if one is given."""

    def run(running, *arguments, **variables):
        addresses = running.environment if running else {}
        return forks().run(environment | addresses | variables, "watch", *arguments)

    return run


@pytest.fixture
def signed(listed):
    return listed(f"{NAME},小米")


def posts(*spoken, now=None):
    """Rows of a table: (text, days ago), each told often enough to fill a window."""
    now = now or datetime.now(SHANGHAI)
    return [
        {
            "text": text,
            "author": "样例丙",
            "time": f"{now - timedelta(days=days):%Y-%m-%d %H:%M:%S}",
        }
        for text, days in spoken
    ]


@pytest.fixture
def imported(kolvet, tmp_path):
    """Import rows; every call another file."""
    files = iter(range(99))

    def keep(rows):
        path = tmp_path / f"posts{next(files)}.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
        done = kolvet("import", path)
        assert done.returncode == 0, done.stderr

    return keep


WALKS = [(f"今天第{number}次在江边散步，风很大", number + 1) for number in range(110)]
PRAISE = [(f"小米电视画质真的很好，强烈推荐，第{number}天", 100 + number) for number in range(20)]


def test_a_turn_away_is_told_with_both_numbers(watch, listed, imported):
    names = listed("样例丙,小米")
    imported(posts(*WALKS, *PRAISE))
    assert watch(None, names, "--no-fetch").returncode == 0
    imported(posts(*[(f"{COMPLAINT}，第{number}次", number + 2) for number in range(12)]))
    done = watch(None, names, "--no-fetch")
    assert done.returncode == 1
    assert "A turn away from 小米" in done.stdout
    assert "The last 90 days: 12 posts about it, 12 critical, 0 supportive; balance" in done.stdout
    assert (
        "The 365 days before: 20 posts, 0 critical, 20 supportive; balance +1.00." in done.stdout
    )
    assert "A turn away" not in watch(None, names, "--no-fetch").stdout


def test_a_turn_toward_is_told_and_worse_only_by_the_verdict_it_costs(watch, listed, imported):
    names = listed("样例丙,小米")
    complaints = [(f"{COMPLAINT}，第{number}次", 100 + number) for number in range(20)]
    imported(posts(*WALKS, *complaints))
    watch(None, names, "--no-fetch")
    imported(posts(*[(text, days - 95) for text, days in PRAISE[:12]]))
    done = watch(None, names, "--no-fetch", "--json")
    (found,) = map(json.loads, done.stdout.splitlines())
    assert found["turn"]["direction"] == "toward"
    assert found["posts"] == []
    # Sudden praise is an alarm (KV104): it keeps the verdict from being clear, and that is worse.
    assert (found["verdict"]["before"], found["verdict"]["word"]) == ("clear", "conditions")
    assert (done.returncode, found["changed"], found["worse"]) == (1, True, True)
    assert found["turn"]["recent"] == {
        "days": 90,
        "posts": 12,
        "critical": 0,
        "supportive": 12,
        "balance": 1.0,
    }
    assert found["posts"] == []


def test_a_policy_that_asks_for_more_makes_it_inconclusive(watch, listed, imported, tmp_path):
    names = listed("样例丙,小米")
    imported(posts(*WALKS, *PRAISE))
    assert watch(None, names, "--no-fetch").returncode == 0
    policy = tmp_path / "policy.toml"
    policy.write_text("[inconclusive]\nleast_own_word_posts = 5000\n", encoding="utf-8")
    done = watch(None, names, "--no-fetch", "--policy", policy)
    assert done.returncode == 4
    assert "→ inconclusive (BRI " in done.stdout
    assert "Measured otherwise than at the last look (the policy): 0 posts" in done.stdout


def test_another_engine_is_no_news_of_his(watch, listed, imported):
    names = listed("样例丙,小米")
    imported(posts(*WALKS, *PRAISE, ("小米今天开发布会，晚上整理要点", 3), (COMPLAINT, 4)))
    watch(None, names, "--no-fetch", "--engine", "snownlp")
    done = watch(None, names, "--no-fetch", "--json")
    (found,) = map(json.loads, done.stdout.splitlines())
    assert found["ruler"]["changed"] == ["engine"]
    assert found["ruler"]["posts_read_otherwise"] > 0
    assert found["posts"] == []


def test_press_and_precedents_that_are_new_are_told(watch, listed, imported, kolvet, tmp_path):
    case = (SAMPLES / "cases" / "xiaomi-2026.toml").read_text(encoding="utf-8")
    name = json.loads(kolvet("import", SAMPLES / "cases", "--json").stdout)[0]["bloggers"][0]
    assert name in case
    names = listed(f"{name},小米,import")
    first = watch(None, names)
    assert first.returncode == 0, first.stdout
    with closing(sqlite3.connect(tmp_path / "kolvet.db")) as store:
        store.execute("UPDATE standings SET reported = '[]'")
        store.commit()
    done = watch(None, names)
    assert done.returncode == 1
    assert "New in the press or on record: " in done.stdout
    assert "https://" in done.stdout


def test_a_list_as_a_spreadsheet_saves_it(platform, watch, listed):
    excel = listed("博主,品牌,", f"{NAME},小米,", ",,", encoding="gb18030")
    assert watch(platform, excel, *QUICK).returncode == 0
    marked = listed(f"{NAME},小米", encoding="utf-8-sig", name="marked.csv")
    assert watch(platform, marked, *QUICK).stdout == "1 watched: nothing changed.\n"


def test_a_list_can_come_through_a_pipe(kolvet, platform):
    done = kolvet("watch", "-", *QUICK, text_in=f"{NAME},小米\n", **platform.environment)
    assert done.returncode == 0, done.stderr
    assert "first look" in done.stdout


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("# nobody",), "names nobody"),
        ((f"{NAME},小米", NAME), "line 2: there is no brand."),
        ((f"{NAME},小米", ",小米"), "line 2: there is no blogger."),
        ((f"{NAME},小米", "", f"{NAME},小米"), "line 3: the same blogger and brand as in line 1."),
        ((f"{NAME},小米,weibo-mobile,x",), "line 1: 'x' is in no known column."),
        ((f'{NAME},"小米',), "line 1: the quotation marks do not match."),
        ((f"{NAME},小米,weibo-desktop",), "line 1: There is no source weibo-desktop"),
        ((f"# a\n{NAME},小米,bilibili:12",), "line 2: kolvet does not fetch from bilibili itself"),
        (("https://rss.example/feed.xml,小米",), "line 1: an address stands where the blogger's"),
    ],
)
def test_a_wrong_list_is_told_with_its_line_before_anything_is_asked(
    platform, watch, listed, lines, said
):
    done = watch(platform, listed(*lines), *QUICK)
    assert done.returncode == 2
    assert said in done.stderr
    assert "try: " in done.stderr
    assert (done.stdout, platform.log) == ("", [])


def test_wrong_files_and_options_are_usage_errors(platform, watch, signed, tmp_path):
    workbook = tmp_path / "signed.xlsx"
    workbook.write_bytes(b"PK\x03\x04\x00\x00\xff\xfe\x00\x00")
    cases = [
        ((tmp_path / "missing.csv",), "cannot be read"),
        ((workbook,), "is no text"),
        ((signed, "--no-fetch", "--pace", "0"), "--pace is for fetching"),
        ((signed, "--no-fetch", "--reread", "0"), "--reread is for fetching"),
        ((signed, "--engine", "oracle"), "There is no engine"),
    ]
    for arguments, said in cases:
        done = watch(platform, *arguments)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert platform.log == []


def test_a_login_that_others_can_read_stops_before_anything_is_asked(
    platform, watch, listed, tmp_path
):
    login = tmp_path / "settings" / "credentials" / "weibo.json"
    login.parent.mkdir(parents=True)
    login.write_text("{}", encoding="utf-8")
    login.chmod(0o644)
    done = watch(platform, listed(f"{NAME},小米", f"{OTHER},小米"), *QUICK)
    assert done.returncode == 2
    assert done.stdout == ""
    assert platform.log == []
