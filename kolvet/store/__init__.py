"""The store: everything ever imported, in one SQLite file. The only package with SQL in it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from kolvet.model.crowd import Crowd
from kolvet.model.imports import ImportedFile, ImportSummary, Owner, Rejected, Row
from kolvet.model.judgements import Judgement, Opinion
from kolvet.model.press import CaseNote, Precedent, PressItem
from kolvet.model.store import Blogger, HiddenHistory, StoredPost
from kolvet.store import bloggers, comments, judgements, opinions, press, timeline, upkeep
from kolvet.store.by_hand import link_named_account, set_figures
from kolvet.store.comments import FansOf
from kolvet.store.database import BUSY_SECONDS, Database
from kolvet.store.fan_comments import read_crowd
from kolvet.store.figures import figures_as_of
from kolvet.store.file_import import FileImport
from kolvet.store.forget import Forgotten, forget_blogger
from kolvet.store.lock import only_fetch
from kolvet.store.migrations import migrate
from kolvet.store.people import PeopleRecords
from kolvet.store.seen import SeenPosts
from kolvet.store.standings import StandingBook
from kolvet.store.upkeep import Stats
from kolvet.store.walks import WalkBook

__all__ = ["Forgotten", "SeenPosts", "StandingBook", "Stats", "Store", "WalkBook"]

_BATCH = 4000
"""Rows held in memory at once: large enough for SQLite, a few megabytes of posts."""


class Store(PeopleRecords):
    """One open database. Not for use by several threads.

    Every method raises StoreError when the file is locked, full, read-only or damaged.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Self:
        """Open the database, created and brought up to date if need be.

        `busy_seconds` is how long a statement waits for another kolvet that writes.

        Raises:
            StoreError: It cannot be opened, is not kolvet's, or was written by a newer kolvet.
        """
        database = Database.open(path, busy_seconds=busy_seconds)
        try:
            migrate(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def import_rows(
        self,
        file: ImportedFile,
        rows: Iterable[Row | Rejected],
        *,
        owner: Owner | None = None,
        dry_run: bool = False,
        fans_of: FansOf | None = None,
    ) -> ImportSummary:
        """Store the rows of one file, all or (on any error, or in a dry run) none.

        Rows are read as they are written, so memory stays flat; importing a file again changes
        nothing. `owner` says whose history it is: needed where rows name no author. `fans_of`
        gives the brands whose fan word is in a commenter's name, before that is hashed.

        Raises:
            UsageError: The owner's name fits several bloggers, or none of the file's accounts.
        """
        with self._database.transaction(keep=not dry_run):
            running = FileImport(self._database, file, owner, fans_of)
            remaining = iter(rows)
            while batch := list(islice(remaining, _BATCH)):
                running.add(batch)
            return running.finish()

    def walks(self, owner: Owner | None = None, fans_of: FansOf | None = None) -> WalkBook:
        """What fetching needs: walks through accounts' lists, with what is still to be asked."""
        return WalkBook(self._database, owner, fans_of)

    def only_fetch(self) -> AbstractContextManager[None]:
        """Keep other processes from fetching into this database meanwhile.

        Raises:
            StoreError: One is at it.
        """
        return only_fetch(self._database.path)

    @property
    def seen(self) -> SeenPosts:
        """What fetching asks of the stored posts, and notes about them."""
        return SeenPosts(self._database)

    @property
    def standings(self) -> StandingBook:
        """How bloggers stood before brands at the last watch."""
        return StandingBook(self._database)

    def find_blogger(self, name: str) -> Blogger:
        """The blogger with this name, former name, alias, id, `platform:id` or profile address.

        Raises:
            UnknownBloggerError: Nobody has it; names the nearest ones.
            UsageError: Several have it; names their accounts.
        """
        return bloggers.find_blogger(self._database, name)

    def bloggers(self) -> list[Blogger]:
        """Everybody by name, without the brands' official voices."""
        return bloggers.list_bloggers(self._database)

    def posts(self, blogger: Blogger, *, until: datetime | None = None) -> Iterator[StoredPost]:
        """The blogger's posts, oldest first and undated last, one at a time.

        `until` leaves out what was published later; an undated post counts from its import.
        """
        return timeline.read_posts(self._database, blogger, until)

    def press(self, blogger: Blogger, *, until: date) -> list[PressItem]:
        """Press items that count from that day or earlier, oldest first."""
        return press.read_press(self._database, blogger.id, until)

    def precedents(self, blogger: Blogger, *, until: date) -> list[Precedent]:
        """Precedents that count from that day or earlier, oldest first."""
        return press.read_precedents(self._database, blogger.id, until)

    def case_notes(self, blogger: Blogger) -> list[CaseNote]:
        """What case files say about the blogger, in the order of their import."""
        return press.read_case_notes(self._database, blogger.id)

    def judgements(
        self, target_key: str, engine: str, digests: Collection[bytes]
    ) -> dict[bytes, Judgement]:
        """The stored judgements of these texts; what is not stored is left out."""
        return judgements.read_judgements(self._database, target_key, engine, digests)

    def keep_judgements(
        self, target_key: str, engine: str, judged: Mapping[bytes, Judgement]
    ) -> None:
        """Store judgements by the digest of their text; newer ones replace what is there."""
        judgements.keep_judgements(self._database, target_key, engine, judged)

    def screened(self, target_key: str) -> set[bytes]:
        """Digests of the texts that are known not to name this target."""
        return judgements.read_screened(self._database, target_key)

    def keep_screened(self, target_key: str, digests: Collection[bytes]) -> None:
        """Remember texts that cannot name this target."""
        judgements.keep_screened(self._database, target_key, digests)

    def opinions(
        self, target_key: str, model: str, prompt: str, digests: Collection[bytes]
    ) -> dict[bytes, Opinion]:
        """What a model answered of these texts to this version of the question."""
        return opinions.read_opinions(self._database, (target_key, model, prompt), digests)

    def keep_opinions(
        self, target_key: str, model: str, prompt: str, answered: Mapping[bytes, Opinion]
    ) -> None:
        """Store a model's answers by the digest of their text, in one transaction."""
        opinions.keep_opinions(self._database, (target_key, model, prompt), answered)

    def hidden_history(self, blogger: Blogger) -> HiddenHistory | None:
        """That a fetch found the blogger's older posts hidden; None where nothing shows it."""
        return self.seen.hidden_history(blogger.id)

    def rejected_rows(self, blogger: Blogger) -> int:
        """How many rows were rejected in the files that hold posts of the blogger."""
        return timeline.count_rejected_rows(self._database, blogger.id)

    def as_known(self, blogger: Blogger, until: datetime) -> Blogger:
        """The blogger with followers and declared posts as they were read by then, or first."""
        return figures_as_of(self._database, blogger, until)

    def comment_count(self, blogger: Blogger, *, until: datetime) -> int:
        """How many comments under the blogger's posts count by then."""
        return comments.count_comments(self._database, blogger.id, until)

    def comments_without_post(self, digests: Sequence[str]) -> int:
        """How many comments of the imports of these files stand under posts that are not stored.

        `digests` are those of `ImportSummary`.
        """
        return comments.count_without_post(self._database, digests)

    def crowd(self, *, until: datetime | None = None) -> Crowd:
        """All comments whose post is known, with who wrote them as a number.

        `until` leaves out what was published later; an undated comment counts from its import.
        """
        return read_crowd(self._database, until)

    def set_blogger(
        self,
        name: str,
        *,
        followers: int | None = None,
        declared: int | None = None,
        seen: datetime | None = None,
    ) -> Blogger:
        """Set profile figures by hand; they count until a profile that was seen later.

        `name` is what `find_blogger` takes; for a blogger with several accounts it must be one of
        them, as `platform:id` or address. `seen` is when somebody looked: now if not given.

        Raises:
            UnknownBloggerError: Nobody has the name.
            UsageError: The blogger has several accounts, and the name does not say which.
        """
        with self._database.transaction():
            number = set_figures(
                self._database,
                name,
                followers=followers,
                declared=declared,
                seen=seen or datetime.now(UTC),
            )
            return bloggers.get_blogger(self._database, number)

    def add_alias(self, name: str, alias: str) -> Blogger:
        """Let a blogger be found by another name as well."""
        with self._database.transaction():
            number = bloggers.find_blogger(self._database, name).id
            bloggers.add_alias(self._database, number, alias)
            return bloggers.get_blogger(self._database, number)

    def remove_alias(self, name: str, alias: str) -> bool:
        """Take back an alias; False when it was none (names seen on an account stay)."""
        with self._database.transaction():
            number = bloggers.find_blogger(self._database, name).id
            return bloggers.remove_alias(self._database, number, alias)

    def link(self, account: str, blogger: str) -> Blogger:
        """Make one account (`platform:id`, address or name) another blogger's.

        A blogger that nobody knows yet is made.

        Raises:
            UnknownBloggerError: There is no such account.
            UsageError: The text fits several accounts or bloggers.
        """
        with self._database.transaction():
            number = link_named_account(self._database, account, blogger)
            return bloggers.get_blogger(self._database, number)

    def merge(self, into: str, other: str) -> Blogger:
        """Make two bloggers one; the name of the other becomes an alias.

        Raises:
            UnknownBloggerError: One of them is not known.
            UsageError: Both names mean the same blogger.
        """
        with self._database.transaction():
            kept = bloggers.find_blogger(self._database, into)
            gone = bloggers.find_blogger(self._database, other)
            bloggers.merge_bloggers(self._database, kept.id, gone.id)
            return bloggers.get_blogger(self._database, kept.id)

    def find_anybody(self, name: str) -> Blogger:
        """As `find_blogger`; and a brand's official voice by `brand:NAME`.

        Raises:
            UnknownBloggerError: Nobody has it; names the nearest ones.
            UsageError: Several have it; names their accounts.
        """
        return bloggers.find_anybody(self._database, name)

    def forget(self, name: str) -> Forgotten:
        """Delete everything of a blogger so that no text of it is left in the file.

        Raises:
            UnknownBloggerError: Nobody has the name.
        """
        number = bloggers.find_anybody(self._database, name).id
        return forget_blogger(self._database, number)

    def stats(self) -> Stats:
        """What the store holds."""
        return upkeep.read_stats(self._database)

    def backup(self, path: Path) -> None:
        """Copy the database to a new file.

        Raises:
            UsageError: There is something at `path` already.
        """
        upkeep.back_up(self._database, path)
