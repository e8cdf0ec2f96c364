"""A run over a list: one subject's trouble, of whatever kind, does not blind the others."""

import json
from pathlib import Path

import pytest

from kolvet.cli import watching
from kolvet.cli.open_sources import OpenSources
from kolvet.cli.watching import Output, Watch, find_subjects
from kolvet.errors import SourceError, StoreError
from kolvet.model.fetch import StopReason
from kolvet.report.page import Look
from kolvet.sources.failures import RefusedError
from kolvet.sources.registry import Travel
from kolvet.store import Store
from kolvet.store.standings import StandingBook
from kolvet.watch import read_list
from tests.unit.store.builders import DIGITAL, KITCHEN, keep, post

LIST = f"{DIGITAL.name},小米\n{KITCHEN.name},小米\n"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "kolvet.db") as opened:
        keep(opened, post(1, "小米不错"), post(2, "小米不错", author=KITCHEN))
        yield opened


@pytest.fixture
def told():
    return []


@pytest.fixture
def run(store, told):
    """Watch without fetching; gives the exit code."""

    def start(page=Look(80)):  # noqa: B008
        path = Path("signed.csv")
        lines = read_list(LIST.encode(), path)
        subjects = find_subjects(path, lines, fetches=False, policy=None, engine="rules")
        with OpenSources(Travel()) as sources:
            return Watch(store, sources, Output(told.append, page), 0).run(subjects)

    return start


def test_a_bug_ends_with_70_and_the_others_are_watched(run, told, monkeypatch, capsys):
    real = watching.look_at

    def broken(store, request, progress):
        if request.blogger == DIGITAL.name:
            raise RuntimeError("a bug")
        return real(store, request, progress)

    monkeypatch.setattr(watching, "look_at", broken)
    assert run() == 70
    said = "".join(told)
    assert f"{KITCHEN.name} → 小米: first look" in said
    assert said.endswith("2 watched: 1 seen for the first time, 1 not judged.\n")
    errors = capsys.readouterr().err
    assert "RuntimeError: a bug" in errors
    assert f"{DIGITAL.name}, 小米 (line 1)" in errors


def test_a_bug_is_a_line_of_json_too(run, told, monkeypatch):
    def broken(*_arguments):
        raise RuntimeError("a bug")

    monkeypatch.setattr(watching, "look_at", broken)
    assert run(None) == 70
    lines = [json.loads(line) for line in told]
    assert [(line["line"], line["exit_code"]) for line in lines] == [(1, 70), (2, 70)]


def test_a_store_that_cannot_keep_is_told_and_nothing_counts_as_seen(
    run, told, store, monkeypatch, capsys
):
    def full(*_arguments):
        raise StoreError("store.full", path="kolvet.db")

    monkeypatch.setattr(StandingBook, "keep", full)
    assert run() == 74
    assert "told, but not kept: The disk is full" in capsys.readouterr().err
    assert store.standings.find(store.find_blogger(DIGITAL.name), "小米") is None
    assert "".join(told).count("first look") == 2


def test_nothing_is_kept_of_what_could_not_be_told(run, store, told):
    class Gone(list):
        def append(self, _written):
            raise BrokenPipeError

    path = Path("signed.csv")
    subjects = find_subjects(
        path, read_list(LIST.encode(), path), fetches=False, policy=None, engine="rules"
    )
    with OpenSources(Travel()) as sources, pytest.raises(BrokenPipeError):
        Watch(store, sources, Output(Gone().append, Look(80)), 0).run(subjects)
    assert store.standings.find(store.find_blogger(DIGITAL.name), "小米") is None
    assert run() == 0
    assert "".join(told).count("first look") == 2


@pytest.mark.parametrize(
    ("key", "stop", "for_all"),
    [
        ("source.throttled", StopReason.THROTTLED, True),
        ("source.captcha", StopReason.CAPTCHA, True),
        ("source.forbidden", StopReason.REFUSED, True),
        ("source.unreachable", StopReason.UNREACHABLE, True),
        ("source.offline", StopReason.OFFLINE, True),
        ("source.cookie_expired", StopReason.LOGIN_NEEDED, True),
        ("source.visitor_refused", StopReason.LOGIN_NEEDED, True),
        ("source.login_needed", StopReason.LOGIN_NEEDED, False),
        ("source.feed_status", StopReason.REFUSED, False),
        ("source.shows_nothing", StopReason.EMPTY_TWICE, False),
        ("source.too_large", StopReason.BAD_ANSWER, False),
    ],
)
def test_which_refusals_concern_everybody(key, stop, for_all):
    sources = OpenSources(Travel())
    sources.note_failure("weibo-mobile", RefusedError(key, stop))
    assert (sources.refusal("weibo-mobile") is not None) is for_all
    assert sources.refusal("weibo-web") is None


def test_a_failure_that_no_platform_gave_closes_nothing():
    sources = OpenSources(Travel())
    sources.note_failure("weibo-mobile", SourceError("opinion.offline", host="x"))
    assert sources.refusal("weibo-mobile") is None
