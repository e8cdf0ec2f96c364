"""Ids that only tell the posts of one author apart: the numbers of somebody's own table.

Two persons' tables both begin at 1. Such a post is stored under its id and a mark of its author
("1@5f0c0d9e2a41"), so that it is the same in every database and no name stands in an id.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import blake2b
from typing import NamedTuple, Self

from kolvet.model.posts import SHANGHAI, Post
from kolvet.store.border import clean, digested, seconds
from kolvet.store.database import Database

Key = tuple[str, str]
"""Platform, and the id as it is stored."""

_MARK_BYTES = 6
"""Authors of one mark are never merged, only rejected: a chance of 1 in 2**48 is enough."""

_DAY = int(timedelta(days=1).total_seconds())
"""Collectors differ by a day where a platform says "yesterday"."""

_STORED = (
    "SELECT posts.native_id, posts.account_id, posts.published, posts.digest"
    " FROM json_each(?) AS wanted CROSS JOIN posts"
    " ON posts.platform = ? AND posts.native_id = wanted.value"
)


class _Known(NamedTuple):
    """A post under a key: whose it is, when it was published, what identifies its text."""

    account: int | None
    published: int | None
    digest: bytes

    def is_another_day(self, other: Self) -> bool:
        """Whether two posts of one number are two: days apart, and another text."""
        if self.published is None or other.published is None or self.digest == other.digest:
            return False
        return abs(self.published - other.published) > _DAY


class _Asked(NamedTuple):
    """A row, and the ids under which it may be stored, with its day and without."""

    platform: str
    seen: _Known
    dated: list[str]
    plain: list[str]


class LocalIds:
    """Finds under which key the posts of a file are stored, or will be."""

    def __init__(self, database: Database, import_id: int) -> None:
        self._database = database
        self._import_id = import_id
        self._authors_before: dict[int, int] | None = None

    def keys(self, arrivals: Iterable[tuple[int, Post, int | None]]) -> list[Key]:
        """The keys of rows, of which each has a line, a post and whose it is (None: not said).

        A bare id is found, too: that is how it was stored once. A number that the author gave to
        another day's post before, as in a table for each year, gets its day beside it.
        """
        marks: dict[int, list[str]] = {}
        asked: list[_Asked] = []
        for line, post, account in arrivals:
            whose = self._author_before(line) if account is None else account
            if whose is not None and whose not in marks:
                marks[whose] = _marks(self._database, whose)
            asked.append(_asked(post, whose, marks[whose] if whose is not None else []))
        stored = self._stored(asked)
        return [_key(each, stored) for each in asked]

    def _stored(self, asked: Iterable[_Asked]) -> dict[Key, _Known]:
        wanted: dict[str, list[str]] = {}
        for each in asked:
            wanted.setdefault(each.platform, []).extend((*each.dated, *each.plain))
        return {
            (platform, native_id): _Known(*rest)
            for platform, names in wanted.items()
            for native_id, *rest in self._database.rows(_STORED, (json.dumps(names), platform))
        }

    def _author_before(self, line: int) -> int | None:
        """Whose a row without an author was when the same bytes were imported before."""
        if self._authors_before is None:
            self._authors_before = dict(
                self._database.rows(
                    "SELECT line, account_id FROM posts WHERE import_id = ?1 UNION"
                    " SELECT sightings.line, account_id FROM sightings JOIN posts"
                    " ON posts.id = post_id WHERE sightings.import_id = ?1",
                    (self._import_id,),
                )
            )
        return self._authors_before.get(line)


def _asked(post: Post, whose: int | None, marks: Sequence[str]) -> _Asked:
    native_id, when = clean(post.native_id), post.published
    seen = _Known(whose, None if when is None else seconds(when), digested(post.text)[1])
    if not marks:
        return _Asked(post.platform.value, seen, [], [f"{native_id}@"])
    day = "" if when is None else f"{when.astimezone(SHANGHAI):%Y%m%d}"
    return _Asked(
        post.platform.value,
        seen,
        [f"{native_id}/{day}@{mark}" for mark in marks] if day else [],
        [*(f"{native_id}@{mark}" for mark in marks), native_id],
    )


def _key(asked: _Asked, known: dict[Key, _Known]) -> Key:
    """The key of a row; what it will be stored under is known to the rows after it."""
    platform, seen, dated, plain = asked
    for name in (*dated, *plain):
        there = known.get((platform, name))
        if there is None or there.account != seen.account:
            continue
        if name in dated or not there.is_another_day(seen):
            return platform, name
    is_free = (platform, plain[0]) not in known
    key = platform, plain[0] if is_free or not dated else dated[0]
    known.setdefault(key, seen)
    return key


def find_twin(
    database: Database, posts: Sequence[Post], account: int, others: Iterable[int]
) -> int | None:
    """The account under which this table is stored already, of the others of the same blogger.

    That is so when most of the ids that are known there have the same text there: once a table
    named its author, and once it did not.
    """
    marks = _marks(database, account)
    for other in others:
        marked = [*(f"@{mark}" for mark in (*_marks(database, other), *marks)), ""]
        known = same = 0
        for platform in {post.platform.value for post in posts}:
            digests = {
                clean(post.native_id) + mark: digested(post.text)[1]
                for post in posts
                if post.platform == platform
                for mark in marked
            }
            for native_id, owner, _, digest in database.rows(
                _STORED, (json.dumps(list(digests)), platform)
            ):
                known += owner == other
                same += owner == other and digest == digests[native_id]
        if same * 2 > known:
            return other
    return None


def _marks(database: Database, account: int) -> list[str]:
    """What may mark the posts of an account, that of a new one first: its id, then its names."""
    id_hash, folded = database.all(
        "SELECT id_hash, folded FROM accounts WHERE id = ?", (account,)
    )[0]
    names = database.all(
        "SELECT folded FROM account_names WHERE account_id = ? ORDER BY folded", (account,)
    )
    labels = [f"id:{id_hash}"] if id_hash else []
    labels += [f"name:{name}" for name in (folded, *(name for (name,) in names)) if name]
    return [
        blake2b(label.encode(), digest_size=_MARK_BYTES).hexdigest()
        for label in dict.fromkeys(labels)
    ]
