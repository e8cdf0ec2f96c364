"""What each post weighs in a verdict."""

import math
from collections.abc import Sequence
from datetime import datetime

from kolvet.model.report import JudgedPost
from kolvet.policy import Weight

DAY_SECONDS = 86_400.0


def age_days(published: datetime, as_of: datetime) -> float:
    """Days from publication to as-of; never negative."""
    return max(0.0, (as_of - published).total_seconds() / DAY_SECONDS)


def post_weights(judged: Sequence[JudgedPost], as_of: datetime, weight: Weight) -> list[float]:
    """Weights in the order of `judged`: 2^(-age/half-life) x confidence x engagement.

    Engagement is floor + (1 - floor) log1p(e)/log1p(p95), capped at 1, with p95 over these posts.
    Source: product design, section 5.
    """
    totals = sorted(item.post.engagement.total for item in judged)
    top = totals[int(weight.engagement_percentile * (len(totals) - 1))] if totals else 0
    scale = math.log1p(top)
    return [_weight(item, as_of, weight, scale) for item in judged]


def _weight(item: JudgedPost, as_of: datetime, weight: Weight, scale: float) -> float:
    published = item.post.published
    age = age_days(published, as_of) if published else 0.0
    loud = min(1.0, math.log1p(item.post.engagement.total) / scale) if scale else 0.0
    engagement = weight.engagement_floor + (1 - weight.engagement_floor) * loud
    return float(2.0 ** (-age / weight.half_life_days) * item.judgement.confidence * engagement)
