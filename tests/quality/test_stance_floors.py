"""The judgement of written rows may not fall below what was reached: floors only rise.

The rows are invented and cover one phenomenon each; they are no measure of quality on real posts
(docs/quality.md is), only a net under changes of rules, lists and weights.
"""

import json
from pathlib import Path

import pytest

from kolvet.brands import find_target
from kolvet.model.judgements import Judgement
from kolvet.text.judge import Question, judge

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("stance_rows.jsonl").read_text("utf-8").splitlines()
]
FLOORS = {"fast": 0.88, "rules": 0.74}
"""Accuracy over all rows, not_mentioned included."""


def judged(engine: str) -> list[tuple[dict[str, str], Judgement]]:
    questions = [Question(row["text"], find_target(row["brand"])) for row in ROWS]
    return list(zip(ROWS, judge(questions, engine=engine), strict=True))


@pytest.mark.parametrize("engine", sorted(FLOORS))
def test_accuracy_stays_above_its_floor(engine: str) -> None:
    wrong = [
        f"{row['id']} {row['label']} > {said}: {row['text']}"
        for row, judgement in judged(engine)
        if (said := judgement.stance.value if judgement.stance else "not_mentioned")
        != row["label"]
    ]
    assert 1 - len(wrong) / len(ROWS) >= FLOORS[engine], "\n".join(wrong)


def test_praise_is_not_called_criticism_nor_criticism_praise() -> None:
    inverted = [
        row["text"]
        for row, judgement in judged("fast")
        if {row["label"], judgement.stance or ""} == {"critical", "supportive"}
    ]
    assert len(inverted) <= 5, inverted


def test_every_insult_of_users_is_flagged_and_nothing_else() -> None:
    for row, judgement in judged("fast"):
        assert ("insult" in judgement.flags) is (row["phenomenon"] == "insult"), row["text"]
        if row["phenomenon"] == "insult":
            assert judgement.target_kind == "users"
            assert judgement.severity is not None
            assert judgement.severity >= 2
