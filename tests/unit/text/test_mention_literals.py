"""What a pattern needs, so that the gate can be quick and never wrongly closed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.brands import load_packs
from kolvet.text.fold import compact_word
from kolvet.text.literals import required_literals


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"(?<![a-z0-9])[sy]u7 ?(?:pro|max)", ("pro", "max")),
        (r"(?:红米|redmi) ?(?:note|k) ?[0-9]{1,3}", ("红米", "redmi")),
        ("abc?", ("ab",)),
        ("ab+", ("ab",)),
        ("ab{0,2}", ("a",)),
        ("a|bc", ("a", "bc")),
        ("(?:a|b)?cd", ("cd",)),
        ("小米(?=的)", ("小米",)),
        (r"[[\]]x", ("x",)),
        (r"a\.b", ("a.b",)),
        (r"\d+", ()),
        ("(?i)abc", ("abc",)),
        ("a|[0-9]", ()),
    ],
)
def test_longest_string_that_every_match_holds(pattern: str, needed: tuple[str, ...]) -> None:
    assert required_literals(pattern) == needed


PATTERNS = sorted(
    {
        pattern
        for brand in load_packs().values()
        for alias in brand.aliases
        for pattern in alias.patterns
    }
)


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_every_match_of_a_shipped_pattern_holds_one(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    match = re.search(pattern, data.draw(st.from_regex(pattern)))
    assert match is not None
    needed = required_literals(pattern)
    assert needed
    assert any(literal in match.group() for literal in needed)
    assert all(map(compact_word, needed))
