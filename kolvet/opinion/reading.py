"""An answer as a judgement, and whether it is milder than the local one."""

from kolvet.model.judgements import Judgement, Opinion, Reason, Span, Stance
from kolvet.model.report import JudgedPost
from kolvet.model.subject import SEVERE, is_users_insult

SUREST = 0.95
"""Confidence that no model is believed beyond, unless the local engine is surer of the same
stance: what a model says of itself is not measured."""
_SIGN = {Stance.CRITICAL: -1, Stance.NEUTRAL: 0, Stance.SUPPORTIVE: 1}
_RISK = {None: 0, Stance.SUPPORTIVE: 1, Stance.NEUTRAL: 2, Stance.CRITICAL: 3}


def judgement_of(opinion: Opinion, local: Judgement, span: Span | None = None) -> Judgement:
    """The opinion as a judgement; what it does not say is the local engine's."""
    agreed = local.confidence if opinion.stance is local.stance else 0.0
    confidence = round(min(opinion.sure, max(SUREST, agreed)), 4)
    if opinion.stance is None:
        return Judgement(mentioned=False, confidence=confidence)
    score = round(_SIGN[opinion.stance] * confidence, 4) + 0.0
    flags = {flag for flag in local.flags if flag != "insult"}
    return Judgement(
        mentioned=True,
        confidence=confidence,
        stance=opinion.stance,
        score=score,
        severity=opinion.severity,
        target_kind=opinion.target_kind,
        mentions=local.mentions,
        span=span,
        flags=tuple(sorted(flags | ({"insult"} if opinion.insults_users else set()))),
        reasons=(Reason("second_opinion", opinion.quote, score),),
    )


def is_milder(local: JudgedPost, opinion: Opinion) -> bool:
    """Whether the opinion would lower anything that a verdict looks at."""
    before, after = local.judgement, judgement_of(opinion, local.judgement)
    return (
        after.critical_probability < before.critical_probability
        or (after.severity or 0) < (before.severity or 0)
        or (is_users_insult(local) and not opinion.insults_users)
        or _RISK[after.stance] < _RISK[before.stance]
    )


def differs(local: JudgedPost, opinion: Opinion) -> bool:
    """Whether both read another stance, severity or insult, however sure they are."""
    judgement = local.judgement
    read = opinion.stance, opinion.severity, opinion.insults_users
    return read != (judgement.stance, judgement.severity or 0, is_users_insult(local))


def is_grave(local: JudgedPost) -> bool:
    """Whether this post alone can decide a verdict: an insult of users, or anything severe.

    A model that obeys the post must not be able to wipe that out, so a person has to.
    """
    return is_users_insult(local) or (local.judgement.severity or 0) >= SEVERE
