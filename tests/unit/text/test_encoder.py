"""The encoder that ships."""

import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest

from kolvet.brands import find_target
from kolvet.model.judgements import Stance
from kolvet.text.encoder import load_encoder
from kolvet.text.judge import Question, judge
from kolvet.text.marked import Marked, mark
from kolvet.text.mentions import MentionFinder
from kolvet.text.own import own_words

TEXTS = (
    "小米这手机修了三次,售后还不认账,再也不买了",
    "小米新品发布会将于下周四举行",
    "用了三年的小米,真香,推荐给大家",
    "买了小米" + "今天天气不错,出门走了走,晚上吃了火锅。" * 20 + "小米坏了",
    "小米",
)


def marked(text: str) -> Marked:
    return mark(own_words(text), MentionFinder(find_target("小米")).find(text))


def test_scores_are_complete_and_finite() -> None:
    for scores in load_encoder().read_all([marked(text) for text in TEXTS]):
        assert [len(head) for head in scores] == [3, 4, 3, 2]
        assert all(np.isfinite(head).all() for head in scores)


def test_what_is_read_of_a_text_does_not_depend_on_its_neighbours() -> None:
    encoder = load_encoder()
    together = encoder.read_all([marked(text) for text in TEXTS])
    for text, scores in zip(TEXTS, together, strict=True):
        alone = encoder.read(marked(text))
        assert all(np.array_equal(one, other) for one, other in zip(alone, scores, strict=True))


def test_plain_complaint_news_and_praise_are_told_apart() -> None:
    stances = [load_encoder().read(marked(text)).stance.argmax() for text in TEXTS[:3]]
    assert stances == [0, 1, 2]


@pytest.mark.parametrize("text", ["小米真好用,推荐", "小米手机很流畅", "小米真不错,点赞"])
def test_plain_praise_is_not_irony_to_both_tiers(text: str) -> None:
    (judgement,) = judge([Question(text, find_target("小米"))])
    assert judgement.stance is Stance.SUPPORTIVE


def test_nothing_was_read() -> None:
    assert load_encoder().read_all([]) == []


def test_the_weights_are_as_small_as_promised() -> None:
    folder = files("kolvet.text") / "models"
    assert len((folder / "fast.npz").read_bytes()) <= 6_000_000
    assert len((folder / "encoder.onnx").read_bytes()) <= 32_000_000


def test_it_needs_no_pytorch() -> None:
    code = (
        "import sys; from kolvet.text.judge import judge, Question;"
        "from kolvet.brands import find_target;"
        "judge([Question('小米这手机修了三次', find_target('小米'))]);"
        "sys.exit('torch' in sys.modules or 'onnxruntime' not in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
