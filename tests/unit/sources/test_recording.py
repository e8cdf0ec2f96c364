"""Exchanges on disk: nothing secret goes in, and what comes out is what was answered."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kolvet.errors import UsageError
from kolvet.model.fetch import StopReason
from kolvet.sources.exchange import Answer, Request
from kolvet.sources.failures import AgainError, RefusedError
from kolvet.sources.recording import REMOVED, RecordingWire, ReplayWire, Secrets
from tests.unit.sources.scripted import BASE, Clock, ScriptedWire, answer

SUB = "_2Ainvented/value=="
ASK = Request(f"{BASE}/api/x", {"page": 2, "q": "小米"}, cookies={"SUB": SUB})


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "recording"


def record(folder, *exchanges, secrets=(SUB,)):
    """Write down the questions with their answers."""
    for request, said in exchanges:
        wire = RecordingWire(ScriptedWire([said], Clock()), folder, Secrets(secrets))
        wire.send(request)


def written(folder):
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


# --- writing -------------------------------------------------------------------------------------


def test_an_exchange_is_written_whole_and_in_order(folder):
    record(folder, (ASK, answer(body='{"text": "小米"}')), (ASK, answer(503, "no")))
    first, second = written(folder)
    assert first == {
        "method": "GET",
        "url": f"{BASE}/api/x",
        "query": {"page": "2", "q": "小米"},
        "status": 200,
        "headers": {"content-type": "application/json"},
        "body": '{"text": "小米"}',
    }
    assert (second["status"], second["body"]) == (503, "no")
    names = [path.name for path in sorted(folder.iterdir())]
    assert names == ["00001-m.weibo.cn-api-x.json", "00002-m.weibo.cn-api-x.json"]


def test_the_cookie_header_and_what_a_server_sets_are_not_written(folder):
    said = replace(answer(set_cookie=f"SUB={SUB}"), set_cookies=(f"SUB={SUB}; Path=/",))
    record(folder, (ASK, said), secrets=())
    assert SUB not in next(folder.iterdir()).read_text("utf-8")
    assert "SUB" not in next(folder.iterdir()).read_text("utf-8")


@pytest.mark.parametrize(
    "leak",
    [
        (replace(ASK, query={"s": SUB}), answer()),
        (replace(ASK, url=f"{BASE}/{SUB}"), answer()),
        (ASK, answer(body=f'{{"token": "{SUB}"}}')),
        (ASK, answer(302, location=f"/visitor?s={SUB}")),
        (ASK, answer(302, location="/visitor?s=_2Ainvented%2Fvalue%3D%3D")),
        (ASK, answer(302, location="/visitor?s=_2Ainvented/value%3D%3D")),
        (ASK, answer(etag=SUB)),
    ],
    ids=["query", "path", "body", "location", "quoted", "half quoted", "header"],
)
def test_a_known_value_is_blotted_out_wherever_it_stands(leak, folder):
    record(folder, leak)
    text = next(folder.iterdir()).read_text("utf-8")
    assert "invented" not in text
    assert REMOVED in text


def test_what_a_passport_gives_is_blotted_out_before_anybody_knows_it(folder):
    said = answer(body='cb({"data": {"sub": "_2Anew", "subp" : "0033new", "tid":"T", "alt":""}})')
    asked = replace(ASK, query={"s": "_2Anew", "sp": "0033new"}, secret=True)
    record(folder, (asked, said), secrets=())
    assert written(folder)[0]["query"] == {}
    assert "new" not in next(folder.iterdir()).read_text("utf-8")
    assert json.loads(written(folder)[0]["body"][3:-1])["data"]["sub"] == REMOVED


def test_what_a_server_sets_is_blotted_out_from_the_answer_that_sets_it_on(folder):
    said = replace(answer(body="token=made-just-now"), set_cookies=("T=made-just-now; Path=/",))
    wire = RecordingWire(ScriptedWire([said], Clock()), folder, Secrets())
    for _ in range(2):
        wire.send(ASK)
    assert [record["body"] for record in written(folder)] == [f"token={REMOVED}"] * 2


def test_a_value_of_a_letter_does_not_blot_out_the_page(folder):
    record(folder, (ASK, answer(body="1 a")), secrets=("1", "a", ""))
    assert written(folder)[0]["body"] == "1 a"


def test_a_failure_of_the_wire_is_passed_on_and_not_written(folder):
    lost = AgainError(RefusedError("source.unreachable", StopReason.UNREACHABLE, host="x"))
    with pytest.raises(AgainError):
        record(folder, (ASK, lost))
    assert written(folder) == []


def test_a_second_run_adds_to_the_recording(folder):
    record(folder, (ASK, answer()))
    record(folder, (ASK, answer(404)))
    assert [record["status"] for record in written(folder)] == [200, 404]


def test_a_host_with_odd_signs_makes_a_plain_file_name(folder):
    record(folder, (replace(ASK, url="http://[::1]:80/n/样例 数码/../x"), answer()))
    (path,) = folder.iterdir()
    assert path.name.isascii()
    assert path.parent == folder


def test_closing_closes_the_wire_below(folder):
    inner = ScriptedWire([answer()], Clock())
    RecordingWire(inner, folder, Secrets()).close()
    assert inner.closed


# --- reading -------------------------------------------------------------------------------------


def test_a_replay_answers_as_it_was_answered(folder):
    said = answer(302, body="小米", location="/u/1", content_type="text/html")
    record(folder, (ASK, said))
    found = ReplayWire(folder).send(ASK)
    assert (found.status, found.body, found.headers) == (302, said.body, dict(said.headers))
    assert found.set_cookies == ()


def test_the_same_question_gets_one_answer_after_the_other_and_the_last_for_ever(folder):
    record(folder, (ASK, answer(503)), (ASK, answer(body="a")), (ASK, answer(body="b")))
    replaying = ReplayWire(folder)
    assert [replaying.send(ASK).status for _ in range(1)] == [503]
    assert [replaying.send(ASK).text() for _ in range(4)] == ["a", "b", "b", "b"]


@pytest.mark.parametrize(
    "other",
    [
        replace(ASK, url="http://127.0.0.1:8000/api/x"),
        replace(ASK, query={"q": "小米", "page": "2"}),
        replace(ASK, query={**ASK.query, "_rand": "0.5"}),
        replace(ASK, cookies={}),
        replace(ASK, headers={"Referer": "x"}),
    ],
    ids=["host", "order", "random", "cookies", "headers"],
)
def test_what_makes_no_other_question_is_not_compared(other, folder):
    record(folder, (ASK, answer(body="good")))
    assert ReplayWire(folder).send(other).text() == "good"


@pytest.mark.parametrize(
    "other",
    [
        replace(ASK, query={"page": 3, "q": "小米"}),
        replace(ASK, query={}),
        replace(ASK, url=f"{BASE}/api/y"),
        replace(ASK, form={}),
    ],
)
def test_another_question_has_no_answer(other, folder):
    record(folder, (ASK, answer()))
    with pytest.raises(RefusedError) as caught:
        ReplayWire(folder).send(other)
    assert (caught.value.key, caught.value.stop) == ("source.not_recorded", StopReason.OFFLINE)
    assert "小米" not in str(caught.value)


def test_a_recording_knows_which_paths_it_holds(folder):
    record(folder, (ASK, answer()))
    assert ReplayWire(folder).holds("/api/x")
    assert not ReplayWire(folder).holds("/api")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '"x"',
        '{"method": "GET", "url": "u", "query": {}, "status": 200, "headers": {}}',
        '{"method": "GET", "url": "u", "query": {}, "status": 200, "headers": {}, "body": 5}',
        '{"method": "GET", "url": "u", "query": 5, "status": 200, "headers": {}, "body": ""}',
        '{"method": "GET", "url": "u", "query": {}, "status": "x", "headers": {}, "body": ""}',
        '{"method": "GET", "url": "u", "query": {}, "status": 200, "headers": 7, "body": ""}',
        '{"method": "GET", "url": 4, "query": {}, "status": 200, "headers": {}, "body": ""}',
        '{"method": 1, "url": "u", "query": {}, "status": 200, "headers": {}, "body": ""}',
        '{"method": "GET", "url": "http://[x", "query": {}, "status": 200, "headers": {},'
        ' "body": ""}',
        '{"method": "GET", "url": "u", "query": {}, "status": 200, "headers": {},'
        ' "body": "\\ud800"}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_exchange_is_named(text, folder):
    folder.mkdir()
    (folder / "1.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        ReplayWire(folder)
    assert caught.value.key == "source.bad_recording"
    assert "1.json" in str(caught.value)


def test_no_recording_is_said(folder):
    for path in (folder, Path(folder / "missing")):
        folder.mkdir(exist_ok=True)
        with pytest.raises(UsageError) as caught:
            ReplayWire(path)
        assert caught.value.key == "source.no_recording"


def test_an_answer_from_a_recording_is_an_answer(folder):
    record(folder, (ASK, answer(body="x")))
    assert isinstance(ReplayWire(folder).send(ASK), Answer)
