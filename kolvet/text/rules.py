"""Readings of a scene that need no statistics: severity, target, flags, the deciding clause."""

from kolvet.model.brands import AliasKind
from kolvet.model.judgements import Reason, Span, Stance, TargetKind
from kolvet.text.clauses import clause_at
from kolvet.text.features import zone_of
from kolvet.text.marked import Place
from kolvet.text.scene import Scene

ZONE_WEIGHT = {"clause": 1.0, "sentence": 0.7, "after": 0.4, "elsewhere": 0.15}
"""How much an opinion counts for the brand by where it stands (judgement; used to choose the
deciding clause and to print reasons, not to decide the stance)."""
_MOST_REASONS = 6
_STRONG_TOTAL = 4.5
"""Complaint words that add up to this in the brand's sentences make a complaint strong."""


def severity_of(scene: Scene, stance: Stance) -> int:
    """How severe criticism is: 0 to 3, as the product design (section 3) defines it."""
    if stance is not Stance.CRITICAL:
        return 0
    if scene.insult and scene.insult.severity >= 3:
        return 3
    if _accuses(scene):
        return 3
    total = -sum(
        opinion.value
        for opinion in scene.cues.opinions
        if opinion.value < 0 and zone_of(scene, opinion.clause) in ("clause", "sentence", "after")
    )
    repeated = _near(scene, "complaint_fact") >= 2
    mocking = _near(scene, "irony") and total > 0
    strong = scene.insult or _near(scene, "harsh") or repeated or mocking or total >= _STRONG_TOTAL
    return 2 if strong else 1


def target_of(scene: Scene, stance: Stance) -> TargetKind | None:
    """What of the brand the stance is about; None for neutral."""
    if stance is Stance.NEUTRAL:
        return None
    if stance is Stance.CRITICAL and scene.insult:
        return TargetKind.USERS
    kinds = [place.kind for place in scene.marked.places]
    if all(_names_users(scene, place) for place in scene.marked.places):
        return TargetKind.USERS
    if kinds[0] == AliasKind.EXECUTIVE or all(kind == AliasKind.EXECUTIVE for kind in kinds):
        return TargetKind.EXECUTIVE
    if AliasKind.PRODUCT in kinds:
        return TargetKind.PRODUCT
    return (
        TargetKind.COMPANY
        if _near(scene, "company") > _near(scene, "product")
        else (TargetKind.PRODUCT)
    )


def _names_users(scene: Scene, place: Place) -> bool:
    """Whether a mention is the brand's users themselves, not something of theirs (米粉的手机)."""
    fans = place.kind in (AliasKind.FANS, AliasKind.MOCKING_FANS)
    return fans and scene.marked.text[place.at + 1 : place.at + 2] != "的"


def flags_of(scene: Scene) -> tuple[str, ...]:
    """What the brand's sentences are, sorted."""
    flags = set()
    for kind in ("irony", "reported", "wish", "condition"):
        if _near(scene, kind):
            flags.add(kind)
    if scene.comparison:
        flags.add("comparison")
    if scene.insult:
        flags.add("insult")
    if any(scene.clauses[index].asks for index in scene.targets) or _near(scene, "rhetorical"):
        flags.add("question")
    if len(scene.cues.by_kind.get("ad", ())) >= 2:
        flags.add("ad")
    if any(
        opinion.negated and zone_of(scene, opinion.clause) in ("clause", "sentence")
        for opinion in scene.cues.opinions
    ):
        flags.add("negation")
    return tuple(sorted(flags))


def reasons_of(scene: Scene) -> tuple[Reason, ...]:
    """The words and rules that speak for or against the brand, strongest first."""
    reasons: list[Reason] = []
    text = scene.marked.text
    if scene.insult:
        word = scene.insult.word
        reasons.append(Reason("insult", word.word, -float(scene.insult.severity)))
    if scene.comparison:
        comparison = scene.comparison
        quoted = spell_out(scene, comparison.start, comparison.end)
        reasons.append(Reason(f"comparison_{comparison.rule}", quoted, 1.5 * comparison.outcome))
    for opinion in scene.cues.opinions:
        if opinion in scene.rivals:
            continue
        weight = opinion.value * ZONE_WEIGHT[zone_of(scene, opinion.clause)]
        rule = "opinion_negated" if opinion.negated else "opinion"
        reasons.append(Reason(rule, opinion.word, round(weight, 3)))
    for kind, sign in (("complaint_fact", -1.0), ("praise_fact", 1.0), ("accusation", -1.0)):
        reasons.extend(
            Reason(kind, text[cue.start : cue.end], sign)
            for cue in scene.cues.by_kind.get(kind, ())
            if _position_near(scene, cue.start)
        )
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.rule, reason.text))
    return tuple(dict.fromkeys(reasons))[:_MOST_REASONS]


def span_of(scene: Scene, stance: Stance) -> Span:
    """The clause that decides: the one that says most for the stance, near a mention."""
    sign = {Stance.CRITICAL: -1.0, Stance.SUPPORTIVE: 1.0, Stance.NEUTRAL: 0.0}[stance]
    best, best_weight = scene.targets[0], 0.0
    if scene.insult and stance is Stance.CRITICAL:
        best, best_weight = scene.insult.clause, 10.0
    weights: dict[int, float] = {}
    for opinion in scene.cues.opinions:
        if opinion not in scene.rivals and opinion.value * sign > 0:
            zone = zone_of(scene, opinion.clause)
            weights[opinion.clause] = (
                weights.get(opinion.clause, 0.0) + abs(opinion.value) * ZONE_WEIGHT[zone]
            )
    if scene.comparison and scene.comparison.outcome * sign > 0:
        index = scene.comparison_clause
        weights[index] = weights.get(index, 0.0) + 2.0
    for index in sorted(weights):
        if weights[index] > best_weight:
            best, best_weight = index, weights[index]
    clause = scene.clauses[best]
    return scene.marked.span(clause.start, clause.end)


def spell_out(scene: Scene, start: int, end: int) -> str:
    """A range with the mentions spelt out."""
    spelt = {place.at: place.mention.alias for place in scene.marked.places}
    text = scene.marked.text
    return "".join(spelt.get(position, text[position]) for position in range(start, end))


def _accuses(scene: Scene) -> bool:
    """Whether the author himself says fraud or danger of the brand, in its own sentence."""
    denied = scene.cues.by_kind.get("negator", [])
    for cue in scene.cues.by_kind.get("accusation", ()):
        clause = clause_at(scene.clauses, cue.start)
        if zone_of(scene, clause) not in ("clause", "sentence") or scene.clauses[clause].asks:
            continue
        if not any(0 <= cue.start - negator.end <= 2 for negator in denied):
            return True
    return False


def _near(scene: Scene, kind: str) -> int:
    return sum(_position_near(scene, cue.start) for cue in scene.cues.by_kind.get(kind, ()))


def _position_near(scene: Scene, position: int) -> bool:
    for index, clause in enumerate(scene.clauses):
        if clause.start <= position < clause.end:
            return zone_of(scene, index) in ("clause", "sentence", "after")
    return False
