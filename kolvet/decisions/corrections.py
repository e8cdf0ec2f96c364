"""A person's corrections in force: his reading takes the program's place, and is certain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kolvet.model.judgements import Judgement, Reason, Stance, TargetKind
from kolvet.model.people import Action, AppliedCorrection, Correction, Corrections, text_digest
from kolvet.model.press import Precedent, PressItem
from kolvet.model.report import Evidence, JudgedPost, ReportedPrecedent

SCORES = {Stance.CRITICAL: -1.0, Stance.NEUTRAL: 0.0, Stance.SUPPORTIVE: 1.0}
INSULT = "insult"


@dataclass(frozen=True, slots=True)
class Corrected:
    """The posts as people read them; what is not about the brand is in no list."""

    judged: list[JudgedPost]
    applied: list[AppliedCorrection]


def apply_corrections(judged: Iterable[JudgedPost], corrections: Corrections) -> Corrected:
    """Put each corrected judgement in force; the order stays.

    What a person has confirmed is sure (confidence 1: product design, section 5), in this run
    and in every later one, whatever a newer engine reads.
    """
    kept, applied = [], []
    for item in judged:
        correction = corrections.get(item.post.digest)
        if correction is None:
            kept.append(item)
            continue
        post = item.post
        applied.append(
            AppliedCorrection(correction, post.text, post.published, post.url, item.judgement)
        )
        if correction.action is not Action.NOT_ABOUT:
            judgement = corrected_judgement(item.judgement, correction)
            kept.append(replace(item, judgement=judgement, second=None, confirmed=True))
    return Corrected(kept, applied)


def corrected_judgement(read: Judgement, correction: Correction) -> Judgement:
    """The judgement with the person's stance, severity and target."""
    stance = correction.stance or read.stance or Stance.NEUTRAL
    bare = correction.stance is None
    severity = read.severity if bare else correction.severity
    target = read.target_kind if bare else correction.target_kind or read.target_kind
    insult = INSULT in read.flags if bare else correction.insult
    flags = {flag for flag in read.flags if flag != INSULT} | ({INSULT} if insult else set())
    return replace(
        read,
        mentioned=True,
        confidence=1.0,
        stance=stance,
        score=SCORES[stance],
        severity=severity if stance is Stance.CRITICAL else 0,
        target_kind=target,
        flags=tuple(sorted(flags)),
        reasons=(Reason("review", correction.by, SCORES[stance]), *read.reasons),
    )


@dataclass(frozen=True, slots=True)
class CorrectedReports:
    """Press items and precedents as people read them."""

    press: tuple[PressItem, ...]
    precedents: tuple[Precedent, ...]
    applied: list[AppliedCorrection]


def correct_reports(
    press: Sequence[PressItem], precedents: Sequence[Precedent], corrections: Corrections
) -> CorrectedReports:
    """Leave out what a person says is not about the brand, or rate a quote as he does."""
    kept_press, kept_precedents, applied = [], [], []
    for item in press:
        correction = corrections.get(text_digest(item.quote or item.summary))
        if correction:
            said = item.quote or item.summary
            applied.append(AppliedCorrection(correction, said, item.counts_from, item.url, None))
        rated = _rated(item, correction)
        if rated:
            kept_press.append(rated)
    for precedent in precedents:
        correction = corrections.get(text_digest(precedent_text(precedent)))
        if correction:
            applied.append(
                AppliedCorrection(
                    correction, precedent.summary, precedent.counts_from, precedent.url, None
                )
            )
        if correction is None or correction.action is Action.CONFIRM:
            kept_precedents.append(precedent)
    return CorrectedReports(tuple(kept_press), tuple(kept_precedents), applied)


def _rated(item: PressItem, correction: Correction | None) -> PressItem | None:
    if correction is None or correction.action is Action.CONFIRM:
        return item
    if correction.action is Action.NOT_ABOUT:
        return None
    critical = correction.stance is Stance.CRITICAL
    return replace(
        item,
        severity=(correction.severity or 0) if critical else 0,
        target_kind=correction.target_kind if critical else None,
    )


def precedent_text(item: Precedent | ReportedPrecedent) -> str:
    """What stands for a precedent where a quote is asked for: its facts and their source."""
    return facts(item.kind, item.about, item.summary, item.url)


def facts(kind: str, about: str, summary: str, url: str) -> str:
    """The same, of a precedent that is written down as plain fields."""
    return "\n".join((kind, about, summary, url))


def mark_evidence(evidence: Iterable[Evidence], corrections: Corrections) -> tuple[Evidence, ...]:
    """Say of each quote whether a person has read it, and what he said."""
    return tuple(
        replace(item, reviewed=review is not None, review=review)
        for item in evidence
        for review in (corrections.get(text_digest(item.quote)),)
    )


def mark_precedents(
    precedents: Iterable[ReportedPrecedent], corrections: Corrections
) -> tuple[ReportedPrecedent, ...]:
    """The same for precedents."""
    return tuple(
        replace(item, reviewed=review is not None, review=review)
        for item in precedents
        for review in (corrections.get(text_digest(precedent_text(item))),)
    )


def flipped(stance: Stance | None) -> Stance:
    """The opposite reading; of a neutral one there is none, so that it stays neutral."""
    opposite = {Stance.CRITICAL: Stance.SUPPORTIVE, Stance.SUPPORTIVE: Stance.CRITICAL}
    return opposite.get(stance or Stance.NEUTRAL, Stance.NEUTRAL)


def users_insult(stance: Stance, target: TargetKind | None, *, insult: bool) -> bool:
    """Only criticism of the users can insult them."""
    return insult and stance is Stance.CRITICAL and target is TargetKind.USERS
