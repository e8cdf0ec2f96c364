"""`kolvet ci`: a folder of deal files as a gate, with no store."""

import json
import re
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest
import xmlschema

from kolvet.cli.results import report_names
from tests.cli.people import BLOGGER, CHECK

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_data"
SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"
JUNIT = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
SARIF = jsonschema.Draft4Validator(
    json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
)
DEAL = f"""\
blogger = "{BLOGGER}"
brand = "小米"
scope = "年度框架"
requester = "陈"
from = ["../exports/{BLOGGER}", "../exports/users.csv"]
as_of = 2026-01-04
engine = "fast"
"""


PROPOSED = {
    "policy": "",
    "waivers": '[[waiver]]\nfingerprint = "0"\nreason = "x"\nby = "陈"\nuntil = 2027-01-01\n'
    'blogger = "别人"\n',
    "precedents": '[[precedent]]\nkind = "sanction"\nwhat = "禁言"\nwhen = "2025-05"\n'
    'url = "https://news.example.com/1"\nquote = "禁言"\n',
}
"""What stands in the files that a new deal proposes."""


def write(team, **deals):
    for name, text in deals.items():
        (team / "deals" / f"{name}.toml").write_text(text, encoding="utf-8")


def test_each_deal_is_judged_and_everything_is_written(judge, team, environment):
    write(team, a=DEAL, broken="x =", nobody=DEAL.replace(BLOGGER, "某人", 1))
    done = judge("deals", "--out", "out")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert {path.name for path in (team / "out").iterdir()} >= {
        *("summary.md", "junit.xml", "report.sarif", "a.json", "a.html")
    }
    assert (team / "out" / "summary.md").read_text(encoding="utf-8") == done.stdout
    JUNIT.validate(team / "out" / "junit.xml")
    sarif = json.loads((team / "out" / "report.sarif").read_text(encoding="utf-8"))
    SARIF.validate(sarif)
    assert len(sarif["runs"]) == 1
    assert len(sarif["runs"][0]["invocations"]) == 3
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "deals/a.toml"
    suites = ET.parse(team / "out" / "junit.xml").getroot()
    assert [suite.get("errors") for suite in suites] == ["0", "1", "1"]
    insults = next(case for case in suites[0].iter("testcase") if "KV201" in case.get("name"))
    assert "二百五还知道自己是二百五" in insults.find("failure").text
    assert not Path(environment["KOLVET_DB"]).exists()


def test_it_judges_as_check_does_with_the_same_exports(judge, team, kolvet):
    write(team, a=DEAL)
    assert judge().returncode == 1
    mine = json.loads((team / "kolvet-ci" / "a.json").read_text(encoding="utf-8"))
    exports = [team / "exports" / BLOGGER, team / "exports" / "users.csv"]
    words = [word for path in exports for word in ("--from", path)]
    theirs = json.loads(kolvet(*CHECK, *words, "--json").stdout)
    assert mine["verdict"] == theirs["verdict"]
    assert [item["fingerprint"] for item in mine["findings"]] == [
        item["fingerprint"] for item in theirs["findings"]
    ]
    assert mine["run"]["command"] == (
        f"kolvet check {BLOGGER} --brand 小米 --as-of 2026-01-04 --engine fast"
        f" --from exports/{BLOGGER} --from exports/users.csv"
    )


@pytest.mark.parametrize(
    ("deals", "code"),
    [
        ({"a": DEAL}, 1),
        ({"a": f'{DEAL}fail_on = "never"\n'}, 0),
        ({"a": DEAL.replace("2026-01-04", "2021-06-30")}, 4),
        ({"a": f'{DEAL}fail_on = "never"\nrequire_reviewed = true\n'}, 4),
        ({"a": DEAL.replace(BLOGGER, "某人", 1)}, 3),
        ({"a": DEAL.replace("../exports/users.csv", "../nowhere.csv")}, 2),
        ({"a": DEAL, "b": DEAL.replace("2026-01-04", "2021-06-30")}, 1),
        ({"a": f'{DEAL}fail_on = "never"\n', "b": DEAL.replace(BLOGGER, "某人", 1)}, 3),
    ],
)
def test_the_run_ends_by_the_worst(judge, team, deals, code):
    write(team, **deals)
    assert judge("deals").returncode == code


def test_paths_are_relative_to_the_deal_wherever_it_is_run(judge, team, tmp_path):
    write(team, a=DEAL)
    (tmp_path / "elsewhere").mkdir()
    done = judge(team / "deals" / "a.toml", "--out", tmp_path / "elsewhere")
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "elsewhere" / "a.json").is_file()


def test_committed_waivers_precedents_policy_and_baseline_are_read(judge, team):
    write(team, a=DEAL)
    judge("deals", "--out", "first")
    first = json.loads((team / "first" / "a.json").read_text(encoding="utf-8"))
    files = team / "files"
    files.mkdir()
    rows = [
        f'[[waiver]]\nfingerprint = "{item["fingerprint"]}"\nreason = "已道歉"\nby = "陈"\n'
        "until = 2026-06-30\n"
        for item in first["findings"]
    ]
    (files / "waivers.toml").write_text("\n".join(rows), encoding="utf-8")
    (files / "precedents.toml").write_text(
        '[[precedent]]\nkind = "sanction"\nwhat = "禁言七天（虚构）"\nwhen = "2025-05"\n'
        'url = "https://news.example.com/1"\nquote = "禁言七天"\n',
        encoding="utf-8",
    )
    waived = f'{DEAL}waivers = "../files/waivers.toml"\n'
    write(team, a=waived)
    assert judge("deals").returncode == 0
    assert "已道歉" in (team / "kolvet-ci" / "junit.xml").read_text(encoding="utf-8")
    write(team, a=f'{DEAL}baseline = "../first/a.json"\n')
    assert judge("deals").returncode == 0
    write(team, a=f'{DEAL}precedents = "../files/precedents.toml"\nbaseline = "../first/a.json"\n')
    judge("deals")
    again = json.loads((team / "kolvet-ci" / "a.json").read_text(encoding="utf-8"))
    assert again["precedents"][0]["summary"] == "禁言七天（虚构）"
    write(team, a=f'{DEAL}policy = "../files/none.toml"\n')
    assert judge("deals").returncode == 2
    write(team, a=waived.replace("2026-01-04", "2026-08-01"))
    assert judge("deals").returncode == 2, "an expired waiver is an error"


def test_json_says_each_deal_on_stdout(judge, team):
    write(team, a=DEAL, broken="x =")
    done = judge("deals", "--json", GITHUB_ACTIONS="true")
    rows = json.loads(done.stdout)
    assert [(row["deal"], row["exit_code"]) for row in rows] == [
        ("deals/a.toml", 1),
        ("deals/broken.toml", 2),
    ]
    assert (rows[0]["verdict"], rows[0]["requester"], rows[0]["error"]) == ("reject", "陈", None)
    assert rows[1]["verdict"] is None
    assert "broken.toml" in rows[1]["error"]
    assert "::error " in done.stderr


def test_github_gets_at_most_ten_annotations_and_a_step_summary(judge, team, tmp_path):
    deals = {f"d{number}": DEAL for number in range(3)}
    write(team, **deals)
    step = tmp_path / "step.md"
    step.write_text("before\n", encoding="utf-8")
    done = judge("deals", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(step))
    lines = [line for line in done.stdout.splitlines() if line.startswith("::")]
    assert len(lines) == 10
    assert all(" file=deals/d" in line for line in lines)
    assert [line.partition(" ")[0] for line in lines[:3]] == ["::error"] * 3, "what stops a deal"
    assert step.read_text(encoding="utf-8").startswith("before\n# kolvet: 3 deals, 0 pass")
    assert not [line for line in judge("deals").stdout.splitlines() if line.startswith("::")]


def test_files_of_the_same_name_do_not_overwrite_each_other(judge, team):
    write(team, a=DEAL)
    (team / "more").mkdir()
    shutil.copy(team / "deals" / "a.toml", team / "more" / "a.toml")
    judge("deals", "more")
    assert (team / "kolvet-ci" / "a-2.json").is_file()


def test_a_number_is_never_the_name_of_another_deal(judge, team):
    for name in ("a", "a-2", "more/a", "more/A-2"):
        (team / "deals" / name).parent.mkdir(exist_ok=True)
        (team / "deals" / f"{name}.toml").write_text(DEAL.replace("..", "../.."), encoding="utf-8")
    for name in ("a", "a-2"):
        write(team, **{name: DEAL})
    judge("deals", "deals/more")
    made = {path.name for path in (team / "kolvet-ci").glob("*.json")}
    assert made == {"a.json", "a-2.json", "a-3.json", "A-2-2.json"}
    names = ["d1/a.toml", "d1/a-2.toml", "d2/a.toml"]
    assert report_names(names) == ["a", "a-2", "a-3"]
    assert report_names(reversed(names)) == ["a", "a-2", "a-3"]


def test_capitals_are_a_deal_and_what_is_none_is_named(judge, team):
    (team / "deals" / "LOUD.TOML").write_text(DEAL, encoding="utf-8")
    for name in ("b.tml", ".gitkeep"):
        (team / "deals" / name).touch()
    done = judge("deals")
    assert done.returncode == 1
    assert "LOUD.TOML" in done.stdout
    (left,) = [line for line in done.stderr.splitlines() if "Left out" in line]
    assert left.endswith(": b.tml")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_folder_behind_a_link_is_judged_where_it_lies(judge, team):
    (team / "real").mkdir()
    (team / "deals").rename(team / "real" / "deals")
    (team / "exports").rename(team / "real" / "exports")
    (team / "linked").symlink_to("real/deals")
    (team / "real" / "deals" / "a.toml").write_text(DEAL, encoding="utf-8")
    assert judge("linked").returncode == 1
    report = json.loads((team / "kolvet-ci" / "a.json").read_text(encoding="utf-8"))
    assert "--from linked/../exports/users.csv" in report["run"]["command"]


def test_a_baseline_is_a_file_of_the_same_subject_and_no_store_is_made(judge, team, environment):
    write(team, a=DEAL)
    judge("deals", "--out", "first")
    write(team, a=f'{DEAL}baseline = "none.json"\n')
    done = judge("deals")
    assert done.returncode == 2
    assert "There is no file deals/none.json" in done.stdout
    other = DEAL.replace('brand = "小米"', 'brand = "华为"')
    write(team, a=f'{other}baseline = "../first/a.json"\n')
    done = judge("deals")
    assert done.returncode == 2
    assert "华为" in done.stdout
    assert not Path(environment["KOLVET_DB"]).exists()


@pytest.mark.parametrize("versus", ['["华为", "苹果"]', '["华为，苹果"]'])
def test_brands_to_compare_with_are_split_as_on_the_command_line(judge, team, versus):
    write(team, a=f"{DEAL}versus = {versus}\n")
    assert judge("deals").returncode == 1
    report = json.loads((team / "kolvet-ci" / "a.json").read_text(encoding="utf-8"))
    assert [row["brand"] for row in report["comparison"]["rows"]] == ["小米", "华为", "苹果"]
    assert "--vs 华为,苹果 " in report["run"]["command"]


def test_only_files_directly_in_the_folder_are_deals(judge, team):
    write(team, a=f'{DEAL}fail_on = "never"\n')
    (team / "deals" / "files").mkdir()
    (team / "deals" / "files" / "policy.toml").write_text("x =", encoding="utf-8")
    assert judge("deals").returncode == 0


@pytest.mark.parametrize("arguments", [("nowhere",), ("exports",), ()])
def test_a_gate_without_deals_fails(judge, arguments):
    done = judge(*arguments)
    assert done.returncode == 2
    assert "kolvet ci init" in done.stderr


def test_init_writes_a_deal_that_is_judged_and_overwrites_nothing(judge, team):
    words = ("--blogger", BLOGGER, "--brand", "小米", "--from", "../exports")
    assert judge("init", "deals/new.toml", *words).returncode == 0
    assert judge("deals", "--out", "out").returncode == 1
    again = judge("init", "deals/new.toml")
    assert again.returncode == 2
    assert BLOGGER in (team / "deals" / "new.toml").read_text(encoding="utf-8")


def test_what_the_template_proposes_is_no_deal_itself(judge, team):
    words = ("--blogger", BLOGGER, "--brand", "小米", "--from", "../exports")
    assert judge("init", "deals/new.toml", *words).returncode == 0
    deal = team / "deals" / "new.toml"
    proposed = re.findall(
        r'^# (policy|waivers|precedents) = "(.*?)"', deal.read_text("utf-8"), re.M
    )
    assert len(proposed) == 3
    for key, name in proposed:
        (deal.parent / name).parent.mkdir(exist_ok=True)
        (deal.parent / name).write_text(PROPOSED[key], encoding="utf-8")
    whole = deal.read_text(encoding="utf-8")
    for key, _ in proposed:
        whole = whole.replace(f"# {key} = ", f"{key} = ")
    deal.write_text(f"{whole}as_of = 2026-01-04\nengine = 'fast'\n", encoding="utf-8")
    done = judge("deals", "--json")
    assert done.returncode == 1, done.stderr
    (row,) = json.loads(done.stdout)
    assert row["deal"] == "deals/new.toml"
    report = json.loads((team / "kolvet-ci" / "new.json").read_text(encoding="utf-8"))
    assert report["precedents"]


def test_init_without_words_is_to_be_filled_in(judge, team):
    assert judge("init").returncode == 0
    assert judge().returncode == 2, "the exports of the template are not there"


@pytest.mark.parametrize(
    ("name", "guess"),
    [("init", "deals/init.toml"), ("more/foo.txt", "more/foo.toml"), (".", "deals/deal.toml")],
)
def test_init_writes_no_file_that_ci_would_not_find(judge, team, name, guess):
    before = set(team.rglob("*"))
    done = judge("init", name)
    assert done.returncode == 2
    assert guess in done.stderr
    assert set(team.rglob("*")) == before


def test_help_names_both_in_both_languages(judge):
    for language in ("en", "zh"):
        shown = judge("--help", KOLVET_LANG=language).stdout
        assert all(word in shown for word in ("judge", "init", "[DEALS...]", "--out", "--json"))
        assert "--out" in judge("judge", "--help", KOLVET_LANG=language).stdout
