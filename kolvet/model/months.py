"""Months as the checks and the verdict count them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from kolvet.model.chance import critical_limit
from kolvet.model.judgements import Stance
from kolvet.model.posts import SHANGHAI
from kolvet.model.report import JudgedPost


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the 28th stands for later days."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, min(day.day, 28))


def month_number(published: datetime) -> int:
    """Months since year 0, in Shanghai."""
    local = published.astimezone(SHANGHAI)
    return local.year * 12 + local.month


def critical_months(judged: Iterable[JudgedPost], false_rate: float, p: float) -> list[int]:
    """Months with more critical posts than false alarms explain, or a confirmed one; in order."""
    posts: Counter[int] = Counter()
    critical: Counter[int] = Counter()
    confirmed = set()
    for item in judged:
        if item.post.published is None:
            continue
        month = month_number(item.post.published)
        posts[month] += 1
        if item.judgement.stance is Stance.CRITICAL:
            critical[month] += 1
            if item.confirmed:
                confirmed.add(month)
    return sorted(
        month
        for month, number in posts.items()
        if month in confirmed or critical[month] >= critical_limit(number, false_rate, p)
    )
