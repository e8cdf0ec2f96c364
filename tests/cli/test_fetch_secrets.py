"""Cookies go to their own site, and nowhere else: no file, stream, recording or report has one."""

import json
import os
import signal
import time

import pytest

from tests.cli.fetched import content, differences, rows
from tests.cli.forked import forks
from tests.platform import Blogger, serve

pytestmark = pytest.mark.skipif(os.name != "posix", reason="it forks")

BLOGGER = Blogger(posts=45)
FACES = ("weibo-mobile", "weibo-web")
SUB, SUBP = "_2Ainvented-of-a-user-0123456789", "0033Winvented-of-a-user-98765"
USER = f"SUB={SUB}; SUBP={SUBP}"
TROUBLE = ("sets-cookie", "503@timeline:after=1:times=1", "longtext-403")

each_face = pytest.mark.parametrize("face", FACES)


@pytest.fixture
def run(environment):
    def run(platform, *arguments, **variables):
        return forks().run(environment | platform.environment | variables, *arguments)

    return run


def holders(folder, values, *streams):
    """The files below the folder, and the streams, that hold one of the values."""
    secrets = [value.encode() for value in values]
    assert secrets
    found = [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(value in path.read_bytes() for value in secrets)
    ]
    return found + [
        stream for stream in streams if any(value in stream.encode() for value in secrets)
    ]


def issued(platform):
    """All cookie values that the platform ever gave or took, and that were sent to it."""
    sent = {value for line in platform.log for value in line.cookies.values()}
    return {value for value in {*platform.cookies.owners, *sent} if value}


@each_face
def test_a_visitors_cookies_are_in_no_file_and_no_stream(face, run, tmp_path, environment):
    recording = tmp_path / "recording"
    faults = ("432-until-visitor", *TROUBLE)
    with serve(BLOGGER, faults=faults) as platform:
        given = ("fetch", BLOGGER.name, "--source", face, "--pace", 0, "--comments", 5)
        done = run(platform, *given, "--record", recording, "--json")
        assert done.returncode == 0, done.stderr
        report = run(platform, "check", BLOGGER.name, "--brand", "小米", "--json")
        values = issued(platform)
        assert any(line.cookies for line in platform.log)
        assert platform.foreign_cookies == []
    assert len(values) >= 3
    assert len(list(recording.glob("*.json"))) == len(platform.log)
    assert holders(tmp_path, values, done.stdout, done.stderr, report.stdout) == []


@each_face
@pytest.mark.parametrize("kept", ["variable", "file"])
def test_a_users_cookies_are_only_where_he_put_them(face, kept, run, tmp_path):
    recording = tmp_path / "recording"
    with serve(BLOGGER, faults=TROUBLE, logged_in=[USER]) as platform:
        variables = {"KOLVET_WEIBO_COOKIE": USER}
        if kept == "file":
            saved = run(platform, "auth", "weibo", "--from-env", **variables)
            assert saved.returncode == 0, saved.stderr
            variables = {}
        given = ("fetch", BLOGGER.name, "--source", face, "--pace", 0, "--comments", 5)
        done = run(platform, *given, "--record", recording, **variables)
        assert done.returncode == 0, done.stderr
        assert any(line.cookies.get("SUB") == SUB for line in platform.log)
        values = issued(platform)
        assert {SUB, SUBP} <= values

        platform.add_fault("418@timeline")
        failed = run(platform, *given, **variables)
        assert failed.returncode == 5
        assert platform.foreign_cookies == []
    found = holders(tmp_path, values, done.stdout, done.stderr, failed.stdout, failed.stderr)
    login = tmp_path / "settings" / "credentials" / "weibo.json"
    assert found == ([login] if kept == "file" else [])


def test_no_cookie_is_in_the_log_of_the_database_of_a_killed_run(environment, tmp_path):
    with serve(BLOGGER, faults=["432-until-visitor", "sets-cookie"]) as platform:
        settings = environment | platform.environment
        forks().start(settings, "fetch", BLOGGER.name, "--pace", 0.01)
        while sum(platform.asked_pages("timeline").values()) < 4:
            time.sleep(0.002)
        log = tmp_path / "kolvet.db-wal"
        number = forks().number
        os.kill(number, signal.SIGKILL)
        assert forks().end().returncode == -signal.SIGKILL
        values = issued(platform)
    assert log.stat().st_size > 10_000
    assert holders(tmp_path, values) == []


def test_the_traceback_of_a_bug_shows_no_cookie(kolvet, tmp_path):
    patch = tmp_path / "patch" / "sitecustomize.py"
    patch.parent.mkdir()
    patch.write_text(
        "import kolvet.sources.wires as wires\n"
        "def broken(response, request, deadline):\n"
        "    raise RuntimeError(f'a bug: {request!r}')\n"
        "wires._answer = broken\n"
    )
    with serve(BLOGGER, logged_in=[USER]) as platform:
        variables = platform.environment | {"KOLVET_WEIBO_COOKIE": USER}
        given = ("fetch", BLOGGER.name, "--pace", 0)
        done = kolvet(*given, PYTHONPATH=str(patch.parent), **variables)
        assert platform.log[-1].cookies["SUB"] == SUB
    assert done.returncode == 70, done.stderr
    assert "a bug: Request(" in done.stderr
    assert holders(tmp_path, [SUB, SUBP], done.stdout, done.stderr) == []


# --- whose cookie goes where ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("face", "domain"), [("weibo-mobile", ".weibo.com"), ("weibo-web", ".weibo.cn")]
)
def test_a_cookie_of_the_other_site_is_not_sent(face, domain, run):
    cookie = json.dumps([{"name": "SUB", "value": SUB, "domain": domain}])
    own = {"weibo-mobile": "mobile", "weibo-web": "web"}[face]
    with serve(BLOGGER, logged_in=[USER]) as platform:
        given = ("fetch", BLOGGER.name, "--source", face, "--pace", 0)
        done = run(platform, *given, KOLVET_WEIBO_COOKIE=cookie)
        assert done.returncode == 0, done.stderr
        asked = [line for line in platform.log if line.face == own]
        assert len(asked) > 3
        assert all(SUB not in line.cookies.values() for line in asked)


@each_face
def test_a_redirect_to_another_host_gets_neither_cookie_nor_question(face, run):
    with serve(BLOGGER, faults=["redirect-other-host"], logged_in=[USER]) as platform:
        given = ("fetch", BLOGGER.name, "--source", face, "--pace", 0)
        assert run(platform, *given, KOLVET_WEIBO_COOKIE=USER).returncode in {3, 5}
        assert {line.host for line in platform.log} == {platform.base.removeprefix("http://")}
        assert platform.foreign_cookies == []


def test_a_feed_gets_no_cookie_wherever_it_leads(run):
    with serve(BLOGGER, faults=["redirect-other-host", "sets-cookie"]) as platform:
        url = f"{platform.base}/feed/{BLOGGER.uid}.rss"
        given = ("fetch", url, "--pace", 0, "--blogger", BLOGGER.name)
        done = run(platform, *given, KOLVET_WEIBO_COOKIE=USER)
        assert done.returncode == 0, done.stderr
        assert len({line.host for line in platform.log}) == 2
        assert all(line.cookies == {} for line in platform.log)


def test_cookies_that_a_face_sets_go_back_to_it_alone(run):
    """Long texts that the web face refuses are asked of the mobile one, on the same server."""
    faults = ["432-until-visitor", "sets-cookie", "longtext-403", "403@web.show"]
    with serve(BLOGGER, faults=faults) as platform:
        given = ("fetch", BLOGGER.name, "--source", "weibo-web", "--pace", 0)
        done = run(platform, *given)
        assert done.returncode == 0, done.stderr
        asked = {line.face for line in platform.log if line.cookies}
        assert {"web", "mobile"} <= asked
        assert platform.foreign_cookies == []
        visits = [line.path for line in platform.log if line.route == "visitor"]
        assert visits.count("/visitor/genvisitor2") == 2  # once for each site


# --- recordings ----------------------------------------------------------------------------------


@each_face
@pytest.mark.parametrize("login", ["", USER], ids=["visitor", "user"])
def test_a_recording_replays_to_the_same_store_without_a_network(face, login, run, tmp_path):
    recording, path, again = tmp_path / "recording", tmp_path / "kolvet.db", tmp_path / "again.db"
    faults = ["432-until-visitor", *TROUBLE]
    given = ("fetch", BLOGGER.name, "--source", face, "--comments", 60, "--max-pages", 99)
    with serve(BLOGGER, faults=faults, logged_in=[USER]) as platform:
        variables = {"KOLVET_WEIBO_COOKIE": login} if login else {}
        done = run(platform, *given, "--pace", 0, "--record", recording, **variables)
        assert done.returncode == 0, done.stderr
        base = platform.environment
    # The server is gone: a question would end in an error.
    replayed = forks().run(
        {"HOME": str(tmp_path), "KOLVET_LANG": "en"} | base,
        *(*given, "--replay", recording, "--offline", "--db", again),
    )
    assert replayed.returncode == 0, replayed.stderr
    assert replayed.stdout == done.stdout
    assert differences(content(path), content(again)) == {}
    assert len(rows(again, "SELECT 1 FROM comments")) > 60


def test_a_recording_of_the_real_addresses_needs_no_setting(run, tmp_path):
    recording, again = tmp_path / "recording", tmp_path / "again.db"
    with serve(BLOGGER) as platform:
        given = ("fetch", "1000000001", "--record", recording)
        assert run(platform, *given, "--pace", 0).returncode == 0
    replayed = forks().run(
        {"HOME": str(tmp_path), "KOLVET_LANG": "en"},
        *("fetch", "1000000001", "--replay", recording, "--db", again),
    )
    assert replayed.returncode == 0, replayed.stderr
    assert len(rows(again, "SELECT 1 FROM posts")) == 45


def test_a_feed_is_recorded_without_its_key(run, tmp_path):
    recording, again = tmp_path / "recording", tmp_path / "again.db"
    with serve(BLOGGER) as platform:
        url = f"{platform.base}/feed/{BLOGGER.uid}.atom?key=invented-private-key"
        given = ("fetch", url, "--blogger", BLOGGER.name)
        assert run(platform, *given, "--pace", 0, "--record", recording).returncode == 0
    assert holders(tmp_path, ["invented-private-key"]) == []
    settings = {"HOME": str(tmp_path), "KOLVET_LANG": "en"}
    replayed = forks().run(settings, *given, "--replay", recording, "--db", again)
    assert replayed.returncode == 0, replayed.stderr
    assert len(rows(again, "SELECT 1 FROM posts")) == 10


def test_what_is_not_in_a_recording_is_not_asked_elsewhere(run, tmp_path):
    recording = tmp_path / "recording"
    with serve(BLOGGER) as platform:
        given = ("fetch", BLOGGER.name, "--pace", 0, "--record", recording, "--max-pages", 2)
        assert run(platform, *given).returncode == 0
        platform.reset_log()
        options = ("--replay", recording, "--db", tmp_path / "again.db")
        done = run(platform, "fetch", BLOGGER.name, *options)
        assert (done.returncode, platform.log) == (5, [])
    assert "The recording does not hold" in done.words
    assert "21 of 45" in done.words


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "holds no recording"),
        ({"00001-x.json": "{"}, "is no recorded exchange"),
        ({"00001-x.json": "[]"}, "is no recorded exchange"),
        ({"00001-x.json": '{"method": "GET"}'}, "is no recorded exchange"),
    ],
    ids=["empty", "not JSON", "list", "parts"],
)
def test_a_folder_that_is_no_recording_is_said(files, words, run, tmp_path):
    folder = tmp_path / "recording"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    with serve(BLOGGER) as platform:
        done = run(platform, "fetch", BLOGGER.name, "--replay", folder)
        assert (done.returncode, platform.log) == (2, [])
    assert words in done.words


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_asked(run, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with serve(BLOGGER) as platform:
        done = run(platform, "fetch", BLOGGER.name, "--pace", 0, "--record", blocked / "folder")
        assert (done.returncode, platform.log) == (2, [])
    assert "cannot be written" in done.words
