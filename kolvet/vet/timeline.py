"""Posts about the brand month by month."""

from collections import Counter
from collections.abc import Iterable

from kolvet.model.judgements import Stance
from kolvet.model.posts import SHANGHAI
from kolvet.model.report import JudgedPost, Month


def months_of(judged: Iterable[JudgedPost], brand: str) -> tuple[Month, ...]:
    """Counts for each month from the first to the last that names the brand, without gaps."""
    counts: Counter[tuple[int, Stance]] = Counter()
    for item in judged:
        published, stance = item.post.published, item.judgement.stance
        if published is not None and stance is not None:
            local = published.astimezone(SHANGHAI)
            counts[local.year * 12 + local.month - 1, stance] += 1
    if not counts:
        return ()
    numbers = [number for number, _ in counts]
    return tuple(_month(number, brand, counts) for number in range(min(numbers), max(numbers) + 1))


def _month(number: int, brand: str, counts: Counter[tuple[int, Stance]]) -> Month:
    critical, neutral, supportive = (
        counts[number, stance] for stance in (Stance.CRITICAL, Stance.NEUTRAL, Stance.SUPPORTIVE)
    )
    return Month(
        month=f"{number // 12}-{number % 12 + 1:02d}",
        brand=brand,
        posts=critical + neutral + supportive,
        critical=critical,
        neutral=neutral,
        supportive=supportive,
    )
