"""Scenario files: what is wrong in one is named, before anything is made of it."""

import pytest

from kolvet.errors import PolicyError
from kolvet.policy import load_policy
from kolvet.vet.scenarios import BOUNDS, Scenario, load_scenarios, run_scenarios


def read(tmp_path, content):
    path = tmp_path / "scenarios.toml"
    path.write_text(content, encoding="utf-8")
    return load_scenarios(path)


@pytest.mark.parametrize(
    "wrong",
    [
        "judgment_months = 99999",
        "days = 99999999",
        "days = 0",
        "enemy = nan",
        "severity = 9",
        "temperament = 4.0",
        "followers = -3",
        "insults = 100000",
    ],
)
def test_a_number_out_of_its_range_is_named(tmp_path, wrong):
    with pytest.raises(PolicyError) as caught:
        read(tmp_path, f'[[scenario]]\nname = "a"\nexpect = "hold"\n{wrong}\n')
    assert f"scenario.{wrong.split(' ')[0]}" in str(caught.value)


@pytest.mark.parametrize("content", ['scenario = ["x"]', "scenario = [[1]]", "scenario = 5"])
def test_scenarios_are_tables(tmp_path, content):
    with pytest.raises(PolicyError):
        read(tmp_path, content)


@pytest.mark.parametrize("key", [key for key in BOUNDS if BOUNDS[key][1] != 20_000])
def test_at_the_ends_of_its_range_a_number_gives_a_verdict(key):
    for edge in BOUNDS[key]:
        scenario = Scenario("edge", "hold", **{"critical": 5, "insults": 1, key: edge})
        (outcome,) = run_scenarios([scenario], load_policy())
        assert 0 <= outcome.bri <= 100
