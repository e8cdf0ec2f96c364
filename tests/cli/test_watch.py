"""kolvet watch against the local platform: what is told, what is kept, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.cli.fetched import later
from tests.cli.forked import forks
from tests.cli.watched import (
    COMPLAINT,
    INSULT,
    NAME,
    OTHER,
    QUICK,
    blogger,
    list_writer,
    second,
)
from tests.platform import Fault, serve

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks")


@pytest.fixture
def platform():
    with serve(blogger()) as running:
        yield running


@pytest.fixture
def listed(tmp_path):
    return list_writer(tmp_path)


@pytest.fixture
def watch(environment):
    """Run `kolvet watch ...` against a platform.

    The fast engine judges: what is told does not depend on it, and test_watch_stored has the
    other one.
    """

    def run(running, *arguments, **variables):
        settings = environment | running.environment | variables
        return forks().run(settings, "watch", *arguments, "--engine", "fast")

    return run


@pytest.fixture
def signed(listed):
    return listed(f"{NAME},小米")


def test_the_first_look_is_the_baseline_and_the_second_is_one_line(platform, watch, signed):
    first = watch(platform, signed, *QUICK)
    assert (first.returncode, first.stderr) == (0, "")
    assert f"{NAME} → 小米: first look. Verdict: " in first.stdout
    again = watch(platform, signed, *QUICK)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == "1 watched: nothing changed.\n"


def test_new_criticism_is_quoted_dated_and_linked_once(platform, watch, signed):
    watch(platform, signed, *QUICK)
    (post,) = platform.add_posts(INSULT)
    done = watch(platform, signed, *QUICK)
    assert done.returncode == 1, done.stderr
    assert f"▲ {NAME} → 小米: changed for the worse since " in done.stdout
    assert "New criticism of 小米: 1" in done.stdout
    assert f"{post.when:%Y-%m-%d}  Weibo  critical·severe 3/3  at users  insult" in done.stdout
    assert "小米手机又翻车了，【米粉都是脑残】" in done.stdout
    assert f"https://weibo.com/1000000001/{post.bid}" in done.stdout
    assert "→ reject (BRI " in done.stdout
    assert done.stdout.endswith("1 watched: 1 changed for the worse.\n")
    assert watch(platform, signed, *QUICK).stdout == "1 watched: nothing changed.\n"


def test_posts_about_other_things_are_no_change(platform, watch, signed):
    watch(platform, signed, *QUICK)
    platform.add_posts("今天在江边散步，风很大", "华为手机翻车了，售后推诿")
    done = watch(platform, signed, *QUICK)
    assert (done.returncode, done.stdout) == (0, "1 watched: nothing changed.\n")


def test_deleted_and_edited_posts_about_the_brand_are_told(platform, watch, signed):
    praise, gone, _other = platform.add_posts("小米电视画质真好", "小米手机好用，推荐", "吃了碗面")
    watch(platform, signed, *QUICK)
    platform.edit_post(praise.mid, "电视画质真好")
    platform.delete_post(gone.mid)
    done = watch(platform, signed, *QUICK)
    assert done.returncode == 1, done.stderr
    assert "Posts about 小米 that are gone: 1" in done.stdout
    assert "小米手机好用，推荐" in done.stdout.replace("【", "").replace("】", "")
    assert "Posts about 小米 that were edited: 1" in done.stdout
    assert "no longer names 小米" in done.stdout
    assert "    before: 小米电视画质真好\n    now: 电视画质真好\n" in done.stdout
    assert f"https://weibo.com/1000000001/{praise.bid}" in done.stdout
    assert watch(platform, signed, *QUICK).returncode == 0


def test_an_edit_that_turns_into_criticism_is_both(platform, watch, signed):
    (post,) = platform.add_posts("小米手机到手，先用几天")
    watch(platform, signed, *QUICK)
    platform.edit_post(post.mid, COMPLAINT)
    done = watch(platform, signed, *QUICK, "--json")
    (found,) = map(json.loads, done.stdout.splitlines())
    assert [change["kind"] for change in found["posts"]] == ["critical", "edited"]
    assert found["posts"][1]["former_quote"] == "小米手机到手，先用几天"
    assert {change["quote"] for change in found["posts"]} == {COMPLAINT}


def test_a_deletion_among_old_posts_is_found_when_its_turn_comes(
    platform, watch, signed, tmp_path
):
    old = [post for post in platform.posts() if post.stance and not post.original][-1]
    watch(platform, signed, *QUICK)
    platform.delete_post(old.mid)
    for _ in range(4):
        later(tmp_path / "kolvet.db", 24)
        done = watch(platform, signed, *QUICK, "--reread", 40)
        if done.returncode:
            break
    assert "that are gone: 1" in done.stdout
    assert old.bid in done.stdout


def test_posts_about_the_watched_brand_are_looked_at_again_first(watch, listed, tmp_path):
    with serve(blogger(posts=60, brand="样例牌")) as platform:
        names = listed(f"{NAME},样例牌")
        watch(platform, names, *QUICK)
        platform.reset_log()
        later(tmp_path / "kolvet.db", 24)
        watch(platform, names, *QUICK, "--reread", 3)
        looked = [line.query["id"] for line in platform.log if line.route == "show"]
        texts = {post.mid: post.text for post in platform.posts()}
    assert ["样例牌" in texts[mid] for mid in looked] == [True, True, True]


def test_json_is_a_line_for_each_subject(platform, watch, listed):
    both = listed(f"{NAME},小米", f"{NAME},华为")
    first = watch(platform, both, *QUICK, "--json")
    kinds = [json.loads(line) for line in first.stdout.splitlines()]
    assert [(each["line"], each["brand"], each["since"]) for each in kinds] == [
        (1, "小米", None),
        (2, "华为", None),
    ]
    (post,) = platform.add_posts(COMPLAINT)
    done = watch(platform, both, *QUICK, "--json")
    xiaomi, huawei = map(json.loads, done.stdout.splitlines())
    assert xiaomi["schema"] == "kolvet.watch/1"
    assert (xiaomi["changed"], xiaomi["worse"], xiaomi["exit_code"]) == (True, True, 1)
    assert (huawei["changed"], huawei["worse"], huawei["exit_code"]) == (False, False, 0)
    (change,) = xiaomi["posts"]
    assert (change["kind"], change["quote"], change["stance"]) == (
        "critical",
        COMPLAINT,
        "critical",
    )
    assert change["native_id"] == post.mid
    assert change["published"] == post.when.isoformat()
    assert xiaomi["since"].endswith("+08:00")
    assert xiaomi["source"] == {
        "state": "complete",
        "failure": None,
        "hint": None,
        "stopped_early": [],
    }
    assert done.returncode == 1


def test_one_blogger_before_two_brands_is_fetched_once(platform, watch, listed):
    watch(platform, listed(f"{NAME},小米", f"{NAME},华为"), *QUICK)
    assert max(platform.asked_pages("timeline").values()) == 1
    assert sum(line.route == "profile" for line in platform.log) == 1


def test_lines_of_one_source_share_its_pace_and_its_visitor(watch, listed):
    many = (blogger(posts=20), second(posts=20))
    with serve(*many, faults=["432-until-visitor"]) as platform:
        done = watch(platform, listed(f"{NAME},小米", f"{OTHER},小米"), "--pace", "0.1")
        assert done.returncode == 0, done.stdout + done.stderr
        assert sum(line.route == "visitor" for line in platform.log) == 1
        assert platform.closest() >= 0.1


def test_a_source_that_fails_for_one_line_does_not_blind_the_others(watch, listed):
    closed = second(posts=120, access="login-only")
    both = listed(f"{OTHER},小米", f"{NAME},小米")
    with serve(blogger(), closed) as platform:
        first = watch(platform, both, *QUICK)
        assert first.returncode == 5
        assert f"{OTHER}, 小米 (line 1): not judged: " in first.stdout
        assert f"{NAME} → 小米: first look" in first.stdout
        platform.add_posts(INSULT)
        done = watch(platform, both, *QUICK)
    assert done.returncode == 5
    assert "New criticism of 小米: 1" in done.stdout
    assert done.stdout.endswith(
        "1 changed for the worse, 1 not judged, 1 with a source that failed.\n"
    )


def test_after_a_refusal_the_source_is_left_alone_and_the_store_is_judged(watch, listed):
    both = listed(f"{NAME},小米", f"{OTHER},小米")
    with serve(blogger(), second()) as platform:
        watch(platform, both, *QUICK)
        platform.reset_log()
        platform.add_fault("418")
        done = watch(platform, both, *QUICK)
        asked = [line.status for line in platform.log]
    assert done.returncode == 5
    assert asked == [418]
    assert done.stdout.count("Judged from what is stored") == 2
    assert done.stdout.count("nothing known that has changed since") == 2


def test_what_was_fetched_before_the_source_failed_is_judged(watch, signed):
    with serve(blogger()) as platform:
        watch(platform, signed, *QUICK)
        platform.add_posts(*[f"今天第{number}次散步" for number in range(12)], INSULT)
        platform.add_fault(Fault.named("ok-100@timeline:after=1"))
        done = watch(platform, signed, *QUICK)
    assert done.returncode == 5
    assert "New criticism of 小米: 1" in done.stdout
    assert "The source failed: " in done.stdout
    assert "kolvet auth weibo" in done.stdout.replace("\n    ", " ")


def test_several_ends_give_the_first_of_the_frozen_order(watch, listed):
    names = listed(f"{NAME},小米", "样例无此人,小米")
    with serve(blogger()) as platform:
        watch(platform, names, *QUICK)
        platform.add_posts(INSULT)
        done = watch(platform, names, *QUICK)
    assert done.returncode == 1  # 1 comes before 3
    assert "样例无此人, 小米 (line 2): not judged: There is no account 样例无此人" in done.stdout
    assert "1 changed for the worse, 1 not judged" in done.stdout


def test_without_fetching_nothing_is_asked_and_the_unknown_are_named(platform, watch, listed):
    names = listed(f"{NAME},小米", "样例无此人,小米")
    done = watch(platform, names, "--no-fetch")
    assert done.returncode == 3
    assert "(line 2): not judged: No blogger is called 样例无此人 here" in done.stdout
    assert platform.log == []


def test_a_feed_in_the_third_column_is_read_as_a_feed(platform, watch, listed):
    address = f"{platform.base}/feed/1000000001.rss?limit=60"
    names = listed("# signed in spring", "博主,品牌,来源", f"样例小数,小米,{address}")
    first = watch(platform, names, *QUICK)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "样例小数 → 小米: first look" in first.stdout
    assert {line.route for line in platform.log} == {"feed"}
    platform.add_posts(INSULT)
    done = watch(platform, names, *QUICK)
    assert done.returncode in {1, 4}
    assert "米粉都是脑残" in done.stdout
    assert watch(platform, names, *QUICK).stdout == "1 watched: nothing changed.\n"
    assert platform.log[-1].status == 304


@pytest.mark.parametrize(
    "address", ["https://weibo.com/u/1000000001", "1000000001", "m.weibo.cn/u/1000000001"]
)
def test_an_address_in_the_third_column_says_whose_account_it_is(platform, watch, listed, address):
    names = listed(f"样例小数,小米,{address}")
    done = watch(platform, names, *QUICK)
    assert "样例小数 → 小米: first look" in done.stdout, done.stderr
    assert "nothing changed" in watch(platform, names, *QUICK).stdout


def test_import_in_the_third_column_fetches_nothing(platform, watch, listed):
    watch(platform, listed(f"{NAME},小米"), *QUICK)
    platform.reset_log()
    done = watch(platform, listed(f"{NAME},小米,import"), *QUICK)
    assert (done.returncode, done.stdout) == (0, "1 watched: nothing changed.\n")
    assert platform.log == []


def test_the_other_face_can_be_named(platform, watch, listed):
    done = watch(platform, listed(f"{NAME},小米,weibo-web"), *QUICK)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {str(line.face) for line in platform.log} == {"web"}


def test_somebody_known_from_elsewhere_only_is_not_looked_for_by_name(
    platform, watch, listed, environment
):
    address = f"{platform.base}/feed/bilibili/1000000001.rss"
    done = forks().run(environment, "fetch", address, "--blogger", NAME, *QUICK)
    assert done.returncode == 0, done.stderr
    platform.reset_log()
    done = watch(platform, listed(f"{NAME},小米"), *QUICK)
    assert done.returncode == 2
    assert f"{NAME} is known from bilibili and not from weibo" in done.stdout
    assert platform.log == []


def test_pages_are_capped_for_each_line_and_the_next_run_goes_on(watch, listed):
    both = listed(f"{NAME},小米", f"{OTHER},小米")
    with serve(blogger(), second()) as platform:
        first = watch(platform, both, *QUICK, "--max-pages", "2")
        pages = Counter(line.key for line in platform.log if line.route == "timeline")
        assert len(pages) == 4
        assert first.stderr.count("not everything that is new was read: the cap of pages") == 2
        done = watch(platform, both, *QUICK)
    assert done.returncode == 1
    assert "older than the last look, not known then" in done.stdout


def test_a_reader_who_has_gone_is_told_again(platform, watch, signed, environment):
    watch(platform, signed, *QUICK)
    platform.add_posts(INSULT)
    reader, writer = os.pipe()
    os.close(reader)
    subprocess.run(
        [sys.executable, "-m", "kolvet", "watch", str(signed), *QUICK],
        stdout=writer,
        stderr=subprocess.DEVNULL,
        env=environment | platform.environment,
        check=False,
        timeout=60,
    )
    os.close(writer)
    done = watch(platform, signed, *QUICK)
    assert done.returncode == 1
    assert "米粉都是脑残" in done.stdout


def test_a_killed_run_tells_the_same_again(platform, signed, watch, environment):
    watch(platform, signed, *QUICK)
    time.sleep(1.1)  # what was seen within this second is not looked at again
    platform.add_posts(INSULT)
    platform.reset_log()
    platform.add_fault(Fault.named("slow@show:seconds=30"))  # the second looks: all is fetched
    number = forks().start(environment | platform.environment, "watch", signed, *QUICK)
    end = time.monotonic() + 30
    while not any(line.route == "show" for line in platform.log) and time.monotonic() < end:
        time.sleep(0.02)
    os.kill(number, signal.SIGKILL)
    assert forks().end().returncode == -signal.SIGKILL
    platform.clear_faults()
    done = watch(platform, signed, *QUICK)
    assert done.returncode == 1
    assert "米粉都是脑残" in done.stdout


def test_offline_judges_the_store_and_never_passes(platform, watch, signed):
    watch(platform, signed, *QUICK)
    platform.reset_log()
    for arguments, variables in (((), {"KOLVET_OFFLINE": "1"}), (("--offline",), {})):
        done = watch(platform, signed, *QUICK, *arguments, **variables)
        assert done.returncode == 5
        assert "Offline: 127.0.0.1 was not asked." in done.stdout
    assert platform.log == []


def test_a_recording_can_be_replayed(platform, watch, signed, tmp_path):
    watch(platform, signed, *QUICK, "--record", tmp_path / "tape")
    platform.reset_log()
    fresh = tmp_path / "fresh.db"
    done = watch(platform, signed, "--replay", tmp_path / "tape", "--db", fresh)
    assert done.returncode == 0, done.stdout
    assert "first look" in done.stdout
    assert platform.log == []


def test_the_words_are_also_chinese(platform, watch, signed):
    watch(platform, signed, *QUICK)
    platform.add_posts(INSULT)
    done = watch(platform, signed, *QUICK, KOLVET_LANG="zh")
    assert f"▲ {NAME} → 小米：自 " in done.stdout
    assert "对 小米 的新批评：1 条" in done.stdout
    assert done.stdout.endswith("已查看 1 项：变差 1。\n")


def test_no_cookie_is_told_or_kept(platform, watch, signed, tmp_path):
    secret = "_2AkMinventedWatchSub0123456789"
    done = watch(platform, signed, *QUICK, KOLVET_WEIBO_COOKIE=f"SUB={secret}")
    assert done.returncode == 0, done.stdout
    assert any(line.cookies.get("SUB") == secret for line in platform.log)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert secret not in done.stdout + done.stderr
    assert secret.encode() not in kept
