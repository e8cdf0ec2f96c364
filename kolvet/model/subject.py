"""What checks and the verdict look at, and what a check gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from kolvet.model.fans import FanReport
from kolvet.model.judgements import ErrorRates, Stance, TargetKind
from kolvet.model.people import AppliedCorrection, Corrections
from kolvet.model.posts import SHANGHAI
from kolvet.model.press import Precedent, PressItem
from kolvet.model.report import Coverage, JudgedPost, JudgeInUse, Word
from kolvet.model.store import Blogger, HiddenHistory, StoredPost


class OwnPost(NamedTuple):
    """A post with its author's own words: everything else is hidden at the same length.

    A named tuple, not a dataclass: a check makes a hundred thousand.
    """

    post: StoredPost
    own: str


class RivalPost(NamedTuple):
    """A post judged toward the brand's rivals as if they were one; `brand` is the first named."""

    brand: str
    judged: JudgedPost


class CommentCopies(NamedTuple):
    """Comments under his posts, and those of them whose words another account wrote before."""

    comments: int
    copies: int


@dataclass(frozen=True, slots=True)
class Subject:
    """One blogger before one brand, as of one instant: nothing in it happened later.

    What can only be read when it is collected (followers, declared posts, what is hidden) may have
    been read later; the report then says so.

    Attributes:
        judged: Own-word posts that name the brand, oldest first and undated last. An undated one
            counts from its import (product design, section 3), so as if it were of the as-of.
        press: Items about this blogger and this brand; they are never a sample.
        precedents: All precedents of the blogger, whoever they were about.
        followers: All platforms added, as they were read by the as-of, or first after it; None
            when no account's number is known.
        error_rates: Of the engine that judged; None when it was never measured.
        set_aside: Posts that a language model says are not about the brand; they are in no count.
        judge: The language model that was asked, if any.
        fans: What comments say of the brand's fans and of him; None: nobody looked.
        posts: All his posts with words of his own, whatever they are about, in order of time.
        rivals: The newest posts that name a rival; None: nobody looked.
        read_at: When the newest of his profiles was read by the as-of, or the first after it;
            None: no profile was.
        copies: Of the comments under his posts; None: there are none.
        hidden: That a fetch, also one after the as-of, found older posts hidden, none of which is
            stored; None: it did not.
        reviews: What people said of quotes toward this brand, of any blogger.
        corrected: Those of them that are about this subject; they are in force in it.
        misspelt: That the brand may be: it has no pack, and its name is like that of one that has.
        owners: Brands with a pack of which the asked one, without any, seems to be a part.
    """

    blogger: Blogger
    brand: str
    as_of: datetime
    judged: tuple[JudgedPost, ...]
    coverage: Coverage
    press: tuple[PressItem, ...]
    precedents: tuple[Precedent, ...]
    followers: int | None
    error_rates: ErrorRates | None
    set_aside: tuple[JudgedPost, ...] = ()
    judge: JudgeInUse | None = None
    fans: FanReport | None = None
    posts: tuple[OwnPost, ...] = ()
    rivals: tuple[RivalPost, ...] | None = None
    read_at: datetime | None = None
    copies: CommentCopies | None = None
    hidden: HiddenHistory | None = None
    reviews: Corrections = field(default_factory=dict)
    corrected: tuple[AppliedCorrection, ...] = ()
    misspelt: bool = False
    owners: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The as-of day in Shanghai."""
        return self.as_of.astimezone(SHANGHAI).date()

    @property
    def critical(self) -> tuple[JudgedPost, ...]:
        """The critical ones of `judged`, oldest first."""
        return tuple(item for item in self.judged if item.judgement.stance is Stance.CRITICAL)


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found, before evidence has numbers.

    Attributes:
        severity: "high", "medium" or "low": how bad if true.
        confidence: Probability that it is true.
        knockout: The verdict that this alone leads to at least, if any.
        identity: What makes the finding the same one in another run.
        others: Posts that are not about the brand, newest first.
        values: For the message `findings.<rule>`.
    """

    rule: str
    severity: str
    confidence: float
    identity: tuple[str, ...]
    posts: tuple[JudgedPost, ...] = ()
    press: tuple[PressItem, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    others: tuple[StoredPost, ...] = ()
    knockout: Word | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def is_users_insult(item: JudgedPost) -> bool:
    """Whether the post insults the brand's users as people, by the scorer's reading."""
    judgement = item.judgement
    return (
        judgement.stance is Stance.CRITICAL
        and judgement.target_kind is TargetKind.USERS
        and "insult" in judgement.flags
    )


def is_reported_insult(item: PressItem) -> bool:
    """Whether the press quotes the blogger insulting the brand's users."""
    about_users = bool(item.quote) and item.target_kind is TargetKind.USERS
    return about_users and item.severity > 0 and item.insult


SEVERE = 3
"""Severity from which an item is severe: abusive, or accusing of fraud or danger (section 3)."""
