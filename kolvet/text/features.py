"""Named features: what the rules see in a text, as numbers with names.

Every feature is between -1 and about 3. Opinions count by where they stand: in a clause that names
the brand, in its sentence, elsewhere, with another maker, after a contrast, in quotation marks.
"""

import math
import re

from kolvet.text.scene import NEAR_ZONES, ZONES, Scene

_TONES = tuple(
    f"{zone}_{tone}" for zone in (*ZONES, "rival", "turned", "quoted") for tone in ("good", "bad")
)
_NEAR_CUES = (
    "irony", "irony_praise", "rhetorical", "question", "wish", "condition", "reported", "adopted",
    "balanced", "complaint_fact", "praise_fact", "accusation", "harsh", "defence", "except",
    "concession", "company", "product", "own_voice", "contrast",
)  # fmt: skip
_WHOLE_CUES = (
    "ad", "news", "reported", "own_voice", "irony", "complaint_fact", "praise_fact", "balanced",
    "other_brand", "question", "harsh", "emoticon_good", "emoticon_bad", "defence", "accusation",
)  # fmt: skip
_OTHERS = (
    "bias", "wins", "loses", "insult", "insult_abusive", "asks", "asks_own", "exclaims",
    "length", "short", "mentions", "executive", "mocking", "in_hashtag", "in_title",
    "quoted_mention", "starts", "first_person_near", "irony_with_praise", "good_and_bad",
    "net_good", "net_bad", "last_good", "last_bad", "negated", "reposts", "numbers",
)  # fmt: skip
FEATURES: tuple[str, ...] = (
    *_TONES,
    *(f"near_{kind}" for kind in _NEAR_CUES),
    *(f"text_{kind}" for kind in _WHOLE_CUES),
    *_OTHERS,
)
"""The names in the order of the vectors; weights files rely on it."""

_NAMES = {
    kind: (
        f"text_{kind}" if kind in _WHOLE_CUES else None,
        f"near_{kind}" if kind in _NEAR_CUES else None,
    )
    for kind in (*_WHOLE_CUES, *_NEAR_CUES)
}
"""Kind of a cue -> the names of its features."""

_MOST = 3.0
_DIGIT = re.compile(r"\d")


def named_features(scene: Scene) -> dict[str, float]:
    """The features that are not zero."""
    values: dict[str, float] = {"bias": 1.0}
    _tone_features(scene, values)
    _cue_features(scene, values)
    _mention_features(scene, values)
    _shape_features(scene, values)
    return {name: value for name, value in values.items() if value}


def _tone_features(scene: Scene, values: dict[str, float]) -> None:
    if not scene.cues.opinions:
        return
    totals: dict[str, float] = {}
    last_sentence = scene.clauses[-1].sentence
    for opinion in scene.cues.opinions:
        tone = "good" if opinion.value > 0 else "bad"
        size = abs(opinion.value)
        clause = scene.clauses[opinion.clause]
        zone = scene.zones[opinion.clause]
        turned = clause.turned
        if opinion.clause in scene.rivals:
            zone, turned = "rival", False
        elif scene.quoted and scene.is_quoted(opinion.start):
            zone, turned = "quoted", False
        keys = [f"{zone}_{tone}"]
        if turned:
            keys.append(f"turned_{tone}")
        if clause.sentence == last_sentence and zone != "rival":
            keys.append(f"last_{tone}")
        for key in keys:
            totals[key] = totals.get(key, 0.0) + size
        if opinion.negated and zone in ("clause", "sentence"):
            totals["negated"] = totals.get("negated", 0.0) + 1.0
    for key, total in totals.items():
        values[key] = min(total, 2 * _MOST) / 2
    good = sum([values.get(f"{zone}_good", 0.0) for zone in NEAR_ZONES])
    bad = sum([values.get(f"{zone}_bad", 0.0) for zone in NEAR_ZONES])
    values["net_good"] = min(max(good - bad, 0.0), _MOST)
    values["net_bad"] = min(max(bad - good, 0.0), _MOST)
    values["good_and_bad"] = min(good, bad, _MOST)


def _cue_features(scene: Scene, values: dict[str, float]) -> None:
    near = scene.near
    for kind, cues in scene.cues.by_kind.items():
        whole_name, near_name = _NAMES.get(kind, (None, None))
        if whole_name:
            values[whole_name] = min(len(cues), _MOST) / 2
        if near_name and near[kind]:
            values[near_name] = min(near[kind], _MOST) / 2
    irony = min(near.get("irony", 0), _MOST) + min(near.get("irony_praise", 0), _MOST)
    if irony:
        praise = min(values.get("clause_good", 0) + values.get("sentence_good", 0), 1.0)
        fact = min(near.get("complaint_fact", 0), _MOST) + values.get("net_bad", 0)
        values["irony_with_praise"] = min(irony, 1.0) * max(praise, min(fact, 1.0))


def _mention_features(scene: Scene, values: dict[str, float]) -> None:
    text = scene.marked.text
    places = scene.marked.places
    for place in places:
        if place.kind in ("executive", "mocking"):
            values[place.kind] = 1.0
    values["mentions"] = min(len(places) - 1, 4) / 4
    values["starts"] = float(places[0].at <= 1)
    if "#" in text:
        values["in_hashtag"] = float(all(text.count("#", 0, place.at) % 2 for place in places))
    if "【" in text:
        values["in_title"] = float(all(_within(text, place.at, "【", "】") for place in places))
    if scene.quoted:
        values["quoted_mention"] = float(all(scene.is_quoted(place.at) for place in places))
    if scene.comparison:
        values["wins" if scene.comparison.outcome > 0 else "loses"] = 1.0
    if scene.insult:
        values["insult"] = 1.0
        values["insult_abusive"] = float(scene.insult.severity >= 3)


def _within(text: str, position: int, opening: str, closing: str) -> bool:
    start = text.rfind(opening, 0, position)
    return start >= 0 and closing not in text[start:position]


def _shape_features(scene: Scene, values: dict[str, float]) -> None:
    text = scene.marked.text
    asking = [clause.sentence for clause in scene.clauses if clause.asks]
    if asking:
        values["asks"] = 1.0
        values["asks_own"] = float(not scene.sentences.isdisjoint(asking))
    values["exclaims"] = min(text.count("!") + text.count("！"), 4) / 4
    values["length"] = min(math.log1p(len(text)) / 5, 1.5)
    values["short"] = float(len(text) < 20)
    values["reposts"] = float("转发" in text[:6])
    values["numbers"] = min(len(_DIGIT.findall(text)), 30) / 30
    for index in scene.targets:
        clause = scene.clauses[index]
        if "我" in text[clause.start : clause.end]:
            values["first_person_near"] = 1.0
