"""Named scenarios: what a policy says of bloggers that are described by numbers.

A scenario file is a list of `[[scenario]]` tables; each describes an invented blogger and names
the word that the policy should come to. The posts are made here, judged without error, so that
only the policy is tested and not the scorer.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import count
from pathlib import Path

from kolvet.checks import run_checks
from kolvet.errors import PolicyError, system_reason
from kolvet.model.fans import FanCounts, FanReport, KnownEnemy, Rate, Temperament
from kolvet.model.interval import Interval
from kolvet.model.judgements import Judgement, Stance, TargetKind
from kolvet.model.months import months_before
from kolvet.model.posts import Engagement, Platform, Precision
from kolvet.model.press import Moment, Precedent
from kolvet.model.report import Coverage, JudgedPost, Word
from kolvet.model.store import Blogger, StoredPost
from kolvet.model.subject import OwnPost, RivalPost, Subject
from kolvet.policy import Policy
from kolvet.verdict.decide import decide

AS_OF = datetime(2026, 1, 4, 15, 59, 59, tzinfo=UTC)
BRAND = "样例品牌"
SHIPPED = "scenarios.toml"
SCORES = {Stance.CRITICAL: -0.95, Stance.NEUTRAL: 0.0, Stance.SUPPORTIVE: 0.95}

MANY = 20_000
BOUNDS: dict[str, tuple[int, int]] = {
    "days": (2, 36_500),
    "insult_days": (0, 36_500),
    "temperament": (0, 1),
    "enemy": (0, 1),
    "severity": (0, 3),
    "insult_severity": (0, 3),
    "posts": (0, 10**9),
    "declared": (0, 10**9),
    "fans": (0, 10**9),
    "followers": (0, 10**12),
    **dict.fromkeys(("neutral", "supportive", "critical"), (0, MANY)),
    **dict.fromkeys(("insults", "recent_praise"), (0, 1000)),
    **dict.fromkeys(("corrections", "undisclosed"), (0, 10_000)),
    **dict.fromkeys(("rival_posts", "rival_critical", "rival_paid"), (0, 10_000)),
    **dict.fromkeys(("judgment_months", "cancelled_months"), (0, 1200)),
}
"""What each number may be: everything lies within a century, and is made in a few seconds."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """An invented blogger in numbers, and the verdict that a policy should come to.

    Attributes:
        expect: The word; `decided_by` what decides, "" for whatever does.
        posts: Posts in his own words; `declared` by his profile (None: the same number).
        neutral, supportive, critical: Posts about the brand, spread evenly over `days`.
        severity: Of that criticism, 0 to 3; `insult_severity` of insults.
        aspect: Criticism names an aspect of a product.
        insults: Insults of users, `insult_days` ago and before, a month apart.
        recent_praise: Supportive posts of the last 60 days, and no criticism since then.
        fans, temperament: With fans T is measured, give or take 0.08.
        enemy: F, measured.
        judgment_months, cancelled_months: How long ago; 0: there is none.
        rival_posts, rival_critical: Posts about rivals; rival_paid of them are advertising.
        undisclosed: Posts that sell and do not say that they are advertising.
        corrections: Posts in which he corrects himself.
        followers: Of all his accounts together.
    """

    name: str
    expect: str
    decided_by: str = ""
    posts: int = 500
    declared: int | None = None
    days: int = 720
    neutral: int = 20
    supportive: int = 0
    critical: int = 0
    severity: int = 1
    aspect: bool = False
    insults: int = 0
    insult_severity: int = 3
    insult_days: int = 90
    recent_praise: int = 0
    corrections: int = 0
    followers: int = 500_000
    fans: int = 0
    temperament: float = 0.5
    enemy: float | None = None
    judgment_months: int = 0
    cancelled_months: int = 0
    rival_posts: int = 0
    rival_critical: int = 0
    rival_paid: int = 0
    undisclosed: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a scenario."""

    scenario: Scenario
    word: Word
    decided_by: str
    bri: float | None

    @property
    def passed(self) -> bool:
        """Whether word and cause are the expected ones."""
        wanted = self.scenario.decided_by
        return self.word == self.scenario.expect and wanted in {"", self.decided_by}


def load_scenarios(path: Path | None = None) -> list[Scenario]:
    """The scenarios of a file, or ours.

    Raises:
        PolicyError: No such file, broken TOML, an unknown key, a wrong type or range, no
            scenario.
    """
    shown = path or SHIPPED
    try:
        raw = (path or files("kolvet.policy").joinpath(SHIPPED)).read_text(encoding="utf-8")
        table = tomllib.loads(raw)
    except OSError as error:
        raise PolicyError(
            "check.policy_unreadable", path=shown, reason=system_reason(error)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError("check.policy_broken", path=shown, reason=error) from error
    entries = table.get("scenario")
    if not isinstance(entries, list) or not entries:
        raise PolicyError("verdict.no_scenarios", path=shown)
    return [_scenario(entry, shown) for entry in entries]


def _scenario(entry: object, path: Path | str) -> Scenario:
    if not isinstance(entry, dict):
        raise PolicyError("check.policy_wrong_type", path=path, key="scenario", value=entry)
    known = {item.name: item for item in fields(Scenario)}
    for key, value in entry.items():
        if key not in known:
            raise PolicyError("check.policy_unknown_key", path=path, key=f"scenario.{key}")
        if not _fits(known[key].default, known[key].type, value):
            raise PolicyError(
                "check.policy_wrong_type", path=path, key=f"scenario.{key}", value=value
            )
        _check_bounds(key, value, path)
    for key in ("name", "expect"):
        if key not in entry:
            raise PolicyError("verdict.scenario_key", path=path, key=key)
    if entry["expect"] not in set(Word):
        raise PolicyError(
            "check.policy_wrong_type", path=path, key="scenario.expect", value=entry["expect"]
        )
    return Scenario(**entry)


def _check_bounds(key: str, value: float, path: Path | str) -> None:
    if key not in BOUNDS:
        return
    least, most = BOUNDS[key]
    if not least <= value <= most:
        raise PolicyError(
            "check.policy_out_of_bounds",
            path=path,
            key=f"scenario.{key}",
            value=value,
            least=least,
            most=most,
        )


def _fits(default: object, kind: object, value: object) -> bool:
    if kind in {str, bool, int} and isinstance(kind, type):
        return type(value) is kind
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    return numeric and (isinstance(default, float) or default is None)


def run_scenarios(scenarios: Sequence[Scenario], policy: Policy) -> list[Outcome]:
    """Decide each; pure but for the shipped word lists."""
    outcomes = []
    for scenario in scenarios:
        subject = make_subject(scenario)
        decision = decide(subject, run_checks(subject, policy), policy)
        verdict = decision.verdict
        outcomes.append(Outcome(scenario, verdict.word, verdict.decided_by, verdict.bri))
    return outcomes


def make_subject(scenario: Scenario) -> Subject:
    """The invented blogger of a scenario before an invented brand."""
    numbers = count(1)
    judged = [*_history(scenario, numbers), *_insults(scenario, numbers)]
    judged.sort(key=lambda item: item.post.published or AS_OF)
    rivals = tuple(_rivals(scenario, numbers))
    own = [item.post for item in (*judged, *(each.judged for each in rivals))]
    own += _sayings("勘误：之前说错了一个数据", scenario.corrections, numbers)
    own += _sayings("券后 99 元，购买链接在评论区", scenario.undisclosed, numbers)
    return Subject(
        blogger=Blogger(id=1, name="样例博主", aliases=(), accounts=()),
        brand=BRAND,
        as_of=AS_OF,
        judged=tuple(judged),
        coverage=_coverage(scenario, len(judged)),
        press=(),
        precedents=tuple(_precedents(scenario)),
        followers=scenario.followers,
        error_rates=None,
        fans=_fans(scenario),
        posts=tuple(OwnPost(post, post.text) for post in own),
        rivals=rivals,
        read_at=AS_OF,
    )


def _history(scenario: Scenario, numbers: Iterator[int]) -> Iterator[JudgedPost]:
    kinds = {
        Stance.NEUTRAL: scenario.neutral,
        Stance.SUPPORTIVE: scenario.supportive,
        Stance.CRITICAL: scenario.critical,
    }
    newest = 61 if scenario.recent_praise else 1
    text = "续航和发热都有问题" if scenario.aspect else "又来了"
    for stance, number in kinds.items():
        for index in range(number):
            days = newest + index * (scenario.days - newest) / max(number, 1)
            yield _judged(next(numbers), stance, days, text, scenario.severity)
    for index in range(scenario.recent_praise):
        yield _judged(next(numbers), Stance.SUPPORTIVE, 1 + index * 55 / scenario.recent_praise)


def _insults(scenario: Scenario, numbers: Iterator[int]) -> Iterator[JudgedPost]:
    for index in range(scenario.insults):
        days = scenario.insult_days + 30 * index
        yield _judged(
            next(numbers), Stance.CRITICAL, days, "你们", scenario.insult_severity, insult=True
        )


def _rivals(scenario: Scenario, numbers: Iterator[int]) -> Iterator[RivalPost]:
    for index in range(scenario.rival_posts):
        stance = Stance.CRITICAL if index < scenario.rival_critical else Stance.NEUTRAL
        paid = index >= scenario.rival_posts - scenario.rival_paid
        text = "#广告# 新机首发，购买链接在评论区" if paid else "聊聊另一家"
        yield RivalPost("样例对手", _judged(next(numbers), stance, 5 + index, text))


def _judged(
    number: int,
    stance: Stance,
    days: float,
    text: str = "",
    severity: int = 1,
    *,
    insult: bool = False,
) -> JudgedPost:
    judgement = Judgement(
        mentioned=True,
        confidence=0.95,
        stance=stance,
        score=SCORES[stance],
        severity=severity if stance is Stance.CRITICAL else 0,
        target_kind=TargetKind.USERS if insult else TargetKind.PRODUCT,
        flags=("insult",) if insult else (),
    )
    return JudgedPost(_post(number, text, days), judgement)


def _post(number: int, text: str, days: float) -> StoredPost:
    return StoredPost(
        id=number,
        platform=Platform.WEIBO,
        native_id=str(5_000_000_000_000_000 + number),
        text=text,
        digest=number.to_bytes(16, "big"),
        published=AS_OF - timedelta(days=days),
        precision=Precision.SECOND,
        engagement=Engagement(10, 10, 1),
        url="",
        is_repost=False,
        truncated=False,
        edited=False,
        deleted=False,
        source=SHIPPED,
    )


def _sayings(text: str, number: int, numbers: Iterator[int]) -> list[StoredPost]:
    """Posts about other things that say this, a day apart."""
    return [_post(next(numbers), text, 10 + index) for index in range(number)]


def _coverage(scenario: Scenario, brand_posts: int) -> Coverage:
    declared = scenario.posts if scenario.declared is None else scenario.declared
    return Coverage(
        posts_seen=scenario.posts,
        own_word_posts=scenario.posts,
        brand_posts=brand_posts,
        reposts=0,
        declared=declared,
        ratio=min(scenario.posts / declared, 1.0) if declared else None,
        first=AS_OF - timedelta(days=scenario.days),
        last=AS_OF - timedelta(days=1),
        longest_gap_days=None,
        truncated=0,
        edited=0,
        deleted=0,
        undated=0,
        rejected_rows=0,
        comments=0,
        platforms=(Platform.WEIBO,),
        unreviewed=brand_posts,
    )


def _precedents(scenario: Scenario) -> Iterator[Precedent]:
    ages = {"judgment": scenario.judgment_months, "cancelled_deal": scenario.cancelled_months}
    for kind, months in ages.items():
        if months:
            day = months_before(AS_OF.date(), months)
            moment = Moment(day.isoformat())
            yield Precedent(
                kind,
                "样例博主",
                "样例家电",
                "invented",
                "https://news.example/1",
                "样例日报",
                moment,
                moment,
            )


def _fans(scenario: Scenario) -> FanReport | None:
    if not scenario.fans and scenario.enemy is None:
        return None
    low = max(scenario.temperament - 0.08, 0.0)
    high = min(scenario.temperament + 0.08, 1.0)
    steps = tuple(low + (high - low) * index / 100 for index in range(101))
    measured = scenario.fans > 0
    temperament = Temperament(
        scenario.temperament, Interval(low, high), scenario.fans, measured, steps
    )
    return FanReport(
        brand=BRAND,
        blogger="样例博主",
        as_of=AS_OF,
        counts=FanCounts(fan_comments=scenario.fans, robust_fans=scenario.fans),
        measures=(),
        temperament=temperament,
        enemy=None if scenario.enemy is None else _enemy(scenario.enemy),
        quoted=(),
        peers=(),
        gaps=(),
        not_available=(),
        least_quoters=20,
    )


def _enemy(value: float) -> KnownEnemy:
    near = Interval(max(value - 0.05, 0.0), min(value + 0.05, 1.0))
    share = Rate(value, 200, near)
    return KnownEnemy(value, 200, near, True, 200, int(200 * value), share, share)
