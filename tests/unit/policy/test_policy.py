"""Reading policies: what is left out stays, what is wrong is named."""

import pytest

from kolvet.errors import ExitCode, PolicyError
from kolvet.model.report import Word
from kolvet.policy import FailOn, load_policy
from kolvet.policy.schema import policy_schema
from kolvet.vet.scenarios import Scenario, run_scenarios


def write(tmp_path, content):
    path = tmp_path / "policy.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_file_changes_only_what_it_names(tmp_path):
    policy = load_policy(write(tmp_path, 'name = "ours"\n[bands]\nhold = 25\n'))
    assert policy.name == "ours"
    assert policy.bands.hold == 25
    assert policy.bands.reject == load_policy().bands.reject


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("[bands]\nholt = 3\n", "bands.holt"),
        ('[bands]\nhold = "many"\n', "bands.hold"),
        ("[bands]\nhold = 60\n", "bands"),
        ("[history]\nbreadth = 0.9\n", "history"),
        ('fail_on = "sometimes"\n', "fail_on"),
        ("bands = 3\n", "bands"),
        ("[bands\n", "policy.toml"),
        ("[bootstrap]\ndraws = 1\n", "bootstrap.draws"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, content, named):
    with pytest.raises(PolicyError) as caught:
        load_policy(write(tmp_path, content))
    assert named in str(caught.value)
    assert caught.value.hint
    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    ("section", "wrong"),
    [
        ("bootstrap", "seed = -1"),
        ("bootstrap", "seed = 4294967296"),
        ("knockouts", "insult_months = 100000"),
        ("knockouts", "precedent_months = -100000"),
        ("knockouts", "insult_confidence = nan"),
        ("checks", "paid_months = 99999"),
        ("checks", "persistent_months = 0"),
        ("weight", "engagement_percentile = 3.0"),
        ("history", "severity_prior = inf"),
        ("turns", "recent_days = 99999999"),
        ("convertibility", "aspects = nan"),
        ("convertibility", "fairness_posts = 0"),
        ("temperament", "floor = 9.0"),
        ("insult", "one_severe = 7.0"),
        ("reach", "unknown = 5.0"),
        ("history", "severity_prior = 0"),
        ("history", "severity = -1.0"),
        ("floors", 'conditions = ["KV999"]'),
        ("floors", "conditions = [3]"),
    ],
)
def test_every_number_has_a_range(tmp_path, section, wrong):
    with pytest.raises(PolicyError) as caught:
        load_policy(write(tmp_path, f"[{section}]\n{wrong}\n"))
    assert caught.value.key in {"check.policy_out_of_bounds", "check.policy_unknown_rule"}
    assert f"{section}.{wrong.split(' ')[0]}" in str(caught.value)


EDGES = [
    (section, key, edge)
    for section, described in policy_schema()["properties"].items()
    for key, schema in described.get("properties", {}).items()
    if "maximum" in schema and key != "permutations"  # 100,000 of them take four seconds
    for edge in (schema["minimum"], schema["maximum"])
]
ROUGH = Scenario("rough", "hold", critical=9, insults=2, fans=400, enemy=0.5, rival_posts=12)


@pytest.mark.parametrize(("section", "key", "edge"), EDGES)
def test_at_the_ends_of_its_range_a_number_gives_a_verdict(tmp_path, section, key, edge):
    draws = "" if section == "bootstrap" else "[bootstrap]\ndraws = 100\n"
    value = 100 if key == "draws" else edge
    policy = if_it_fits(write(tmp_path, f"[{section}]\n{key} = {value}\n{draws}"))
    if policy:
        (outcome,) = run_scenarios([ROUGH], policy)
        assert 0 <= outcome.bri <= 100


def if_it_fits(path):
    """None for a value that alone does not fit the others, as bands that do not rise."""
    try:
        return load_policy(path)
    except PolicyError as error:
        if error.key != "check.policy_out_of_range":
            raise
        return None


def test_a_missing_file_is_a_policy_error(tmp_path):
    with pytest.raises(PolicyError):
        load_policy(tmp_path / "none.toml")


def test_exit_codes_follow_the_order_of_words():
    policy = load_policy()
    codes = [policy.exit_code(word, FailOn.HOLD) for word in Word]
    assert codes == [0, 0, 1, 1, 4]
