"""approve, reject, log: what was decided stays provable, and tampering exits 6."""

import hashlib
import json
import subprocess
import sys

import pytest

from tests.cli.people import BLOGGER, CHECK

GENESIS = "0" * 64


@pytest.fixture
def decided(desk):
    """Two decisions about the same run."""
    run = desk.report["run"]["id"]
    assert desk("approve", run, "--by", "陈总", "--note", "先借机体验").returncode == 0
    assert desk("reject", run, "--by", "王总").returncode == 0
    return desk


def entries(desk):
    return json.loads(desk("log", "--json").stdout)["entries"]


def test_a_decision_names_who_why_and_the_hash_of_the_report(decided):

    first, second = entries(decided)
    ((report,),) = decided.sql("SELECT report FROM runs")
    assert first["report_sha256"] == hashlib.sha256(report.encode()).hexdigest()
    said = [first[key] for key in ("action", "by", "note", "blogger", "brand", "word")]
    assert said == ["approve", "陈总", "先借机体验", BLOGGER, "小米", "reject"]
    assert (second["action"], second["previous"]) == ("reject", first["hash"])
    assert first["previous"] == GENESIS
    assert first["at"].endswith("+08:00")


def test_the_log_is_listed_for_people(decided):
    shown = decided("log").stdout.replace("\n    ", "")
    assert "by 陈总" in shown
    assert "先借机体验" in shown
    assert decided("--lang", "zh", "log").stdout.count("#") == 2


def test_a_decision_is_signed_or_refused(desk):
    run = desk.report["run"]["id"]
    for more in ((), ("--by", " ")):
        done = desk("approve", run, *more)
        assert done.returncode == 2
        assert "--by" in done.stderr
    assert desk("approve", "no-such-run", "--by", "陈").returncode == 2
    assert entries(desk) == []


@pytest.mark.parametrize("action", ["approve", "reject"])
@pytest.mark.parametrize("name", ["last", " LAST "])
def test_nobody_decides_on_whichever_run_is_the_last(desk, action, name):
    """After `check --from`, which stores nothing, it is a run of somebody else."""
    done = desk(action, name, "--by", "陈")
    assert done.returncode == 2
    assert "kolvet report" in done.stderr
    assert entries(desk) == []


@pytest.mark.parametrize(
    "command",
    [
        ("report", "{}", "--json"),
        ("review", "{}", "--json"),
        ("diff", "{}", "{run}", "--json"),
        (*CHECK, "--json", "--baseline", "{}"),
    ],
)
def test_whom_last_means_is_said_beside_the_result(desk, command):
    run = desk.report["run"]["id"]
    said = f"`last` is run {run}: {BLOGGER} for 小米, made "
    shown = {}
    for name in ("last", run):
        done = desk(*(word.replace("{run}", run).replace("{}", name) for word in command))
        assert done.returncode == 0, done.stderr
        assert (said in done.stderr) == (name == "last")
        shown[name] = json.loads(done.stdout)
    assert shown["last"].keys() == shown[run].keys()


def test_who_approves_a_provisional_verdict_is_told(desk, tmp_path):
    done = desk("approve", desk.report["run"]["id"], "--by", "陈")
    assert "provisional" in done.stderr
    final = desk.confirm_all(tmp_path)
    done = desk("approve", final["run"]["id"], "--by", "陈", "--note", "谈过了")
    assert done.stderr == ""


def test_a_later_check_of_the_same_run_shows_its_decisions(decided):
    report = decided.check()
    assert [item["action"] for item in report["decisions"]] == ["approve", "reject"]
    shown = decided(*CHECK).stdout
    assert "Decisions" in shown
    assert "先借机体验" in shown
    assert decided("log", "--verify").returncode == 0


def test_the_head_moves_with_every_entry_and_is_found_again(desk):
    empty = desk("log", "--head").stdout.strip()
    run = desk.report["run"]["id"]
    heads = [empty]
    for _ in range(2):
        desk("approve", run, "--by", "陈")
        heads.append(desk("log", "--head").stdout.strip())
    assert empty == GENESIS
    assert len(set(heads)) == 3
    assert all(desk("log", "--verify", "--expect", head).returncode == 0 for head in heads[1:])
    assert desk("log", "--expect", "f" * 64).returncode == 6
    assert json.loads(desk("log", "--head", "--json").stdout)["head"] == heads[-1]


CHANGE = "UPDATE decision_log SET "
TAMPERING = {
    "payload": CHANGE + "payload = replace(payload, '陈总', '李总') WHERE number = 1",
    "hash": CHANGE + "hash = replace(hash, substr(hash, 1, 1), 'x') WHERE number = 2",
    "order": CHANGE + "number = 13 - number",
    "blank": CHANGE + "payload = NULL WHERE number = 1",
    "first": "DELETE FROM decision_log WHERE number = 1",
    "last": "DELETE FROM decision_log WHERE number = 2",
    "all": "DELETE FROM decision_log",
    "added": "INSERT INTO decision_log SELECT 3, hash, payload_hash, hash, payload, run"
    " FROM decision_log WHERE number = 2",
}


@pytest.mark.parametrize("name", TAMPERING)
def test_a_changed_entry_exits_6_wherever_the_log_is_read(decided, name):
    decided.sql(TAMPERING[name])
    for command in (("log",), ("log", "--verify"), CHECK):
        done = decided(*command)
        assert done.returncode == 6, command
        assert "log does not verify" in done.stderr
        assert done.stdout == ""
    done = decided("approve", decided.report["run"]["id"], "--by", "陈")
    assert done.returncode == 6


def test_a_changed_report_exits_6(decided):
    run = decided.report["run"]["id"]
    decided.sql("UPDATE runs SET report = replace(report, 'reject', 'clear')")
    for command in (
        ("log", "--verify"),
        ("review", run, "--json"),
        ("approve", run, "--by", "陈"),
        ("diff", run, run),
        CHECK,
    ):
        done = decided(*command)
        assert done.returncode == 6, command
        assert run in done.stderr


def test_a_report_changed_together_with_its_hash_does_not_fit_the_log(decided):

    ((report,),) = decided.sql("SELECT report FROM runs")
    other = report.replace('"reject"', '"clear"')
    digest = hashlib.sha256(other.encode()).hexdigest()
    decided.sql("UPDATE runs SET report = ?, sha256 = ?", other, digest)
    done = decided("log", "--verify")
    assert done.returncode == 6
    assert "entry 1" in done.stderr


def test_a_deleted_report_does_not_fit_the_log(decided):
    decided.sql("DELETE FROM runs")
    assert decided("log", "--verify").returncode == 6


def test_a_changed_quote_exits_6(decided):
    quote = decided.report["evidence"][0]["quote"]
    decided.sql("UPDATE posts SET text = replace(text, '米粉', '朋友') WHERE text = ?", quote)
    for command in (("log", "--verify"), CHECK):
        done = decided(*command)
        assert done.returncode == 6, command
        assert "weibo:" in done.stderr


def test_a_quote_changed_together_with_its_digest_does_not_fit_what_was_decided(decided):
    from kolvet.model.people import text_digest

    quote = decided.report["evidence"][0]["quote"]
    decided.sql(
        "UPDATE posts SET text = '好', digest = ? WHERE text = ?", text_digest("好"), quote
    )
    done = decided("log", "--verify")
    assert done.returncode == 6
    assert "quote" in done.stderr


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE press SET item = replace(item, '死的是米粉', '死的是友商')",
        "UPDATE press SET counts_from = '2026-03-01'",
        "UPDATE press SET item = replace(item, '{', '')",
        "UPDATE precedents SET item = replace(item, '160,000', '1')",
        "UPDATE press SET item = replace(item, '\"severity\": 3', '\"severity\": 1')",
        "UPDATE press SET item = replace(item, '\"users\"', '\"product\"')",
        'UPDATE precedents SET item = replace(item, \'"quote": "\', \'"quote": "not \')',
    ],
)
def test_a_changed_press_item_or_precedent_exits_6(desk, change):
    command = ("check", "万能的大熊", "--brand", "小米", "--as-of", "2026-01-04")
    assert desk(*command).returncode == 1
    desk.sql(change)
    for again in (command, ("log", "--verify")):
        done = desk(*again)
        assert done.returncode == 6, done.stderr
        assert "Traceback" not in done.stderr


CASE = ("check", "万能的大熊", "--brand", "小米", "--as-of", "2026-01-04", "--json")


@pytest.mark.parametrize("table", ["press", "precedents"])
def test_a_press_item_or_precedent_that_is_gone_does_not_fit_what_was_decided(desk, table):
    run = json.loads(desk(*CASE).stdout)["run"]["id"]
    desk("approve", run, "--by", "陈")
    assert desk("log", "--verify").returncode == 0
    desk.sql(f"DELETE FROM {table}")
    done = desk("log", "--verify")
    assert done.returncode == 6
    assert run in done.stderr


def test_a_committed_precedent_is_not_looked_for_in_the_store(desk, tmp_path):
    path = tmp_path / "precedents.csv"
    path.write_text(
        "kind,blogger,about,what,when,url,quote\njudgment,,样例牌,判赔,2024,https://news.example/1,判赔\n",
        encoding="utf-8",
    )
    report = desk.check("--precedents", str(path))
    assert report["precedents"]
    assert desk("approve", report["run"]["id"], "--by", "陈").returncode == 0
    assert desk("log", "--verify").returncode == 0


@pytest.mark.parametrize(
    "change",
    ["word = 'clear'", "blogger = '样例乙'", "brand = '华为'", "as_of = '2020'", "exit_code = 0"],
)
def test_what_is_signed_is_what_the_report_says(desk, change):
    run = desk.report["run"]["id"]
    desk.sql(f"UPDATE runs SET {change}")
    for command in (
        ("approve", run, "--by", "陈"),
        ("review", run, "--json"),
        ("log", "--verify"),
    ):
        done = desk(*command)
        assert done.returncode == 6, command
        assert run in done.stderr
    assert entries(desk) == []


@pytest.mark.parametrize("head", ["", " ", GENESIS])
def test_a_head_that_proves_nothing_is_refused(decided, head):
    done = decided("log", "--verify", "--expect", head)
    assert done.returncode == 2
    assert "proves nothing" in done.stderr


def test_a_report_that_was_decided_on_is_not_replaced(decided):
    ((before,),) = decided.sql("SELECT report FROM runs")
    decided.check()
    assert (before,) in decided.sql("SELECT report FROM runs")


def test_forgetting_leaves_hashes_only_and_the_log_still_verifies(decided, tmp_path):
    decided.answer(decided.report["run"]["id"], tmp_path, "E1,confirm")
    head = decided("log", "--head").stdout.strip()
    quote = decided.report["evidence"][0]["quote"]
    for word in (BLOGGER, "陈总", "先借机体验", quote):
        assert word.encode() in decided.path.read_bytes() + _wal(decided)
    done = decided("forget", BLOGGER, "--yes")
    assert done.returncode == 0, done.stderr
    held = decided.path.read_bytes() + _wal(decided)
    for word in (BLOGGER, "陈总", "先借机体验", quote, decided.report["run"]["id"]):
        assert word.encode() not in held, word
    verified = decided("log", "--verify", "--expect", head)
    assert verified.returncode == 0, verified.stderr
    listed = entries(decided)
    assert [item["forgotten"] for item in listed] == [True, True, False]
    assert (listed[2]["action"], listed[2]["entries"]) == ("forget", [1, 2])
    assert "by" not in listed[0]
    for table in ("runs", "reviews", "waivers"):
        assert decided.sql(f"SELECT count(*) FROM {table}") == [(0,)], table


def _wal(desk):
    path = desk.path.with_name(f"{desk.path.name}-wal")
    return path.read_bytes() if path.exists() else b""


def test_a_tombstone_cannot_be_tampered_with_either(decided):
    decided("forget", BLOGGER, "--yes")
    decided.sql("UPDATE decision_log SET payload_hash = hash WHERE number = 1")
    assert decided("log", "--verify").returncode == 6


def test_a_broken_log_keeps_nobody_from_being_forgotten(decided):
    decided.sql(TAMPERING["hash"])
    assert decided("forget", BLOGGER, "--yes").returncode == 0
    assert "陈总".encode() not in decided.path.read_bytes()
    assert decided("log").returncode == 6


def test_a_log_that_was_tampered_with_before_it_was_forgotten_says_so(decided):
    decided.sql(TAMPERING["payload"])
    decided("forget", BLOGGER, "--yes")
    assert entries(decided)[2]["verified"] is False
    assert "did not verify" in decided("log").stdout


def test_forgetting_one_blogger_leaves_the_decisions_about_others(decided):
    command = ("check", "万能的大熊", "--brand", "小米", "--as-of", "2026-01-04", "--json")
    run = json.loads(decided(*command).stdout)["run"]["id"]
    decided("reject", run, "--by", "赵总")
    decided("forget", BLOGGER, "--yes")
    assert decided("log", "--verify").returncode == 0
    assert [item.get("by") for item in entries(decided)] == [None, None, "赵总", None]
    assert decided.sql("SELECT id FROM runs") == [(run,)]


def test_a_renamed_and_merged_blogger_is_forgotten_with_his_runs(decided):
    assert decided("blogger", "merge", "样例米粉小舟", BLOGGER).returncode == 0
    assert decided("forget", "样例米粉小舟", "--yes").returncode == 0
    assert decided.sql("SELECT count(*) FROM runs") == [(0,)]
    assert decided("log", "--verify").returncode == 0


def test_decisions_at_the_same_time_make_one_chain(desk, environment):

    run = desk.report["run"]["id"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "kolvet", "approve", run, "--by", name, "--db", str(desk.path)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for name in "甲乙丙丁"
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0, 0]
    assert desk("log", "--verify").returncode == 0
    assert sorted(item["by"] for item in entries(desk)) == sorted("甲乙丙丁")
