"""What sources give page by page, and how a fetch ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import Account, Platform, Post

Cursor = Mapping[str, str | int]
"""Where a list goes on, as its source wrote it; kept as JSON between runs."""


class StopReason(StrEnum):
    """Why a fetch stopped. The values are stored and printed; they never change."""

    END = "end"
    NOTHING_NEW = "nothing_new"
    SINCE_DATE = "since_date"
    PAGE_CAP = "page_cap"
    EMPTY_TWICE = "empty_twice"
    REPEATED = "repeated"
    HIDDEN_HISTORY = "hidden_history"
    LOGIN_NEEDED = "login_needed"
    THROTTLED = "throttled"
    CAPTCHA = "captcha"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    BAD_ANSWER = "bad_answer"
    OFFLINE = "offline"


COMPLETE = frozenset({StopReason.END, StopReason.NOTHING_NEW, StopReason.HIDDEN_HISTORY})
"""What the platform shows was read to its end."""


class Kind(StrEnum):
    """What a task of a walk asks for. The values are stored."""

    PAGE = "page"
    TEXT = "text"
    COMMENTS = "comments"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Task:
    """One question still to be asked. `key` is a post's native id, "" for the list itself."""

    kind: Kind
    key: str = ""
    cursor: Cursor = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a timeline or of a search.

    Attributes:
        rows: Posts as read, and what could not be read, in the platform's order.
        pinned: Native ids of posts that stand first for being pinned, not for being new.
        next: Where the list goes on; None when the answer says that nothing follows.
        not_own: Posts on the page that are not the account's own: liked, or by somebody else.
        notice: What the platform says under the list about what it hides; "" for nothing.
    """

    rows: tuple[Row | Rejected, ...]
    pinned: frozenset[str] = frozenset()
    next: Cursor | None = None
    not_own: int = 0
    notice: str = ""

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts among the rows."""
        return tuple(
            row.item for row in self.rows if isinstance(row, Row) and isinstance(row.item, Post)
        )

    @property
    def empty(self) -> bool:
        """Whether the page shows nothing at all."""
        return not self.rows and not self.not_own


@dataclass(frozen=True, slots=True)
class CommentPage:
    """One page of comments under a post, replies to them included."""

    rows: tuple[Row | Rejected, ...]
    next: Cursor | None = None

    @property
    def empty(self) -> bool:
        """Whether the page shows nothing at all."""
        return not self.rows


@dataclass(frozen=True, slots=True)
class Gone:
    """A post that the platform no longer shows. `notice` is what it says instead."""

    notice: str = ""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the server said about a feed the last time; both "" at first."""

    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class WalkCounts:
    """What the answers of one walk through a list held; added up over the runs it takes."""

    pages: int = 0
    read: int = 0
    new: int = 0
    updated: int = 0
    rejected: int = 0
    not_own: int = 0
    texts: int = 0
    texts_missing: int = 0
    comments: int = 0
    failed: int = 0
    """Questions about single posts that got no usable answer."""
    looked: int = 0
    edited: int = 0
    deleted: int = 0


@dataclass(slots=True)
class Walk:
    """One walk through an account's list, from the newest post down; it may take several runs.

    Attributes:
        about: The word that the list was searched for; "" for the whole timeline.
        until: The newest id of the walk before: from there on everything is known. "" for none.
        newest: The newest id that this walk saw; "" before its first page.
        oldest: When the oldest post that it saw was published.
        asked_at: When the last answer was stored.
        stop: Why it last stopped; None while it runs, or when it was killed.
        done: Nothing of the list is left to be read.
        hidden: What shows that older posts are hidden: "said" by the platform, or "inferred" from
            the oldest visible post; "" if nothing does.
    """

    id: int
    source: str
    platform: Platform
    native_id: str
    about: str
    import_id: int
    started_at: datetime
    asked_at: datetime
    until: str = ""
    newest: str = ""
    oldest: datetime | None = None
    stop: StopReason | None = None
    done: bool = False
    hidden: str = ""
    counts: WalkCounts = field(default_factory=WalkCounts)


@dataclass(frozen=True, slots=True)
class FetchSummary:
    """How a fetch ended: what is stored now, of what the profile declares, and why it stopped.

    Attributes:
        source: Which one was asked.
        account: The account with its profile figures.
        stored: Its posts in the store, however they came there.
        first, last: When the oldest and the newest of them were published.
        older: A few posts from before `first`, pinned ones: they say nothing of the time between.
        visible_from: When the oldest post was published that the list still shows.
        run: What this run read.
        walks: What all walks through this list read together, over all runs.
        stop: Why it stopped.
        hidden: What shows that older posts are hidden: "said" by the platform, or "inferred" from
            the oldest visible post; "" if nothing does.
        open_tasks: How many questions are still to be asked; the next run asks them.
    """

    source: str
    account: Account
    blogger: str
    about: tuple[str, ...]
    stored: int
    first: datetime | None
    last: datetime | None
    truncated: int
    comments: int
    run: WalkCounts
    walks: WalkCounts
    stop: StopReason
    hidden: str = ""
    visible_from: datetime | None = None
    older: int = 0
    open_tasks: int = 0


@dataclass(frozen=True, slots=True)
class FeedSummary:
    """How fetching a feed ended. `changed` is False where the server had nothing new.

    `bloggers` are those whose posts it held; a feed declares no number of posts.
    """

    url: str
    changed: bool
    bloggers: tuple[str, ...] = ()
    read: int = 0
    new: int = 0
    updated: int = 0
    rejected: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    first: datetime | None = None
    last: datetime | None = None
