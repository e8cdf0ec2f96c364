"""What a check does the short way gives what the long way gives."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.checks.words import holds_any, word_list
from kolvet.verdict.convertibility import _hint, _words

LISTS = (
    *(("abuse", "words"), ("abuse", "not_his"), ("superlatives", "hints")),
    *(("commerce", "disclosed_hints"), ("commerce", "buying")),
)


@given(data=st.data(), name=st.sampled_from(LISTS))
def test_one_expression_finds_what_word_by_word_finds(data, name):
    words = word_list(name[0])[name[1]]
    pieces = st.sampled_from(words) | st.sampled_from(sorted(set("".join(words)))) | st.text()
    own = "".join(data.draw(st.lists(pieces, max_size=6)))
    assert holds_any(own, *name) == any(word in own for word in words)


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_every_correction_holds_a_hint(data):
    pattern = data.draw(st.sampled_from(_words()["corrections"]))
    said = data.draw(st.from_regex(re.compile(pattern), fullmatch=True))
    assert _hint().search(said)
