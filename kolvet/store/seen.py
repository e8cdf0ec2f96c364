"""What fetching asks of the posts that are stored, and what it notes about them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from kolvet.model.fetch import Walk
from kolvet.model.posts import Account, Author, Platform
from kolvet.model.store import HiddenHistory
from kolvet.store.accounts import AccountBook
from kolvet.store.bloggers import get_blogger
from kolvet.store.border import clean, digested, moment, seconds
from kolvet.store.database import Database
from kolvet.store.names import fold
from kolvet.store.posts import is_beginning

_LISTED = " AND native_id IN (SELECT value FROM json_each(?))"
_OF_ACCOUNT = (
    " FROM posts JOIN accounts ON accounts.id = account_id"
    " WHERE accounts.platform = ? AND accounts.native_id = ?"
)

_UNCOMMENTED = (
    " AND posts.comments > 0 AND deleted_at IS NULL"
    " AND posts.id NOT IN (SELECT post_id FROM comments_asked)"
    " AND posts.native_id NOT IN (SELECT key FROM tasks WHERE kind = 'comments')"
)
"""With comments that were neither asked for nor are about to be."""


class SeenPosts:
    """The posts of an account as a platform shows them now and showed them before.

    Methods that change something belong into the transaction of an answer (`WalkBook.answer`).
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark_seen(self, platform: Platform, ids: Iterable[str], now: datetime) -> None:
        """Note that the platform showed these posts just now."""
        self._database.execute(
            "UPDATE posts SET seen_at = ?, deleted_at = NULL WHERE platform = ?"
            " AND native_id IN (SELECT value FROM json_each(?))",
            (seconds(now), platform.value, json.dumps(list(ids))),
        )

    def mark_gone(self, platform: Platform, native_id: str, now: datetime) -> bool:
        """Note that the platform no longer shows the post; False when that was known."""
        cursor = self._database.execute(
            "UPDATE posts SET deleted_at = ? WHERE platform = ? AND native_id = ?"
            " AND deleted_at IS NULL",
            (seconds(now), platform.value, native_id),
        )
        return cursor.rowcount > 0

    def complete_text(self, walk: Walk, native_id: str, text: str) -> None:
        """Put the whole text where only its beginning was stored, which was no version of it."""
        whole, digest = digested(text)
        self._database.execute(
            "UPDATE posts SET text = ?, digest = ?, truncated = 0, text_import_id = ?"
            " WHERE platform = ? AND native_id = ? AND truncated = 1",
            (whole, digest, walk.import_id, walk.platform.value, native_id),
        )

    def stored_text(self, platform: Platform, native_id: str) -> tuple[str, bool] | None:
        """A post's text, and whether it is only the beginning; None for a post not there."""
        row = self._database.first(
            "SELECT text, truncated FROM posts WHERE platform = ? AND native_id = ?",
            (platform.value, native_id),
        )
        return None if row is None else (row[0], bool(row[1]))

    def truncated_ids(self, platform: Platform, ids: Iterable[str]) -> list[str]:
        """Those of the posts of which only the beginning is stored, in the order given."""
        wanted = list(ids)
        rows = self._database.rows(
            "SELECT native_id FROM posts WHERE platform = ? AND truncated = 1"
            " AND native_id IN (SELECT value FROM json_each(?))",
            (platform.value, json.dumps(wanted)),
        )
        found = {native_id for (native_id,) in rows}
        return [native_id for native_id in wanted if native_id in found]

    def rewritten(self, platform: Platform, shown: Mapping[str, str]) -> list[str]:
        """Those of the posts, of which only the beginning is shown, that begin otherwise now.

        Only posts whose whole text is stored can tell; the others' is still to be asked for.
        """
        rows = self._database.rows(
            "SELECT native_id, text FROM posts WHERE platform = ? AND truncated = 0" + _LISTED,
            (platform.value, json.dumps(list(shown))),
        )
        return [key for key, whole in rows if not is_beginning(clean(shown[key]), whole)]

    def missing_between(
        self, walk: Walk, listed: Iterable[str], oldest: datetime, newest: datetime
    ) -> list[str]:
        """Stored posts of the account, published in between, that a page does not list."""
        rows = self._database.rows(
            "SELECT posts.native_id"
            + _OF_ACCOUNT
            + " AND deleted_at IS NULL AND published > ? AND published < ?"
            " ORDER BY published, posts.id",
            (walk.platform.value, walk.native_id, seconds(oldest), seconds(newest)),
        )
        known = set(listed)
        return [native_id for (native_id,) in rows if native_id not in known]

    def all_of_walk(self, walk: Walk, ids: Sequence[str]) -> bool:
        """Whether this very walk has met all of the posts already."""
        found = self._database.value(
            "SELECT count(*) FROM posts WHERE platform = ?1 AND (import_id = ?2 OR EXISTS"
            " (SELECT 1 FROM sightings WHERE post_id = posts.id AND sightings.import_id = ?2))"
            " AND native_id IN (SELECT value FROM json_each(?3))",
            (walk.platform.value, walk.import_id, json.dumps(list(ids))),
        )
        return bool(ids) and int(found) == len(set(ids))

    def all_stored(self, walk: Walk, ids: Sequence[str]) -> bool:
        """Whether all of the posts are stored, whatever brought them."""
        found = self._database.value(
            "SELECT count(*) FROM posts WHERE platform = ?" + _LISTED,
            (walk.platform.value, json.dumps(list(ids))),
        )
        return int(found) == len(set(ids))

    def truncated_of(self, platform: Platform, native_id: str, most: int) -> list[str]:
        """The account's posts of which only the beginning is stored, the newest first.

        Those that are about to be asked for are left out.
        """
        rows = self._database.rows(
            "SELECT posts.native_id" + _OF_ACCOUNT + " AND truncated = 1 AND deleted_at IS NULL"
            " AND posts.native_id NOT IN (SELECT key FROM tasks WHERE kind = 'text')"
            " ORDER BY published DESC, posts.id LIMIT ?",
            (platform.value, native_id, most),
        )
        return [native_id for (native_id,) in rows]

    def met_by(self, walk: Walk) -> int:
        """How many posts the walk has met, whatever brought them first."""
        return int(
            self._database.value(
                "SELECT (SELECT count(*) FROM posts WHERE import_id = ?1)"
                " + (SELECT count(*) FROM sightings WHERE import_id = ?1)",
                (walk.import_id,),
            )
        )

    def hidden_history(self, blogger: int) -> HiddenHistory | None:
        """What the newest fetch of one of the blogger's timelines says of hidden posts."""
        row = self._database.first(
            "SELECT walks.oldest, walks.asked_at, walks.hidden FROM walks JOIN accounts"
            " ON accounts.platform = walks.platform AND accounts.native_id = walks.native_id"
            " WHERE blogger_id = ? AND about = '' AND hidden != '' AND oldest IS NOT NULL"
            " ORDER BY walks.id DESC LIMIT 1",
            (blogger,),
        )
        if row is None:
            return None
        visible_from, read_at = moment(row[0]), moment(row[1] // 1000)
        if visible_from is None or read_at is None:
            return None
        return HiddenHistory(visible_from, read_at, said=row[2] == "said")

    def count_posts(self, platform: Platform, native_id: str) -> int:
        """How many of the account's posts are stored and not known to be gone."""
        return int(
            self._database.value(
                "SELECT count(*)" + _OF_ACCOUNT + " AND deleted_at IS NULL",
                (platform.value, native_id),
            )
        )

    def uncommented(self, platform: Platform, ids: Iterable[str]) -> list[tuple[str, str]]:
        """(native id, text) of those of the posts that have comments which nobody asked for."""
        return self._database.all(
            "SELECT native_id, text FROM posts WHERE platform = ?"
            + _LISTED
            + _UNCOMMENTED
            + " ORDER BY id",
            (platform.value, json.dumps(list(ids))),
        )

    def posts_for_comments(self, walk: Walk, most: int) -> list[tuple[str, str]]:
        """(native id, text) of the account's posts whose comments were never asked for.

        Those with the most comments first; posts without any are left out.
        """
        return self._database.all(
            "SELECT posts.native_id, posts.text"
            + _OF_ACCOUNT
            + _UNCOMMENTED
            + " ORDER BY posts.comments DESC, posts.id LIMIT ?",
            (walk.platform.value, walk.native_id, most),
        )

    def posts_to_look_at(self, walk: Walk, before: datetime, most: int) -> list[tuple[str, str]]:
        """(native id, text) of the account's posts that were not seen since `before`.

        Those that were seen longest ago first.
        """
        return self._database.all(
            "SELECT posts.native_id, posts.text" + _OF_ACCOUNT + " AND deleted_at IS NULL"
            " AND coalesce(posts.seen_at,"
            " (SELECT imported_at FROM imports WHERE imports.id = import_id)) < ?"
            " AND posts.native_id NOT IN (SELECT key FROM tasks WHERE kind = 'look')"
            " ORDER BY coalesce(posts.seen_at, 0), posts.id LIMIT ?",
            (walk.platform.value, walk.native_id, seconds(before), most),
        )

    def mark_comments_asked(self, platform: Platform, native_id: str, now: datetime) -> None:
        """Note that a post's comments were asked for, however many there were."""
        self._database.execute(
            "INSERT OR REPLACE INTO comments_asked (post_id, asked_at)"
            " SELECT id, ? FROM posts WHERE platform = ? AND native_id = ?",
            (seconds(now), platform.value, native_id),
        )

    def account_figures(
        self, platform: Platform, native_id: str
    ) -> tuple[int, datetime | None, datetime | None, int]:
        """Of the account's stored posts, gone ones left out: number, first, last, truncated."""
        row = self._database.all(
            "SELECT count(*), min(published), max(published), coalesce(sum(truncated), 0)"
            + _OF_ACCOUNT
            + " AND deleted_at IS NULL",
            (platform.value, native_id),
        )[0]
        return row[0], moment(row[1]), moment(row[2]), row[3]

    def count_comments(self, platform: Platform, native_id: str) -> int:
        """How many comments under the account's posts are stored."""
        return int(
            self._database.value(
                "SELECT count(*) FROM accounts JOIN posts ON posts.account_id = accounts.id"
                " JOIN comments ON comments.platform = posts.platform"
                " AND comments.post_native_id = posts.native_id"
                " WHERE accounts.platform = ? AND accounts.native_id = ?",
                (platform.value, native_id),
            )
        )

    def account(self, platform: Platform, native_id: str) -> Account | None:
        """The account as its newest profile has it."""
        row = self._database.first(
            "SELECT name, followers, declared_posts, description, url, seen_at FROM accounts"
            " WHERE platform = ? AND native_id = ?",
            (platform.value, native_id),
        )
        if row is None:
            return None
        name, followers, declared, description, url, seen_at = row
        return Account(
            platform, native_id, name, followers, declared, description, url, moment(seen_at)
        )

    def blogger_name(self, platform: Platform, native_id: str) -> str:
        """What the blogger is called to whom the account belongs."""
        row = self._database.first(
            "SELECT blogger_id FROM accounts WHERE platform = ? AND native_id = ?",
            (platform.value, native_id),
        )
        return "" if row is None else get_blogger(self._database, row[0]).name

    def is_bloggers(self, platform: Platform, native_id: str) -> bool:
        """Whether the account is a blogger's, not a brand's, and has posts."""
        row = self._database.first(
            "SELECT 1" + _OF_ACCOUNT + " AND (SELECT brand FROM bloggers"
            " WHERE bloggers.id = accounts.blogger_id) IS NULL LIMIT 1",
            (platform.value, native_id),
        )
        return row is not None

    def count_older(self, platform: Platform, native_id: str, than: datetime) -> int:
        """How many of the account's posts were published before."""
        return int(
            self._database.value(
                "SELECT count(*)" + _OF_ACCOUNT + " AND deleted_at IS NULL AND published < ?",
                (platform.value, native_id, seconds(than)),
            )
        )

    def know_account(self, platform: Platform, native_id: str, name: str) -> None:
        """Note that the account has this name, so that the name need not be asked for again."""
        with self._database.transaction():
            AccountBook(self._database).account_of(platform, Author(native_id, name or None))

    def find_account_id(self, platform: Platform, name: str) -> list[str]:
        """Native ids of the accounts that have or had this name, brands' voices included."""
        rows = self._database.rows(
            "SELECT DISTINCT native_id FROM accounts"
            " LEFT JOIN account_names ON account_id = accounts.id"
            " LEFT JOIN aliases ON aliases.blogger_id = accounts.blogger_id"
            " WHERE platform = ?1 AND native_id IS NOT NULL"
            " AND (account_names.folded = ?2 OR aliases.folded = ?2 OR native_id = ?3)"
            " ORDER BY native_id",
            (platform.value, fold(name), name.strip()),
        )
        return [native_id for (native_id,) in rows]
