"""The JSON Schema of policy files says what the loader says."""

import tomllib
from dataclasses import fields

import jsonschema
import pytest

from kolvet.errors import PolicyError
from kolvet.policy import SECTIONS, default_text, flat_values, load_policy
from kolvet.policy.schema import policy_schema
from kolvet.vet.scenarios import load_scenarios, run_scenarios

SCHEMA = policy_schema()


def test_it_is_a_schema_and_our_policy_fits_it():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(tomllib.loads(default_text()))


def test_it_has_every_value_with_our_default():
    ours = flat_values(load_policy())
    for name, kind in SECTIONS.items():
        described = SCHEMA["properties"][name]["properties"]
        assert list(described) == [part.name for part in fields(kind)]
        for key, schema in described.items():
            value = ours[f"{name}.{key}"]
            assert schema["default"] == (list(value) if isinstance(value, tuple) else value)


@pytest.mark.parametrize(
    "content",
    [
        "[bands]\nholt = 3\n",
        '[bands]\nhold = "many"\n',
        'fail_on = "sometimes"\n',
        "[bootstrap]\ndraws = 1.5\n",
        "[fans.样例]\nT = 3\n",
        "[verdict]\n",
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(tmp_path, content):
    path = tmp_path / "policy.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PolicyError):
        load_policy(path)
    quoted = content.replace("样例", '"样例"')
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(tomllib.loads(quoted))


def test_a_list_of_checks_can_be_changed(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text("[floors]\nconditions = []\n", encoding="utf-8")
    assert load_policy(path).floors.conditions == ()


@pytest.mark.parametrize(
    "outcome", run_scenarios(load_scenarios(), load_policy()), ids=lambda item: item.scenario.name
)
def test_our_scenarios_come_out_as_written(outcome):
    assert outcome.passed, (outcome.word, outcome.decided_by, outcome.bri)
