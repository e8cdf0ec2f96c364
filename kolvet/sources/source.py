"""What every source can do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar, cast

from kolvet.importers.reading import Reading
from kolvet.model.fetch import CommentPage, Cursor, Gone, Listing, StopReason
from kolvet.model.posts import Account, Platform, Post
from kolvet.sources.client import Client
from kolvet.sources.cookies import Cookie
from kolvet.sources.failures import AgainError, RefusedError
from kolvet.sources.recording import Secrets


@dataclass(frozen=True, slots=True)
class Opening:
    """What a source needs to work: the client, and the user's cookies if there are any."""

    client: Client
    cookies: tuple[Cookie, ...] = field(default=(), repr=False)
    secrets: Secrets = field(default_factory=Secrets, repr=False)


class Source(Protocol):
    """One way to read accounts of one platform. Every method may raise RefusedError.

    `name` is stored and printed.
    """

    name: str
    platform: Platform

    @property
    def local(self) -> bool:
        """Whether it asks a server on this machine instead of the platform."""
        ...

    def find(self, name: str) -> str:
        """The native id of the account with this name or address.

        Raises:
            NothingToJudgeError: Nobody has it; names the nearest.
        """
        ...

    def profile(self, native_id: str) -> Account:
        """The account's profile.

        Raises:
            NothingToJudgeError: There is no such account, or it is closed.
        """
        ...

    def listing(self, account: Account, about: str, cursor: Cursor) -> Listing:
        """A page of the account's posts, newest first; `about` searches among them.

        Raises:
            PageCapError: The run has read its pages.
        """
        ...

    def whole_text(self, native_id: str) -> str | None:
        """The whole text of a post that lists show only in part; None where it cannot be had."""
        ...

    def comments(self, native_id: str, account: Account, cursor: Cursor) -> CommentPage:
        """A page of comments under a post.

        Raises:
            PageCapError: The run has read its pages.
        """
        ...

    def look(self, native_id: str) -> Post | Gone | None:
        """The post as it is now; None where the answer about it cannot be read."""
        ...


Page = TypeVar("Page", Listing, CommentPage)

_EMPTY_TRIES = 2
"""A list is asked for once more before an empty page is believed."""


class _EmptyPageError(RefusedError):
    """Carries an empty page through the tries."""

    def __init__(self, page: Listing | CommentPage) -> None:
        super().__init__("source.empty", StopReason.EMPTY_TWICE)
        self.page = page


def doubted(page: Page) -> Page:
    """The page, unless it is empty: that is the end of a list, or a platform that holds back.

    Raises:
        AgainError: It is empty.
    """
    if page.empty:
        raise AgainError(_EmptyPageError(page), tries=_EMPTY_TRIES)
    return page


def believed(ask: Callable[[], Page]) -> Page:
    """What `ask` gives; a page that was empty each time it was asked for, as it is."""
    try:
        return ask()
    except _EmptyPageError as empty:
        return cast("Page", empty.page)


def reading_now(uid: str | None = None) -> Reading:
    """How an answer is read: what it says of "yesterday" counts from now."""
    return Reading(datetime.now(UTC).replace(microsecond=0), uid)
