"""A person's corrections in force: his reading takes the program's place, and is certain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kolvet.model.judgements import Judgement, Reason, Stance, TargetKind
from kolvet.model.people import Action, AppliedCorrection, Correction, Corrections, text_digest
from kolvet.model.press import Precedent, PressItem
from kolvet.model.report import Evidence, JudgedPost, ReportedPrecedent
from kolvet.model.subject import is_reported_insult

SCORES = {Stance.CRITICAL: -1.0, Stance.NEUTRAL: 0.0, Stance.SUPPORTIVE: 1.0}
INSULT = "insult"
STRONG = 2
"""Severity of criticism that a person finds where the program saw none, unless he rates it."""


@dataclass(frozen=True, slots=True)
class Rating:
    """How bad criticism is, whom it is about, and whether it insults the users.

    As somebody says it, None is what he leaves open.
    """

    severity: int | None
    target_kind: TargetKind | None
    insult: bool | None


def rate(said: Rating, read: Rating, stance: Stance, read_stance: Stance | None) -> Rating:
    """A person's rating of what he reads as `stance`; what he leaves open stays as it was read.

    Criticism that the program saw none of is strong and about the product unless rated. An
    insult without a target is one of the users.
    """
    if stance is not Stance.CRITICAL:
        return Rating(0, said.target_kind or read.target_kind, insult=False)
    if stance is read_stance and said == Rating(None, None, None):
        return read
    users = TargetKind.USERS if said.insult else None
    target = said.target_kind or users or read.target_kind or TargetKind.PRODUCT
    former = read.severity if read_stance is Stance.CRITICAL else None
    severity = (former or STRONG) if said.severity is None else said.severity
    insult = read.insult if said.insult is None else said.insult
    return Rating(max(severity, 1), target, users_insult(stance, target, insult=bool(insult)))


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
    """The judgement with the person's stance, severity, target and insult.

    A confirmation that gives no stance keeps the one that was read.
    """
    stance = correction.stance or read.stance or Stance.NEUTRAL
    was = Rating(read.severity, read.target_kind, INSULT in read.flags)
    rated = rate(_said(correction), was, stance, read.stance)
    flags = {flag for flag in read.flags if flag != INSULT} | ({INSULT} if rated.insult else set())
    return replace(
        read,
        mentioned=True,
        confidence=1.0,
        stance=stance,
        score=SCORES[stance],
        severity=rated.severity,
        target_kind=rated.target_kind,
        flags=tuple(sorted(flags)),
        reasons=(Reason("review", correction.by, SCORES[stance]), *read.reasons),
    )


def _said(correction: Correction) -> Rating:
    return Rating(correction.severity, correction.target_kind, correction.insult)


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
    stance = correction.stance or Stance.NEUTRAL
    was = Rating(item.severity, item.target_kind, is_reported_insult(item))
    rated = rate(_said(correction), was, stance, Stance.CRITICAL)
    return replace(
        item,
        severity=rated.severity or 0,
        target_kind=rated.target_kind if stance is Stance.CRITICAL else None,
        insult=bool(rated.insult),
    )


def precedent_text(item: Precedent | ReportedPrecedent) -> str:
    """What stands for a precedent where a quote is asked for: its facts, source and line."""
    return facts(item.kind, item.about, item.summary, item.url, item.quote)


def facts(kind: str, about: str, summary: str, url: str, quote: str) -> str:
    """The same, of a precedent that is written down as plain fields."""
    written = (kind, about, summary, url)
    return "\n".join((*written, quote) if quote else written)


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
