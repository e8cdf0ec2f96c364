"""The command at the report's end gives the same report, tomorrow and elsewhere."""

import json
import shlex
from datetime import UTC, datetime, timedelta

import pytest

from kolvet.model.posts import SHANGHAI
from tests.cli.conftest import SAMPLES

NAME = "样例毒舌阿北"


@pytest.fixture
def store(judged_store, environment, tmp_path):
    path = tmp_path / "kolvet.db"
    path.write_bytes(judged_store.read_bytes())
    environment["KOLVET_DB"] = str(path)


def _again(kolvet, report):
    program, *words = shlex.split(report["run"]["command"])
    assert program == "kolvet"
    return json.loads(kolvet(*words, "--json").stdout)


@pytest.mark.usefixtures("store")
def test_without_a_day_the_command_names_today(kolvet):
    before = datetime.now(UTC).astimezone(SHANGHAI)
    report = json.loads(kolvet("check", NAME, "--brand", "小米", "--json").stdout)
    days = {f"{day:%Y-%m-%d}" for day in (before, before + timedelta(minutes=2))}
    assert any(f"--as-of {day}" in report["run"]["command"] for day in days)
    again = _again(kolvet, report)
    assert again["verdict"]["word"] == report["verdict"]["word"]
    assert again["verdict"]["bri"] == pytest.approx(report["verdict"]["bri"], abs=0.01)
    assert again["evidence"] == report["evidence"]


def test_what_was_judged_from_files_names_them_and_says_that_it_is_not_kept(kolvet):
    asked = ("check", NAME, "--brand", "小米", "--as-of", "2026-01-04", "--from", SAMPLES)
    report = json.loads(kolvet(*asked, "--json").stdout)
    assert f"--from {SAMPLES}" in report["run"]["command"]
    again = _again(kolvet, report)
    for key in ("verdict", "terms", "findings", "evidence", "counter"):
        assert again[key] == report[key]
    assert again["run"]["command"] == report["run"]["command"]
    shown = " ".join(kolvet(*asked).stdout.split())
    assert "is not kept: to review, waive or approve it, import them first" in shown


@pytest.mark.usefixtures("store")
def test_what_was_judged_from_the_store_is_kept_without_a_word(kolvet):
    done = kolvet("check", NAME, "--brand", "小米", "--as-of", "2026-01-04")
    assert "is not kept" not in " ".join(done.stdout.split())


@pytest.mark.usefixtures("store")
def test_where_nothing_of_him_was_read_no_turn_and_no_insult_is_ruled_out(kolvet):
    asked = ("check", "万能的大熊", "--brand", "小米", "--as-of", "2026-01-04")
    report = json.loads(kolvet(*asked, "--json").stdout)
    assert report["coverage"]["own_word_posts"] == 0
    holds = {item["id"]: item["holds"] for item in report["convertibility"]}
    assert holds["sudden_praise"] is None
    assert "V.sudden_praise" in report["unmeasured"]
