"""What the store keeps of people's work: runs, corrections, waivers, and the decision log."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from kolvet.model.people import Correction, LogEntry, RunLine, StoredRun, Waiver
from kolvet.model.store import Blogger
from kolvet.store import decisions, integrity, reviews, runs, waivers
from kolvet.store.database import Database


class PeopleRecords:
    """A part of `Store`."""

    _database: Database

    def keep_run(self, run: StoredRun, blogger: Blogger) -> StoredRun:
        """Store a report and give it back; one that stands under its id already stays as it is.

        Raises:
            IntegrityError: The report that is stored under this id was changed.
        """
        return runs.keep_run(self._database, run, blogger.id)

    def find_run(self, name: str) -> StoredRun:
        """The run whose id is or begins with `name`.

        Raises:
            UsageError: There is none, or several.
            IntegrityError: Its report was changed since it was stored.
        """
        return runs.find_run(self._database, name)

    def newest_runs(self, number: int) -> list[RunLine]:
        """The runs that were made last, newest first, without their reports."""
        return runs.newest_runs(self._database, number)

    def runs(self) -> Iterator[StoredRun]:
        """Every stored run, oldest first, one at a time.

        Raises:
            IntegrityError: A report was changed since it was stored.
        """
        return runs.read_runs(self._database)

    def keep_corrections(self, corrections: Iterable[Correction]) -> None:
        """Store corrections; earlier ones of the same texts stay on record."""
        reviews.keep_corrections(self._database, corrections)

    def corrections(self, brands: Collection[str] | None = None) -> list[Correction]:
        """The latest correction of each text and brand; `brands` None means all."""
        return reviews.read_corrections(self._database, brands)

    def keep_waiver(self, waiver: Waiver) -> None:
        """Store a waiver; a newer one of the same finding takes the place of the former."""
        waivers.keep_waiver(self._database, waiver)

    def revoke_waiver(self, fingerprint: str) -> int:
        """Take back the waivers of a finding; how many there were."""
        return waivers.revoke_waiver(self._database, fingerprint)

    def waivers(self) -> list[Waiver]:
        """All waivers, by the day on which they end."""
        return waivers.read_waivers(self._database)

    def decide(self, name: str, say: Callable[[StoredRun], Mapping[str, Any]]) -> LogEntry:
        """Append to the log what `say` makes of the run; no other report can take its place.

        Raises:
            UsageError: There is no such run.
            IntegrityError: The log that it would follow, or the report, does not verify.
        """
        with self._database.transaction():
            run = runs.find_run(self._database, name)
            return decisions.append_entry(self._database, say(run), run.id)

    def log(self) -> tuple[list[LogEntry], str | None]:
        """All entries of the decision log, and its head as it was noted at the last writing."""
        return decisions.read_log(self._database), decisions.read_head(self._database)

    def verify_texts(self) -> int:
        """Hash every stored post anew; how many texts there are.

        Raises:
            IntegrityError: A text is not the one that was imported.
        """
        return integrity.verify_texts(self._database)

    def verify_reported(self, blogger: Blogger | None = None) -> int:
        """Compare press items and precedents (of one blogger) with their keys.

        Raises:
            IntegrityError: One was changed.
        """
        return integrity.verify_reported(self._database, blogger.id if blogger else None)

    def reported_digests(self) -> set[bytes]:
        """What reviews and reports know all press items and precedents by."""
        return integrity.read_reported_digests(self._database)

    def text_digests(self) -> set[bytes]:
        """The digests of all texts that posts have or had."""
        return integrity.read_digests(self._database)
