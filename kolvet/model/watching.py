"""What a watch keeps of a blogger before a brand, and what has changed since the last one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from kolvet.errors import ExitCode
from kolvet.model.judgements import Judgement, Stance
from kolvet.model.report import Evidence, ReportedPrecedent, Why, Word
from kolvet.model.store import StoredPost


class Direction(StrEnum):
    """Which way a blogger has turned. The values are stored and printed; they never change."""

    NONE = "none"
    TOWARD = "toward"
    AWAY = "away"


class Balance(NamedTuple):
    """Dated posts about the brand within a window of time."""

    posts: int
    critical: int
    supportive: int

    @property
    def value(self) -> float | None:
        """From -1 (all critical) to +1 (all supportive); None without a post."""
        return (self.supportive - self.critical) / self.posts if self.posts else None


@dataclass(frozen=True, slots=True)
class Turn:
    """How he speaks of the brand of late, beside how he spoke before (kolvet.watch.turning)."""

    direction: Direction
    recent: Balance
    before: Balance


class KnownPost(NamedTuple):
    """A post about the brand as it was at a watch. `digest` stands for its text."""

    digest: bytes
    stance: Stance | None
    truncated: bool
    deleted: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a blogger stood before a brand at a watch: what the next one is compared with.

    Attributes:
        taken_at: Everything said up to then is in it.
        ruler: What measured: "kolvet", "engine", "brand" and "policy", each with its version.
        posts: The posts about the brand, by their id in the store.
        reported: Fingerprints of press items and precedents.
    """

    taken_at: datetime
    word: Word
    bri: float | None
    turn: Direction
    ruler: Mapping[str, str]
    posts: Mapping[int, KnownPost]
    reported: frozenset[str]


class ChangeKind(StrEnum):
    """What happened to a post. The values are printed; they never change."""

    CRITICAL = "critical"
    DELETED = "deleted"
    EDITED = "edited"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class PostChange:
    """A post about the brand that is new or not what it was.

    Attributes:
        judgement: As it reads now; None where it no longer names the brand.
        known: As it was at the last watch; None where it was not known.
        published_since: It was published after the last watch; else it is older, and was found or
            changed only now.
        former: The text before an edit; "" for any other change.
    """

    kind: ChangeKind
    post: StoredPost
    judgement: Judgement | None
    known: KnownPost | None
    published_since: bool
    former: str = ""


class FetchState(StrEnum):
    """How fetching went before a subject was judged. The values are printed."""

    NOT_ASKED = "not_asked"
    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the store is for a subject.

    `failure` and `hint` are sentences in the user's language; "" unless it failed. `left` says why
    a source that did not fail stopped before its end (values of StopReason).
    """

    state: FetchState = FetchState.NOT_ASKED
    failure: str = ""
    hint: str = ""
    exit_code: int = ExitCode.JUDGED
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watched:
    """What a watch found of one blogger before one brand.

    Attributes:
        since: When he was last watched; None: this is the first look, and nothing is compared.
        word_before, bri_before: As of then.
        why: What the verdict rests on, as in the report.
        posts: Changes in the order of ChangeKind, then oldest first.
        reported: Press items and precedents that were not known.
        turn_before: The direction as of then.
        ruler_changed: Parts of the ruler that are not the same as then.
        read_otherwise: Posts with the same words that are read otherwise than then.
        brand_posts, critical_posts: What is known of him now.
    """

    blogger: str
    brand: str
    as_of: datetime
    since: datetime | None
    word: Word
    word_before: Word | None
    bri: float | None
    bri_before: float | None
    why: tuple[Why, ...]
    posts: tuple[PostChange, ...]
    reported: tuple[Evidence | ReportedPrecedent, ...]
    turn: Turn
    turn_before: Direction
    ruler_changed: tuple[str, ...]
    read_otherwise: int
    brand_posts: int
    critical_posts: int
    freshness: Freshness

    @property
    def turned(self) -> bool:
        """Whether he has turned since the last watch."""
        return (
            self.since is not None
            and self.turn.direction is not Direction.NONE
            and self.turn.direction is not self.turn_before
        )

    @property
    def word_changed(self) -> bool:
        """Whether the verdict has another word."""
        return self.word_before is not None and self.word is not self.word_before

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell besides a first look."""
        return bool(
            self.posts or self.reported or self.turned or self.word_changed or self.read_otherwise
        )

    @property
    def worse(self) -> bool:
        """Whether something changed for the worse; what counts stands in docs/watch.md."""
        if self.since is None:
            return False
        bad_posts = any(change.kind is not ChangeKind.RETURNED for change in self.posts)
        turned_away = self.turned and self.turn.direction is Direction.AWAY
        return bad_posts or bool(self.reported) or turned_away or self._word_is_worse

    @property
    def _word_is_worse(self) -> bool:
        if self.word_before is None or self.word is Word.INCONCLUSIVE:
            return False
        return _RANK[self.word] > _RANK[self.word_before]

    @property
    def exit_code(self) -> int:
        """Of what changed and how fetching went, the first that a run may end with."""
        codes = {self.freshness.exit_code}
        if self.worse:
            codes.add(ExitCode.FAILED_POLICY)
        if self.word_changed and self.word is Word.INCONCLUSIVE:
            codes.add(ExitCode.INCONCLUSIVE)
        return first_code(codes)


_RANK = {
    Word.CLEAR: 0,
    Word.CONDITIONS: 1,
    Word.INCONCLUSIVE: 1,
    Word.HOLD: 2,
    Word.REJECT: 3,
}
"""How bad a word is; after an inconclusive one, only hold and reject are worse."""
EXIT_ORDER = (
    ExitCode.BUG,
    ExitCode.INTEGRITY,
    ExitCode.USAGE,
    ExitCode.STORE,
    ExitCode.SOURCE,
    ExitCode.FAILED_POLICY,
    ExitCode.INCONCLUSIVE,
    ExitCode.NOTHING_TO_JUDGE,
    ExitCode.JUDGED,
)
"""How a run about several subjects ends: the first of these that occurs (product design,
section 3)."""


def first_code(codes: set[int]) -> int:
    """The one of the codes that a run ends with; 0 for none."""
    return next((code for code in EXIT_ORDER if code in codes), ExitCode.JUDGED)
