"""Writing posts: what a row of an export changes about a post that is already stored.

Exports overlap and arrive in any order, so no rule may depend on which came first, with one
exception: of two whole texts the one that was seen last is current, and the other is kept as a
version.
"""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from operator import attrgetter
from typing import Protocol

from kolvet.model.posts import SHANGHAI, Platform, Post, Precision
from kolvet.store.border import clean, count, digested, seconds
from kolvet.store.database import Database, Fields
from kolvet.store.local_ids import Key, LocalIds
from kolvet.store.originals import OriginalWriter, fuller
from kolvet.store.outcomes import Outcome

_CUT = re.compile(r"\s*(?:\.{2,}|…)?\s*(?:全文|展开)?\s*$")
"""How Weibo ends a text that it shows only in part."""
_DAY = int(timedelta(days=1).total_seconds())
_OFFSET = int(SHANGHAI.utcoffset(None).total_seconds())
_FINER_FIRST = {"second": 0, "minute": 1, "day": 2}
# SQLite takes plain strings several times faster than members of an enum.
_PRECISION_TEXT = {precision: precision.value for precision in Precision}
_PLATFORM_TEXT = {platform: platform.value for platform in Platform}


@dataclass(slots=True)
class _Record:
    """A row of the table `posts`, while a batch is being worked on: its columns, then our notes.

    `fresh`: not inserted yet. `versions`: digests of the other texts, None until asked for.
    """

    id: int
    account_id: int
    platform: str
    native_id: str
    text: str
    digest: bytes
    published: int | None
    precision: str
    likes: int | None
    comments: int | None
    reposts: int | None
    views: int | None
    client: str
    url: str
    edited: int
    truncated: int
    import_id: int
    line: int
    text_import_id: int
    text_line: int
    fresh: bool = False
    changed: bool = False
    versions: set[bytes] | None = None


_COLUMNS = tuple(field.name for field in fields(_Record))[:-3]
_FIXED = {"id", "account_id", "platform", "native_id", "import_id", "line"}
_MUTABLE = tuple(name for name in _COLUMNS if name not in _FIXED)
_as_row = attrgetter(*_COLUMNS)
_as_update = attrgetter(*_MUTABLE, "id")
_as_version = attrgetter("digest", "text", "truncated", "text_import_id", "text_line")

_INSERT = f"INSERT INTO posts ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})"
_UPDATE = f"UPDATE posts SET {', '.join(f'{name} = ?' for name in _MUTABLE)} WHERE id = ?"
# CROSS JOIN keeps SQLite from scanning all posts instead of looking each id up.
_SELECT = (
    f"SELECT {', '.join(f'posts.{name}' for name in _COLUMNS)}"
    " FROM json_each(?) AS wanted CROSS JOIN posts"
    " ON posts.platform = ? AND posts.native_id = wanted.value"
)


Arrival = tuple[int, Post, int | None]
"""A post that an export holds: its line, and whose it is (None: nobody says). A plain tuple, since
there are as many as there are rows."""


class MayBeOne(Protocol):
    """Whether a post of one account that another claims may be of one author."""

    def __call__(self, stored: int, claimed: int, *, same_text: bool) -> bool:
        """`same_text`: what is claimed says word for word what is stored."""


class PostWriter:
    """Writes the posts of one file, batch by batch.

    `accounts` collects whose posts they are, `same_author` pairs of accounts that claim one post:
    (stored, claimed now). `may_be_one` says of such a pair whether it may be one author; if not,
    the row is rejected, and `refused` has who claimed it.
    """

    def __init__(self, database: Database, import_id: int, may_be_one: MayBeOne) -> None:
        self._database = database
        self._import_id = import_id
        self._may_be_one = may_be_one
        self._local_ids = LocalIds(database, import_id)
        self._originals = OriginalWriter(database)
        self._next_id: int = database.value("SELECT coalesce(max(id), 0) + 1 FROM posts")
        self._versions: list[Fields] = []
        self.accounts: set[int] = set()
        self.refused: set[int] = set()
        self.same_author: set[tuple[int, int]] = set()

    def write(self, batch: Sequence[Arrival]) -> list[Outcome]:
        """Store the batch; the outcomes are in its order."""
        keys = self._keys(batch)
        records = self._load(keys)
        new: dict[tuple[str, str], Fields] = {}
        sightings: list[Fields] = []
        outcomes = []
        for key, (line, post, account) in zip(keys, batch, strict=True):
            record = records.get(key)
            if record is None and key in new:
                record = records[key] = _Record(*new.pop(key))
                record.fresh = True
            if record is not None:
                outcomes.append(self._meet(record, line, post, account, sightings))
            elif account is None:
                outcomes.append(Outcome.NO_AUTHOR)
            else:
                new[key] = self._begin(key, line, post, account)
                outcomes.append(Outcome.NEW)
        self._flush(new.values(), records.values(), sightings)
        return outcomes

    def _keys(self, batch: Sequence[Arrival]) -> list[Key]:
        keys = [(_PLATFORM_TEXT[post.platform], clean(post.native_id)) for _, post, _ in batch]
        local = [place for place, (_, post, _) in enumerate(batch) if post.local_id]
        if local:
            found = self._local_ids.keys(batch[place] for place in local)
            for place, key in zip(local, found, strict=True):
                keys[place] = key
        return keys

    def _load(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], _Record]:
        wanted: dict[str, list[str]] = {}
        for platform, native_id in keys:
            wanted.setdefault(platform, []).append(native_id)
        return {
            (platform, row[3]): _Record(*row)
            for platform, ids in wanted.items()
            for row in self._database.rows(_SELECT, (json.dumps(ids), platform))
        }

    def _begin(self, key: tuple[str, str], line: int, post: Post, account: int) -> Fields:
        """The row of a post that nobody has seen before: what `_as_row` would give."""
        engagement = post.engagement
        post_id = self._next_id
        self._next_id += 1
        self.accounts.add(account)
        if post.reposted is not None:
            self._originals.keep(post_id, post.reposted, fresh=True)
        return (
            post_id,
            account,
            *key,
            *digested(post.text),
            None if post.published is None else seconds(post.published),
            _PRECISION_TEXT[post.precision],
            count(engagement.likes),
            count(engagement.comments),
            count(engagement.reposts),
            count(engagement.views),
            clean(post.client),
            clean(post.url),
            int(post.edited),
            int(post.truncated),
            self._import_id,
            line,
            self._import_id,
            line,
        )

    def _meet(
        self,
        record: _Record,
        line: int,
        post: Post,
        account: int | None,
        sightings: list[Fields],
    ) -> Outcome:
        """A known post was seen again."""
        if account is not None and account != record.account_id:
            if not self._is_of_same_author(record, post, account):
                self.refused.add(account)
                return Outcome.OTHER_AUTHOR
            self.same_author.add((record.account_id, account))
        self.accounts.add(record.account_id)
        if record.import_id != self._import_id:
            sightings.append((record.id, self._import_id, line))
        grown = post.reposted is not None and self._originals.keep(
            record.id, post.reposted, fresh=record.fresh
        )
        if _says_nothing_new(record, post):
            return Outcome.UPDATED if grown else Outcome.DUPLICATE
        before = _as_update(record)
        _merge_figures(record, post)
        _merge_time(record, post)
        grown |= self._merge_text(record, line, post)
        changed = _as_update(record) != before
        record.changed |= changed
        return Outcome.UPDATED if grown or changed else Outcome.DUPLICATE

    def _is_of_same_author(self, record: _Record, post: Post, account: int) -> bool:
        """Whether another account than the one stored may have written the post after all."""
        if post.local_id:
            return False
        if (record.account_id, account) in self.same_author:
            return True
        same_text = record.text != "" and clean(post.text) == record.text
        return self._may_be_one(record.account_id, account, same_text=same_text)

    def _merge_text(self, record: _Record, line: int, post: Post) -> bool:
        """Decide which text is current; True when the post has a version more than before."""
        (text, digest), truncated = digested(post.text), int(post.truncated)
        if text == record.text:
            record.truncated |= truncated
            return False
        # A collector that failed to read a text leaves it empty: that is no version.
        if not text:
            return False
        if truncated and not record.truncated and is_beginning(text, record.text):
            return False
        if digest in self._known_versions(record):
            return False
        seen = (digest, text, truncated, self._import_id, line)
        former = _as_version(record)
        if record.truncated and not truncated and is_beginning(record.text, text):
            _set_text(record, *seen)
            return True
        if truncated > record.truncated and record.text:
            self._keep_version(record, seen)
            return True
        _set_text(record, *seen)
        if former[1]:
            self._keep_version(record, former)
        return True

    def _known_versions(self, record: _Record) -> set[bytes]:
        if record.versions is None:
            stored = self._database.rows(
                "SELECT digest FROM text_versions WHERE post_id = ?", (record.id,)
            )
            record.versions = set() if record.fresh else {digest for (digest,) in stored}
        return record.versions

    def _keep_version(self, record: _Record, version: Fields) -> None:
        self._known_versions(record).add(version[0])
        self._versions.append((record.id, *version))

    def _flush(
        self, new: Iterable[Fields], records: Collection[_Record], sightings: list[Fields]
    ) -> None:
        database = self._database
        database.execute_many(_INSERT, new)
        database.execute_many(_INSERT, [_as_row(each) for each in records if each.fresh])
        database.execute_many(
            _UPDATE, [_as_update(each) for each in records if each.changed and not each.fresh]
        )
        database.execute_many(
            "INSERT INTO text_versions (post_id, digest, text, truncated, import_id, line)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            self._versions,
        )
        database.execute_many("INSERT OR IGNORE INTO sightings VALUES (?, ?, ?)", sightings)
        self._versions.clear()
        self._originals.flush()


def is_beginning(text: str, whole: str) -> bool:
    """Whether a text that was cut short is the beginning of the whole: no version of it."""
    return whole.startswith(_CUT.sub("", text))


def _set_text(
    record: _Record, digest: bytes, text: str, truncated: int, import_id: int, line: int
) -> None:
    record.digest, record.text, record.truncated = digest, text, truncated
    record.text_import_id, record.text_line = import_id, line


def _says_nothing_new(record: _Record, post: Post) -> bool:
    """The common case, an export imported again, without working anything out."""
    seen = post.engagement
    return (
        record.text == post.text
        and record.likes == seen.likes
        and record.comments == seen.comments
        and record.reposts == seen.reposts
        and record.views == seen.views
        and record.url == post.url
        and record.client == post.client
        and record.edited == post.edited
        and record.truncated == post.truncated
        and record.precision == post.precision
        and post.published is not None
        and record.published == seconds(post.published)
    )


def _merge_figures(record: _Record, post: Post) -> None:
    """Counts only grow: the highest ever seen is nearest to what the post reached."""
    engagement = post.engagement
    record.likes = _higher(record.likes, engagement.likes)
    record.comments = _higher(record.comments, engagement.comments)
    record.reposts = _higher(record.reposts, engagement.reposts)
    record.views = _higher(record.views, engagement.views)
    if post.client != record.client:
        record.client = fuller(record.client, clean(post.client))
    if post.url != record.url:
        record.url = fuller(record.url, clean(post.url))
    record.edited |= post.edited


def _higher(stored: int | None, seen: int | None) -> int | None:
    if seen is None or seen == stored:
        return stored
    seen = count(seen)
    if stored is None or seen is None:
        return seen if stored is None else stored
    return max(stored, seen)


def _merge_time(record: _Record, post: Post) -> None:
    """The finer time of the same day wins, and the earlier of two days.

    A day too late is the usual error: a collector that took "yesterday" for the day of its run.
    """
    if post.published is None:
        return
    seen = seconds(post.published), _PRECISION_TEXT[post.precision]
    if record.published is None or _time_order(*seen) < _time_order(
        record.published, record.precision
    ):
        record.published, record.precision = seen


def _time_order(published: int, precision: str) -> tuple[int, int, int]:
    return (published + _OFFSET) // _DAY, _FINER_FIRST[precision], published
