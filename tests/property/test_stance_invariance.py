"""What must not change a judgement: the brand's name, other people's words, how text is encoded.

Asked of the invented rows that ship with the project; under one row in a hundred may change.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import opencc
import pytest

from kolvet.brands import find_target
from kolvet.model.brands import AliasKind
from kolvet.model.judgements import Judgement
from kolvet.text.judge import ENGINES, Question, judge

ROOT = Path(__file__).parents[2]
NEW_NAME = "大疆"
ROWS = 220
target_of = cache(find_target)
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


def rows() -> list[tuple[str, str]]:
    """Texts with their brands, chosen by chance once and for all."""
    found = [
        (row["text"], row["brand"])
        for path in sorted((ROOT / "training" / "written").glob("*.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if "大疆" not in row["text"]
    ]
    return Random(4).sample(found, min(ROWS, len(found)))


@pytest.fixture(scope="module", params=["default", "fast"])
def judged(request: pytest.FixtureRequest) -> tuple[str, list[tuple[str, str, Judgement]]]:
    """The engine and the rows in which the brand is found, with their judgements."""
    engine = str(request.param)
    assert engine in ENGINES
    texts = rows()
    judgements = judge([Question(text, target_of(brand)) for text, brand in texts], engine=engine)
    kept = [
        (text, brand, judgement)
        for (text, brand), judgement in zip(texts, judgements, strict=True)
        if judgement.mentioned
    ]
    assert len(kept) > 150
    return engine, kept


def renamed(text: str, judgement: Judgement) -> str:
    """The text with every mention spelt as the new name."""
    parts, position = [], 0
    for mention in judgement.mentions:
        parts += [text[position : mention.start], NEW_NAME]
        position = mention.end
    return "".join([*parts, text[position:]])


def changed(engine: str, pairs: list[tuple[str, str, Judgement]]) -> list[str]:
    """The texts whose stance is not that of the judgement given with them."""
    again = judge([Question(text, target_of(brand)) for text, brand, _ in pairs], engine=engine)
    return [
        text
        for (text, _, before), after in zip(pairs, again, strict=True)
        if before.stance is not after.stance
    ]


def test_the_name_of_the_brand_does_not_matter(judged: tuple[str, list]) -> None:
    engine, kept = judged
    plain = {AliasKind.NAME, AliasKind.PRODUCT, AliasKind.NICKNAME}
    pairs = [
        (renamed(text, judgement), NEW_NAME, judgement)
        for text, _, judgement in kept
        if {mention.kind for mention in judgement.mentions} <= plain
        and "//" not in text
        and not text.isascii()
    ]
    assert len(pairs) > 80
    assert len(changed(engine, pairs)) <= len(pairs) / 100, changed(engine, pairs)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: f"{text}//@路人甲:这牌子真垃圾,气死我了,谁买谁傻", id="chain"),
        pytest.param(lambda text: text.translate(_WIDE), id="full width"),
        pytest.param(opencc.OpenCC("s2t").convert, id="traditional"),
        pytest.param(lambda text: "\u200b".join(text), id="zero width"),
    ],
)
def test_the_form_of_the_text_does_not_matter(
    judged: tuple[str, list], change: Callable[[str], str]
) -> None:
    engine, kept = judged
    pairs = [
        (change(text), brand, judgement)
        for text, brand, judgement in kept
        if "//" not in text and "http" not in text and "@" not in text
    ]
    assert len(pairs) > 100
    assert len(changed(engine, pairs)) <= len(pairs) / 100, changed(engine, pairs)
