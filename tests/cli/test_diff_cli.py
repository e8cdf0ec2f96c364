"""kolvet diff: what came, went and changed between two runs."""

import json

import pytest

from tests.cli.people import BLOGGER, CHECK


@pytest.fixture
def reviewed(desk, tmp_path):
    """A run, and the one after an insult was taken back and a quote was confirmed."""
    before = desk.report
    desk.answer(before["run"]["id"], tmp_path, "E1,flip", "E2,confirm", "E3,not_about")
    return desk, before, desk.check()


def difference(desk, *names):
    done = desk("diff", *names, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_run_does_not_differ_from_itself(desk):
    run = desk.report["run"]["id"]
    found = difference(desk, run, run)
    assert found["verdict"] == {}
    assert all(not found[part][side] for part in ("terms", "evidence") for side in found[part])
    assert "Nothing" in desk("diff", run, run).stdout


def test_a_review_shows_as_what_it_changed(reviewed):
    desk, before, after = reviewed
    found = difference(desk, before["run"]["id"], after["run"]["id"])
    quotes = {item["id"]: item["quote"] for item in before["evidence"]}
    assert [item["quote"] for item in found["evidence"]["went"]] == [quotes["E3"]]
    changed = {item["after"]["quote"]: item["fields"] for item in found["evidence"]["changed"]}
    assert changed[quotes["E1"]]["stance"] == ["critical", "supportive"]
    assert changed[quotes["E2"]]["reviewed"] == [False, True]
    assert "I" in {item["after"]["id"] for item in found["terms"]["changed"]}
    assert {item["rule"] for item in found["findings"]["went"]} == {"KV201"}
    assert found["about"] == {}


def test_people_get_signs_words_and_both_values(reviewed):
    desk, before, after = reviewed
    shown = desk("diff", before["run"]["id"][:6], after["run"]["id"][:6]).stdout
    assert "── Evidence" in shown
    assert "critical → supportive" in shown
    assert "no → yes" in shown
    lines = shown.splitlines()
    assert any(line.startswith("- ") for line in lines)
    assert any(line.startswith("~ ") for line in lines)


def test_report_files_can_be_compared_without_a_store(desk, kolvet, tmp_path):
    desk(*CHECK, "-o", f"json:{tmp_path / 'a.json'}")
    earlier = [word if word != "2026-01-04" else "2025-06-30" for word in CHECK]
    desk(*earlier, "-o", f"json:{tmp_path / 'b.json'}")
    done = kolvet("diff", tmp_path / "b.json", tmp_path / "a.json", "--json")
    found = json.loads(done.stdout)
    assert list(found["about"]) == ["as_of"]
    assert found["evidence"]["came"]


def test_another_language_is_no_difference(desk, tmp_path):
    english, chinese = tmp_path / "en.json", tmp_path / "zh.json"
    desk(*CHECK, "-o", f"json:{english}")
    desk("--lang", "zh", *CHECK, "-o", f"json:{chinese}")
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in (english, chinese)]
    assert len({report["findings"][0]["message"] for report in reports}) == 2
    assert difference(desk, english, chinese)["findings"]["changed"] == []


def test_another_brand_is_said(desk):
    command = ("check", BLOGGER, "--brand", "苹果", "--as-of", "2026-01-04", "--engine", "fast")
    other = json.loads(desk(*command, "--json").stdout)
    found = difference(desk, desk.report["run"]["id"], other["run"]["id"])
    assert found["about"]["brand"] == ["小米", "苹果"]


@pytest.mark.parametrize("other", ["ffffffffffff", "broken.json", "list.json", "null.json"])
def test_what_is_no_report_is_named(desk, tmp_path, other):
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "list.json").write_text("{}", encoding="utf-8")
    (tmp_path / "null.json").write_text(json.dumps(desk.report | {"verdict": None}))
    name = tmp_path / other if other.endswith(".json") else other
    done = desk("diff", desk.report["run"]["id"], name)
    assert done.returncode == 2
    assert other in done.stderr.replace("\n", "")
