"""Builders of invented subjects for tests of checks and verdicts."""

from datetime import UTC, datetime, timedelta

from kolvet.model.fans import (
    FanCounts,
    FanReport,
    KnownEnemy,
    QuotedLine,
    Rate,
    Temperament,
)
from kolvet.model.interval import Interval
from kolvet.model.judgements import ErrorRates, Judgement, Stance, TargetKind
from kolvet.model.posts import Engagement, Platform, Precision
from kolvet.model.press import Moment, Precedent, PressItem
from kolvet.model.report import Coverage, JudgedPost
from kolvet.model.store import Blogger, StoredPost
from kolvet.model.subject import Subject

AS_OF = datetime(2026, 1, 4, 15, 59, 59, tzinfo=UTC)
RATES = ErrorRates(
    critical_n=100, critical_hit=50, other_n=1000, other_hit=30, accuracy=0.75, n=1100
)
SCORES = {"critical": -0.9, "neutral": 0.0, "supportive": 0.9}


def judged(
    number: int,
    stance: Stance = Stance.NEUTRAL,
    *,
    days_ago: float = 10,
    severity: int = 0,
    target: TargetKind = TargetKind.PRODUCT,
    flags: tuple[str, ...] = (),
    confidence: float = 0.9,
    likes: int = 10,
    **post: object,
) -> JudgedPost:
    """One judged post of 样例数码君."""
    stored = StoredPost(
        id=number,
        platform=Platform.WEIBO,
        native_id=str(5_100_000_000_000_000 + number),
        text=str(post.get("text") or f"第 {number} 条"),
        digest=number.to_bytes(16, "big"),
        published=AS_OF - timedelta(days=days_ago),
        precision=Precision.SECOND,
        engagement=Engagement(likes=likes),
        url="",
        is_repost=False,
        truncated=bool(post.get("truncated")),
        edited=bool(post.get("edited")),
        deleted=bool(post.get("deleted")),
        source="posts.csv:1 (weibo-crawler)",
    )
    judgement = Judgement(
        mentioned=True,
        confidence=confidence,
        stance=stance,
        score=post.get("score") or SCORES[stance],  # type: ignore[arg-type]
        severity=severity or (1 if stance is Stance.CRITICAL else 0),
        target_kind=target,
        flags=flags,
    )
    return JudgedPost(stored, judgement)


def insult(number: int, *, severity: int = 3, **more: object) -> JudgedPost:
    """A post that insults the brand's users."""
    return judged(
        number,
        Stance.CRITICAL,
        severity=severity,
        target=TargetKind.USERS,
        flags=("insult",),
        **more,  # type: ignore[arg-type]
    )


def coverage(own: int = 500, **more: object) -> Coverage:
    """Coverage of a well-covered history, with changes."""
    fields: dict[str, object] = {
        "posts_seen": own,
        "own_word_posts": own,
        "brand_posts": 0,
        "reposts": 0,
        "declared": own,
        "ratio": 1.0,
        "first": None,
        "last": None,
        "longest_gap_days": None,
        "truncated": 0,
        "edited": 0,
        "deleted": 0,
        "undated": 0,
        "rejected_rows": 0,
        "comments": 0,
        "platforms": (),
        "unreviewed": 0,
    }
    return Coverage(**(fields | more))  # type: ignore[arg-type]


def subject(
    *posts: JudgedPost,
    press: tuple[PressItem, ...] = (),
    precedents: tuple[Precedent, ...] = (),
    followers: int | None = 100_000,
    seen: Coverage | None = None,
    rates: ErrorRates | None = RATES,
    **more: object,
) -> Subject:
    """样例数码君 before 小米 as of 2026-01-04."""
    blogger = Blogger(id=1, name="样例数码君", aliases=(), accounts=())
    return Subject(
        blogger=blogger,
        brand="小米",
        as_of=AS_OF,
        judged=tuple(sorted(posts, key=lambda item: item.post.published or AS_OF)),
        coverage=seen or coverage(),
        press=press,
        precedents=precedents,
        followers=followers,
        error_rates=rates,
        **more,  # type: ignore[arg-type]
    )


def fans(
    *,
    number: int = 400,
    low: float = 0.2,
    high: float = 0.35,
    measured: bool = True,
    enemy: float | None = None,
    welcome: bool | None = None,
    quoted: tuple[QuotedLine, ...] = (),
) -> FanReport:
    """Fans whose temper lies between `low` and `high`."""
    steps = tuple(low + (high - low) * index / 100 for index in range(101))
    middle = (low + high) / 2
    known = None
    if enemy is not None or welcome is not None:
        share = Rate(enemy, 200)
        around = Interval(max((enemy or 0) - 0.05, 0.0), min((enemy or 0) + 0.05, 1.0))
        known = KnownEnemy(
            enemy, 200, around, enemy is not None, 150, 10, share, share, (), welcome
        )
    return FanReport(
        brand="小米",
        blogger="样例数码君",
        as_of=AS_OF,
        counts=FanCounts(robust_fans=number),
        measures=(),
        temperament=Temperament(middle, Interval(low, high), number, measured, steps),
        enemy=known,
        quoted=quoted,
        peers=(),
        gaps=(),
        not_available=(),
        least_quoters=20,
    )


def reported_insult(happened: str = "2025-09", **more: object) -> PressItem:
    """A press report that quotes an insult of users."""
    fields: dict[str, object] = {
        "kind": "statement",
        "blogger": "样例数码君",
        "brand": "小米",
        "url": "https://news.example/1",
        "publisher": "样例日报",
        "published": Moment("2025-10-01"),
        "happened": Moment(happened) if happened else None,
        "quote": "用这个牌子的都是样例负资产",
        "target_kind": TargetKind.USERS,
        "severity": 3,
    }
    return PressItem(**(fields | more))  # type: ignore[arg-type]


def judgment() -> Precedent:
    """A judgment on record."""
    return Precedent(
        kind="judgment",
        blogger="样例数码君",
        about="样例品牌",
        summary="ordered to pay for fabricated statements",
        url="https://news.example/2",
        publisher="样例日报",
        published=Moment("2025-01"),
        happened=Moment("2024"),
    )
