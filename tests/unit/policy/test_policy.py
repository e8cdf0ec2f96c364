"""Reading policies: what is left out stays, what is wrong is named."""

import pytest

from kolvet.errors import ExitCode, PolicyError
from kolvet.model.report import Word
from kolvet.policy import FailOn, load_policy


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


def test_a_missing_file_is_a_policy_error(tmp_path):
    with pytest.raises(PolicyError):
        load_policy(tmp_path / "none.toml")


def test_exit_codes_follow_the_order_of_words():
    policy = load_policy()
    codes = [policy.exit_code(word, FailOn.HOLD) for word in Word]
    assert codes == [0, 0, 1, 1, 4]
