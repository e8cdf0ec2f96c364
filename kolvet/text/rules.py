"""Readings of a scene that need no statistics: severity, target, flags, the deciding clause."""

from collections.abc import Iterable

from kolvet.model.brands import AliasKind
from kolvet.model.judgements import Reason, Span, Stance, TargetKind
from kolvet.text.clauses import clause_at
from kolvet.text.insults import READ
from kolvet.text.marked import Place
from kolvet.text.scene import NEAR_ZONES, Scene

ZONE_WEIGHT = {"clause": 1.0, "sentence": 0.7, "after": 0.4, "elsewhere": 0.15}
"""How much an opinion counts for the brand by where it stands (judgement; used to choose the
deciding clause and to print reasons, not to decide the stance)."""
_MOST_REASONS = 6
_STRONG_TOTAL = 4.5
"""Complaint words that add up to this in the brand's sentences make a complaint strong."""


def severity_of(scene: Scene, stance: Stance, read: int | None = None) -> int:
    """How severe criticism is: 0 to 3, as the product design (section 3) defines it.

    `read` is what a trained reader makes of it, if one was asked; only words that stand in the
    text make criticism abusive or an accusation (3).
    """
    if stance is not Stance.CRITICAL:
        return 0
    if scene.insult:
        return scene.insult.severity  # an accusation beside it does not make it a severe insult
    if _accuses(scene):
        return 3
    if read is not None:
        return min(read, 2)
    total = -sum(
        opinion.value
        for opinion in scene.cues.opinions
        if opinion.value < 0 and scene.zones[opinion.clause] in NEAR_ZONES
    )
    near = scene.near
    repeated = near.get("complaint_fact", 0) >= 2
    mocking = near.get("irony") and total > 0
    strong = near.get("harsh") or repeated or mocking or total >= _STRONG_TOTAL
    return 2 if strong else 1


def target_of(scene: Scene, stance: Stance, read: TargetKind | None = None) -> TargetKind | None:
    """What of the brand the stance is about; None for neutral.

    `read` is what a trained reader makes of it, if one was asked.
    """
    if stance is Stance.NEUTRAL:
        return None
    if stance is Stance.CRITICAL and scene.insult:
        return TargetKind.USERS
    kinds = [place.kind for place in scene.marked.places]
    if all(_names_users(scene, place) for place in scene.marked.places):
        return TargetKind.USERS
    if kinds[0] == AliasKind.EXECUTIVE or all(kind == AliasKind.EXECUTIVE for kind in kinds):
        return TargetKind.EXECUTIVE
    if read is not None:
        return read
    if AliasKind.PRODUCT in kinds:
        return TargetKind.PRODUCT
    return (
        TargetKind.COMPANY
        if scene.near.get("company", 0) > scene.near.get("product", 0)
        else (TargetKind.PRODUCT)
    )


def _names_users(scene: Scene, place: Place) -> bool:
    """Whether a mention is the brand's users themselves, not something of theirs (米粉的手机)."""
    fans = place.kind in (AliasKind.FANS, AliasKind.MOCKING_FANS)
    return fans and scene.marked.text[place.at + 1 : place.at + 2] != "的"


def flags_of(scene: Scene) -> tuple[str, ...]:
    """What the brand's sentences are, sorted."""
    near = scene.near
    flags = {kind for kind in ("irony", "reported", "wish", "condition") if near.get(kind)}
    if scene.comparison:
        flags.add("comparison")
    if scene.insult:
        flags.add("insult")
    if near.get("rhetorical") or any(scene.clauses[index].asks for index in scene.targets):
        flags.add("question")
    if len(scene.cues.by_kind.get("ad", ())) >= 2:
        flags.add("ad")
    for opinion in scene.cues.opinions:
        if opinion.negated and scene.zones[opinion.clause] in ("clause", "sentence"):
            flags.add("negation")
    return tuple(sorted(flags))


def reasons_of(scene: Scene) -> tuple[Reason, ...]:
    """The words and rules that speak for or against the brand, strongest first."""
    reasons: list[Reason] = []
    text = scene.marked.text
    if scene.insult:
        word = scene.insult.word
        rule = "insult_read" if word.kind == READ else "insult"
        reasons.append(Reason(rule, word.word, -float(scene.insult.severity)))
    if scene.comparison:
        comparison = scene.comparison
        quoted = spell_out(scene, comparison.start, comparison.end)
        reasons.append(Reason(f"comparison_{comparison.rule}", quoted, 1.5 * comparison.outcome))
    for opinion in scene.cues.opinions:
        if opinion.clause in scene.rivals:
            continue
        weight = opinion.value * ZONE_WEIGHT[scene.zones[opinion.clause]]
        rule = "opinion_negated" if opinion.negated else "opinion"
        reasons.append(Reason(rule, opinion.word, round(weight, 3)))
    for kind, sign in (("complaint_fact", -1.0), ("praise_fact", 1.0), ("accusation", -1.0)):
        if scene.near.get(kind):
            reasons.extend(
                Reason(kind, text[cue.start : cue.end], sign)
                for cue in scene.cues.by_kind[kind]
                if scene.nearby[cue.start]
            )
    return strongest_first(reasons)[:_MOST_REASONS]


def strongest_first(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons by weight, each once."""
    order = sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.rule, reason.text))
    return tuple(dict.fromkeys(order))


def span_of(scene: Scene, stance: Stance) -> Span:
    """The clause that decides: the one that says most for the stance, near a mention."""
    sign = {Stance.CRITICAL: -1.0, Stance.SUPPORTIVE: 1.0, Stance.NEUTRAL: 0.0}[stance]
    best, best_weight = scene.targets[0], 0.0
    if scene.insult and stance is Stance.CRITICAL:
        best, best_weight = scene.insult.clause, 10.0
    weights: dict[int, float] = {}
    for opinion in scene.cues.opinions:
        index = opinion.clause
        if opinion.value * sign > 0 and index not in scene.rivals:
            weight = abs(opinion.value) * ZONE_WEIGHT[scene.zones[index]]
            weights[index] = weights.get(index, 0.0) + weight
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
        if scene.zones[clause] not in ("clause", "sentence") or scene.clauses[clause].asks:
            continue
        if not any(0 <= cue.start - negator.end <= 2 for negator in denied):
            return True
    return False
