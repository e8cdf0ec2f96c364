"""The post of somebody else inside a repost, kept apart from the blogger's own words."""

from typing import NamedTuple

from kolvet.model.posts import Reposted
from kolvet.store.border import clean, seconds
from kolvet.store.database import Database


class _Original(NamedTuple):
    """A row of the table `reposted`, without its key."""

    native_id: str
    author_id: str
    author_name: str
    text: str
    published: int | None
    available: int


def fuller(one: str, other: str) -> str:
    """The string that says more; the same one whichever came first."""
    return max(one, other, key=lambda text: (len(text), text))


class OriginalWriter:
    """Writes the originals of one file's reposts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pending: dict[int, _Original] = {}

    def keep(self, post_id: int, reposted: Reposted, *, fresh: bool) -> bool:
        """Keep what the post carries; True when that says more than what is stored.

        `fresh`: the post itself is new, so that nothing can be stored.
        """
        seen = _original(reposted)
        stored = self._pending.get(post_id)
        if stored is None and not fresh:
            row = self._database.first(
                "SELECT native_id, author_id, author_name, text, published, available"
                " FROM reposted WHERE post_id = ?",
                (post_id,),
            )
            stored = _Original(*row) if row else None
        merged = seen if stored is None else _merge(stored, seen)
        if merged == stored:
            return False
        self._pending[post_id] = merged
        return True

    def flush(self) -> None:
        """Write what is pending; the posts must be there already."""
        self._database.execute_many(
            "INSERT OR REPLACE INTO reposted VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(post_id, *original) for post_id, original in self._pending.items()],
        )
        self._pending.clear()


def _original(reposted: Reposted) -> _Original:
    return _Original(
        native_id=clean(reposted.native_id or ""),
        author_id=clean(reposted.author.native_id or ""),
        author_name=clean(reposted.author.name or ""),
        text=clean(reposted.text),
        published=None if reposted.published is None else seconds(reposted.published),
        available=int(reposted.available),
    )


def _merge(stored: _Original, seen: _Original) -> _Original:
    """A text wins over a notice that there is none, then the fuller one."""
    text = max(stored, seen, key=lambda each: (each.available, len(each.text), each.text)).text
    times = [time for time in (stored.published, seen.published) if time is not None]
    return _Original(
        native_id=fuller(stored.native_id, seen.native_id),
        author_id=fuller(stored.author_id, seen.author_id),
        author_name=fuller(stored.author_name, seen.author_name),
        text=text,
        published=min(times, default=None),
        available=max(stored.available, seen.available),
    )
