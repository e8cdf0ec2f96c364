"""A login is in the environment or in a file that only the user can read; nothing else is used."""

import json
import os
import stat
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kolvet.errors import UsageError
from kolvet.sources import credentials
from kolvet.sources.cookies import Cookie
from kolvet.sources.credentials import (
    VARIABLE,
    Login,
    clear_login,
    credentials_path,
    find_login,
    save_login,
    split_expired,
)

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
SUB = "_2AkMinventedSub0123456789"
FRESH = Cookie("SUB", SUB, "weibo.cn", NOW + timedelta(days=90))
UNDATED = Cookie("SUBP", "0033WrinventedSubp", "")
STALE = Cookie("ALF", "17invented", "weibo.com", NOW - timedelta(seconds=1))

posix = pytest.mark.skipif(os.name != "posix", reason="rights are access lists there")


@pytest.fixture(autouse=True)
def settings(tmp_path, monkeypatch):
    """A user without a login."""
    monkeypatch.setenv("KOLVET_CONFIG_DIR", str(tmp_path / "settings"))
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path / "settings"


@contextmanager
def umask(mask):
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def save(*cookies):
    return save_login("weibo", cookies or (FRESH, UNDATED), now=NOW)


def refused():
    with pytest.raises(UsageError) as caught:
        find_login(now=NOW)
    assert caught.value.hint
    assert SUB not in f"{caught.value}{caught.value.hint}{caught.value!r}{caught.value.values}"
    return caught.value


def test_nobody_has_a_login_at_first(settings):
    assert find_login(now=NOW) is None
    assert not settings.exists()


def test_what_is_saved_is_found(settings):
    path = save()
    assert path == credentials_path("weibo") == settings / "credentials" / "weibo.json"
    assert find_login(now=NOW) == Login("weibo", (FRESH, UNDATED), NOW)
    assert find_login("weibo") == find_login(now=NOW)
    assert find_login("elsewhere") is None


@posix
@pytest.mark.parametrize("mask", [0, 0o022, 0o277, 0o777])
def test_only_the_user_can_read_it_whatever_the_umask(mask, settings):
    settings.mkdir()
    with umask(mask):
        path = save()
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700


@posix
def test_a_folder_that_others_could_enter_is_closed(settings):
    folder = settings / "credentials"
    with umask(0o022):
        folder.mkdir(parents=True)
    folder.chmod(0o777)
    save()
    assert mode(folder) == 0o700
    assert mode(settings) & 0o005  # the other settings are nobody's secret


@posix
def test_it_is_closed_before_anything_is_in_it(monkeypatch):
    seen = []
    real = os.fchmod

    def look(handle, wanted):
        real(handle, wanted)
        seen.append((os.fstat(handle).st_size, stat.S_IMODE(os.fstat(handle).st_mode)))

    monkeypatch.setattr(credentials.os, "fchmod", look)
    save()
    assert seen == [(0, 0o600)]


@posix
def test_a_disk_without_rights_gets_nothing(monkeypatch, settings):
    real = os.fchmod
    monkeypatch.setattr(credentials.os, "fchmod", lambda handle, _: real(handle, 0o666))
    with pytest.raises(UsageError) as caught:
        save()
    assert caught.value.key == "auth.disk_open"
    assert "KOLVET_CONFIG_DIR" in caught.value.hint
    assert list((settings / "credentials").iterdir()) == []


def test_saving_again_takes_the_place_of_what_was_there():
    save(FRESH, UNDATED)
    path = save(UNDATED)
    assert find_login(now=NOW).cookies == (UNDATED,)
    assert SUB not in path.read_text(encoding="utf-8")


@posix
@pytest.mark.parametrize("rights", [0o644, 0o640, 0o604, 0o620, 0o601, 0o660])
def test_a_file_that_others_can_use_is_refused_with_its_cure(rights):
    path = save()
    path.chmod(rights)
    error = refused()
    assert error.key == "auth.login_open"
    assert f"0{rights:o}" in str(error)
    assert f"chmod 600 {path}" in error.hint
    path.chmod(0o600)
    assert find_login(now=NOW) is not None


def test_rights_say_nothing_on_windows(monkeypatch):
    open_file = os.stat_result((0o100666, *[0] * 9))
    with monkeypatch.context() as patch:
        patch.setattr(credentials.os, "name", "nt")
        on_windows = credentials.is_open_to_others(open_file)
    assert not on_windows


@posix
def test_saving_mends_a_file_that_others_could_read():
    save().chmod(0o644)
    assert mode(save()) == 0o600
    assert find_login(now=NOW) is not None


@posix
def test_a_link_is_not_followed(settings, tmp_path):
    elsewhere = tmp_path / "elsewhere.json"
    save().rename(elsewhere)
    credentials_path("weibo").symlink_to(elsewhere)
    assert refused().key == "auth.login_not_file"
    save(UNDATED)
    assert not credentials_path("weibo").is_symlink()
    assert SUB in elsewhere.read_text(encoding="utf-8"), "the link was written through"
    assert find_login(now=NOW).cookies == (UNDATED,)


@posix
def test_a_link_is_removed_and_its_target_stays(tmp_path):
    elsewhere = tmp_path / "elsewhere.json"
    save().rename(elsewhere)
    credentials_path("weibo").symlink_to(elsewhere)
    assert clear_login("weibo")
    assert not credentials_path("weibo").is_symlink()
    assert elsewhere.exists()


def test_a_folder_in_the_place_of_the_file(settings):
    (settings / "credentials" / "weibo.json").mkdir(parents=True)
    assert refused().key == "auth.login_not_file"
    for action in (save, lambda: clear_login("weibo")):
        with pytest.raises(UsageError, match=r"weibo\.json"):
            action()


def test_settings_that_cannot_be_written(settings):
    settings.write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        save()
    assert caught.value.key == "auth.cannot_save"
    assert str(settings) in str(caught.value)


def test_broken_and_foreign_files_are_refused():
    path = save()
    whole = path.read_text(encoding="utf-8")
    held = json.loads(whole)
    broken = [
        "",
        "{}",
        "[]",
        "null",
        whole[: len(whole) // 2],
        "[" * 100_000,
        json.dumps({"cookies": held["cookies"]}),
        json.dumps(held | {"format": "other/1"}),
        json.dumps(held | {"service": "elsewhere"}),
        json.dumps(held | {"saved_at": "yesterday"}),
        json.dumps(held | {"saved_at": 5}),
        json.dumps(held | {"saved_at": "2026-11-27T09:30:00"}),
    ]
    for content in broken:
        path.write_text(content, encoding="utf-8")
        assert refused().key == "auth.login_broken", content[:80]
    path.write_text(json.dumps(held | {"cookies": []}), encoding="utf-8")
    assert refused().key == "auth.no_weibo_cookie"
    held["cookies"][0]["value"] += "\r\nX: y"
    path.write_text(json.dumps(held), encoding="utf-8")
    error = refused()
    assert error.key == "auth.bad_value"
    assert str(path) in str(error)


def test_the_environment_comes_first(monkeypatch):
    save()
    monkeypatch.setenv(VARIABLE, "SUB=other; SUBP=two")
    login = find_login(now=NOW)
    assert login == Login("weibo", (Cookie("SUB", "other"), Cookie("SUBP", "two")), None)
    assert login.age_days(NOW) is None
    assert find_login("elsewhere") is None


@pytest.mark.parametrize("empty", ["", "  ", "\n"])
def test_an_empty_variable_counts_as_none(empty, monkeypatch):
    save()
    monkeypatch.setenv(VARIABLE, empty)
    assert find_login(now=NOW).saved_at == NOW


def test_a_broken_variable_is_never_replaced_by_the_file(monkeypatch):
    save()
    monkeypatch.setenv(VARIABLE, SUB)
    error = refused()
    assert error.key == "auth.not_pairs"
    assert VARIABLE in str(error)


def test_expired_cookies_are_kept_apart():
    save(FRESH, STALE, UNDATED)
    login = find_login(now=NOW)
    assert login.cookies == (FRESH, UNDATED)
    assert login.expired == (STALE,)
    later = find_login(now=NOW + timedelta(days=90))
    assert later.cookies == (UNDATED,)
    assert later.expired == (FRESH, STALE)
    assert split_expired((STALE,), NOW) == ((), (STALE,))


def test_the_environment_can_expire_too(monkeypatch):
    row = {"name": "SUB", "value": SUB, "domain": ".weibo.cn", "expires": 1_700_000_000}
    monkeypatch.setenv(VARIABLE, json.dumps([row]))
    login = find_login(now=NOW)
    assert login.cookies == ()
    assert [item.name for item in login.expired] == ["SUB"]


def test_age_is_counted_in_whole_days():
    login = Login("weibo", (), NOW)
    assert login.age_days(NOW + timedelta(days=3, hours=23)) == 3
    assert login.age_days(NOW - timedelta(hours=5)) == 0


def test_nothing_of_a_cookie_is_in_the_representation():
    save(FRESH, STALE)
    shown = f"{find_login(now=NOW)}{find_login(now=NOW)!r}"
    assert "weibo" in shown
    assert "Cookie(" not in shown
    assert SUB not in shown
    assert "17invented" not in shown


def test_clearing_says_whether_there_was_anything():
    assert not clear_login("weibo")
    path = save()
    assert clear_login("weibo")
    assert not path.exists()
    assert not clear_login("weibo")
    assert find_login(now=NOW) is None


def test_clearing_needs_no_sound_file():
    save().write_text("broken", encoding="utf-8")
    credentials_path("weibo").chmod(0o666)
    assert clear_login("weibo")


def test_a_failure_while_writing_leaves_the_old_login(monkeypatch, settings):
    save()
    held = credentials_path("weibo").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    for part, owner in (("fsync", credentials.os), ("replace", Path)):
        with monkeypatch.context() as patch:
            patch.setattr(owner, part, full)
            with pytest.raises(UsageError, match="No space left"):
                save(UNDATED)
        assert [item.name for item in (settings / "credentials").iterdir()] == ["weibo.json"]
        assert credentials_path("weibo").read_bytes() == held


def test_an_interruption_leaves_the_old_login_and_no_piece_of_the_new(monkeypatch, settings):
    save()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(credentials.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(UNDATED)
    assert [item.name for item in (settings / "credentials").iterdir()] == ["weibo.json"]
    assert find_login(now=NOW).cookies == (FRESH, UNDATED)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from kolvet.sources import credentials
from kolvet.sources.cookies import Cookie

def die(*_):
    os._exit(9)

owner, name = sys.argv[1].split(".")
setattr({"os": os, "Path": Path}[owner], name, die)
new = Cookie("SUB", "_2AkMinventedNEW")
credentials.save_login("weibo", [new], now=datetime.now(UTC))
"""


@pytest.mark.parametrize("moment", ["os.fsync", "Path.replace"])
def test_a_killed_run_leaves_the_old_login_and_clear_finds_the_rest(moment, settings):
    save()
    done = subprocess.run([sys.executable, "-c", KILLED, moment], check=False)
    assert done.returncode == 9
    assert find_login(now=NOW).cookies == (FRESH, UNDATED)
    (left,) = (item for item in (settings / "credentials").iterdir() if item.suffix == ".part")
    assert "NEW" in left.read_text(encoding="utf-8")
    if os.name == "posix":
        assert mode(left) == 0o600
    assert clear_login("weibo")
    assert list((settings / "credentials").iterdir()) == []


def test_what_a_killed_first_run_left_is_something_to_clear(settings):
    subprocess.run([sys.executable, "-c", KILLED, "Path.replace"], check=False)
    assert find_login(now=NOW) is None
    assert clear_login("weibo")
    assert not clear_login("weibo")
