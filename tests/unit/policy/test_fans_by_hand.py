"""A team's own judgement of a brand's fans: read, or refused with the key named."""

from datetime import date

import pytest

from kolvet.errors import PolicyError
from kolvet.model.fans import FanRules, TemperamentByHand
from kolvet.policy import load_policy

WHOLE = '[fans.样例牌]\nT = 0.85\nby = "林"\ndate = 2026-01-04\nreason = "two boycotts"\n'


def write(tmp_path, content):
    path = tmp_path / "policy.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_judgement_by_hand_is_read_with_who_when_and_why(tmp_path):
    policy = load_policy(write(tmp_path, WHOLE))
    assert policy.by_hand == {
        "样例牌": TemperamentByHand(0.85, "林", date(2026, 1, 4), "two boycotts")
    }


def test_quotes_around_the_brand_are_as_good_as_none(tmp_path):
    quoted = WHOLE.replace("样例牌", '"样例牌"', 1)
    bare, given = load_policy(write(tmp_path, WHOLE)), load_policy(write(tmp_path, quoted))
    assert bare.by_hand == given.by_hand != {}


def test_we_ship_no_judgement_of_anybodys_fans():
    assert load_policy().by_hand == {}


def test_the_shipped_thresholds_are_those_that_the_code_documents():
    assert load_policy().fan_rules == FanRules()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("fans = 3\n", "fans"),
        ('[fans]\n"样例牌" = 0.8\n', "fans.样例牌"),
        (WHOLE.replace("0.85", "1.85"), "fans.样例牌.T"),
        (WHOLE.replace("0.85", "true"), "fans.样例牌.T"),
        (WHOLE.replace("T = 0.85\n", ""), "fans.样例牌.T"),
        (WHOLE.replace('by = "林"\n', ""), "fans.样例牌.by"),
        (WHOLE.replace('"two boycotts"', '" "'), "fans.样例牌.reason"),
        (WHOLE.replace("2026-01-04", '"soon"'), "fans.样例牌.date"),
        (WHOLE + "until = 2027-01-01\n", "fans.样例牌.until"),
        ("[fan_rules]\nshrink = 0\n", "fan_rules"),
        ("[fan_rules]\ntribal = 1.5\n", "fan_rules.tribal"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, content, named):
    with pytest.raises(PolicyError) as caught:
        load_policy(write(tmp_path, content))
    assert named in str(caught.value)
