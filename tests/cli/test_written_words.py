"""Words, days and paths as people write them: in Chinese, as Excel does, without a format."""

import json

import pytest

from tests.cli.people import BLOGGER, CHECK

EVIDENCE = ("evidence", BLOGGER, *CHECK[2:])


@pytest.mark.parametrize(
    ("word", "stance"),
    [("支持", "supportive"), ("批评", "critical"), ("中性", "neutral"), ("Critical", "critical")],
)
def test_a_stance_may_be_named_as_reports_name_it(desk, word, stance):
    named, plain = (desk(*EVIDENCE, "--json", "--stance", item) for item in (word, stance))
    assert named.returncode == plain.returncode == 0
    assert named.stdout == plain.stdout
    assert {json.loads(line)["stance"] for line in plain.stdout.splitlines()} == {stance}


def test_another_word_is_refused_with_the_words_that_there_are(desk):
    done = desk(*EVIDENCE, "--stance", "好评")
    assert done.returncode == 2
    assert "critical, neutral, supportive, 批评, 中性, 支持" in done.stderr


@pytest.mark.parametrize("day", ["2026/1/4", "2026-1-4", "2026/01/04"])
def test_a_day_may_be_written_as_excel_shows_it(desk, day):
    written = [day if word == "2026-01-04" else word for word in CHECK]
    done = desk(*written, "--json")
    assert json.loads(done.stdout)["run"] | {"made_at": ""} == desk.report["run"] | {"made_at": ""}


@pytest.mark.parametrize("day", ["2026/13/4", "4/1/2026", "2026-1", "20260104"])
def test_what_is_no_day_is_refused(desk, day):
    done = desk("check", BLOGGER, "--brand", "小米", "--as-of", day)
    assert done.returncode == 2
    assert f"'{day}' is not a date" in done.stderr


def test_a_format_beside_a_path_is_that_of_the_path(desk, tmp_path):
    run, path = desk.report["run"]["id"], tmp_path / "r.xlsx"
    done = desk("report", run, "-f", "xlsx", "-o", path)
    assert done.returncode == 0, done.stderr
    assert path.read_bytes().startswith(b"PK")
    bare = tmp_path / "evidence"
    assert desk("report", run, "-f", "csv", "-o", bare).returncode == 0
    assert bare.read_text("utf-8-sig").startswith("run,blogger,brand,")


def test_an_account_without_an_id_is_listed_by_its_platform(kolvet, tmp_path):
    path = tmp_path / "posts.csv"
    path.write_text("作者,正文,发布时间\n测试甲,小米不错,2025-06-01\n", encoding="utf-8")
    assert kolvet("import", path).returncode == 0
    listed = kolvet("blogger", "list").stdout
    assert "other" in listed
    assert "other:" not in listed
    assert "other:" not in kolvet("blogger", "show", "测试甲").stdout
