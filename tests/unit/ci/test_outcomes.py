"""How several deals end, and what of them is shown."""

import itertools
import re
from dataclasses import replace
from datetime import date

import pytest

from kolvet.ci.deals import Deal
from kolvet.ci.outcomes import ORDER, Outcome, worst_code, worst_first
from kolvet.ci.summary import annotations, render_summary
from kolvet.errors import ExitCode
from kolvet.model.people import Baseline, WaivedFinding, Waiver
from kolvet.model.report import Report
from kolvet.report.junit import Broken
from tests.unit.report.samples import HOLD, INCONCLUSIVE, REJECT, evidence

FIRST = [70, 6, 2, 74, 5, 1, 4, 3, 0]


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr("kolvet.messages._chosen", ["en"])


def outcome(path, result):
    return Outcome(path, Deal(path, "样例", "小米", ("x",), "三条|帖子", "陈"), result)


def broken(code, path="deals/b.toml", story="gone\nmend it"):
    return outcome(path, Broken(path, "gone", story, code))


def with_code(report: Report, code: int) -> Report:
    return replace(report, verdict=replace(report.verdict, exit_code=code))


def test_the_order_has_every_code_but_an_interruption():
    assert sorted(ORDER) == sorted(set(ExitCode) - {ExitCode.INTERRUPTED})


@pytest.mark.parametrize(("worse", "better"), list(itertools.combinations(FIRST, 2)))
def test_the_first_of_the_order_decides_whatever_stands_first(worse, better):
    for pair in ((worse, better), (better, worse), (better, better, worse)):
        assert worst_code([broken(code) for code in pair]) == worse


def test_a_code_that_nobody_knows_is_as_bad_as_a_bug():
    assert worst_first([broken(2), broken(99)])[0].code == 99


def test_the_table_has_the_worst_first_and_only_what_fails_in_full():
    fine = outcome("deals/fine.toml", with_code(HOLD, 0))
    shown = render_summary([fine, outcome("deals/no.toml", REJECT), broken(2)])
    rows = re.findall(r"^\| `(deals/\w+\.toml)`", shown, re.M)
    assert rows == ["deals/b.toml", "deals/no.toml", "deals/fine.toml"]
    assert "3 deals, 1 pass" in shown
    assert "买它的人,活该当韭菜" in shown
    assert "米粉就是这样惯出来的厂商" not in shown
    assert "mend it" in shown
    assert "Scope: 三条\\|帖子" in shown
    assert "买它的人" not in render_summary([outcome("a", REJECT)], details=False)


def test_at_most_ten_annotations_what_stops_a_deal_first():
    many = [outcome(f"deals/{n}.toml", REJECT if n % 2 else INCONCLUSIVE) for n in range(8)]
    lines = annotations([*many, broken(2)])
    assert len(lines) == 10
    assert lines[0].startswith("::error file=deals/b.toml,line=1,title=not judged::gone%0Amend")
    assert ["REJECT" in line for line in lines[1:9]] == [True] * 4 + [False] * 4
    assert "KV201" in lines[9]


def test_a_check_is_annotated_once_with_quotes():
    lines = annotations([outcome("deals/a.toml", REJECT)])
    hits = [line for line in lines if "KV201" in line.partition("::")[2].partition("::")[0]]
    assert len(hits) == 1
    assert "买它的人,活该当韭菜" in hits[0]
    assert "bottom-tier buyers" in hits[0]


def test_findings_of_a_deal_that_passes_only_warn():
    lines = annotations([outcome("deals/a.toml", with_code(HOLD, 0))])
    assert lines
    assert all(line.startswith("::warning ") for line in lines)


@pytest.mark.parametrize(
    ("severity", "stopped", "passing"),
    [
        ("high", "error", "warning"),
        ("medium", "warning", "warning"),
        ("low", "notice", "notice"),
    ],
)
def test_a_finding_is_shown_as_grave_as_it_is(severity, stopped, passing):
    findings = tuple(replace(item, severity=severity) for item in REJECT.findings)
    report = replace(REJECT, findings=findings)
    for code, level in ((1, stopped), (0, passing)):
        lines = annotations([outcome("deals/a.toml", with_code(report, code))])
        hits = [line for line in lines if "%3A KV" in line]
        assert hits
        assert {line.partition(" ")[0] for line in hits} == {f"::{level}"}


def test_what_is_accepted_is_not_annotated():
    waiver = Waiver("1e" * 8, "ok", "陈", date(2026, 6, 30))
    report = replace(
        with_code(HOLD, 0),
        waivers=(WaivedFinding(waiver, "KV201", ""),),
        baseline=Baseline("feed", "hold", ("0f" * 8,)),
    )
    assert annotations([outcome("deals/a.toml", report)]) == []


def test_words_of_people_begin_no_command_and_end_none():
    words = "小米\n::error::x\r\n##[group]y%0A::set-env name=A::b\u2028::stop-commands::z"
    report = replace(
        REJECT,
        evidence=(evidence("E1", words),),
        blogger=replace(REJECT.blogger, name="甲,file=x::\n::error::"),
        why=(replace(REJECT.why[0], text=words),),
        notices=(words,),
    )
    lines = annotations([outcome("deals/a,b:c.toml", report)])
    for line in lines:
        assert len(line.splitlines()) == 1
        head = line.removeprefix("::error ").partition("::")[0]
        assert head.startswith("file=deals/a%2Cb%3Ac.toml,line=1,title=")
        assert head.count(",") == 2
    summary = render_summary([outcome("deals/a.toml", report)])
    assert not re.search(r"^\s*::", summary, re.M)
    assert "##[" not in summary
