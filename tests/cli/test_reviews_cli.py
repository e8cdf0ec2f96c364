"""kolvet review: a person's word changes the report, in this run and in every later one."""

import csv
import json

import pytest

from tests.cli.people import BLOGGER, CHECK


def quotes(report):
    return {item["id"]: item["quote"] for item in report["evidence"]}


def test_a_check_keeps_its_report_under_the_printed_id(desk, tmp_path):
    done = desk(*CHECK, "-o", f"json:{tmp_path / 'report.json'}")
    written = (tmp_path / "report.json").read_text(encoding="utf-8")
    run = json.loads(written)["run"]["id"]
    assert f"Run {run}" in done.stdout
    ((stored,),) = desk.sql("SELECT report FROM runs WHERE id = ?", run)
    assert stored == written


def test_the_same_check_twice_is_one_run(desk):
    first, second = desk.report, desk.check()
    assert first["run"]["id"] == second["run"]["id"]
    assert len(desk.sql("SELECT id FROM runs")) == 1


def test_other_likes_make_another_run(desk):
    approved = desk.report["run"]["id"]
    assert desk("approve", approved, "--by", "陈", "--note", "看过").returncode == 0
    desk.sql("UPDATE posts SET likes = coalesce(likes, 0) * 40 + id")
    after = desk.check()
    assert after["run"]["id"] != approved
    assert after["decisions"] == []


def test_a_verdict_is_provisional_until_all_decisive_quotes_are_confirmed(desk, tmp_path):
    report = desk.report
    assert report["verdict"]["provisional"]
    assert report["decisive"][:5] == ["E1", "E2", "E3", "E4", "E5"]
    some = [f"{number},confirm" for number in report["decisive"][:-1]]
    assert desk.answer(report["run"]["id"], tmp_path, *some).returncode == 0
    partly = desk.check()
    assert partly["verdict"]["provisional"]
    assert partly["evidence"][0]["reviewed"] is True
    assert partly["evidence"][0]["review"]["by"] == "陈"
    final = desk.confirm_all(tmp_path)
    assert not final["verdict"]["provisional"]
    assert final["verdict"]["word"] == report["verdict"]["word"]
    assert final["run"]["id"] != report["run"]["id"]
    shown = desk(*CHECK)
    assert "provisional" not in shown.stdout.split("\n")[2].lower()
    assert final["coverage"]["unreviewed"] < report["coverage"]["unreviewed"]


def test_require_reviewed_exits_4_until_then(desk, tmp_path):
    assert desk(*CHECK, "--require-reviewed").returncode == 4
    desk.check(code=1)
    desk.confirm_all(tmp_path)
    assert desk(*CHECK, "--require-reviewed").returncode == 1
    assert desk(*CHECK, "--require-reviewed", "--fail-on", "never").returncode == 0


def test_an_insult_that_a_person_takes_back_no_longer_rejects(desk, tmp_path):
    report = desk.report
    assert report["verdict"]["decided_by"] == "knockout:KV201"
    insults = [item["id"] for item in report["evidence"] if "insult" in item["flags"]]
    done = desk.answer(report["run"]["id"], tmp_path, *(f"{number},flip" for number in insults))
    assert f"{len(insults)} flipped" in done.stdout
    after = desk.check()
    assert after["verdict"]["decided_by"] != "knockout:KV201"
    assert not [item for item in after["findings"] if item["rule"] == "KV201"]
    taken_back = {quotes(report)[number] for number in insults}
    assert taken_back <= {item["quote"] for item in after["counter"]}
    corrections = [item for item in after["corrections"] if item["action"] == "flip"]
    assert {item["quote"] for item in corrections} == taken_back
    assert {item["before"]["stance"] for item in corrections} == {"critical"}
    shown = desk(*CHECK).stdout
    assert "Corrected by a person" in shown
    assert "by 陈" in shown
    assert "理由" in shown


def test_not_about_the_brand_takes_a_post_out_of_every_count(desk, tmp_path):
    report = desk.report
    desk.answer(report["run"]["id"], tmp_path, "E3,not about")
    after = desk.check()
    assert after["coverage"]["brand_posts"] == report["coverage"]["brand_posts"] - 1
    gone = quotes(report)["E3"]
    assert gone not in {item["quote"] for item in (*after["evidence"], *after["counter"])}
    assert gone in {item["quote"] for item in after["corrections"]}
    listed = desk("evidence", BLOGGER, "--brand", "小米", "--json", "--engine", "fast").stdout
    assert gone not in listed


def test_the_list_of_evidence_says_what_a_person_has_read(desk, tmp_path):
    desk.answer(desk.report["run"]["id"], tmp_path, "E1,confirm")
    command = ("evidence", BLOGGER, "--brand", "小米", "--engine", "fast")
    rows = [json.loads(line) for line in desk(*command, "--json").stdout.splitlines()]
    read = [row["quote"] for row in rows if row["reviewed"]]
    assert read == [desk.report["evidence"][0]["quote"]]
    assert desk(*command).stdout.count("confirmed") == 1


def test_the_review_names_the_new_run_and_keeps_where_it_came_from(desk, tmp_path):
    report = desk.report
    done = desk.answer(report["run"]["id"], tmp_path, "E1,confirm", "E2,skip")
    assert "1 confirmed, 0 flipped, 0 not about the brand, 1 skipped." in done.stdout
    after = desk.check()
    assert after["run"]["id"] in done.stdout
    stored = dict(desk.sql("SELECT id, parent FROM runs"))
    assert stored[after["run"]["id"]] == report["run"]["id"]


def test_the_latest_word_counts_and_the_earlier_one_stays_on_record(desk, tmp_path):
    report = desk.report
    run = report["run"]["id"]
    desk.answer(run, tmp_path, "E1,not_about")
    desk.answer(run, tmp_path, "E1,confirm")
    after = desk.check()
    assert after["evidence"][0]["quote"] == quotes(report)["E1"]
    assert desk.sql("SELECT action FROM reviews ORDER BY id") == [("not_about",), ("confirm",)]


def test_corrections_hold_only_for_their_brand(desk, tmp_path):
    report = desk.report
    desk.answer(report["run"]["id"], tmp_path, "E1,not_about")
    command = ("check", BLOGGER, "--brand", "苹果", "--as-of", "2026-01-04", "--engine", "fast")
    other = json.loads(desk(*command, "--json").stdout)
    assert other["corrections"] == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("E99,confirm", "E99"),
        ("E1,agree", "confirm, flip, not_about, skip"),
        ("E1,", "action"),
        (",confirm", "evidence"),
        ("E2,confirm\nE1,agree,,陈", "confirm, flip"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(desk, tmp_path, row, said):
    report = desk.report
    done = desk.answer(report["run"]["id"], tmp_path, row)
    assert done.returncode == 2
    assert "answers.csv:" in done.stderr
    assert said in done.stderr
    assert desk.sql("SELECT count(*) FROM reviews") == [(0,)]


def test_a_batch_of_json_lines_says_the_stance_and_who(desk, tmp_path):
    report = desk.report
    rows = [
        {"evidence": "E1", "action": "flip", "stance": "neutral", "by": "李", "why": "转述"},
        {
            "evidence": "E2",
            "action": "flip",
            "stance": "critical",
            "severity": 1,
            "target": "company",
        },
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    run = report["run"]["id"]
    done = desk("review", run, "--batch", "-", "--by", "王", "--json", text_in=text)
    assert done.returncode == 0, done.stderr
    after = json.loads(done.stdout)
    by_quote = {item["quote"]: item for item in after["corrections"]}
    first, second = (by_quote[quotes(report)[number]] for number in ("E1", "E2"))
    assert (first["stance"], first["by"], first["reason"]) == ("neutral", "李", "转述")
    assert (second["severity"], second["target_kind"], second["by"]) == (1, "company", "王")
    assert second["insult"] is False


def test_without_a_terminal_it_points_at_batch(desk):
    run = desk.report["run"]["id"]
    done = desk("review", run, text_in="c\nc\n")
    assert done.returncode == 2
    assert "--batch" in done.stderr
    assert done.stdout == ""


def test_the_open_quotes_are_listed_as_json(desk):
    report = desk.report
    done = desk("review", report["run"]["id"][:6], "--json")
    listed = json.loads(done.stdout)
    assert [item["id"] for item in listed["quotes"]] == report["decisive"]
    assert listed["quotes"][0]["quote"] == quotes(report)["E1"]


@pytest.mark.parametrize("run", ["0123456789ab", "ab", "%%%%", "no-such-run"])
def test_an_unknown_run_is_wrong_usage(desk, run):
    done = desk("review", run, "--json")
    assert done.returncode == 2
    assert run in done.stderr


def test_who_speaks_is_the_machines_user_with_a_warning(desk, tmp_path):
    run = desk.report["run"]["id"]
    path = tmp_path / "one.csv"
    path.write_text("evidence,action\nE1,confirm\n", encoding="utf-8")
    done = desk("review", run, "--batch", path, LOGNAME="chenfang", USER="chenfang")
    assert "chenfang" in done.stderr
    assert desk.check()["evidence"][0]["review"]["by"] == "chenfang"
    assert desk("review", run, "--batch", path, "--by", " ").returncode == 2


def test_corrections_go_out_as_training_rows_and_come_back_from_a_committed_file(desk, tmp_path):
    report = desk.report
    desk.answer(report["run"]["id"], tmp_path, "E1,confirm", "E2,flip", "E3,not_about")
    corrected = desk.check()
    path = tmp_path / "reviews.jsonl"
    assert desk("review", "--export", path).returncode == 0
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    by_text = {row["text"]: row for row in rows}
    labels = [by_text[quotes(report)[number]]["label"] for number in ("E1", "E2", "E3")]
    assert labels == ["critical", "supportive", None]
    assert all(row["brand"] == "小米" and row["by"] == "陈" for row in rows)
    desk.sql("DELETE FROM reviews")
    assert desk.check()["corrections"] == []
    again = desk.check("--reviews", str(path))
    for name in ("verdict", "terms", "findings", "evidence"):
        assert again[name] == corrected[name], name
    assert f"--reviews {path}" in again["run"]["command"]


def test_a_committed_file_may_give_only_the_digest(desk, tmp_path):
    report = desk.report
    desk.answer(report["run"]["id"], tmp_path, "E1,flip")
    export = desk("review", "--export", "-").stdout
    row = json.loads(export)
    desk.sql("DELETE FROM reviews")
    path = tmp_path / "reviews.toml"
    path.write_text(
        f'[[review]]\ndigest = "{row["digest"]}"\nbrand = "小米"\naction = "flip"\n'
        'stance = "neutral"\nby = "陈"\n',
        encoding="utf-8",
    )
    after = desk.check("--reviews", str(path))
    (one,) = after["corrections"]
    assert (one["stance"], one["quote"]) == ("neutral", quotes(report)["E1"])
    assert quotes(report)["E1"] not in path.read_text(encoding="utf-8")


def test_the_export_as_csv_has_the_same_rows(desk, tmp_path):
    report = desk.report
    desk.answer(report["run"]["id"], tmp_path, "E1,confirm", "E2,flip")
    lines = [json.loads(line) for line in desk("review", "--export", "-").stdout.splitlines()]
    path = tmp_path / "reviews.csv"
    desk("review", "--export", path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == [row["text"] for row in lines]
    assert [row["label"] for row in rows] == [row["label"] for row in lines]


def test_a_press_quote_and_a_precedent_are_reviewed_like_posts(desk, tmp_path):
    command = ("check", "万能的大熊", "--brand", "小米", "--as-of", "2026-01-04")
    report = json.loads(desk(*command, "--json").stdout)
    assert report["verdict"]["word"] == "reject"
    run = report["run"]["id"]
    rows = [f"{number},confirm" for number in report["decisive"]]
    assert desk.answer(run, tmp_path, *rows).returncode == 0
    confirmed = json.loads(desk(*command, "--json").stdout)
    assert confirmed["verdict"]["provisional"] is False
    desk.answer(run, tmp_path, *(f"{number},not_about" for number in report["decisive"]))
    after = json.loads(desk(*command, "--json").stdout)
    assert after["evidence"] == []
    assert after["verdict"]["word"] == "hold"
    desk.answer(after["run"]["id"], tmp_path, "P1,not_about")
    gone = desk(*command, "--json")
    assert gone.returncode in {3, 4}


def test_a_run_from_files_keeps_no_store(kolvet, tmp_path):
    from tests.cli.conftest import SAMPLES

    case = SAMPLES / "cases" / "xiaomi-2026.toml"
    done = kolvet(
        "check", "万能的大熊", "--brand", "小米", "--as-of", "2026-01-04", "--from", case
    )
    assert done.returncode == 1
    assert not (tmp_path / "kolvet.db").exists()


def test_what_a_person_has_read_is_sent_to_no_model(desk, tmp_path):
    dry = ("--judge", "http://127.0.0.1:9/v1", "--judge-model", "m", "--judge-dry-run")
    words = desk.report["evidence"][0]["quote"][:8]
    assert words in desk(*CHECK, *dry).stdout
    desk.answer(desk.report["run"]["id"], tmp_path, "E1,confirm")
    assert words not in desk(*CHECK, *dry).stdout


def test_a_run_whose_policy_is_gone_takes_no_answers(desk, tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text('name = "ours"\n', encoding="utf-8")
    report = desk.check("--policy", str(policy))
    policy.unlink()
    done = desk.answer(report["run"]["id"], tmp_path, "E1,confirm")
    assert done.returncode == 2
    assert "policy.toml" in done.stderr
    assert desk.sql("SELECT count(*) FROM reviews") == [(0,)]


def test_committed_confirmations_change_no_verdict(desk, tmp_path):
    insults = [item for item in desk.report["evidence"] if "insult" in item["flags"]]
    rows = [
        {"text": item["quote"], "brand": "小米", "action": "confirm", "stance": "critical"}
        for item in insults
    ]
    path = tmp_path / "reviews.jsonl"
    path.write_text("\n".join(json.dumps(row | {"by": "陈"}) for row in rows), encoding="utf-8")
    after = desk.check("--reviews", str(path), code=1)
    assert after["verdict"]["decided_by"] == "knockout:KV201"
    assert after["verdict"]["word"] == desk.report["verdict"]["word"]


def test_a_press_quote_that_is_no_insult_knocks_nobody_out(kolvet, tmp_path):
    from tests.cli.conftest import SAMPLES

    case = SAMPLES / "cases" / "xiaomi-2026.toml"
    command = ("check", "万能的大熊", "--brand", "小米", "--as-of", "2026-01-04", "--from", case)
    report = json.loads(kolvet(*command, "--json").stdout)
    assert report["verdict"]["decided_by"] == "knockout:KV201"
    rows = [
        {"text": item["quote"], "brand": "小米", "action": "flip", "stance": "critical",
         "severity": 3, "target_kind": "users", "insult": False, "kind": "press", "by": "陈"}
        for item in report["evidence"]
    ]  # fmt: skip
    path = tmp_path / "reviews.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    after = json.loads(kolvet(*command, "--reviews", path, "--json").stdout)
    assert "KV201" not in {item["rule"] for item in after["findings"]}
    assert all("insult" not in item["flags"] for item in after["evidence"])
    assert after["verdict"]["decided_by"] != "knockout:KV201"


def test_two_answers_for_one_quote_store_nothing(desk, tmp_path):
    run = desk.report["run"]["id"]
    done = desk.answer(run, tmp_path, "E1,confirm", "E2,confirm", "e1,not_about")
    assert done.returncode == 2
    assert "E1" in done.stderr
    assert desk.sql("SELECT count(*) FROM reviews") == [(0,)]
    assert desk.answer(run, tmp_path, "E1,confirm", "E1,confirm").returncode == 0
