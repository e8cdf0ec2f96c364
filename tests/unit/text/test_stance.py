"""What decides a judgement: comparison, contrast, who speaks; severity, target, flags, span."""

import pytest

from kolvet.model.brands import Alias, AliasKind, Brand, Target
from kolvet.model.judgements import Judgement, Stance, TargetKind
from kolvet.text.clauses import split_clauses
from kolvet.text.comparison import find_comparison
from kolvet.text.judge import Question, judge
from kolvet.text.marked import TARGET as MARK

_BRAND = Brand(
    name="样例牌",
    aliases=(
        Alias(AliasKind.NAME, ("样例牌",)),
        Alias(AliasKind.PRODUCT, ("样例一号",)),
        Alias(AliasKind.EXECUTIVE, ("样总",)),
    ),
)
TARGET = Target(brand=_BRAND, family=(_BRAND,))


def judged(text: str, engine: str = "fast") -> Judgement:
    (judgement,) = judge([Question(text, TARGET)], engine=engine)
    return judgement


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("@不如苹果", -1),
        ("苹果不如@", 1),
        ("@吊打苹果", 1),
        ("苹果吊打@", -1),
        ("@被苹果吊打", -1),
        ("苹果被@吊打", 1),
        ("@比苹果流畅", 1),
        ("苹果比@流畅", -1),
        ("@比苹果贵", -1),
        ("@不比苹果差", 1),
        ("没有比@更好的了", 1),
        ("苹果没有@流畅", 1),
        ("还得是@", 1),
        ("从@换到苹果", -1),
        ("终于换到@了", 1),
        ("@今天发布新品", 0),
    ],
)
def test_direction_of_comparisons(text: str, outcome: int) -> None:
    marked = text.replace("@", MARK)
    comparison = find_comparison(marked, 0, len(marked))
    assert (comparison.outcome if comparison else 0) == outcome


@pytest.mark.parametrize("engine", ["fast", "rules"])
@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("样例一号系统太卡了,垃圾,再也不买", Stance.CRITICAL),
        ("样例一号真的好用,强烈推荐", Stance.SUPPORTIVE),
        ("样例牌公布下月门店营业时间", Stance.NEUTRAL),
        ("样例牌不如华为流畅", Stance.CRITICAL),
    ],
)
def test_plain_cases(text: str, stance: Stance, engine: str) -> None:
    assert judged(text, engine).stance is stance


def test_what_is_not_mentioned_has_no_stance() -> None:
    judgement = judged("今天天气真好")
    assert judgement == Judgement(mentioned=False, confidence=judgement.confidence)
    assert 0.5 < judgement.confidence <= 1.0


def test_somebody_elses_words_do_not_count() -> None:
    assert not judged("转发微博//@路人甲:样例牌太垃圾了").mentioned


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("样例牌这次拍照有点糊,不太好用", 1),
        ("样例牌真是垃圾,恶心,再也不买", 2),
        ("样例牌就是骗子公司,偷工减料,会自燃", 3),
        ("样例牌很好用,推荐给大家", 0),
    ],
)
def test_severity(text: str, severity: int) -> None:
    assert judged(text).severity == severity


def test_target_kind_comes_from_the_mention_and_the_words() -> None:
    assert judged("样总天天画饼,看腻了,恶心").target_kind is TargetKind.EXECUTIVE
    assert judged("样例一号太卡了,垃圾").target_kind is TargetKind.PRODUCT
    assert judged("样例牌客服态度恶劣,售后踢皮球,垃圾").target_kind is TargetKind.COMPANY
    assert judged("样例牌公布下月门店营业时间").target_kind is None


def test_the_clause_that_decides_is_marked_in_the_text_as_given() -> None:
    text = "周末去爬山了。樣例牌外观还行,但是系統太卡,垃圾,再也不买!//@路人:好"
    target = Brand(name="样例牌", aliases=(Alias(AliasKind.NAME, ("样例牌",)),))
    (judgement,) = judge([Question(text, Target(target, (target,)))])
    assert judgement.stance is Stance.CRITICAL
    assert judgement.span is not None
    start, end = judgement.span
    assert text[start:end] in ("但是系統太卡,", "垃圾,", "再也不买!")


def test_reasons_are_signed_and_strongest_first() -> None:
    reasons = judged("样例牌拍照好看,但是系统垃圾,恶心").reasons
    weights = [abs(reason.weight) for reason in reasons]
    assert weights == sorted(weights, reverse=True)
    assert {reason.text: reason.weight > 0 for reason in reasons}["好看"]
    assert not {reason.text: reason.weight > 0 for reason in reasons}["垃圾"]


def test_clauses_of_marks_keep_them() -> None:
    assert len(split_clauses(f"{MARK}好用,{MARK}好看")) == 2
