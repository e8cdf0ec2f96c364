"""Quick ways through a text give what the slow ones give."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kolvet.text import clauses, comparison
from kolvet.text.clauses import split_clauses
from kolvet.text.comparison import find_comparison
from kolvet.text.marked import TARGET

PIECES = st.lists(
    st.sampled_from(
        [
            *("今天", "好", "手机", " ", "  ", "。", "!!", "...", "..", ",", "：", "—", "|", "\n"),
            *(
                "但是",
                "但",
                "可惜",
                "结果",
                "问题是",
                "[doge]",
                "”",
                "）",
                "a",
                "1.5",
                "~",
                TARGET,
            ),
        ]
    ),
    max_size=14,
).map("".join)
COMPARED = st.lists(
    st.sampled_from(
        [
            *(
                TARGET,
                "别家",
                "比",
                "不如",
                "吊打",
                "被",
                "更",
                "好",
                "差",
                "还是",
                "才是",
                "换成了",
            ),
            *(
                "从",
                "换到",
                ">",
                "≥",
                "第一",
                "没有",
                "媲美",
                "yyds",
                "输给",
                "这么",
                "流畅",
                ",",
                "的",
            ),
        ]
    ),
    max_size=10,
).map("".join)


SLOW_BREAK = re.compile(
    rf"(?P<hard>(?:[{clauses.SENTENCE_END}]|\.{{3,}})+[\"”」』）)\]]*)"
    rf"|(?P<soft>[{clauses.CLAUSE_END}]+)"
    r"|(?P<space>(?<=[\u3400-\u9fff\ue000-\ue00f\]])\s+(?=[\u3400-\u9fff\ue000-\ue00f\[]))"
    rf"|(?P<turn>(?<=[^{clauses.SENTENCE_END}{clauses.CLAUSE_END}\s])"
    rf"(?={'|'.join(clauses.TURNS)}))"
)
"""What ends a sentence or a clause, said plainly: ten times as slow as the package's pattern."""


@given(PIECES)
def test_clauses_are_those_of_the_plain_pattern(text):
    breaks = [(match.end(), match["hard"] is not None) for match in SLOW_BREAK.finditer(text)]
    found = split_clauses(text)
    for clause in found:
        inside = [end for end, _ in breaks if clause.start < end < clause.end]
        assert not any(clauses._WORD.search(text, end, clause.end) for end in inside)
        assert clause.sentence == sum(ends for end, ends in breaks if end <= clause.start)
    kept = "".join(text[clause.start : clause.end] for clause in found)
    assert set(clauses._WORD.findall(text)) == set(clauses._WORD.findall(kept))


@given(COMPARED)
def test_a_comparison_needs_one_of_its_signs(text):
    fits = any(pattern.search(text) for _, _, pattern in comparison._PATTERNS)
    assert (find_comparison(text, 0, len(text)) is not None) is fits
