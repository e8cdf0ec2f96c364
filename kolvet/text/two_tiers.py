"""The default engine: the fast one first, the encoder for what it is not sure to be neutral.

Most posts that name a brand say nothing of it, and the fast engine knows most of these. The rest
is read by the encoder as well, and both scores are weighed together. `models/combination.json`,
made by training/fit_default.py, holds the weights, fitted on posts that neither had seen.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from kolvet.model.brands import AliasKind
from kolvet.model.judgements import Reason, Stance, TargetKind
from kolvet.text.clauses import clause_at
from kolvet.text.encoder import EncoderScores, load_encoder
from kolvet.text.insults import READ, Insult, find_people
from kolvet.text.lexicon import Cue
from kolvet.text.linear import LinearModel, load_model
from kolvet.text.probabilities import Probabilities, Reading, softmax, with_insult
from kolvet.text.rules import spell_out
from kolvet.text.scene import Scene

COMBINATION_FILE = "models/combination.json"
_KINDS = tuple(TargetKind)
INSULT_POSSIBLE = 0.0
"""Log odds of an insult by the n-grams, fitted as if half of all posts were insults, from which
the encoder is asked as well."""


class Combination(NamedTuple):
    """How the two tiers are weighed.

    Attributes:
        sure: From this P(neutral) of the fast engine on, the encoder is not asked.
        alone: Weights of the fast engine's scores (critical, supportive) and a constant, for the
            scores of critical and of supportive relative to neutral.
        joined: The same for the fast engine's two scores and the encoder's two.
        favour: Critical and supportive are decided for where their probability, times this,
            is the highest: chosen for the best macro-F1 on posts that no fit had seen.
        insult: Weights of insult_signs() and a constant, for the log odds of an insult of users.
        insulting: From this probability on there is one without a word of contempt.
    """

    sure: float
    alone: tuple[tuple[float, ...], tuple[float, ...]]
    joined: tuple[tuple[float, ...], tuple[float, ...]]
    favour: tuple[float, float]
    insult: tuple[float, ...]
    insulting: float

    def decide(self, probabilities: Probabilities) -> Stance:
        """The stance decided for."""
        weighed = {
            Stance.NEUTRAL: probabilities.neutral,
            Stance.CRITICAL: probabilities.critical * self.favour[0],
            Stance.SUPPORTIVE: probabilities.supportive * self.favour[1],
        }
        return max(weighed, key=lambda stance: weighed[stance])


class TwoTiers:
    """Both tiers and how they are weighed; the encoder is loaded when it is first asked."""

    def __init__(self, fast: LinearModel, combination: Combination) -> None:
        self._fast = fast
        self._combination = combination

    def read(self, scenes: Sequence[Scene]) -> list[Reading]:
        """What the tiers say, scene by scene."""
        combination = self._combination
        scores: list[list[float]] = self._fast.scores(scenes).tolist()
        readings = [read_alone(combination, three) for three in scores]
        unsure = [
            number
            for number, (scene, reading) in enumerate(zip(scenes, readings, strict=True))
            if asks_encoder(combination, scene, scores[number], reading)
        ]
        if unsure:
            asked = load_encoder().read_all([scenes[number].marked for number in unsure])
            for number, read in zip(unsure, asked, strict=True):
                readings[number] = read_both(combination, scenes[number], scores[number], read)
        return readings


def read_alone(combination: Combination, fast: Sequence[float]) -> Reading:
    """What the fast tier's scores of critical and supportive say by themselves."""
    probabilities = weighed(combination.alone, fast[:2])
    return Reading(probabilities, combination.decide(probabilities))


def asks_encoder(
    combination: Combination, scene: Scene, fast: Sequence[float], alone: Reading
) -> bool:
    """Whether a scene goes to the encoder: it may not be neutral, or may insult the users."""
    return (
        alone.probabilities.neutral < combination.sure
        or scene.insult is not None
        or fast[2] > INSULT_POSSIBLE
    )


def read_both(
    combination: Combination, scene: Scene, fast: Sequence[float], read: EncoderScores
) -> Reading:
    """What both tiers say together."""
    critical, neutral, supportive = read.stance.tolist()
    relative = (*fast[:2], critical - neutral, supportive - neutral)
    both = weighed(combination.joined, relative)
    if combination.decide(both) is Stance.CRITICAL:
        scene = with_read_insult(combination, scene, insult_signs(scene, fast, read))
    both = with_insult(scene, both)
    leaning = softmax(critical, neutral, supportive)
    return Reading(
        both,
        combination.decide(both),
        scene=scene,
        kind=_KINDS[int(read.kind.argmax())],
        severity=int(read.severity.argmax()) + 1,
        reasons=(Reason("encoder", "", round(leaning.supportive - leaning.critical, 3)),),
    )


def insult_signs(scene: Scene, fast: Sequence[float], read: EncoderScores) -> tuple[float, ...]:
    """What speaks for an insult of the users.

    Both tiers' log odds, that the stance is about users and that it is critical, that the text
    names users.
    """
    kinds = read.kind.tolist()
    users = kinds.pop(_KINDS.index(TargetKind.USERS))
    critical, *others = read.stance.tolist()
    return (
        fast[2],
        float(read.insult[1] - read.insult[0]),
        users - max(kinds),
        critical - max(others),
        float(_users_place(scene) is not None),
    )


def with_read_insult(combination: Combination, scene: Scene, signs: Sequence[float]) -> Scene:
    """The scene with the insult of users that the n-grams and the encoder see.

    One by the rules stands as it is. Where the others are sure of one, in a text that is critical
    and speaks of people, it counts without a word of contempt, as strong and not as abusive (2),
    and as sure as they are.
    """
    index = users_clause(scene)
    if scene.insult or index is None:
        return scene
    odds = sum(
        weight * sign for weight, sign in zip(combination.insult, (*signs, 1.0), strict=True)
    )
    sure = 1.0 / (1.0 + math.exp(-odds))
    if sure < combination.insulting:
        return scene
    clause = scene.clauses[index]
    words = Cue(clause.start, clause.end, READ, sure, spell_out(scene, clause.start, clause.end))
    return replace(scene, insult=Insult(2, index, words))


def users_clause(scene: Scene) -> int | None:
    """The clause that names the brand's users or points at people (你们, 用某牌的)."""
    place = _users_place(scene)
    if place is None:
        pointing = find_people(scene.marked.text)
        place = None if pointing is None else pointing.start()
    return None if place is None else clause_at(scene.clauses, place)


def _users_place(scene: Scene) -> int | None:
    """Where the text first names users: by a fans' name or as 车主, 用户 ..."""
    fans = {AliasKind.FANS, AliasKind.MOCKING_FANS}
    places = [place.at for place in scene.marked.places if place.kind in fans]
    places += [cue.start for cue in scene.cues.by_kind.get("user_noun", ())]
    return min(places, default=None)


def weighed(
    weights: tuple[tuple[float, ...], tuple[float, ...]], scores: Sequence[float]
) -> Probabilities:
    """Probabilities from scores and a constant."""
    critical, supportive = (
        sum(weight * score for weight, score in zip(row, (*scores, 1.0), strict=True))
        for row in weights
    )
    return softmax(critical, 0.0, supportive)


def read_combination(raw: bytes) -> Combination:
    """A combination from the bytes of its file."""
    table = json.loads(raw)
    return Combination(
        float(table["sure"]),
        _rows(table["alone"]),
        _rows(table["joined"]),
        (float(table["favour"][0]), float(table["favour"][1])),
        tuple(map(float, table["insult"])),
        float(table["insulting"]),
    )


def _rows(table: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    critical, supportive = table
    return tuple(map(float, critical)), tuple(map(float, supportive))


@cache
def load_two_tiers() -> TwoTiers:
    """Both tiers of the package."""
    raw = files("kolvet.text").joinpath(COMBINATION_FILE).read_bytes()
    return TwoTiers(load_model(), read_combination(raw))
