"""The judgement of written rows may not fall below what was reached: floors only rise.

The rows are invented and cover one phenomenon each; they are no measure of quality on real posts
(docs/quality.md is), only a net under changes of rules, lists and weights.
"""

import json
from functools import cache
from pathlib import Path

import pytest

from kolvet.brands import find_target
from kolvet.model.judgements import Judgement
from kolvet.text.judge import Question, judge

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("stance_rows.jsonl").read_text("utf-8").splitlines()
]
FLOORS = {"default": 0.88, "fast": 0.88, "rules": 0.76}
"""Accuracy over all rows, not_mentioned included."""
target_of = cache(find_target)


def judged(engine: str) -> list[tuple[dict[str, str], Judgement]]:
    questions = [Question(row["text"], target_of(row["brand"])) for row in ROWS]
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


@pytest.mark.parametrize(("engine", "most"), [("default", 6), ("fast", 5)])
def test_praise_is_not_called_criticism_nor_criticism_praise(engine: str, most: int) -> None:
    inverted = [
        row["text"]
        for row, judgement in judged(engine)
        if {row["label"], judgement.stance or ""} == {"critical", "supportive"}
    ]
    assert len(inverted) <= most, inverted


@pytest.mark.parametrize(("engine", "most"), [("default", 1), ("fast", 0)])
def test_every_insult_of_users_is_flagged_and_hardly_anything_else(engine: str, most: int) -> None:
    false = []
    for row, judgement in judged(engine):
        if row["phenomenon"] == "insult":
            assert "insult" in judgement.flags, row["text"]
            assert judgement.target_kind == "users"
            assert judgement.severity is not None
            assert judgement.severity >= 2
        elif "insult" in judgement.flags:
            false.append(row["text"])
    assert len(false) <= most, false


def test_insults_that_somebody_else_wrote_are_found_as_often_as_reached() -> None:
    """The rows are a test of the detector, by an author who does not know it (docs/quality.md)."""
    path = Path(__file__).with_name("insult_rows.jsonl")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    questions = [Question(row["text"], target_of(row["brand"])) for row in rows]
    flagged = [
        row for row, said in zip(rows, judge(questions), strict=True) if "insult" in said.flags
    ]
    hits = sum(row["insult"] for row in flagged)
    assert hits / len(flagged) >= 0.6
    assert hits / sum(row["insult"] for row in rows) >= 0.3
