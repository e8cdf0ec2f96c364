"""Which mentions go to the encoder, and what both tiers make of them together."""

import json
from collections.abc import Sequence

import numpy as np
import pytest

from kolvet.brands import find_target
from kolvet.model.judgements import Stance, TargetKind
from kolvet.text import two_tiers
from kolvet.text.encoder import EncoderScores
from kolvet.text.judge import Question, judge_with
from kolvet.text.marked import Marked, mark
from kolvet.text.mentions import MentionFinder
from kolvet.text.own import own_words
from kolvet.text.scene import Scene, build_scene
from kolvet.text.two_tiers import Combination, TwoTiers, read_combination, with_read_insult

PLAIN = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
BOTH = ((0.5, 0.0, 1.0, 0.0, 0.0), (0.0, 0.5, 0.0, 1.0, 0.0))
ONLY_ENCODER = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
COMBINATION = Combination(0.8, PLAIN, BOTH, (1.0, 1.0), ONLY_ENCODER, 0.7)


class Fast:
    """Says what it is told to, text by text."""

    def __init__(self, scores: dict[str, tuple[float, float]], insult: float = -9.0) -> None:
        self.known = scores
        self.insult = insult

    def scores(self, scenes: Sequence[Scene]) -> np.ndarray:
        three = [(*self.known.get(written(scene), (-3.0, -3.0)), self.insult) for scene in scenes]
        return np.array(three)


class Encoder:
    """Says the same of every text, and remembers what it was asked."""

    def __init__(self, stance: tuple[float, float, float], insult: float = 0.0) -> None:
        self.stance = stance
        self.insult = insult
        self.asked: list[str] = []

    def read_all(self, texts: Sequence[Marked]) -> list[EncoderScores]:
        self.asked += [marked.text for marked in texts]
        return [
            EncoderScores(
                np.array(self.stance, np.float32),
                np.array([0, 3, 0, 0], np.float32),
                np.array([0, 2, 0], np.float32),
                np.array([0, self.insult], np.float32),
            )
            for _ in texts
        ]


def written(scene: Scene) -> str:
    return scene.marked.text.replace("\ue000", "小米").replace("\ue003", "米粉")


def signs(encoder: float) -> tuple[float, ...]:
    """The signs of an insult, of which only the encoder's counts here."""
    return (0.0, encoder, 0.0, 0.0, 0.0)


def scene_of(text: str) -> Scene:
    mentions = MentionFinder(find_target("小米")).find(text)
    assert mentions, text
    return build_scene(mark(own_words(text), mentions))


def tiers(fast: Fast, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> TwoTiers:
    monkeypatch.setattr(two_tiers, "load_encoder", lambda: encoder)
    return TwoTiers(fast, COMBINATION)  # type: ignore[arg-type]


def test_what_is_surely_neutral_never_loads_the_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Encoder((5.0, 0.0, 0.0))
    (reading,) = tiers(Fast({}), encoder, monkeypatch).read([scene_of("小米手机明天开售")])
    assert reading.stance is Stance.NEUTRAL
    assert encoder.asked == []
    assert reading.reasons == ()


def test_what_is_unsure_is_read_by_both(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "小米这手机一言难尽"
    encoder = Encoder((4.0, 0.0, 0.0))
    engine = tiers(Fast({text: (0.5, 0.4)}), encoder, monkeypatch)
    sure, unsure = engine.read([scene_of("小米手机明天开售"), scene_of(text)])
    assert encoder.asked == [scene_of(text).marked.text]
    assert sure.stance is Stance.NEUTRAL
    assert unsure.stance is Stance.CRITICAL
    assert unsure.kind is TargetKind.COMPANY
    assert unsure.severity == 2
    assert unsure.probabilities.critical > 0.95
    (reason,) = unsure.reasons
    assert reason.rule == "encoder"
    assert reason.weight < 0


def test_what_may_be_an_insult_is_always_read(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Encoder((0.0, 4.0, 0.0))
    tiers(Fast({}), encoder, monkeypatch).read([scene_of("小米车主周末聚会")])
    assert encoder.asked == []
    tiers(Fast({}), encoder, monkeypatch).read([scene_of("米粉都是脑残")])
    tiers(Fast({}, insult=0.1), encoder, monkeypatch).read([scene_of("小米车主周末聚会")])
    assert len(encoder.asked) == 2


def test_a_favour_decides_between_close_stances() -> None:
    likely = two_tiers.Probabilities(0.4, 0.5, 0.1)
    assert COMBINATION.decide(likely) is Stance.NEUTRAL
    assert COMBINATION._replace(favour=(1.3, 1.0)).decide(likely) is Stance.CRITICAL


def test_an_insult_by_the_rules_stands() -> None:
    scene = scene_of("米粉都是脑残")
    assert scene.insult is not None
    assert with_read_insult(COMBINATION, scene, signs(-9.0)).insult == scene.insult


def test_an_insult_is_read_without_a_word_of_contempt() -> None:
    scene = scene_of("今天天气好，小米车主出门都要带上说明书给人念")
    assert scene.insult is None
    assert with_read_insult(COMBINATION, scene, signs(0.0)).insult is None
    found = with_read_insult(COMBINATION, scene, signs(1.0)).insult
    assert found is not None
    assert found.severity == 2
    assert found.word.word == "小米车主出门都要带上说明书给人念"
    assert found.word.weight == pytest.approx(0.731, abs=0.001)


def test_praise_is_no_insult_whatever_the_encoder_says(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scene_of("见了几位米粉,素质很高")
    engine = tiers(Fast({}, insult=3.0), Encoder((0.0, 0.0, 4.0), insult=9.0), monkeypatch)
    (reading,) = engine.read([scene])
    assert reading.stance is Stance.SUPPORTIVE
    assert reading.scene is not None
    assert reading.scene.insult is None


def test_words_that_speak_of_nobody_are_no_insult_whatever_the_encoder_says() -> None:
    scene = scene_of("小米电池自燃了，售后不管")
    assert with_read_insult(COMBINATION, scene, signs(9.0)).insult is None


def test_people_may_be_pointed_at_without_a_noun() -> None:
    found = with_read_insult(COMBINATION, scene_of("用小米的都自带说明书"), signs(2.0)).insult
    assert found is not None


def test_an_accusation_beside_an_insult_does_not_make_it_severe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "小米就是骗子公司,小米车主真会给自己找罪受"
    encoder = Encoder((4.0, 0.0, 0.0), insult=2.0)
    engine = tiers(Fast({written(scene_of(text)): (2.0, 0.0)}), encoder, monkeypatch)
    questions = [Question(text, find_target("小米"))]
    (judgement,) = judge_with(questions, engine.read)
    assert judgement.target_kind is TargetKind.USERS
    assert judgement.severity == 2
    assert judgement.reasons == tuple(
        sorted(judgement.reasons, key=lambda reason: -abs(reason.weight))
    )


def test_a_combination_survives_its_file() -> None:
    raw = json.dumps(COMBINATION._asdict()).encode()
    assert read_combination(raw) == COMBINATION
