"""kolvet waive: it changes the exit code, never a finding; nobody can rely on a stale one."""

import json

import pytest

from tests.cli.people import CHECK
from tests.cli.raw_posts import BLOGGER as NAME
from tests.cli.raw_posts import SCENARIOS, rows_of, write_rows

UNTIL = "2099-12-31"


def prints(report, *rules):
    return [item["fingerprint"] for item in report["findings"] if item["rule"].startswith(rules)]


def waive(desk, fingerprint, *more):
    command = ("waive", fingerprint, "--reason", "已当面道歉", "--until", UNTIL, "--by", "陈")
    return desk(*command, *more)


SCORED = ("KV1", "KV2", "KV3")


def test_waiving_what_the_verdict_rests_on_changes_the_exit_code_and_nothing_else(desk):
    before = desk.report
    for fingerprint in prints(before, *SCORED):
        done = waive(desk, fingerprint)
        assert done.returncode == 0, done.stderr
    after = desk.check(code=0)
    for name in ("findings", "evidence", "counter", "terms", "coverage", "why", "precedents"):
        assert after[name] == before[name], name
    same = ("word", "bri", "interval", "decided_by", "provisional", "upside")
    assert [after["verdict"][key] for key in same] == [before["verdict"][key] for key in same]
    assert {item["fingerprint"] for item in after["waivers"]} == set(prints(before, *SCORED))
    assert after["waivers"][0]["reason"] == "已当面道歉"
    shown = desk(*CHECK)
    assert shown.returncode == 0
    assert "Waivers" in shown.stdout
    assert f"waived until {UNTIL} by 陈" in shown.stdout


def test_one_waived_insult_of_several_does_not_let_the_run_pass(desk):
    insults = prints(desk.report, "KV201")
    assert len(insults) > 1
    waive(desk, insults[0])
    after = desk.check(code=1)
    assert len(after["waivers"]) == 1


def test_a_revoked_waiver_holds_no_longer(desk):
    for fingerprint in prints(desk.report, *SCORED):
        waive(desk, fingerprint)
    first = prints(desk.report, "KV201")[0]
    assert desk("waive", first, "--revoke").returncode == 0
    desk.check(code=1)
    assert desk("waive", first, "--revoke").returncode == 2
    listed = json.loads(desk("waive", "--list", "--json").stdout)
    assert first not in {item["fingerprint"] for item in listed}
    assert {item["blogger"] for item in listed} == {"样例毒舌阿北"}


def test_an_expired_waiver_in_the_store_is_an_error(desk):
    waive(desk, prints(desk.report, "KV201")[0])
    desk.sql("UPDATE waivers SET until = '2026-01-03'")
    done = desk(*CHECK)
    assert done.returncode == 2
    assert "expired on 2026-01-03" in done.stderr
    assert done.stdout == ""
    desk.sql("UPDATE waivers SET until = '2026-01-04'")
    assert desk(*CHECK).returncode == 1


def test_a_waiver_whose_finding_is_gone_is_an_error(desk, tmp_path):
    report = desk.report
    insult = next(item for item in report["findings"] if item["rule"] == "KV201")
    waive(desk, insult["fingerprint"])
    desk.answer(report["run"]["id"], tmp_path)
    path = tmp_path / "one.csv"
    path.write_text(f"evidence,action,by\n{insult['evidence'][0]},not_about,陈\n")
    desk("review", report["run"]["id"], "--batch", path)
    done = desk(*CHECK)
    assert done.returncode == 2
    assert insult["fingerprint"] in done.stderr
    assert "--revoke" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "FINGERPRINT"),
        (("0123456789abcdef",), "--reason"),
        (("0123456789abcdef", "--reason", "x"), "--until"),
        (("0123456789abcdef", "--reason", "x", "--until", UNTIL), "--by"),
        (("0123456789abcdef", "--reason", "x", "--until", "soon", "--by", "陈"), "soon"),
        (("0123456789abcdef", "--reason", "x", "--until", "2020-01-01", "--by", "陈"), "expired"),
        (
            ("0123456789abcdef", "--reason", "x", "--until", UNTIL, "--by", "陈"),
            "0123456789abcdef",
        ),
    ],
)
def test_what_is_missing_or_wrong_is_said(desk, arguments, said):
    done = desk("waive", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert desk.sql("SELECT count(*) FROM waivers") == [(0,)]


def written(tmp_path, rows):
    path = tmp_path / "waivers.toml"
    tables = [
        "[[waiver]]\n" + "".join(f'{key} = "{value}"\n' for key, value in row.items())
        for row in rows
    ]
    path.write_text("\n".join(tables), encoding="utf-8")
    return path


def row(fingerprint, **more):
    return {"fingerprint": fingerprint, "reason": "已道歉", "until": UNTIL, "by": "陈"} | more


def test_a_committed_file_needs_no_store(desk, kolvet, tmp_path):
    from tests.cli.conftest import SAMPLES

    case = SAMPLES / "cases" / "xiaomi-2026.toml"
    command = ("check", "万能的大熊", "--brand", "小米", "--as-of", "2026-01-04", "--from", case)
    report = json.loads(kolvet(*command, "--json").stdout)
    path = written(tmp_path, [row(number) for number in prints(report, "KV")])
    done = kolvet(*command, "--waivers", path, "--json")
    after = json.loads(done.stdout)
    assert after["findings"] == report["findings"]
    assert len(after["waivers"]) == len(path.read_text().split("[[waiver]]")) - 1
    assert after["verdict"]["word"] == "reject"
    assert done.returncode == after["verdict"]["exit_code"] != 1


def test_only_what_is_meant_for_this_check_is_looked_at(desk, tmp_path):
    first = prints(desk.report, "KV503")[0]
    others = [
        row("f" * 16, blogger="样例乙"),
        row("e" * 16, brand="样例牌", until="2020-01-01"),
        row(first, blogger="样例毒舌阿北", brand="小米"),
    ]
    after = desk.check("--waivers", str(written(tmp_path, others)))
    assert [item["fingerprint"] for item in after["waivers"]] == [first]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"until": "2026-01-03"}, "expired"),
        ({"fingerprint": "f" * 16}, "fits no finding"),
        ({"by": ""}, "by is missing"),
        ({"until": "soon"}, "soon"),
    ],
)
def test_a_bad_waiver_in_a_committed_file_fails_the_check(desk, tmp_path, changes, said):
    path = written(tmp_path, [row(prints(desk.report, "KV503")[0]) | changes])
    done = desk(*CHECK, "--waivers", path)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_missing_file_is_named(desk):
    for option in ("--waivers", "--reviews", "--precedents"):
        done = desk(*CHECK, option, "nowhere.toml")
        assert done.returncode == 2
        assert "nowhere.toml" in done.stderr


def test_waiving_that_a_history_is_hidden_supplies_no_history(kolvet, tmp_path):
    scenario = next(item for item in SCENARIOS["scenario"] if item["name"] == "hidden history")
    kolvet("import", write_rows(tmp_path / "hidden.jsonl", rows_of(scenario)))
    kolvet("blogger", "set", NAME, "--followers", 300_000, "--posts", scenario["declared"])
    command = ("check", NAME, *CHECK[2:])
    report = json.loads(kolvet(*command, "--json").stdout)
    assert report["verdict"]["decided_by"] == "inconclusive:hidden"
    path = written(tmp_path, [row(number) for number in prints(report, "KV501")])
    done = kolvet(*command, "--waivers", path, "--json")
    assert [item["rule"] for item in json.loads(done.stdout)["waivers"]] == ["KV501"]
    assert done.returncode == 4
