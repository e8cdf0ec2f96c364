"""How a second opinion shows on the terminal and in JSON."""

import json
import re
from dataclasses import replace

import jsonschema
import pytest

from kolvet.model.judgements import Judgement, Opinion, Stance, TargetKind
from kolvet.model.report import JudgeInUse, Report, SecondOpinion
from kolvet.report.json_format import render_json, report_schema
from kolvet.report.terminal import render_terminal
from tests.unit.report.samples import HOLD, evidence

LOCAL = Judgement(
    mentioned=True,
    confidence=0.8,
    stance=Stance.CRITICAL,
    score=-0.8,
    severity=3,
    target_kind=TargetKind.USERS,
)
JUDGE = JudgeInUse(
    model="qwen-样例",
    url_host="model.example:8000",
    prompt="0a1b2c3d",
    eligible=40,
    cached=5,
    asked=30,
    answered=28,
    unparsed=2,
    not_asked=1,
    left_over=4,
    disagreed=6,
    not_about=3,
    injections=1,
    failure="timeout",
)


def opinion(stance: Stance | None, severity: int = 0, target: TargetKind | None = None) -> Opinion:
    return Opinion("qwen-样例", stance, severity, target, "翻车", 0.9)


def second(read: Opinion, *, taken: bool = True, injection: bool = False) -> SecondOpinion:
    return SecondOpinion(read, LOCAL, taken, injection)


def report(*seconds: SecondOpinion, **changes: object) -> Report:
    changed = tuple(
        evidence(f"J{index}", f"小米第{index}次翻车", stance=item.opinion.stance, second=item)
        for index, item in enumerate(seconds, start=1)
    )
    return replace(HOLD, judge=replace(JUDGE, changed=changed), **changes)  # type: ignore[arg-type]


def shown(made: Report, **look: object) -> str:
    options = {"width": 80, "colour": False} | look
    return re.sub(r"\s+", " ", render_terminal(made, **options))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kolvet.messages._chosen", ["zh"])


def test_what_the_model_read_is_said_in_the_coverage() -> None:
    said = shown(report())
    for words in (
        "大模型 qwen-样例 读了关键和存疑文本 40 条中的 33 条",
        "判断不一致 6 条",
        "无效回答 2 条",
        "与品牌无关而剔除 3 条",
        "超出 --judge-max 未送 4 条",
        "接口失败未答 1 条",
        "夹带对模型的指令 1 条",
    ):
        assert words in said


def test_a_report_without_a_model_says_nothing_of_it() -> None:
    assert "第二意见" not in shown(HOLD)
    assert json.loads(render_json(HOLD))["judge"] is None


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (
            second(opinion(Stance.NEUTRAL)),
            "本地判断：批评 3/3 (用户)；模型：中性。以模型为准。",
        ),
        (second(opinion(None)), "本地判断：批评 3/3 (用户)；模型：与品牌无关。以模型为准。"),
        (
            second(opinion(Stance.CRITICAL, 2, TargetKind.PRODUCT)),
            "本地判断：批评 3/3 (用户)；模型：批评 2/3 (产品)。",
        ),
        (
            second(opinion(Stance.SUPPORTIVE), taken=False, injection=True),
            "本地判断：批评 3/3 (用户)；模型：支持。帖子夹带对模型的指令，保留本地判断。",
        ),
    ],
)
def test_a_disagreement_stands_beside_its_quote(item: SecondOpinion, words: str) -> None:
    made = report(evidence=(evidence("E1", "小米翻车", second=item),))
    assert words.replace(" ", "") in shown(made).replace(" ", "")


def test_agreement_is_not_worth_a_line() -> None:
    item = second(opinion(Stance.CRITICAL, 3, TargetKind.USERS))
    assert "本地判断" not in shown(report(evidence=(evidence("E1", "小米翻车", second=item),)))


def test_what_no_longer_counts_is_listed_and_the_rest_counted() -> None:
    said = shown(report(*[second(opinion(Stance.NEUTRAL))] * 7))
    assert "按 qwen-样例 的判断不再计入" in said
    assert "小米第5次翻车" in said
    assert "小米第6次翻车" not in said
    assert "另有 2 条" in said


@pytest.mark.parametrize("width", [40, 200])
@pytest.mark.parametrize("plain", [True, False])
def test_it_fits_any_width(width: int, plain: bool) -> None:
    from rich.cells import cell_len

    made = report(second(opinion(Stance.NEUTRAL)), second(opinion(None)))
    lines = render_terminal(made, width=width, colour=False, plain=plain).splitlines()
    wide = [line for line in lines if cell_len(line) > width and "://" not in line]
    assert [line for line in wide if not line.lstrip().startswith("kolvet ")] == []


def test_the_json_holds_both_readings_and_fits_the_schema() -> None:
    item = second(opinion(None), taken=True)
    made = json.loads(render_json(report(item, evidence=(evidence("E1", "小米", second=item),))))
    jsonschema.Draft202012Validator(report_schema()).validate(made)
    assert made["judge"]["changed"][0]["id"] == "J1"
    assert (made["judge"]["eligible"], made["judge"]["failure"]) == (40, "timeout")
    assert made["evidence"][0]["second_opinion"] == {
        "model": "qwen-样例",
        "stance": None,
        "severity": 0,
        "target_kind": None,
        "sure": 0.9,
        "quote": "翻车",
        "agrees": False,
        "taken": True,
        "injection": False,
        "local_stance": "critical",
        "local_severity": 3,
        "local_target_kind": "users",
        "local_confidence": 0.8,
    }
