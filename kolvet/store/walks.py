"""Walks through an account's list: every answer is stored together with what is still to be asked.

A fetch is a queue of tasks. The transaction that stores an answer also takes its task out of the
queue and puts in those that follow from it, so a run that is killed loses the answer in flight and
nothing else.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime

from kolvet.model.fetch import FeedState, Kind, StopReason, Task, Walk, WalkCounts
from kolvet.model.imports import ImportedFile, ImportSummary, Owner, Rejected, Row
from kolvet.model.posts import Account, Platform
from kolvet.store.border import moment, seconds
from kolvet.store.comments import FansOf
from kolvet.store.database import Database, Fields
from kolvet.store.file_import import FileImport

_RANKS = {Kind.TEXT: 0, Kind.PAGE: 1, Kind.COMMENTS: 2, Kind.LOOK: 3}
"""Texts come before the next page, so that what is stored is whole; comments and looks last."""

_COLUMNS = (
    "id, source, platform, native_id, about, import_id, started_at, asked_at, until, newest,"
    " oldest, stop, done, hidden, counts"
)
_THOUSANDTHS = 1000


class WalkBook:
    """Begins walks, hands out their tasks, and stores answers.

    `owner` says whose posts they are where the account alone does not; `fans_of` as in imports.
    """

    def __init__(
        self, database: Database, owner: Owner | None = None, fans_of: FansOf | None = None
    ) -> None:
        self._database = database
        self._owner = owner
        self._fans_of = fans_of

    def begin(
        self,
        profile: Account,
        *,
        source: str,
        about: str,
        until: str,
        now: datetime,
        texts: Iterable[str] = (),
    ) -> Walk:
        """Begin a walk: keep the profile, and put the first page in the queue.

        `texts` are posts whose whole texts are asked for as well.
        """
        number = f"{profile.platform}:{profile.native_id}"
        digest = f"walk:{source}:{number}:{about}:{_ticks(now)}"
        file = ImportedFile(profile.url or number, digest, source, "", now)
        with self._database.transaction():
            running = FileImport(self._database, file, self._owner, None, continues=True)
            running.add([Row(0, profile)])
            running.finish()
            walk = Walk(
                id=0,
                source=source,
                platform=profile.platform,
                native_id=profile.native_id,
                about=about,
                import_id=running.import_id,
                started_at=now,
                asked_at=now,
                until=until,
            )
            walk.id = self._insert(walk)
            self.add_tasks(walk, [Task(Kind.PAGE), *(Task(Kind.TEXT, key) for key in texts)])
        return walk

    def _insert(self, walk: Walk) -> int:
        cursor = self._database.execute(
            "INSERT INTO walks (source, platform, native_id, about, import_id, started_at,"
            " asked_at, until, counts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                walk.source,
                walk.platform.value,
                walk.native_id,
                walk.about,
                walk.import_id,
                _ticks(walk.started_at),
                _ticks(walk.asked_at),
                walk.until,
                _packed(walk.counts),
            ),
        )
        return int(cursor.lastrowid or 0)

    def walks(self, source: str, native_id: str, about: str) -> list[Walk]:
        """All walks through this list, the newest first."""
        rows = self._database.all(
            f"SELECT {_COLUMNS} FROM walks WHERE source = ? AND native_id = ? AND about = ?"
            " ORDER BY id DESC",
            (source, native_id, about),
        )
        return [_walk(row) for row in rows]

    def last_asked(self) -> datetime | None:
        """When a platform last answered, whoever's posts."""
        ticks = self._database.value("SELECT max(asked_at) FROM walks")
        return None if ticks is None else _moment(ticks)

    def last_refusal(self, source: str) -> datetime | None:
        """When the source last had enough of being asked."""
        row = self._database.first("SELECT refused_at FROM refusals WHERE source = ?", (source,))
        return None if row is None else _moment(row[0])

    def note_refusal(self, source: str, now: datetime) -> None:
        """Note that the source has had enough; it is to be left alone for a while."""
        self._database.execute(
            "INSERT OR REPLACE INTO refusals VALUES (?, ?)", (source, _ticks(now))
        )

    def next_task(self, walk: Walk, kinds: Iterable[Kind]) -> Task | None:
        """The task that comes next, of these kinds."""
        row = self._database.first(
            "SELECT kind, key, cursor FROM tasks WHERE walk_id = ?"
            " AND kind IN (SELECT value FROM json_each(?)) ORDER BY rank, id LIMIT 1",
            (walk.id, json.dumps([kind.value for kind in kinds])),
        )
        return None if row is None else Task(Kind(row[0]), row[1], json.loads(row[2]))

    def count_tasks(self, walk: Walk, kind: Kind | None = None) -> int:
        """How many questions of the walk are still to be asked, of one kind or of all."""
        return int(
            self._database.value(
                "SELECT count(*) FROM tasks WHERE walk_id = ?1 AND coalesce(?2, kind) = kind",
                (walk.id, kind and kind.value),
            )
        )

    def add_tasks(self, walk: Walk, tasks: Iterable[Task]) -> None:
        """Put tasks into the queue; one that is there stays as it is."""
        self._database.execute_many(
            "INSERT OR IGNORE INTO tasks (walk_id, rank, kind, key, cursor)"
            " VALUES (?, ?, ?, ?, ?)",
            [
                (walk.id, _RANKS[task.kind], task.kind.value, task.key, json.dumps(task.cursor))
                for task in tasks
            ],
        )

    @contextmanager
    def answer(self, walk: Walk, task: Task) -> Iterator[list[Task]]:
        """Store one answer, all or nothing: what is done inside, and the queue after it.

        Gives the list to which tasks that follow are added; the task itself is then done.
        """
        following: list[Task] = []
        with self._database.transaction():
            yield following
            self._database.execute(
                "DELETE FROM tasks WHERE walk_id = ? AND kind = ? AND key = ?",
                (walk.id, task.kind.value, task.key),
            )
            self.add_tasks(walk, following)
            walk.asked_at = datetime.now(UTC)
            self.save(walk)

    def keep_rows(self, walk: Walk, rows: Sequence[Row | Rejected], before: int) -> ImportSummary:
        """Store the rows of an answer, numbered on from `before`."""
        digest = self._database.value("SELECT digest FROM imports WHERE id = ?", (walk.import_id,))
        file = ImportedFile("", digest, walk.source, "", walk.started_at)
        running = FileImport(self._database, file, self._owner, self._fans_of, continues=True)
        running.add([replace(row, line=before + row.line) for row in rows])
        return running.finish()

    def drop(self, walk: Walk, kind: Kind) -> None:
        """Take all tasks of a kind out of the queue."""
        self._database.execute(
            "DELETE FROM tasks WHERE walk_id = ? AND kind = ?", (walk.id, kind.value)
        )

    def save(self, walk: Walk) -> None:
        """Keep how far the walk is."""
        self._database.execute(
            "UPDATE walks SET asked_at = ?, newest = ?, oldest = ?, stop = ?, done = ?,"
            " hidden = ?, counts = ? WHERE id = ?",
            (
                _ticks(walk.asked_at),
                walk.newest,
                None if walk.oldest is None else seconds(walk.oldest),
                walk.stop.value if walk.stop else "",
                int(walk.done),
                walk.hidden,
                _packed(walk.counts),
                walk.id,
            ),
        )

    def feed_state(self, url: str) -> FeedState:
        """What the server of a feed said the last time."""
        row = self._database.first(
            "SELECT etag, modified FROM feeds WHERE key = ?", (feed_key(url),)
        )
        return FeedState(*row) if row else FeedState()

    def keep_feed(
        self, url: str, shown: str, rows: Sequence[Row | Rejected], state: FeedState, now: datetime
    ) -> ImportSummary:
        """Store what a feed held, and what to say to its server the next time."""
        key = feed_key(url)
        file = ImportedFile(shown, f"feed:{key}:{_ticks(now)}", "feed", "", now)
        with self._database.transaction():
            running = FileImport(self._database, file, self._owner, self._fans_of)
            running.add(rows)
            summary = running.finish()
            # Of a feed that could not be stored the server must not say "nothing new".
            if summary.read > summary.rejected:
                self._database.execute(
                    "INSERT OR REPLACE INTO feeds VALUES (?, ?, ?)",
                    (key, state.etag, state.modified),
                )
        return summary


def feed_key(url: str) -> str:
    """What stands for a feed's address: the query may hold a private key."""
    return hashlib.sha256(url.encode()).hexdigest()[:32]


def _walk(row: Fields) -> Walk:
    return Walk(
        id=row[0],
        source=row[1],
        platform=Platform(row[2]),
        native_id=row[3],
        about=row[4],
        import_id=row[5],
        started_at=_moment(row[6]),
        asked_at=_moment(row[7]),
        until=row[8],
        newest=row[9],
        oldest=moment(row[10]),
        stop=StopReason(row[11]) if row[11] else None,
        done=bool(row[12]),
        hidden=row[13],
        counts=WalkCounts(**json.loads(row[14])),
    )


def _packed(counts: WalkCounts) -> str:
    return json.dumps(asdict(counts))


def _ticks(when: datetime) -> int:
    """Milliseconds: the pace is kept across runs, too."""
    return int(when.timestamp() * _THOUSANDTHS)


def _moment(ticks: int) -> datetime:
    return datetime.fromtimestamp(ticks / _THOUSANDTHS, UTC)
