"""`check --baseline`: only what is new since an earlier report makes a run fail."""

import json

import pytest

from tests.cli.people import BLOGGER, CHECK


@pytest.fixture
def baseline(desk, tmp_path):
    """Write the desk's report, changed, as a baseline file."""

    def write(change=lambda report: None):
        report = json.loads(json.dumps(desk.report))
        change(report)
        path = tmp_path / "baseline.json"
        path.write_text(json.dumps(report), encoding="utf-8")
        return path

    return write


def test_nothing_new_passes_by_run_and_by_file(desk, baseline):
    assert desk.report["verdict"]["exit_code"] == 1
    for name in (desk.report["run"]["id"], baseline()):
        report = desk.check("--baseline", name, code=0)
        assert report["verdict"]["word"] == desk.report["verdict"]["word"]
        assert len(report["baseline"]["known"]) == len(desk.report["findings"])


def test_a_finding_that_the_baseline_lacks_fails(desk, baseline):
    def without_insults(report):
        report["findings"] = [item for item in report["findings"] if item["rule"] != "KV201"]

    done = desk(*CHECK, "--baseline", baseline(without_insults))
    assert done.returncode == 1
    new = sum(item["rule"] == "KV201" for item in desk.report["findings"])
    assert f"{new} new findings" in done.stderr


def test_a_new_finding_that_decides_nothing_passes(desk, baseline):
    def without_small_ones(report):
        report["findings"] = [item for item in report["findings"] if item["severity"] != "low"]
        assert len(report["findings"]) < len(desk.report["findings"])

    assert desk(*CHECK, "--baseline", baseline(without_small_ones)).returncode == 0


def test_a_worse_verdict_is_new_whatever_it_rests_on(desk, baseline):
    def better(report):
        report["verdict"]["word"] = "hold"

    assert desk(*CHECK, "--baseline", baseline(better)).returncode == 1


def test_what_was_inconclusive_was_never_accepted(desk, baseline):
    def unknown(report):
        report["verdict"]["word"] = "inconclusive"

    assert desk(*CHECK, "--baseline", baseline(unknown)).returncode == 1


def test_too_little_data_still_ends_with_4(desk, tmp_path):
    early = (*CHECK[:4], "--as-of", "2021-06-30", "--engine", "fast")
    path = tmp_path / "early.json"
    assert desk(*early, "-o", f"json:{path}").returncode == 4
    assert desk(*early, "--baseline", path).returncode == 4


def test_the_command_and_the_run_say_what_it_was_compared_with(desk):
    report = desk.check("--baseline", desk.report["run"]["id"])
    assert report["run"]["command"].endswith(f"--baseline {desk.report['run']['id']}")
    assert report["run"]["id"] != desk.report["run"]["id"]
    again = desk.check("--baseline", desk.report["run"]["id"])
    assert again["run"]["id"] == report["run"]["id"]


def test_a_run_with_a_baseline_can_be_reviewed(desk, baseline, tmp_path):
    path = baseline()
    report = desk.check("--baseline", path)
    path.unlink()
    rows = [f"{number},confirm" for number in report["decisive"]]
    done = desk.answer(report["run"]["id"], tmp_path, *rows)
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", ["", "{}", '{"schema": "kolvet.report/1"}'])
def test_what_is_no_report_is_refused(desk, tmp_path, content):
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    done = desk(*CHECK, "--baseline", path)
    assert done.returncode == 2
    assert "bad.json" in done.stderr


def test_an_unknown_run_is_refused(desk):
    assert desk(*CHECK, "--baseline", "abcdefabcdef").returncode == 2


@pytest.mark.parametrize("key", ["blogger", "brand"])
def test_a_report_of_another_is_no_baseline(desk, baseline, key):
    def another(report):
        report[key]["name"] = "样例别人"
        if key == "blogger":
            report[key] |= {"names": ["样例别人"], "accounts": []}

    done = desk(*CHECK, "--baseline", baseline(another))
    assert done.returncode == 2
    assert "样例别人" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "typed", ["weibo:1000000013", "1000000013", "https://weibo.com/u/1000000013"]
)
def test_a_blogger_is_the_same_by_his_account(desk, typed):
    (account, *_) = desk.report["blogger"]["accounts"]
    assert account["native_id"] == "1000000013"
    done = desk("check", typed, *CHECK[2:], "--baseline", desk.report["run"]["id"])
    assert done.returncode == 0, done.stderr


def test_a_blogger_is_the_same_under_a_name_that_he_got_later(desk):
    run = desk.report["run"]["id"]
    assert desk("blogger", "alias", BLOGGER, "米圈老贼").returncode == 0
    done = desk("check", "米圈老贼", *CHECK[2:], "--baseline", run)
    assert done.returncode == 0, done.stderr
    someone = desk("check", "万能的大熊", *CHECK[2:], "--baseline", run)
    assert someone.returncode == 2
    assert BLOGGER in someone.stderr
    assert someone.stdout == ""


@pytest.mark.parametrize(("account", "code"), [("1000000013", 0), ("1000000099", 2)])
def test_two_people_of_one_name_are_told_apart_by_their_accounts(desk, baseline, account, code):
    def renamed(report):
        report["blogger"]["name"] = "别名"
        report["blogger"]["names"] = ["别名"]
        for item in report["blogger"]["accounts"]:
            item |= {"name": "别名", "native_id": account}

    assert desk("blogger", "alias", BLOGGER, "别名").returncode == 0
    done = desk("check", "weibo:1000000013", *CHECK[2:], "--baseline", baseline(renamed))
    assert done.returncode == code, done.stderr


def test_whom_nobody_knows_an_account_of_is_the_same_by_his_name(desk, baseline):
    def by_name(report):
        report["blogger"] |= {"names": [BLOGGER], "accounts": []}

    done = desk("check", "weibo:1000000013", *CHECK[2:], "--baseline", baseline(by_name))
    assert done.returncode == 0, done.stderr


def test_a_baseline_may_come_from_stdin(desk, kolvet):
    stored = json.dumps(desk.report)
    done = kolvet(*CHECK, "--baseline", "-", "--db", desk.path, text_in=stored)
    assert done.returncode == 0, done.stderr
