"""What the comments say of a brand's fans: how they behave, and what they make of one blogger.

Commenters are third parties: nothing here holds an account, its hash or a whole comment. Words of
fans stand here only where several accounts use them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kolvet.model.interval import Interval


class FanSign(StrEnum):
    """Why an account counts as a fan (product design, section 6); the first that holds counts."""

    NAME = "name"
    """A fan word of the brand pack is in its name; seen before the name was hashed."""
    TEXT = "text"
    """It says so in a comment (作为米粉)."""
    SUPPORT = "support"
    """Three or more supportive comments under two or more of the brand's own posts."""


@dataclass(frozen=True, slots=True)
class FanRules:
    """Thresholds of the fan measures (product design, sections 5 and 6; prior).

    Attributes:
        supportive_comments: So many supportive comments ...
        supportive_posts: ... under so many of the brand's posts make a fan.
        measured_fans: From so many fans on, T is measured.
        shrink: T is drawn toward 0.5 as if so many fans spoke for 0.5.
        least_peers: Fewer peer brands give no percentile.
        least_peer_fans: A brand with fewer fans is no peer.
        enemy_fans: F counts in full from so many fans on.
        enemy_hold: F from which the verdict is at least hold.
        tribal: T from which the fans are called tribal.
        quoters: A line that so many commenters quote back is one that fans quote (I = 1).
        welcome_fans: Fewer fans who name him say nothing of a welcome.
    """

    supportive_comments: int = 3
    supportive_posts: int = 2
    measured_fans: int = 200
    shrink: int = 500
    least_peers: int = 3
    least_peer_fans: int = 20
    enemy_fans: int = 100
    enemy_hold: float = 0.6
    tribal: float = 0.6
    quoters: int = 20
    welcome_fans: int = 20


@dataclass(frozen=True, slots=True)
class TemperamentByHand:
    """T as a person judged it, from the policy: `[fans.<brand>] T, by, date, reason`."""

    value: float
    by: str
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A number out of `n` comments (or posts, or words, as the measure says).

    `value` None: there is nothing to measure it on; never 0.
    """

    value: float | None
    n: int
    interval: Interval | None = None


NOT_AVAILABLE = Rate(None, 0)


@dataclass(frozen=True, slots=True)
class FanMeasure:
    """One measure, as found and without crowds.

    Attributes:
        id: A key of messages/fans.toml: defence, defended_posts, attack, exit, betrayal,
            us_and_them, arousal, pile_on, polarisation.
        raw: Over all comments.
        robust: Without near-duplicates and one-comment accounts.
        missing: What is not in the data, so that nothing can be measured (a key of
            messages/fans.toml, "missing_..."); "" when it was measured.
        percentile: Of the robust value among the peers', 0 to 1; None with too few peers.
        peers: How many brands it was compared with.
    """

    id: str
    raw: Rate
    robust: Rate
    missing: str = ""
    percentile: float | None = None
    peers: int = 0

    @property
    def unit(self) -> str:
        """What its values are: "share", "per_thousand" words, or "index" from 0 to 1."""
        return _UNITS.get(self.id, "share")


_UNITS = {"betrayal": "per_thousand", "us_and_them": "per_thousand", "polarisation": "index"}


@dataclass(frozen=True, slots=True)
class Temperament:
    """T, how tribal the fans are, in [0, 1].

    Attributes:
        value: 0.5 when nothing measures it.
        interval: 90 %.
        n: Fans that count, without crowds.
        measured: 200 fans or more, and enough peers. Only then may T soften a knock-out.
        by_hand: Whose judgement it is when the policy sets it; then `measured` is False.
        why: A key of messages/fans.toml that says why it is not measured ("temperament_..."), "".
        quantiles: T at probabilities 0, 1/100 ... 1: a draw is
            `numpy.interp(u, numpy.linspace(0, 1, 101), quantiles)` for u uniform on [0, 1].
    """

    value: float
    interval: Interval
    n: int
    measured: bool
    quantiles: tuple[float, ...]
    by_hand: TemperamentByHand | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Nickname:
    """What fans call the blogger, as they write it; `fans` is how many of them do."""

    text: str
    fans: int


@dataclass(frozen=True, slots=True)
class KnownEnemy:
    """F, whether the fans know the blogger as an enemy, in [0, 1].

    Attributes:
        value: hostile share x min(1, fans/100), without crowds; None: no fan comment names him.
        n: Fan comments that name him, or answer his own posts.
        fans: Distinct fans who wrote them.
        hostile: Those comments that are hostile to him.
        hostile_share: Raw and without crowds.
        nicknames: By number of fans; only those that two or more use.
        welcome: Whether fans welcome him (V); None: too few name him to tell.
    """

    value: float | None
    n: int
    interval: Interval | None
    measured: bool
    fans: int
    hostile: int
    hostile_share: Rate
    hostile_share_raw: Rate
    nicknames: tuple[Nickname, ...] = ()
    welcome: bool | None = None


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line of the blogger's that commenters quote back.

    Attributes:
        quote: The line, verbatim from his post or the press.
        source: The post's id in the store (`StoredPost.id`), or None for a press item.
        url: The press item's address, "" for a post.
        commenters: Distinct accounts that quote it.
        robust: The same without copied crowds: accounts that write nothing of their own beside
            the same words as another count once. This is the number that decides.
    """

    quote: str
    source: int | None
    url: str
    commenters: int
    robust: int


@dataclass(frozen=True, slots=True)
class FanCounts:
    """How many accounts and comments there were to look at.

    Attributes:
        comments: Under the brand's posts, its rivals', and posts about the brand.
        fan_comments: Those of them that fans wrote; `robust_fan_comments` without crowds.
        fans: By why they count, in the order of FanSign.
        robust_fans: Without near-duplicates and one-comment accounts.
        anonymous: Comments whose author is not in the data: nobody's.
        own_posts, rival_posts, critical_posts: Posts with at least one stored comment.
        orphans: Comments that stand under no stored post: they are in none of these.
    """

    comments: int = 0
    fan_comments: int = 0
    robust_fan_comments: int = 0
    fans: tuple[tuple[FanSign, int], ...] = ()
    robust_fans: int = 0
    anonymous: int = 0
    own_posts: int = 0
    rival_posts: int = 0
    critical_posts: int = 0
    orphans: int = 0

    @property
    def all_fans(self) -> int:
        """Accounts that count as fans, crowds included."""
        return sum(number for _, number in self.fans)


@dataclass(frozen=True, slots=True)
class FanReport:
    """Everything that comments say of the brand's fans.

    Attributes:
        blogger: Whom `enemy` and `quoted` are about; "" when nobody was asked about.
        peers: Brands that the measures were compared with, in order of their names.
        quoted: Lines that several commenters quote back, most commenters first.
        gaps: What is missing, as keys of messages/fans.toml ("gap_..."), each with a command that
            would fill it.
        not_available: What the comments do not hold: "account_age" (young accounts could not be
            left out), "bio", and "names" where no name of a commenter was seen.
        least_quoters: From so many commenters on, a line is one that fans quote back.
        rules: The thresholds that it was measured with.
    """

    brand: str
    blogger: str
    as_of: datetime
    counts: FanCounts
    measures: tuple[FanMeasure, ...]
    temperament: Temperament
    enemy: KnownEnemy | None
    quoted: tuple[QuotedLine, ...]
    peers: tuple[str, ...]
    gaps: tuple[str, ...]
    not_available: tuple[str, ...]
    least_quoters: int
    rules: FanRules = FanRules()

    @property
    def by_id(self) -> dict[str, FanMeasure]:
        """The measures by their id."""
        return {measure.id: measure for measure in self.measures}

    @property
    def crowd_quotes(self) -> tuple[QuotedLine, ...]:
        """Lines quoted back by enough commenters for I = 1; `robust` decides."""
        return tuple(line for line in self.quoted if line.robust >= self.least_quoters)

    @property
    def fans_welcome(self) -> bool | None:
        """Whether fans welcome him (V); None: not measured."""
        return self.enemy.welcome if self.enemy else None
