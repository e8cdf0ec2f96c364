"""kolvet auth: the login is kept for the user alone, and no command shows any of it."""

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

VARIABLE = "KOLVET_WEIBO_COOKIE"
SUB = "_2AkMinventedSub0123456789"
SUBP = "0033WrinventedSubp98765"
HEADER = f"SUB={SUB}; SUBP={SUBP}"
USER = stat.S_IRUSR | stat.S_IWUSR

posix = pytest.mark.skipif(os.name != "posix", reason="rights are access lists there")


@pytest.fixture
def settings(tmp_path):
    return tmp_path / "settings"


@pytest.fixture
def login(settings):
    return settings / "credentials" / "weibo.json"


@pytest.fixture
def cookie_file(tmp_path):
    """Write a file that only the user can read."""

    def write(content=HEADER, name="cookie.txt"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        path.chmod(USER)
        return path

    return write


@pytest.fixture
def auth(kolvet, tmp_path):
    """Run `kolvet auth ...`; whatever it says, and wherever it writes, holds no value."""

    def run(*arguments, shown=(SUB, SUBP), **variables):
        done = kolvet("auth", *arguments, **variables)
        for value in shown:
            assert value not in done.stdout + done.stderr
        return done

    return run


def rows(**changes):
    soon = datetime.now(UTC) + timedelta(days=30)
    row = {"name": "SUB", "value": SUB, "domain": ".weibo.cn", "expirationDate": soon.timestamp()}
    return row | changes


def test_a_cookie_file_is_kept_and_explained(auth, cookie_file, login):
    done = auth("weibo", "--cookie-file", cookie_file(json.dumps([rows()])))
    assert (done.returncode, done.stderr) == (0, "")
    assert str(login) in done.stdout
    assert "your login" in done.stdout
    assert "kolvet auth clear" in done.stdout
    held = json.loads(login.read_text(encoding="utf-8"))
    assert [(item["name"], item["value"]) for item in held["cookies"]] == [("SUB", SUB)]


@posix
def test_the_kept_file_is_for_the_user_alone(auth, cookie_file, login):
    before = os.umask(0)
    try:
        auth("weibo", "--cookie-file", cookie_file())
    finally:
        os.umask(before)
    assert stat.S_IMODE(login.stat().st_mode) == 0o600
    assert stat.S_IMODE(login.parent.stat().st_mode) == 0o700


def test_the_environment_is_kept(auth, login):
    done = auth("weibo", "--from-env", "--site", "weibo.com", **{VARIABLE: HEADER})
    assert done.returncode == 0, done.stderr
    held = json.loads(login.read_text(encoding="utf-8"))["cookies"]
    assert [(item["value"], item["domain"]) for item in held] == [
        (SUB, "weibo.com"),
        (SUBP, "weibo.com"),
    ]


@pytest.mark.parametrize(
    ("site", "domain"), [("m.weibo.cn", "weibo.cn"), ("weibo.com", "weibo.com"), (None, None)]
)
def test_a_header_belongs_to_the_site_that_is_named(site, domain, auth, cookie_file):
    option = ("--site", site) if site else ()
    done = auth("weibo", "--cookie-file", cookie_file(), *option)
    assert ("--site m.weibo.cn" in done.stderr) == (site is None)
    status = json.loads(auth("status", "--json").stdout)
    assert [item["domain"] for item in status["cookies"]] == [domain, domain]


def test_a_site_that_changes_nothing_is_mentioned(auth, cookie_file):
    path = cookie_file(json.dumps([rows()]))
    done = auth("weibo", "--cookie-file", path, "--site", "weibo.com")
    assert "--site changed nothing" in done.stderr
    status = json.loads(auth("status", "--json").stdout)
    assert [item["domain"] for item in status["cookies"]] == ["weibo.cn"]


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_cookie_file_that_others_can_read_is_warned_about(mode, auth, cookie_file, login):
    path = cookie_file()
    path.chmod(mode)
    done = auth("weibo", "--cookie-file", path, "--site", "m.weibo.cn")
    assert done.returncode == 0
    assert login.exists()
    assert f"warning: other users of this machine can read {path}" in done.stderr
    path.chmod(USER)
    assert auth("weibo", "--cookie-file", path, "--site", "m.weibo.cn").stderr == ""


@posix
def test_a_cookie_can_come_through_a_pipe(environment, login):
    reader, writer = os.pipe()
    os.write(writer, HEADER.encode())
    os.close(writer)
    script = (
        "import sys\nfrom kolvet.cli import main\n"
        f"sys.argv = ['kolvet', 'auth', 'weibo', '--cookie-file', '/dev/fd/{reader}']\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        pass_fds=[reader],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    os.close(reader)
    assert done.returncode == 0, done.stderr
    assert SUB in login.read_text(encoding="utf-8")


def test_cookies_without_the_login_cookie_are_kept_with_a_warning(auth, cookie_file, login):
    done = auth("weibo", "--cookie-file", cookie_file(f"SUBP={SUBP}"))
    assert done.returncode == 0
    assert login.exists()
    assert "no SUB among them" in done.stderr


def test_expired_cookies_are_left_out_and_named(auth, cookie_file, login):
    stale = rows(name="ALF", value=SUBP, expirationDate=1_700_000_000)
    done = auth("weibo", "--cookie-file", cookie_file(json.dumps([rows(), stale])))
    assert done.returncode == 0
    assert "expired and left out: ALF" in done.stderr
    assert SUBP not in login.read_text(encoding="utf-8")


def test_nothing_but_expired_cookies_changes_nothing(auth, cookie_file, login):
    auth("weibo", "--cookie-file", cookie_file())
    before = login.read_bytes()
    done = auth("weibo", "--cookie-file", cookie_file(json.dumps([rows(expirationDate=1)])))
    assert done.returncode == 2
    assert "expired: SUB" in done.stderr
    assert login.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    ["", f"SUB {SUB}", f'[{{"name": "SUB", "value": "{SUB}\\r\\nX: y"}}]', f'{{"{SUB}":'],
)
def test_a_broken_file_is_refused_and_what_was_kept_stays(content, auth, cookie_file, login):
    auth("weibo", "--cookie-file", cookie_file())
    before = login.read_bytes()
    path = cookie_file(content, "broken.txt")
    done = auth("weibo", "--cookie-file", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert str(path) in done.stderr
    assert "try:" in done.stderr
    assert login.read_bytes() == before


def test_one_source_has_to_be_named(auth, cookie_file):
    for line in ((), ("--from-env", "--cookie-file", cookie_file())):
        done = auth("weibo", *line, **{VARIABLE: HEADER})
        assert done.returncode == 2
        assert "--cookie-file FILE, or --from-env" in done.stderr


@pytest.mark.parametrize("value", ["", " "])
def test_an_unset_variable_is_said(value, auth):
    done = auth("weibo", "--from-env", **{VARIABLE: value})
    assert done.returncode == 2
    assert f"{VARIABLE} is not set" in done.stderr


@pytest.mark.parametrize(
    "line",
    [
        ("weibo", HEADER),
        ("weibo", SUB, "--from-env"),
        ("weibo", f"--cookie={HEADER}"),
        ("weibo", "--cookie", HEADER),
        ("weibo", f"--{HEADER}"),
        ("weibo", f"--from-env={HEADER}"),
        ("weibo", "--from-env", "--site", HEADER),
        ("weibo", "--cookie-file", HEADER),
        ("weibo", "--cookie-file", f"Cookie: {HEADER}"),
        ("weibo", "--cookie-file", SUB * 20),
        (HEADER,),
        (f"--cookie={HEADER}",),
        ("status", HEADER),
        ("clear", HEADER),
    ],
)
def test_a_cookie_in_the_command_line_is_refused_and_not_repeated(line, auth, login):
    done = auth(*line, **{VARIABLE: "SUB=other"})
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") >= 2
    assert not login.exists()


def test_a_refused_line_tells_of_the_history(auth):
    assert "history" in auth("weibo", HEADER).stderr
    assert "终端历史" in auth("weibo", HEADER, "--lang", "zh").stderr


def test_status_without_a_login_is_visitor_mode(auth, settings):
    done = auth("status")
    assert (done.returncode, done.stderr) == (0, "")
    assert "none, visitor mode" in done.stdout
    held = json.loads(auth("status", "--json").stdout)
    assert held["source"] is held["saved_at"] is held["age_days"] is None
    assert (held["usable"], held["file_exists"], held["cookies"]) == (False, False, [])
    assert not settings.exists()


def aged(login, days):
    held = json.loads(login.read_text(encoding="utf-8"))
    held["saved_at"] = (datetime.now(UTC) - timedelta(days=days, hours=1)).isoformat()
    login.write_text(json.dumps(held), encoding="utf-8")


def test_status_says_when_where_and_until_when(auth, cookie_file, login):
    soon = rows()["expirationDate"]
    auth("weibo", "--cookie-file", cookie_file(json.dumps([rows(), rows(name="B", domain="")])))
    aged(login, 12)
    shown = auth("status").stdout
    assert "12 days ago" in shown
    assert str(login) in shown
    first, second = shown.splitlines()[1:]
    assert first.split()[:2] == ["SUB", "weibo.cn"]
    assert "(no site)" in second
    held = json.loads(auth("status", "--json").stdout)
    assert (held["source"], held["path"], held["age_days"]) == ("file", str(login), 12)
    assert held["usable"]
    assert [item["name"] for item in held["cookies"]] == ["SUB", "B"]
    ends = datetime.fromisoformat(held["cookies"][0]["expires"])
    assert abs(ends.timestamp() - soon) < 60
    assert set(held["cookies"][0]) == {"name", "domain", "expires", "expired"}


def test_days_are_those_of_shanghai(auth, cookie_file):
    late = datetime(2031, 5, 1, 17, 0, tzinfo=UTC)  # the next day in Shanghai
    auth("weibo", "--cookie-file", cookie_file(json.dumps([rows(expires=late.isoformat())])))
    path = cookie_file(json.dumps([rows(expirationDate=late.timestamp())]))
    auth("weibo", "--cookie-file", path)
    assert "until 2031-05-02" in auth("status").stdout
    held = json.loads(auth("status", "--json").stdout)
    assert held["cookies"][0]["expires"] == "2031-05-01T17:00:00+00:00"


def test_status_tells_of_what_has_expired_since(auth, cookie_file, login):
    auth("weibo", "--cookie-file", cookie_file(json.dumps([rows(), rows(name="B")])))
    held = json.loads(login.read_text(encoding="utf-8"))
    held["cookies"][0]["expires"] = "2026-01-05T00:00:00+00:00"
    login.write_text(json.dumps(held), encoding="utf-8")
    shown = auth("status").stdout
    assert "expired 2026-01-05" in shown
    assert "all have expired" not in shown
    held["cookies"][1]["expires"] = "2026-01-06T00:00:00+00:00"
    login.write_text(json.dumps(held), encoding="utf-8")
    done = auth("status")
    assert done.returncode == 0
    assert "all have expired" in done.stdout
    status = json.loads(auth("status", "--json").stdout)
    assert not status["usable"]
    assert [item["expired"] for item in status["cookies"]] == [True, True]


def test_status_of_the_environment(auth, cookie_file):
    auth("weibo", "--cookie-file", cookie_file())
    done = auth("status", **{VARIABLE: "SUB=other-login"}, shown=(SUB, "other-login"))
    assert f"from the environment variable {VARIABLE}" in done.stdout
    held = json.loads(auth("status", "--json", **{VARIABLE: "SUB=other-login"}).stdout)
    assert (held["source"], held["saved_at"], held["age_days"]) == ("environment", None, None)
    assert held["file_exists"]


def test_keeping_a_file_while_the_variable_is_set_says_which_comes_first(auth, cookie_file):
    for value in ("SUB=other", "broken"):
        done = auth("weibo", "--cookie-file", cookie_file(), **{VARIABLE: value})
        assert done.returncode == 0
        assert f"{VARIABLE} is set and comes before" in done.stderr


@posix
def test_status_refuses_a_login_that_others_can_read(auth, cookie_file, login):
    auth("weibo", "--cookie-file", cookie_file())
    login.chmod(0o644)
    for line in (("status",), ("status", "--json")):
        done = auth(*line)
        assert (done.returncode, done.stdout) == (2, "")
        assert "mode 0644" in done.stderr
        assert f"chmod 600 {login}" in done.stderr


def test_clear_removes_the_login_and_says_so(auth, cookie_file, login):
    auth("weibo", "--cookie-file", cookie_file())
    done = auth("clear")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"removed {login}" in done.stdout
    assert list(login.parent.iterdir()) == []
    again = auth("clear", **{VARIABLE: HEADER})
    assert again.returncode == 0
    assert "nothing to remove" in again.stdout
    assert f"{VARIABLE} is still set" in again.stderr


def test_what_is_said_follows_the_language(auth, cookie_file):
    done = auth("weibo", "--cookie-file", cookie_file(), KOLVET_LANG="zh")
    assert "等同于你的登录" in done.stdout
    assert "游客" not in auth("status", KOLVET_LANG="zh").stdout
    auth("clear")
    assert "游客模式" in auth("status", KOLVET_LANG="zh").stdout


def test_help_is_there_for_each_command(auth):
    shown = auth("--help").stdout
    assert all(command in shown for command in ("weibo", "status", "clear"))
    for command in ("weibo", "status", "clear"):
        done = auth(command, "--help")
        assert done.returncode == 0
        assert f"auth {command} [OPTIONS]" in done.stdout
    assert "never from the command line" in " ".join(auth("weibo", "--help").stdout.split())


def test_a_bug_while_saving_shows_no_value_and_keeps_the_old_login(
    auth, cookie_file, environment, login
):
    auth("weibo", "--cookie-file", cookie_file("SUB=old-login"))
    before = login.read_bytes()
    script = (
        "import sys\nfrom kolvet.cli import main\nfrom kolvet.sources import credentials\n"
        "def bug(*_):\n    raise RuntimeError('a bug')\n"
        "credentials.os.fsync = bug\n"
        f"sys.argv = ['kolvet', 'auth', 'weibo', '--cookie-file', {str(cookie_file())!r}]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 70
    assert "RuntimeError: a bug" in done.stderr
    assert SUB not in done.stdout + done.stderr
    assert login.read_bytes() == before
    assert list(login.parent.iterdir()) == [login]


def test_nothing_but_the_login_holds_a_value(auth, cookie_file, kolvet, login, tmp_path):
    source = cookie_file()
    auth("weibo", "--cookie-file", source)
    auth("status")
    assert kolvet("doctor").returncode == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    holders = {path for path in files if SUB.encode() in path.read_bytes()}
    assert holders == {source, login}
    assert tmp_path / "kolvet.db" in files
