"""The same questions to every engine."""

import math

import pytest

from kolvet.model.brands import Alias, AliasKind, Brand, Target
from kolvet.model.judgements import Stance
from kolvet.text.judge import DEFAULT_ENGINE, ENGINES, Question, engine_version, judge

_BRAND = Brand(name="样例牌", aliases=(Alias(AliasKind.NAME, ("样例牌",)),), packed=False)
TARGET = Target(brand=_BRAND, family=(_BRAND,))
TEXTS = (
    "样例牌太卡了,垃圾,再也不买",
    "样例牌真好用,推荐",
    "样例牌明天发布",
    "没有提到",
    "",
    "样例牌",
    "😀样例牌[doge]\u202e//@甲:样例牌",
    "样例牌" * 60,
)


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_answers_every_question_in_order(engine: str) -> None:
    questions = [Question(text, TARGET) for text in TEXTS]
    judgements = judge(questions, engine=engine)
    assert [judgement.mentioned for judgement in judgements] == [
        "样例牌" in t.split("//")[0] for t in TEXTS
    ]
    assert judgements == [judge([question], engine=engine)[0] for question in questions]


def test_a_judgement_is_complete(engine: str) -> None:
    for text, judgement in zip(
        TEXTS, judge([Question(text, TARGET) for text in TEXTS], engine=engine), strict=True
    ):
        assert 0.0 <= judgement.confidence <= 1.0
        if not judgement.mentioned:
            assert (judgement.stance, judgement.score, judgement.severity) == (None, None, None)
            assert (judgement.span, judgement.target_kind) == (None, None)
            assert (judgement.mentions, judgement.flags, judgement.reasons) == ((), (), ())
            continue
        assert judgement.score is not None
        assert math.isfinite(judgement.score)
        assert -1.0 <= judgement.score <= 1.0
        # An engine may decide for a stance that is not the likeliest (Combination.favour).
        assert judgement.confidence >= 0.2
        assert judgement.severity in (0, 1, 2, 3)
        assert (judgement.severity > 0) is (judgement.stance is Stance.CRITICAL)
        assert judgement.span is not None
        assert 0 <= judgement.span.start < judgement.span.end <= len(text)
        assert all(text[m.start : m.end] == m.alias for m in judgement.mentions)
        assert list(judgement.flags) == sorted(set(judgement.flags))


def test_no_questions_no_answers(engine: str) -> None:
    assert judge([], engine=engine) == []


def test_versions_name_the_engine_and_differ(engine: str) -> None:
    assert engine_version(engine).startswith(f"{engine}/")
    assert engine_version(engine) == engine_version(engine)
    assert len({engine_version(name) for name in ENGINES}) == len(ENGINES)


def test_the_default_engine_exists() -> None:
    assert DEFAULT_ENGINE in ENGINES


def test_an_unknown_engine_is_an_error() -> None:
    with pytest.raises(KeyError):
        judge([Question("样例牌", TARGET)], engine="nothing")
