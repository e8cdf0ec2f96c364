"""The command line keeps its word: exit codes, and a message that says what to do next."""

import json
import sqlite3

import pytest

from tests.cli.conftest import EXPORTS, SAMPLES

CASE = SAMPLES / "cases" / "xiaomi-2026.toml"
DAY = ("--as-of", "2026-01-04")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("check", "谁也不是", "--brand", "小米"), 3, "谁也不是"),
        (("check", "万能的大熊", "--brand", "小米", "--as-of", "yesterday"), 2, "YYYY-MM-DD"),
        (("check", "万能的大熊", "--brand", "小米", "--engine", "magic"), 2, "magic"),
        (("check", "万能的大熊", "--brand", "小米", "--policy", "none.toml"), 2, "none.toml"),
        (("check", "万能的大熊", "--brand", "小米", "-o", "fax:-"), 2, "fax"),
        (("check", "万能的大熊", "--brand", "小米", "-o", "json:-", "--json"), 2, "stdout"),
        (("check", "万能的大熊"), 2, "--brand"),
        (("check", "万能的大熊", "--brand", "小米", "--fail-on", "maybe"), 2, "maybe"),
        (("nonsense",), 2, "nonsense"),
        (("import", "no-such-file.csv"), 2, "no-such-file.csv"),
        (("import", str(CASE), "--blogger", "A", "--as", "brand:小米"), 2, "contradict"),
        (("import", str(CASE), "--as", "小米"), 2, "brand:"),
        (("import", str(CASE), "--map", "nonsense"), 2, "nonsense"),
        (("blogger", "show", "谁也不是"), 3, "谁也不是"),
        (("blogger", "set", "谁也不是", "--followers", "3"), 3, "谁也不是"),
        (("forget", "谁也不是", "--yes"), 3, "谁也不是"),
        (("--lang", "fr", "db", "path"), 2, "fr"),
        (("score", "no-such-file.jsonl"), 2, "no-such-file.jsonl"),
    ],
)
def test_wrong_use_is_named_and_ends_with_its_code(kolvet, arguments, code, said):
    done = kolvet(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_case_rejects_as_of_the_day_before_the_contact(kolvet):
    assert kolvet("import", CASE).returncode == 0
    done = kolvet("check", "万能的大熊", "--brand", "小米", *DAY)
    assert done.returncode == 1
    assert "reject" in done.stdout.lower()
    assert "小米不会死,死的是米粉" in done.stdout.replace("\n", "").replace(" ", "")
    assert "Replay of public reporting as of 2026-01-04" in done.stdout


def test_the_case_holds_before_the_insult_and_is_unknown_before_the_judgment(kolvet):
    kolvet("import", CASE)
    held = kolvet("check", "宗宁", "--brand", "Xiaomi", "--as-of", "2025-08-31", "--json")
    report = json.loads(held.stdout)
    assert held.returncode == 1
    assert report["verdict"]["word"] == "hold"
    assert report["evidence"] == []
    assert [item["kind"] for item in report["precedents"]] == ["judgment"]
    nothing = kolvet("check", "万能的大熊", "--brand", "小米", "--as-of", "2023-12-31")
    assert nothing.returncode == 3
    assert nothing.stdout == ""


def test_fail_on_moves_the_exit_code_and_not_the_verdict(kolvet):
    kolvet("import", CASE)
    command = ("check", "万能的大熊", "--brand", "小米", *DAY, "--json", "--fail-on", "never")
    done = kolvet(*command)
    assert done.returncode == 0
    assert json.loads(done.stdout)["verdict"]["word"] == "reject"


def test_a_brand_without_a_pack_works_with_its_bare_name(kolvet, sample_store):
    command = ("check", "样例毒舌阿北", "--brand", "从没听过的牌子", *DAY, "--json")
    done = kolvet(*command, "--db", sample_store)
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert report["verdict"]["word"] == "clear"
    assert report["coverage"]["brand_posts"] == 0
    assert report["brand"]["packed"] is False


def test_from_judges_in_one_step_and_leaves_no_store(kolvet, tmp_path):
    done = kolvet("check", "万能的大熊", "--brand", "小米", *DAY, "--from", CASE)
    assert done.returncode == 1
    assert not (tmp_path / "kolvet.db").exists()


def test_an_unknown_name_suggests_a_near_one(kolvet, sample_store):
    done = kolvet("check", "样例毒舌阿南", "--brand", "小米", "--db", sample_store)
    assert done.returncode == 3
    assert "样例毒舌阿北" in done.stderr


def test_a_locked_database_ends_with_74(kolvet, tmp_path):
    path = tmp_path / "locked.db"
    kolvet("import", CASE, "--db", path)
    with sqlite3.connect(path) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        done = kolvet("import", EXPORTS / "weibo-crawler", "--db", path, KOLVET_LANG="en")
    assert done.returncode == 74
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_ends_with_74(kolvet, tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("these are my notes, " * 400)
    done = kolvet("db", "stats", "--db", path)
    assert done.returncode == 74
    assert path.read_text().startswith("these are my notes")


def test_a_folder_that_cannot_be_written_ends_with_74(kolvet, tmp_path):
    (tmp_path / "file").write_text("")
    done = kolvet("import", CASE, "--db", tmp_path / "file" / "kolvet.db")
    assert done.returncode == 74
    assert "Traceback" not in done.stderr
