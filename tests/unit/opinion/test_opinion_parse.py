"""Only an answer that parses whole is one."""

import json

import pytest

from kolvet.model.judgements import Opinion, Stance, TargetKind
from kolvet.opinion.parse import parse_answers

OWN = ["小米这次翻车了", "煮了一锅小米粥"]
GOOD = {
    "n": 1,
    "stance": "critical",
    "severity": 2,
    "target_kind": "product",
    "quote": "翻车",
    "sure": 0.9,
}
READ = Opinion("m", Stance.CRITICAL, 2, TargetKind.PRODUCT, "翻车", 0.9, alone=False)


def parse(*answers, own=OWN):
    return parse_answers(json.dumps({"answers": list(answers)}), own, "m")


def test_a_good_answer_is_read():
    assert parse(GOOD) == [READ, None]


def test_it_is_known_whether_the_post_stood_alone():
    assert parse(GOOD, own=OWN[:1])[0].alone is True
    assert parse(GOOD)[0].alone is False


def test_answers_may_come_in_any_order_and_have_more_keys():
    second = GOOD | {"n": 2, "stance": "neutral", "severity": 0, "quote": "小米", "why": "x"}
    first, other = parse(second, GOOD)
    assert first == READ
    assert (other.stance, other.quote) == (Stance.NEUTRAL, "小米")


def test_not_mentioned_has_no_stance_and_needs_no_quote():
    answer = GOOD | {"stance": "not_mentioned", "severity": 0, "quote": "", "sure": 1}
    assert parse(answer)[0] == Opinion("m", None, 0, None, "", 1.0, alone=False)


@pytest.mark.parametrize(
    "change",
    [
        {"n": 0},
        {"n": 3},
        {"n": "1"},
        {"n": True},
        {"n": 1.0},
        {"n": None},
        {"stance": "negative"},
        {"stance": "Critical"},
        {"stance": None},
        {"stance": ["critical"]},
        {"severity": 4},
        {"severity": -1},
        {"severity": "2"},
        {"severity": True},
        {"severity": 2.0},
        {"severity": 0},
        {"stance": "neutral"},
        {"stance": "supportive"},
        {"target_kind": "brand"},
        {"target_kind": ["users"]},
        {"quote": ""},
        {"quote": " "},
        {"quote": None},
        {"quote": "小米翻车"},
        {"quote": "小米粥"},
        {"quote": "\0"},
        {"sure": 1.1},
        {"sure": -0.1},
        {"sure": "0.9"},
        {"sure": True},
        {"sure": None},
    ],
)
def test_one_wrong_field_makes_it_no_answer(change):
    assert parse(GOOD | change) == [None, None]


@pytest.mark.parametrize("key", GOOD)
def test_a_missing_field_makes_it_no_answer(key):
    assert parse({name: value for name, value in GOOD.items() if name != key}) == [None, None]


def test_a_wrong_answer_does_not_hurt_the_others():
    assert parse({"n": 2, "stance": "supportive"}, "x", None, [1], GOOD) == [READ, None]


def test_two_answers_about_one_post_are_none():
    assert parse(GOOD, GOOD | {"stance": "supportive", "severity": 0}) == [None, None]
    assert parse(GOOD, GOOD, GOOD) == [None, None]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "supportive",
        "[]",
        "null",
        "{}",
        '{"answers": null}',
        '{"answers": {"n": 1}}',
        json.dumps([GOOD]),
        json.dumps(GOOD),
        "```json\n" + json.dumps({"answers": [GOOD]}) + "\n```",
        json.dumps({"answers": [GOOD]})[:-2],
        json.dumps({"answers": [GOOD]}) + "{}",
        json.dumps({"answers": [GOOD]}).replace("0.9", "NaN"),
        json.dumps({"answers": [GOOD]}).replace("0.9", "Infinity"),
        json.dumps({"answers": [GOOD]}).replace('"n": 1', '"n": 2, "n": 1'),
        '{"answers": [], "answers": [' + json.dumps(GOOD) + "]}",
        "[" * 100_000,
        "9" * 10_000,
    ],
)
def test_what_is_not_one_object_of_answers_is_none(content):
    assert parse_answers(content, OWN, "m") == [None, None]


def test_a_hidden_part_of_the_post_cannot_be_quoted():
    own = ["小米\0\0翻车"]
    assert parse(GOOD | {"quote": "小米\0\0翻车"}, own=own) == [None]
    assert parse(GOOD | {"quote": "翻车"}, own=own)[0] is not None
