"""kolvet check --fetch, and --offline everywhere: a source that fails is never a pass."""

import json
import sys
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.cli.forked import forks
from tests.language_model import endpoint
from tests.platform import Blogger, Fault, serve
from tests.platform.people import SHANGHAI

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
NAME = "样例数码君"
INSULT = "小米手机又翻车了，米粉都是脑残"
CHECK = ("check", NAME, "--brand", "小米", "--engine", "fast")
FETCH = ("--fetch", "--pace", "0")


def blogger(**changes):
    newest = datetime.now(SHANGHAI).replace(microsecond=0) - timedelta(days=1)
    return Blogger(NAME, **({"posts": 120, "newest": newest} | changes))


@pytest.fixture
def platform():
    with serve(blogger()) as running:
        yield running


@pytest.fixture
def run(environment):
    """Run `kolvet ...` against a platform."""

    def start(running, *arguments, **variables):
        return forks().run(environment | running.environment | variables, *arguments)

    return start


def word(done):
    return json.loads(done.stdout)["verdict"]["word"]


def test_the_store_is_brought_up_to_date_first(platform, run):
    first = run(platform, *CHECK, *FETCH, "--json")
    assert (first.returncode, first.stderr) == (0, "")
    assert json.loads(first.stdout)["coverage"]["posts_seen"] == 120
    platform.add_posts(INSULT)
    done = run(platform, *CHECK, *FETCH, "--json")
    assert (done.returncode, word(done)) == (1, "reject")
    assert json.loads(done.stdout)["evidence"][0]["quote"] == INSULT


def test_a_failed_source_is_judged_from_the_store_and_never_passes(platform, run):
    run(platform, *CHECK, *FETCH)
    platform.add_fault("captcha-json")
    done = run(platform, *CHECK, *FETCH, "--json")
    assert done.returncode == 5
    assert word(done) == "clear"
    report = json.loads(done.stdout)
    assert report["verdict"]["exit_code"] == 0
    (notice,) = report["notices"]
    assert "asks for a captcha" in notice
    assert "ended with exit code 5" in notice
    assert "warning: 127.0.0.1" in done.stderr
    assert "asks for a captcha" in done.stderr
    assert "ends with exit code 5" in done.stderr
    assert "(the verdict alone: 0)" in done.stderr


def test_the_notice_of_a_failed_source_is_kept_until_it_answers_again(platform, run):
    run(platform, *CHECK, *FETCH)
    platform.add_fault("418")
    failed = json.loads(run(platform, *CHECK, *FETCH, "--json").stdout)
    again = run(platform, "report", failed["run"]["id"])
    assert "The source failed before this check" in " ".join(again.stdout.split())
    assert json.loads(run(platform, *CHECK, "--json").stdout)["notices"] == []


def test_a_failed_source_comes_before_a_bad_verdict(platform, run):
    platform.add_posts(INSULT)
    run(platform, *CHECK, *FETCH)
    platform.add_fault("418")
    done = run(platform, *CHECK, *FETCH, "--json")
    assert (done.returncode, word(done)) == (5, "reject")
    assert "(the verdict alone: 1)" in done.stderr


def test_what_came_before_the_failure_is_stored_and_judged(platform, run):
    platform.add_posts(INSULT)
    platform.add_fault("ok-100-after-page-3")
    done = run(platform, *CHECK, *FETCH, "--json")
    assert done.returncode == 5
    report = json.loads(done.stdout)
    assert 30 <= report["coverage"]["posts_seen"] < 40
    assert report["evidence"][0]["quote"] == INSULT


def test_nothing_to_judge_after_a_failure_is_the_failure(platform, run):
    platform.add_fault("418")
    done = run(platform, *CHECK, *FETCH)
    assert (done.returncode, done.stdout) == (5, "")
    assert "error: 127.0.0.1" in done.stderr
    assert "HTTP 418" in done.stderr


def test_an_account_that_does_not_exist_is_nothing_to_judge(platform, run):
    done = run(platform, "check", "样例无此人", "--brand", "小米", *FETCH)
    assert done.returncode == 3
    assert "There is no account 样例无此人" in done.stderr


def test_a_cap_of_pages_is_told_and_judged_by_coverage(platform, run):
    done = run(platform, *CHECK, *FETCH, "--max-pages", "2", "--json")
    assert done.returncode == 4
    assert "note: not everything that is new was read: the cap of pages" in done.stderr
    assert sum(line.route == "timeline" for line in platform.log) == 2
    assert run(platform, *CHECK, *FETCH, "--json").returncode == 0


def test_all_known_accounts_of_the_person_are_read(run):
    other = replace(blogger(posts=15), name="样例小号", uid=1000000007, seed=2)
    with serve(blogger(), other) as platform:
        run(platform, "fetch", NAME, "--pace", "0")
        run(platform, "fetch", "样例小号", "--pace", "0", "--blogger", NAME)
        platform.add_posts("第二个账号的新内容", uid=1000000007)
        platform.reset_log()
        done = run(platform, *CHECK, *FETCH, "--json")
        assert json.loads(done.stdout)["coverage"]["posts_seen"] == 136
        profiles = [line.query["value"] for line in platform.log if line.route == "profile"]
    assert sorted(profiles) == ["1000000001", "1000000007"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--pace", "0"), "--pace needs --fetch"),
        (("--max-pages", "3"), "--max-pages needs --fetch"),
        (("--fetch", "--from", "posts.jsonl"), "--from does not use the store"),
        (("--fetch", "--policy", "missing.toml"), "missing.toml"),
        (("--fetch", "--engine", "oracle"), "There is no engine"),
    ],
)
def test_wrong_options_are_told_before_anything_is_asked(platform, run, arguments, said):
    done = run(platform, *CHECK, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert platform.log == []


def test_an_address_of_another_kind_is_no_account(platform, run):
    done = run(platform, "check", "https://rss.example/feed", "--brand", "小米", *FETCH)
    assert done.returncode == 2
    assert "kolvet fetch https://rss.example/feed --blogger NAME" in done.stderr


def test_a_pace_too_quick_for_the_platform_itself_is_refused(environment):
    done = forks().run(environment, *CHECK, "--fetch", "--pace", "1")
    assert done.returncode == 2
    assert "quicker than 2.0 seconds" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--offline", "fetch", NAME),
        ("fetch", "--offline", NAME),
        ("fetch", NAME, "--offline"),
    ],
)
def test_offline_works_anywhere_on_the_line(platform, run, arguments):
    done = run(platform, *arguments)
    assert done.returncode == 5
    assert "Offline: 127.0.0.1 was not asked." in done.stderr
    assert platform.log == []


def test_offline_check_fetch_judges_the_store(platform, run):
    run(platform, *CHECK, *FETCH)
    platform.reset_log()
    for arguments, variables in ((("--offline",), {}), ((), {"KOLVET_OFFLINE": "1"})):
        done = run(platform, *CHECK, *FETCH, "--json", *arguments, **variables)
        assert (done.returncode, word(done)) == (5, "clear")
    assert run(platform, *CHECK, "--offline").returncode == 0  # nothing of it needs the network
    assert platform.log == []


def test_offline_refuses_the_language_model_before_it_connects(platform, run):
    run(platform, *CHECK, *FETCH)
    with endpoint(lambda _posts: "nothing") as heard:
        judge = ("--judge", heard.url, "--judge-model", "qwen")
        for arguments, variables in ((("--offline",), {}), ((), {"KOLVET_OFFLINE": "1"})):
            done = run(platform, *CHECK, *judge, *arguments, **variables)
            assert (done.returncode, done.stdout) == (5, "")
            assert "Offline: the language model at 127.0.0.1" in done.stderr
        preview = run(platform, *CHECK, *judge, "--judge-dry-run", "--offline")
    assert heard.bodies == []
    assert preview.returncode == 0
    assert preview.stdout


def test_a_word_after_two_dashes_is_no_option(platform, run):
    done = run(platform, "fetch", "--pace", "0", "--", "--offline")
    assert done.returncode == 3
    assert "There is no account --offline" in done.stderr


def test_help_shows_offline(run, platform):
    assert "--offline" in run(platform, "--help").stdout


def test_a_slow_page_does_not_hide_what_was_published_meanwhile(platform, run):
    platform.add_fault(Fault.named("slow@profile:seconds=1.5"))
    done = run(platform, *CHECK, *FETCH, "--json")
    report = json.loads(done.stdout)
    assert report["as_of"] >= report["blogger"]["accounts"][0]["seen_at"]
