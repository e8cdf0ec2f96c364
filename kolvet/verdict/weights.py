"""What each post weighs in a verdict."""

import math
from collections.abc import Sequence
from datetime import datetime

from kolvet.model.judgements import Stance
from kolvet.model.posts import Engagement
from kolvet.model.report import JudgedPost
from kolvet.model.subject import Subject
from kolvet.policy import Weight

DAY_SECONDS = 86_400.0


def age_days(published: datetime, as_of: datetime) -> float:
    """Days from publication to as-of; never negative."""
    return max(0.0, (as_of - published).total_seconds() / DAY_SECONDS)


def post_weights(subject: Subject, weight: Weight) -> list[float]:
    """Weights in the order of `subject.judged`: 2^(-age/half-life) x confidence x engagement."""
    return doubted(subject.judged, undoubted_weights(subject, weight))


def doubted(judged: Sequence[JudgedPost], weights: Sequence[float]) -> list[float]:
    """The weights times how sure the scorer is of each post; of a confirmed one nobody doubts."""
    return [
        each * (1.0 if item.confirmed else item.judgement.confidence)
        for item, each in zip(judged, weights, strict=True)
    ]


def undoubted_weights(subject: Subject, weight: Weight) -> list[float]:
    """The same without the confidence.

    Where the scorer's errors are corrected by the level of each post, to weigh doubtful posts less
    would count the doubt twice, and bias the share. Engagement is
    floor + (1 - floor) log1p(e)/log1p(p95), capped at 1; p95 is of his usual reach.
    Source: product design, section 5.
    """
    scale = math.log1p(usual_reach(subject, weight.engagement_percentile))
    return [_weight(item, subject.as_of, weight, scale) for item in subject.judged]


def usual_reach(subject: Subject, percentile: float) -> int:
    """What his loud posts reach, by his posts about other things.

    Not by those about the brand: one loud post would change what all others weigh, so that
    criticism could lower the risk. Without other posts his neutral ones about the brand stand in.
    """
    named = {item.post.id for item in subject.judged}
    others = [item.post.engagement for item in subject.posts if item.post.id not in named]
    if not others:
        neutral = (item for item in subject.judged if item.judgement.stance is Stance.NEUTRAL)
        others = [item.post.engagement for item in neutral]
    return _percentile(others, percentile)


def _percentile(engagements: Sequence[Engagement], percentile: float) -> int:
    totals = sorted(engagement.total for engagement in engagements)
    return totals[int(percentile * (len(totals) - 1))] if totals else 0


def _weight(item: JudgedPost, as_of: datetime, weight: Weight, scale: float) -> float:
    published = item.post.published
    age = age_days(published, as_of) if published else 0.0
    loud = min(1.0, math.log1p(item.post.engagement.total) / scale) if scale else 0.0
    engagement = weight.engagement_floor + (1 - weight.engagement_floor) * loud
    return float(2.0 ** (-age / weight.half_life_days) * engagement)
