"""`kolvet schema`, and what commands print, against it."""

import json

import jsonschema
import pytest

NAMES = ("report", "score", "policy", "deal")


def schema_of(kolvet, name):
    done = kolvet("schema", name)
    assert done.returncode == 0, done.stderr
    schema = json.loads(done.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_printed(kolvet, name):
    assert schema_of(kolvet, name).schema["title"]


def test_without_a_name_they_are_listed(kolvet):
    lines = kolvet("schema").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(NAMES)


def test_an_unknown_one_names_the_known(kolvet):
    done = kolvet("schema", "reports")
    assert done.returncode == 2
    assert all(name in done.stderr for name in NAMES)


def test_answers_of_score_are_valid(kolvet):
    lines = [
        {"id": "1", "text": "小米这手机又修了三次", "brand": "小米", "more": [1]},
        {"id": None, "text": "今天喝了小米粥", "brand": ["小米", "华为"]},
        {"id": 3},
    ]
    asked = "\n".join(map(json.dumps, lines)) + "\nno json\n"
    validator = schema_of(kolvet, "score")
    for more in ((), ("--explain",)):
        done = kolvet("score", "--engine", "fast", *more, text_in=asked)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(answers) == 5
        for answer in answers:
            validator.validate(answer)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(answers[0] | {"stance": "angry"})
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(answers[1] | {"mentioned": False, "severity": 0})


def test_reports_of_check_and_compare_are_valid(desk, kolvet):
    validator = schema_of(kolvet, "report")
    validator.validate(desk.report)
    versus = desk.check("--vs", "华为,苹果")
    validator.validate(versus)
    assert versus["comparison"]["rows"]
