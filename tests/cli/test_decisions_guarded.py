"""Who decides is told what speaks against it; a stale waiver is named and blinds no watch."""

import pytest

from tests.cli.people import BLOGGER, CHECK


def approve(desk, run, action="approve", *more):
    done = desk(action, run, "--by", "陈总", *more)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_approving_against_the_verdict_is_told(desk):
    run = desk.report["run"]["id"]
    assert f"Note: run {run} says REJECT, and you approved against it" in approve(desk, run)
    assert "against it" not in approve(desk, run, "reject")
    assert "against it" not in approve(desk, run, "approve", "--note", "与用户谈过")


def test_an_old_run_names_the_newer_one(desk):
    old = desk.report["run"]["id"]
    assert "not the latest" not in approve(desk, old)
    newer = desk.check("--fail-on", "never", code=0)["run"]["id"]
    assert newer != old
    assert f"run {old} is not the latest; {newer} (REJECT)" in approve(desk, old)
    assert "not the latest" not in approve(desk, newer)


def test_a_decision_that_turns_an_earlier_one_names_it(desk):
    run = desk.report["run"]["id"]
    assert "#1" not in approve(desk, run, "reject")
    assert "Note: #1 by 陈总 rejected him on" in approve(desk, run)
    assert "Note: #2 by 陈总 approved him on" in approve(desk, run, "reject")
    assert "#3" not in approve(desk, run, "reject")


@pytest.fixture
def stale(desk):
    """A waiver that has expired."""
    finding = next(item for item in desk.report["findings"] if item["rule"] == "KV201")
    waived = desk(
        *("waive", finding["fingerprint"], "--reason", "已道歉", "--until", "2099-12-31"),
        *("--by", "陈"),
    )
    assert waived.returncode == 0, waived.stderr
    desk.sql("UPDATE waivers SET until = '2020-01-01'")
    return finding


def test_a_stale_waiver_is_named_by_rule_and_blogger(desk, stale):
    done = desk(*CHECK)
    assert done.returncode == 2
    assert f"The waiver of KV201 of {BLOGGER} ({stale['fingerprint']})" in done.stderr


def test_a_waiver_whose_finding_is_gone_is_named_by_its_rule_too(desk, stale):
    desk.sql("UPDATE waivers SET until = '2099-12-31'")
    done = desk(*("check", BLOGGER, "--brand", "小米", "--as-of", "2024-01-04"))
    assert done.returncode == 2
    assert f"The waiver of KV201 of {BLOGGER} ({stale['fingerprint']})" in done.stderr
    assert "fits no finding" in done.stderr


@pytest.mark.usefixtures("stale")
def test_a_watch_tells_a_stale_waiver_and_judges_all_the_same(desk, tmp_path):
    signed = tmp_path / "signed.csv"
    signed.write_text(f"{BLOGGER},小米\n样例米粉小舟,小米\n", encoding="utf-8")
    first = desk("watch", signed, "--no-fetch")
    assert first.returncode == 2
    assert first.stdout.count("first look") >= 2
    assert f"The waiver of KV201 of {BLOGGER}" in first.stderr
    again = desk("watch", signed, "--no-fetch")
    assert again.returncode == 2
    assert "first look" not in again.stdout
    assert "The waiver of KV201" in again.stderr
