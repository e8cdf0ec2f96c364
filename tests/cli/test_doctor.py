"""kolvet doctor: which hosts, which proxies, whose login; what troubles it decides how it ends."""

import json
import os
import stat
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.forked import forks
from tests.platform import Blogger, Fault, serve

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
SUB = "_2AkMinventedDoctorSub0123456789"
SECRET = "proxy-user:proxy-password"
posix = pytest.mark.skipif(os.name != "posix", reason="rights are access lists there")


@pytest.fixture
def doctor(environment):
    """Run `kolvet doctor ...`; no secret is ever in what it says."""

    def run(*arguments, **variables):
        done = forks().run(environment | variables, "doctor", *arguments)
        for secret in (SUB, SECRET, "proxy-password"):
            assert secret not in done.stdout + done.stderr
        return done

    return run


@pytest.fixture
def report(doctor):
    """The same as data, with the exit code."""

    def run(*arguments, **variables):
        done = doctor("--json", *arguments, **variables)
        return json.loads(done.stdout), done.returncode

    return run


@pytest.fixture
def platform():
    with serve(Blogger(posts=3), logged_in=[SUB]) as running:
        yield running


@pytest.fixture
def login(tmp_path):
    """Write the kept login: an age in days, and until when its cookies hold."""

    def write(days=3, expires=None, mode=stat.S_IRUSR | stat.S_IWUSR):
        path = tmp_path / "settings" / "credentials" / "weibo.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        cookie = {"name": "SUB", "value": SUB, "domain": "weibo.cn", "expires": expires}
        saved = (datetime.now(UTC) - timedelta(days=days, hours=1)).isoformat()
        held = {"format": "kolvet.login/1", "service": "weibo", "saved_at": saved}
        path.write_text(json.dumps(held | {"cookies": [cookie]}), encoding="utf-8")
        path.chmod(mode)
        return path

    return write


def test_it_names_every_host_that_a_command_would_ask(doctor, report):
    done = doctor()
    assert done.returncode == 0, done.stderr
    assert "by weibo-mobile: m.weibo.cn, visitor.passport.weibo.cn" in done.stdout
    assert "by feed: the host of the address" in done.stdout
    assert "check --judge: the host that you name, and no other" in done.stdout
    found, code = report()
    assert code == 0
    assert [item["source"] for item in found["hosts"]] == [
        "weibo-mobile",
        "weibo-web",
        "feed",
        "judge",
    ]
    assert [item["moved_by"] for item in found["hosts"]] == [[], [], [], []]
    mobile = ["m.weibo.cn", "visitor.passport.weibo.cn"]
    assert [item["hosts"] for item in found["hosts"]] == [
        mobile,
        ["weibo.com", "passport.weibo.com", *mobile],  # long texts that weibo.com refuses
        None,
        None,
    ]
    assert found["troubles"] == []


def test_a_base_that_is_moved_is_told(report, platform):
    variables = {"KOLVET_WEIBO_M_BASE": platform.base}
    found, _ = report(**variables)
    assert found["hosts"][0]["hosts"] == [platform.base.removeprefix("http://")]
    assert found["hosts"][0]["moved_by"] == ["KOLVET_WEIBO_M_BASE"]
    assert found["hosts"][1]["moved_by"] == []
    found, _ = report(**platform.environment)
    assert found["hosts"][1]["moved_by"] == [
        "KOLVET_WEIBO_WEB_BASE",
        "KOLVET_WEIBO_PASSPORT_BASE",
    ]


def test_a_base_that_is_no_address_is_a_trouble(doctor):
    done = doctor(KOLVET_WEIBO_M_BASE="weibo")
    assert done.returncode == 2
    assert "KOLVET_WEIBO_M_BASE is no address" in done.stdout
    assert "login       " in done.stdout  # the other parts are looked at all the same


def test_a_base_with_a_password_is_shown_without_it(report):
    found, _ = report(KOLVET_WEIBO_M_BASE=f"http://{SECRET}@127.0.0.1:9")
    assert found["hosts"][0]["hosts"] == ["127.0.0.1:9"]


def test_proxies_are_told_by_name_only(doctor, report):
    proxy = f"http://{SECRET}@proxy.example:3128"
    done = doctor(HTTPS_PROXY=proxy, no_proxy="intern.example")
    assert done.returncode == 0
    assert "HTTPS_PROXY, no_proxy (values are not shown)" in done.stdout
    assert "proxy.example" not in done.stdout
    assert report(HTTPS_PROXY=proxy, https_proxy="")[0]["proxies"] == []
    assert report()[0]["proxies"] == []


def test_a_proxy_that_cannot_be_used_is_a_trouble(report):
    found, code = report(ALL_PROXY=f"socks9://{SECRET}@proxy.example:1")
    assert code == 5
    assert found["troubles"][0]["part"] == "network"
    assert "HTTPS_PROXY, ALL_PROXY" in found["troubles"][0]["hint"]


def test_without_a_login_it_says_what_a_visitor_sees(doctor, report):
    assert "none: as a visitor. Visitors see profiles" in doctor().stdout
    assert report()[0]["login"] == {"mode": "visitor", "cookies": 0}


def test_a_kept_login_is_told_with_its_age_and_end(doctor, report, login):
    end = datetime.now(UTC) + timedelta(days=20)
    path = login(days=12, expires=end.isoformat())
    done = doctor()
    assert done.returncode == 0, done.stdout
    day = (end + timedelta(hours=8)).strftime("%Y-%m-%d")
    assert f"saved 12 days ago in {path}: 1 cookie; the first to expire does so on {day}" in (
        done.stdout
    )
    told = report()[0]["login"]
    assert (told["mode"], told["age_days"], told["path"]) == ("file", 12, str(path))
    assert told["expires"].startswith(day)


def test_a_login_in_the_environment_has_no_age(report, login):
    login(days=12)
    told = report(KOLVET_WEIBO_COOKIE=f"SUB={SUB}")[0]["login"]
    assert (told["mode"], told["age_days"], told["path"]) == ("environment", None, None)


def test_an_expired_login_is_a_trouble(doctor, login):
    login(expires=(datetime.now(UTC) - timedelta(days=1)).isoformat())
    done = doctor()
    assert done.returncode == 5
    assert "The kept login has expired" in done.stdout


@posix
def test_a_login_that_others_can_read_is_a_trouble(doctor, report, login):
    path = login(mode=0o644)
    done = doctor()
    assert done.returncode == 2
    assert str(path) in done.stdout
    found, code = report()
    assert (code, found["login"]) == (2, None)
    assert [item["part"] for item in found["troubles"]] == ["login"]


def test_the_first_trouble_decides(report, login, tmp_path):
    login(expires=(datetime.now(UTC) - timedelta(days=1)).isoformat())
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database" * 200)
    found, code = report("--db", broken)
    assert [item["part"] for item in found["troubles"]] == ["store", "login"]
    assert code == 74


def test_online_says_that_the_login_works(doctor, login, platform):
    login()
    done = doctor("--online", **platform.environment)
    assert done.returncode == 0, done.stdout
    assert "127.0.0.1 answers, and takes your login" in done.stdout
    assert [(line.path, line.cookies) for line in platform.log] == [("/api/config", {"SUB": SUB})]


def test_online_as_a_visitor_asks_once(doctor, platform):
    done = doctor("--online", **platform.environment)
    assert done.returncode == 0
    assert "127.0.0.1 answers a visitor" in done.stdout
    assert [line.path for line in platform.log] == ["/api/config"]
    assert [line.path for line in platform.log if line.cookies] == []


def test_without_online_nothing_is_asked(doctor, login, platform):
    login()
    assert doctor(**platform.environment).returncode == 0
    assert platform.log == []


def test_online_says_that_the_login_does_not_work_any_more(report, login):
    login()
    with serve(Blogger(posts=3)) as platform:
        found, code = report("--online", **platform.environment)
    assert code == 5
    assert "does not take your login any more" in found["troubles"][0]["message"]
    assert "kolvet auth weibo" in found["troubles"][0]["hint"]


def test_a_login_of_the_other_site_is_not_sent(kolvet, doctor, platform, tmp_path):
    row = {"name": "SUB", "value": SUB, "domain": ".weibo.com"}
    path = tmp_path / "cookies.json"
    path.write_text(json.dumps([row]), encoding="utf-8")
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert kolvet("auth", "weibo", "--cookie-file", path).returncode == 0
    done = doctor("--online", **platform.environment)
    assert done.returncode == 0, done.stdout
    assert "none of the kept cookies belongs to it" in done.stdout
    assert platform.log[0].cookies == {}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("418", "has had enough for now (HTTP 418)"),
        ("html-login-200", "wants a login"),
        ("captcha-json", "asks for a captcha"),
        ("redirect-to-login", "wants a login"),
    ],
)
def test_online_says_how_the_platform_refuses(doctor, platform, fault, said):
    platform.add_fault(Fault.named(f"{fault}@config"))
    done = doctor("--online", **platform.environment)
    assert done.returncode == 5
    assert said in done.stdout
    assert len(platform.log) == 1


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [(("--offline",), {}), ((), {"KOLVET_OFFLINE": "1"}), ((), {"KOLVET_OFFLINE": "yes"})],
)
def test_offline_refuses_to_ask(doctor, platform, arguments, variables):
    done = doctor("--online", *arguments, **variables, **platform.environment)
    assert done.returncode == 5
    assert "forbidden (--offline or KOLVET_OFFLINE)" in done.stdout
    assert "Offline: 127.0.0.1 was not asked." in done.stdout
    assert platform.log == []


@pytest.mark.parametrize("value", ["", "0", "false", "no", " off "])
def test_these_values_do_not_forbid_the_network(report, value):
    assert report(KOLVET_OFFLINE=value)[0]["network"] != "offline"


def test_the_words_are_also_chinese(doctor):
    assert "按游客访问" in doctor(KOLVET_LANG="zh").stdout
