"""Judging texts toward a brand: a pure function over batches, with no store, clock or network.

Every mention is read together: clauses that name the brand weigh most, then their sentence, then
the sentence after. Where mentions conflict, an insult of the brand's users decides whatever the
rest says; otherwise the features of all clauses that name the brand are weighed as one, so that
one clear complaint beside one clear praise reads as balanced.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

from kolvet.model.brands import Target
from kolvet.model.judgements import Judgement, Mention
from kolvet.text.lexicon import LEXICON_FILES
from kolvet.text.marked import Marked, mark
from kolvet.text.mentions import MentionFinder
from kolvet.text.own import own_words
from kolvet.text.probabilities import Reading, likeliest, rule_probabilities
from kolvet.text.references import find_mentions
from kolvet.text.rules import (
    flags_of,
    reasons_of,
    severity_of,
    span_of,
    strongest_first,
    target_of,
)
from kolvet.text.scene import Scene, build_scene
from kolvet.text.snownlp_engine import load_snownlp

ABSENT_CONFIDENCE = 0.97
"""P(not mentioned) when the mention finder finds nothing: 97 % of the labelled mentions are found
(docs/quality.md)."""
_ABSENT = Judgement(mentioned=False, confidence=ABSENT_CONFIDENCE)


DEFAULT_ENGINE = "default"


class Question(NamedTuple):
    """A text and the brand that it is judged toward."""

    text: str
    target: Target


Scorer = Callable[[Sequence[Scene]], list[Reading]]
"""Scenes to readings, one by one: none depends on the scenes beside it."""
_TOGETHER = 128
"""Texts that are judged at once: enough to be quick; with 256 the system takes back the memory of
the n-grams after each batch, and to get it again takes as long as everything done with them."""


class Engine(NamedTuple):
    """A way to judge.

    Attributes:
        version: Raised by hand whenever code changes results.
        data: Files of this package that results depend on.
        load: Called once in a process, at first use.
    """

    version: int
    data: tuple[str, ...]
    load: Callable[[], Scorer]


def judge(questions: Sequence[Question], *, engine: str = DEFAULT_ENGINE) -> list[Judgement]:
    """Judge each text toward its brand; one judgement per question, in order.

    A judgement depends on its own question only: any split of a batch gives the same results.

    Raises:
        KeyError: No engine of this name.
    """
    return judge_with(questions, _scorer(engine))


def judge_with(questions: Sequence[Question], scorer: Scorer) -> list[Judgement]:
    """The same with any scorer: how weights that are not in the package are measured."""
    judgements: list[Judgement] = []
    for start in range(0, len(questions), _TOGETHER):
        judgements += _judge_some(questions[start : start + _TOGETHER], scorer)
    return judgements


_PART = 1 << 18


@cache
def engine_version(name: str) -> str:
    """What stored judgements are kept under, "fast/1-5f1c...": changes whenever results may.

    Raises:
        KeyError: No engine of this name.
    """
    engine = ENGINES[name]
    folder = files("kolvet.text")
    digest = blake2b(digest_size=4)
    for path in engine.data:
        with folder.joinpath(path).open("rb") as file:
            while part := file.read(_PART):  # quicker than 27 MB at once, and takes no memory
                digest.update(part)
    return f"{name}/{engine.version}-{digest.hexdigest()}"


@cache
def _scorer(name: str) -> Scorer:
    return ENGINES[name].load()


@lru_cache(maxsize=256)
def _finder(target: Target) -> MentionFinder:
    return MentionFinder(target)


def _judge_some(questions: Sequence[Question], scorer: Scorer) -> list[Judgement]:
    finders: dict[int, MentionFinder] = {}  # by identity, which is quicker than by value
    judgements = [_ABSENT] * len(questions)
    asked: list[tuple[int, Marked, tuple[Mention, ...]]] = []
    for number, (text, target) in enumerate(questions):
        finder = finders.get(id(target))
        if finder is None:
            finder = finders[id(target)] = _finder(target)
        mentions = find_mentions(text, finder)
        if mentions:
            asked.append((number, mark(own_words(text), mentions), mentions))
    # Step by step and not text by text: what a step needs stays in the processor's cache.
    scenes = [build_scene(marked) for _, marked, _ in asked]
    scored = scorer(scenes) if scenes else []
    for (number, _, mentions), scene, reading in zip(asked, scenes, scored, strict=True):
        judgements[number] = _judgement(
            questions[number].text, reading.scene or scene, mentions, reading
        )
    return judgements


def _judgement(
    text: str, scene: Scene, mentions: tuple[Mention, ...], reading: Reading
) -> Judgement:
    probabilities, stance = reading.probabilities, reading.stance
    span = span_of(scene, stance)
    decisive = text[span.start : span.end]
    return Judgement(
        mentioned=True,
        confidence=round(probabilities.of(stance), 4),
        stance=stance,
        score=round(probabilities.supportive - probabilities.critical, 4),
        severity=severity_of(scene, stance, reading.severity),
        target_kind=target_of(scene, stance, reading.kind),
        mentions=mentions,
        span=span,
        flags=flags_of(scene),
        reasons=strongest_first(
            (
                *(reason._replace(text=reason.text or decisive) for reason in reading.reasons),
                *reasons_of(scene),
            )
        ),
    )


def _load_rules() -> Scorer:
    return lambda scenes: [likeliest(rule_probabilities(scene)) for scene in scenes]


def _load_fast() -> Scorer:
    from kolvet.text.linear import load_model

    return load_model().read


def _load_default() -> Scorer:
    from kolvet.text.two_tiers import load_two_tiers

    return load_two_tiers().read


_LISTS = tuple(f"lexicons/{name}" for name in LEXICON_FILES)

_TIERS = tuple(
    f"models/{name}" for name in ("fast.npz", "encoder.onnx", "pieces.json", "combination.json")
)

ENGINES: Mapping[str, Engine] = {
    "default": Engine(1, (*_LISTS, *_TIERS), _load_default),
    "fast": Engine(2, (*_LISTS, "models/fast.npz"), _load_fast),
    "rules": Engine(1, _LISTS, _load_rules),
    "snownlp": Engine(1, _LISTS, load_snownlp),
}
"""Name -> engine. default: fast, then an encoder for what fast is not sure to be neutral. fast:
rules and a linear model. rules: the same rules with weights set by
judgement, every number readable in probabilities.py. snownlp: the baseline to measure against."""
