"""Bloggers of all kinds, from raw posts through the command line to a verdict."""

import json

import pytest

from tests.cli.raw_posts import BLOGGER, SCENARIOS, rows_of, write_rows

CHECK = ("check", BLOGGER, "--brand", "小米", "--as-of", "2026-01-04", "--engine", "fast")


@pytest.fixture
def report_of(kolvet, tmp_path):
    """Import the posts of a scenario and check him: the report and the exit code."""

    def run(scenario, *more):
        path = write_rows(tmp_path / "posts.jsonl", rows_of(scenario))
        assert kolvet("import", path).returncode == 0
        figures = ["--followers", scenario.get("followers", 300_000)]
        if "declared" in scenario:
            figures += ["--posts", scenario["declared"]]
        assert kolvet("blogger", "set", BLOGGER, *figures).returncode == 0
        done = kolvet(*CHECK, "--json", *more)
        assert done.stdout, done.stderr
        return json.loads(done.stdout), done.returncode

    return run


@pytest.mark.parametrize("scenario", SCENARIOS["scenario"], ids=lambda item: item["name"])
def test_a_scenario_gets_its_verdict_by_the_check_that_must_decide(report_of, scenario):
    report, code = report_of(scenario)
    verdict = report["verdict"]
    found = {item["rule"] for item in report["findings"]}
    assert (verdict["word"], verdict["decided_by"]) == (scenario["word"], scenario["decided_by"])
    assert code == verdict["exit_code"] == scenario["exit_code"]
    assert set(scenario["finds"]) <= found
    assert not set(scenario.get("leaves", ())) & found
    numbered = {item["id"] for key in ("evidence", "counter", "others") for item in report[key]}
    for item in report["findings"]:
        assert set(item["evidence"]) <= numbered
    for sentence in report["why"]:
        assert sentence["evidence"]
        assert set(sentence["evidence"]) <= numbered | {"coverage"}


def scenario_named(name):
    return next(item for item in SCENARIOS["scenario"] if item["name"] == name)


def test_a_turning_point_of_two_years_ago_is_in_the_report_and_the_timeline(report_of, kolvet):
    report, _ = report_of(scenario_named("old critic who turned two years ago"))
    (turn,) = [item for item in report["turning_points"] if item["toward_praise"]]
    assert turn["day"][:7] in {"2023-12", "2024-01"}
    assert turn["p"] < 0.05
    assert not turn["recent"]
    command = ("timeline", BLOGGER, "--brand", "小米", "--as-of", "2026-01-04", "--engine", "fast")
    shown = kolvet(*command).stdout
    assert f"{turn['day']}: he became kinder" in shown
    listed = json.loads(kolvet(*command, "--json").stdout)
    (month,) = [item for item in listed if item["turning_points"]]
    assert month["turning_points"][0]["day"] == turn["day"]


def test_a_recent_turn_is_called_an_alarm_and_advised_upon(report_of, kolvet):
    report, _ = report_of(scenario_named("critic who turned last month"))
    credits = {item["id"]: item for item in report["convertibility"]}
    assert credits["sudden_praise"]["points"] == -0.2
    assert "KV104" in {item["id"] for item in report["advice"]}
    assert "an alarm, not a cure" in " ".join(kolvet(*CHECK).stdout.split())


def test_the_points_add_up_to_the_index(report_of):
    report, _ = report_of(scenario_named("fan insulter"))
    total = sum(part["points"] for part in report["contributions"])
    assert total == pytest.approx(report["verdict"]["bri"], abs=0.001)


def test_the_same_posts_in_another_order_give_the_same_numbers(kolvet, tmp_path):
    rows = rows_of(scenario_named("fan insulter"))
    reports = []
    for number, each in enumerate((rows, rows[::-1])):
        path = write_rows(tmp_path / f"{number}.jsonl", each)
        done = kolvet(*CHECK, "--json", "--from", path)
        reports.append(json.loads(done.stdout))
    for key in ("verdict", "terms", "contributions", "convertibility", "turning_points"):
        assert reports[0][key] == reports[1][key]


def test_another_name_for_brand_and_blogger_gives_the_same_numbers(kolvet, tmp_path):
    """An invented brand without a pack, called by two names; the blogger by two as well."""
    scenario = scenario_named("critic who turned last month")
    reports = []
    for brand, blogger in (("样例通讯", "样例甲"), ("示范电器", "示范乙")):
        rows = [{**row, "author": blogger} for row in rows_of(scenario, brand)]
        path = write_rows(tmp_path / f"{blogger}.jsonl", rows)
        command = ("check", blogger, "--brand", brand, *CHECK[4:], "--json", "--from", path)
        reports.append(json.loads(kolvet(*command).stdout))
    assert reports[0]["verdict"]["bri"] > 0
    for key in ("verdict", "terms", "contributions", "convertibility"):
        assert reports[0][key] == reports[1][key]
