"""The same history before several brands; policies, pages and past cases on the command line."""

import json
import re
import shutil
from dataclasses import replace

import jsonschema
import pytest

from kolvet.cli.requests import make_request
from kolvet.report.json_format import report_schema
from tests.cli.conftest import SAMPLES
from tests.cli.raw_posts import BLOGGER, SCENARIOS, rows_of, write_rows
from tests.fan_crowds import CRITIC, Fans, Section, copies_of, make_sections, write_export

HOT, CALM = "青禾牌", "岚山牌"
SECTIONS = [
    Fans(HOT, 0.8, number=400, first_uid=1000100000),
    Fans(CALM, 0.05, number=400, first_uid=1000200000),
    Fans("澄海牌", 0.3, number=30, first_uid=1000300000),
    Fans("北望牌", 0.4, number=30, first_uid=1000400000),
    Fans("云岭牌", 0.5, number=30, first_uid=1000500000),
]
FIRST_ID = 5_100_000_000_000_000
"""Ids of the history: apart from those of the sections."""
COMPARE = (
    *("compare", CRITIC.name, "--brand", f"{HOT},{CALM}"),
    *("--as-of", "2026-01-04", "--engine", "rules"),
)
VERSUS = ("--vs", CALM, "--vs", "华为,苹果")


def history():
    """The same words about both brands, the same days, and enough about other things."""
    section = Section(seed=9)
    said = [(f"今天第{day}次在江边散步，风很大", day) for day in range(120)]
    for day in range(20):
        said += [(f"{brand}又翻车了，质量太差，第{day}回", 20 + 9 * day) for brand in (HOT, CALM)]
    posts = [section.post(CRITIC, text, day) for text, day in said]
    return [replace(post, native_id=str(FIRST_ID + number)) for number, post in enumerate(posts)]


@pytest.fixture(scope="module")
def stores():
    return {}


@pytest.fixture
def crowded(kolvet, tmp_path, stores):
    """One critic, two brands, and fans that differ in nothing but what they write."""
    everything = [item for _, _, others in make_sections(SECTIONS) for item in others]
    if "db" not in stores:
        write_export(tmp_path / "history", history())
        assert kolvet("import", tmp_path / "history").returncode == 0
        for number, (brand, mine, others) in enumerate(make_sections(SECTIONS)):
            voice = write_export(tmp_path / f"voice{number}", mine)
            assert kolvet("import", voice, "--as", f"brand:{brand}").returncode == 0
            rest = write_export(tmp_path / f"rest{number}", others)
            assert kolvet("import", rest).returncode == 0
        stores["db"] = (tmp_path / "kolvet.db").read_bytes()
    else:
        (tmp_path / "kolvet.db").write_bytes(stores["db"])
    return everything


def rows(done):
    assert done.stdout, done.stderr
    return {row["brand"]: row for row in json.loads(done.stdout)["rows"]}


def test_fans_alone_make_the_same_history_riskier_and_compare_says_so(kolvet, crowded):
    done = kolvet(*COMPARE, "--json")
    hot, calm = (rows(done)[brand] for brand in (HOT, CALM))
    assert (hot["posts"], hot["critical"]) == (calm["posts"], calm["critical"])
    assert hot["terms"]["H"] == calm["terms"]["H"]
    assert hot["fans"] >= 200
    assert calm["fans"] >= 200
    assert hot["bri"] > 1.5 * calm["bri"]
    assert calm["difference"] == pytest.approx(calm["bri"] - hot["bri"], abs=0.001)
    parts = calm["from_blogger"] + calm["from_fans"]
    assert calm["difference"] == pytest.approx(parts, abs=0.001)
    assert abs(calm["from_fans"]) > 5 * abs(calm["from_blogger"])
    shown = " ".join(kolvet(*COMPARE).stdout.split())
    assert re.search(rf"{CALM}: [\d.]+ points fewer than {HOT}.* Mostly the fans\.", shown)


def test_a_copied_crowd_does_not_raise_the_index(kolvet, crowded, tmp_path):
    before = rows(kolvet(*COMPARE, "--json"))
    copied = write_export(tmp_path / "copied", copies_of(crowded))
    assert kolvet("import", copied).returncode == 0
    after = rows(kolvet(*COMPARE, "--json"))
    for brand in (HOT, CALM):
        assert after[brand]["bri"] <= before[brand]["bri"] + 1e-9


def test_vs_sets_rivals_beside_a_check_without_changing_it(kolvet, crowded):
    command = ("check", CRITIC.name, "--brand", HOT, *COMPARE[4:], "--json")
    alone = json.loads(kolvet(*command).stdout)
    beside = json.loads(kolvet(*command, "--vs", CALM).stdout)
    assert alone["comparison"] is None
    assert [row["brand"] for row in beside["comparison"]["rows"]] == [HOT, CALM]
    assert beside["run"]["command"].count(f"--vs {CALM}") == 1
    for key in ("verdict", "terms", "findings", "evidence"):
        assert alone[key] == beside[key]
    jsonschema.Draft202012Validator(report_schema()).validate(beside)


def test_each_brand_beside_a_check_may_have_an_option_of_its_own(kolvet, crowded, tmp_path):
    done = kolvet(*("check", CRITIC.name, "--brand", HOT, *COMPARE[4:], "--json"), *VERSUS)
    report = json.loads(done.stdout)
    assert [row["brand"] for row in report["comparison"]["rows"]] == [HOT, CALM, "华为", "苹果"]
    assert f"--vs {CALM},华为,苹果 " in report["run"]["command"]
    answers = tmp_path / "answers.csv"
    answers.write_text(f"evidence,action,by\n{report['decisive'][0]},confirm,陈\n", "utf-8")
    again = kolvet("review", report["run"]["id"], "--batch", answers, "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["comparison"]["rows"]


def test_a_comparison_explains_its_letters_and_how_it_is_mailed(kolvet, crowded, tmp_path):
    done = kolvet(*COMPARE, "--plain")
    shown = " ".join(done.stdout.split())
    assert "K Hostility H Criticism I User insults F Known enemy T Fans' temper" in shown
    assert "? not measured" in shown
    check = next(line for line in done.stderr.splitlines() if "as a page to mail" in line)
    command = check.partition("kolvet ")[2].split()
    page = tmp_path / "report.html"
    assert command[-2:] == ["-o", f"html:{page.name}"]
    assert kolvet(*command, cwd=tmp_path).returncode in {0, 1}
    assert CALM in page.read_text("utf-8")
    assert "as a page" not in kolvet(*COMPARE, "--json").stderr


def test_a_brand_without_a_verdict_differs_in_nothing_that_could_be_said(kolvet, crowded):
    typo = ("compare", CRITIC.name, "--brand", f"{HOT},{CALM},小咪", *COMPARE[4:])
    done = kolvet(*typo, "--json")
    row = rows(done)["小咪"]
    assert row["word"] == "inconclusive"
    assert row["bri"] is not None
    assert (row["difference"], row["from_blogger"], row["from_fans"]) == (None, None, None)
    assert rows(done)[CALM]["difference"]
    shown = " ".join(kolvet(*typo).stdout.split())
    assert f"小咪 against {HOT}: n" in shown
    assert not re.search("小咪: [0-9.]+ points|小咪 is within", shown)


def test_each_brand_may_have_an_option_of_its_own(kolvet, crowded):
    apart = ("compare", CRITIC.name, "--brand", HOT, "--brand", CALM, *COMPARE[4:], "--json")
    assert list(rows(kolvet(*apart))) == [HOT, CALM]
    assert rows(kolvet(*apart)) == rows(kolvet(*COMPARE, "--json"))


@pytest.mark.parametrize(
    ("brands", "said"),
    [("小米", "at least two"), ("小米,小米", "at least two"), (",", "at least")],
)
def test_comparing_needs_two_brands(kolvet, brands, said):
    done = kolvet("compare", BLOGGER, "--brand", brands)
    assert done.returncode == 2
    assert said in done.stderr


def test_the_worst_verdict_is_the_exit_code_of_a_comparison(kolvet, tmp_path):
    scenario = next(item for item in SCENARIOS["scenario"] if item["name"] == "fan insulter")
    path = write_rows(tmp_path / "posts.jsonl", rows_of(scenario))
    command = ("compare", BLOGGER, "--as-of", "2026-01-04", "--engine", "fast", "--from", path)
    assert kolvet(*command, "--brand", "华为，苹果").returncode == 0
    done = kolvet(*command, "--brand", "华为,小米", "--json")
    assert done.returncode == 1
    words = {brand: row["word"] for brand, row in rows(done).items()}
    assert words == {"华为": "clear", "小米": "reject"}
    reports = json.loads(done.stdout)["reports"]
    assert [report["brand"]["name"] for report in reports] == ["华为", "小米"]
    for report in reports:
        jsonschema.Draft202012Validator(report_schema()).validate(report)
        command = report["run"]["command"]
        assert command.startswith(f"kolvet compare {BLOGGER} --brand 华为,小米 --as-of")


def test_every_check_and_term_has_its_page_in_both_languages(kolvet):
    listed = json.loads(kolvet("explain", "--json").stdout)
    assert len(listed["checks"]) == 20
    for name in ("KV201", "kv801", "H.breadth", "bri"):
        english = kolvet("explain", name)
        chinese = kolvet("explain", name, KOLVET_LANG="zh")
        assert english.returncode == chinese.returncode == 0
        assert english.stdout != chinese.stdout
        assert english.stdout.lower().startswith(name.lower())
    done = kolvet("explain", "KV999")
    assert done.returncode == 2
    assert "KV999" in done.stderr


def test_a_policy_is_written_checked_shown_and_tested(kolvet, tmp_path):
    path = tmp_path / "ours.toml"
    assert kolvet("policy", "init", path).returncode == 0
    assert kolvet("policy", "init", path).returncode == 2
    same = json.loads(kolvet("policy", "lint", path, "--json").stdout)
    assert same["changed"] == {}
    path.write_text(path.read_text("utf-8").replace("hold = 30.0", "hold = 1.5"), "utf-8")
    path.write_text(
        path.read_text("utf-8").replace("conditions = 15.0", "conditions = 1"), "utf-8"
    )
    changed = json.loads(kolvet("policy", "lint", path, "--json").stdout)["changed"]
    assert changed == {"bands.conditions": 1, "bands.hold": 1.5}
    assert "bands.hold = 1.5  (ours: 30.0)" in kolvet("policy", "show", "--policy", path).stdout
    ours, theirs = kolvet("policy", "test"), kolvet("policy", "test", "--policy", path)
    assert (ours.returncode, theirs.returncode) == (0, 1)
    assert "FAILED  even-handed tester: hold" in theirs.stdout
    schema = json.loads(kolvet("policy", "show", "--schema").stdout)
    assert schema["$id"] == "kolvet.policy/1"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("[bands]\nholt = 3\n", "bands.holt"),
        ('[[scenario]]\nname = "a"\n', "expect"),
        ('[[scenario]]\nname = "a"\nexpect = "fine"\n', "fine"),
        ('[[scenario]]\nname = "a"\nexpect = "clear"\ncritcal = 3\n', "critcal"),
        ("", "no scenario"),
    ],
)
def test_a_broken_policy_or_scenario_is_named(kolvet, tmp_path, content, named):
    path = tmp_path / "broken.toml"
    path.write_text(content, encoding="utf-8")
    command = ("lint", path) if "[bands]" in content else ("test", "--scenarios", path)
    done = kolvet("policy", *command)
    assert done.returncode == 2
    assert named in done.stderr


def test_past_cases_say_what_the_policy_would_have_done(kolvet, tmp_path):
    shutil.copytree(SAMPLES / "cases", tmp_path / "facts")
    case = (
        'blogger = "万能的大熊"\nbrand = "小米"\nas_of = {day}\nbacklash = true\n'
        'from = ["facts/xiaomi-2026.toml"]\n'
    )
    cases = tmp_path / "cases"
    cases.mkdir()
    for day in ("2026-01-04", "2025-08-31", "2023-12-31"):
        text = case.format(day=day).replace("facts/", "../facts/")
        (cases / f"{day}.toml").write_text(text, encoding="utf-8")
    done = kolvet("backtest", cases, "--json")
    assert done.returncode == 0
    found = [(item["as_of"], item["word"], item["outcome"]) for item in json.loads(done.stdout)]
    assert found == [
        ("2023-12-31", None, "undecided"),
        ("2025-08-31", "hold", "warned"),
        ("2026-01-04", "reject", "warned"),
    ]
    lenient = tmp_path / "lenient.toml"
    lenient.write_text("[knockouts]\ninsult_months = 0\nprecedent_months = 0\n", encoding="utf-8")
    missed = kolvet("backtest", cases, "--policy", lenient)
    assert "nothing decided" in missed.stdout
    assert kolvet("backtest", tmp_path / "none").returncode == 2
    (cases / "broken.toml").write_text('blogger = "x"\n', encoding="utf-8")
    assert "needs brand" in kolvet("backtest", cases).stderr


def test_the_case_at_its_three_dates(kolvet):
    case = SAMPLES / "cases" / "xiaomi-2026.toml"

    def at(day):
        return kolvet(
            *("check", "万能的大熊", "--brand", "小米", "--as-of", day, "--from", case, "--json")
        )

    last, before, early = (at(day) for day in ("2026-01-04", "2025-08-31", "2023-12-31"))
    assert [done.returncode for done in (last, before, early)] == [1, 1, 3]
    report = json.loads(last.stdout)
    assert (report["verdict"]["word"], report["verdict"]["decided_by"]) == (
        "reject",
        "knockout:KV201",
    )
    assert "T" in report["unmeasured"]
    (quote,) = [item for item in report["evidence"] if item["quote"] == "小米不会死,死的是米粉"]
    assert quote["later_source"]
    assert quote["url"].startswith("https://")
    assert [item["kind"] for item in report["precedents"]] == ["judgment"]
    assert report["precedents"][0]["later_source"]
    assert all(sentence["evidence"] for sentence in report["why"])
    held = json.loads(before.stdout)
    assert (held["verdict"]["word"], held["verdict"]["decided_by"]) == ("hold", "knockout:KV402")
    assert held["evidence"] == []
    assert "KV201" not in {item["rule"] for item in held["findings"]}


def test_neither_the_brand_itself_nor_one_twice_stands_beside_it():
    request = make_request("样例数码君", "小米", versus=["小米", "华为", "Huawei", "Xiaomi"])
    assert [target.brand.name for target in request.versus] == ["华为"]
