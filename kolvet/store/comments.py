"""Comments. Whoever wrote one is a third party: only a salted hash of him is kept."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from kolvet.model.posts import Author, Comment, Platform
from kolvet.store.border import clean, count, seconds
from kolvet.store.database import Database
from kolvet.store.names import fold
from kolvet.store.outcomes import Outcome

FansOf = Callable[[str], tuple[str, ...]]
"""The brands whose fan word is in a name; asked before the name is hashed."""

_AUTHOR_BYTES = 16

_COLUMNS = (
    "platform, native_id, post_native_id, parent_native_id, text, author, author_by, fan_of,"
    " published, likes, import_id, line"
)


class _Kept(NamedTuple):
    """A row of the table `comments`, without its row id."""

    platform: str
    native_id: str
    post_native_id: str
    parent_native_id: str
    text: str
    author: bytes | None
    author_by: str | None
    fan_of: str | None
    published: int | None
    likes: int | None
    import_id: int
    line: int


_UPSERT = (
    f"INSERT INTO comments ({_COLUMNS}) VALUES ({', '.join('?' * 12)})"
    " ON CONFLICT (platform, native_id) DO UPDATE SET"
    " post_native_id = excluded.post_native_id, parent_native_id = excluded.parent_native_id,"
    " text = excluded.text, author = excluded.author, author_by = excluded.author_by,"
    " fan_of = excluded.fan_of, published = excluded.published, likes = excluded.likes"
)
_SELECT = (
    f"SELECT {', '.join(f'comments.{name}' for name in _COLUMNS.split(', '))}"
    " FROM json_each(?) AS wanted CROSS JOIN comments"
    " ON comments.platform = ? AND comments.native_id = wanted.value"
)


class CommentWriter:
    """Writes the comments of one file, batch by batch. The post may not be known yet."""

    def __init__(self, database: Database, import_id: int, fans_of: FansOf | None) -> None:
        self._database = database
        self._import_id = import_id
        self._fans_of = fans_of
        self._salt: bytes = database.value("SELECT value FROM meta WHERE key = 'salt'")

    def write(self, batch: Sequence[tuple[int, Comment]]) -> list[Outcome]:
        """Store the batch; the outcomes are in its order."""
        seen = [self._kept(line, comment) for line, comment in batch]
        stored = self._load(seen)
        changed: dict[tuple[str, str], _Kept] = {}
        outcomes = []
        for each in seen:
            key = (each.platform, each.native_id)
            known = stored.get(key)
            merged = each if known is None else _merge(known, each)
            if merged == known:
                outcomes.append(Outcome.DUPLICATE)
                continue
            stored[key] = changed[key] = merged
            outcomes.append(Outcome.NEW if known is None else Outcome.UPDATED)
        self._database.execute_many(_UPSERT, changed.values())
        return outcomes

    def _load(self, seen: Sequence[_Kept]) -> dict[tuple[str, str], _Kept]:
        wanted: dict[str, list[str]] = {}
        for each in seen:
            wanted.setdefault(each.platform, []).append(each.native_id)
        return {
            (platform, row[1]): _Kept(*row)
            for platform, ids in wanted.items()
            for row in self._database.rows(_SELECT, (json.dumps(ids), platform))
        }

    def _kept(self, line: int, comment: Comment) -> _Kept:
        author, author_by = self._hashed(comment.platform, comment.author)
        fan_of = None
        if self._fans_of is not None and comment.author.name:
            fan_of = json.dumps(sorted(self._fans_of(comment.author.name)), ensure_ascii=False)
        return _Kept(
            platform=comment.platform.value,
            native_id=clean(comment.native_id),
            post_native_id=clean(comment.post_native_id),
            parent_native_id=clean(comment.parent_native_id),
            text=clean(comment.text),
            author=author,
            author_by=author_by,
            fan_of=fan_of,
            published=None if comment.published is None else seconds(comment.published),
            likes=count(comment.likes),
            import_id=self._import_id,
            line=line,
        )

    def _hashed(self, platform: Platform, author: Author) -> tuple[bytes | None, str | None]:
        """The hash that tells commenters apart, and whether it was made of an id or a name."""
        if author.native_id:
            known_by, value = "id", clean(author.native_id)
        elif author.name:
            known_by, value = "name", fold(clean(author.name))
        else:
            return None, None
        return author_hash(platform.value, known_by, value, self._salt), known_by


def author_hash(platform: str, known_by: str, value: str, salt: bytes) -> bytes:
    """What stands for a commenter; `known_by` is "id" or "name", a name is folded before."""
    return hashlib.blake2b(
        f"{platform}:{known_by}:{value}".encode(), digest_size=_AUTHOR_BYTES, key=salt
    ).digest()


def _merge(known: _Kept, seen: _Kept) -> _Kept:
    """What is known stays; gaps are filled, likes grow, and an id tells more than a name."""
    author = (known.author, known.author_by)
    if known.author is None or (known.author_by == "name" and seen.author_by == "id"):
        author = (seen.author, seen.author_by)
    brands = set(json.loads(known.fan_of or "[]")) | set(json.loads(seen.fan_of or "[]"))
    asked = known.fan_of is not None or seen.fan_of is not None
    likes = [number for number in (known.likes, seen.likes) if number is not None]
    return known._replace(
        post_native_id=known.post_native_id or seen.post_native_id,
        parent_native_id=known.parent_native_id or seen.parent_native_id,
        text=known.text or seen.text,
        author=author[0],
        author_by=author[1],
        fan_of=json.dumps(sorted(brands), ensure_ascii=False) if asked else None,
        published=seen.published if known.published is None else known.published,
        likes=max(likes, default=None),
    )


COUNTS = (
    "coalesce(comments.published,"
    " (SELECT imported_at FROM imports WHERE imports.id = comments.import_id)) <= :until"
)
"""An undated comment counts from the day it was imported, as an undated post does."""


def count_without_post(database: Database, digests: Sequence[str]) -> int:
    """How many comments that these imports brought stand under posts that are not stored."""
    return int(
        database.value(
            "SELECT count(*) FROM comments WHERE import_id IN (SELECT id FROM imports"
            " WHERE digest IN (SELECT value FROM json_each(?))) AND NOT EXISTS ("
            "SELECT 1 FROM posts WHERE posts.platform = comments.platform"
            " AND posts.native_id = comments.post_native_id)",
            (json.dumps(digests),),
        )
    )


def count_comments(database: Database, blogger: int, until: datetime) -> int:
    """How many comments under the blogger's posts count by then."""
    return int(
        database.value(
            "SELECT count(*) FROM accounts JOIN posts ON posts.account_id = accounts.id"
            " JOIN comments ON comments.platform = posts.platform"
            " AND comments.post_native_id = posts.native_id"
            f" WHERE blogger_id = :blogger AND {COUNTS}",
            {"blogger": blogger, "until": seconds(until)},
        )
    )
