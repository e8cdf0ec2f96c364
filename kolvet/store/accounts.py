"""Accounts: which one an export means, and when two of them turn out to be one.

An export may know an author by his id, by a hash of it, or only by his name. An account that is
known only by name joins the one whose id becomes known under the same platform and name, or under
which one of its posts is seen.
"""

from datetime import datetime

from kolvet.model.posts import Account, Author, Platform
from kolvet.store.bloggers import (
    create_blogger,
    drop_if_empty,
    is_automatic,
    link_account,
)
from kolvet.store.border import clean, count, seconds
from kolvet.store.database import Database
from kolvet.store.names import HASHED, fold, id_hash, is_masked
from kolvet.store.outcomes import Outcome

_FIGURES = "name, followers, declared_posts, description, url"


class AccountBook:
    """Finds or makes accounts while rows are written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[tuple[Platform, str | None, str | None], int] = {}
        self._joined: dict[int, int] = {}

    def account_of(self, platform: Platform, author: Author) -> int | None:
        """The author's account, new if need be; None when the export does not say who it is."""
        key = (platform, author.native_id, author.name)
        known = self._known.get(key)
        if known is None:
            known = self._resolve(
                platform, clean(author.native_id or "").strip(), clean(author.name or "").strip()
            )
            if known is not None:
                self._known[key] = known
        return known

    def current(self, account: int) -> int:
        """The account that this one has become part of, or itself."""
        while account in self._joined:
            account = self._joined[account]
        return account

    def _resolve(self, platform: Platform, native_id: str, name: str) -> int | None:
        if native_id:
            account = self._by_id(platform, native_id, name)
            if fold(name):
                self._learn_name(platform, account, name)
            return account
        if fold(name):
            return self._by_name(platform, name)
        return None

    def _by_id(self, platform: Platform, native_id: str, name: str) -> int:
        row = self._database.first(
            "SELECT id, native_id FROM accounts WHERE platform = ? AND id_hash = ?",
            (platform.value, id_hash(native_id)),
        )
        if row is None:
            account = None
            if not is_masked(name) and not self._with_name(platform, name):
                account = self._name_only(platform, name)
            if account is None:
                return self._create(platform, native_id, name)
        elif row[1].startswith(HASHED) and not native_id.startswith(HASHED):
            account = int(row[0])
        else:
            return int(row[0])
        self._database.execute(
            "UPDATE accounts SET native_id = ?, id_hash = ? WHERE id = ?",
            (native_id, id_hash(native_id), account),
        )
        return account

    def _by_name(self, platform: Platform, name: str) -> int:
        owners = [] if is_masked(name) else self._with_name(platform, name)
        if len(owners) > 1:
            owners = [
                account
                for (account,) in self._database.rows(
                    "SELECT id FROM accounts WHERE platform = ? AND folded = ?"
                    " AND id_hash IS NOT NULL",
                    (platform.value, fold(name)),
                )
            ]
        if len(owners) == 1:
            return owners[0]
        account = self._name_only(platform, name)
        return self._create(platform, None, name) if account is None else account

    def _with_name(self, platform: Platform, name: str) -> list[int]:
        """Accounts with an id that have or had this name."""
        rows = self._database.rows(
            "SELECT accounts.id FROM account_names JOIN accounts ON accounts.id = account_id"
            " WHERE account_names.folded = ? AND platform = ? AND id_hash IS NOT NULL",
            (fold(name), platform.value),
        )
        return [account for (account,) in rows]

    def _name_only(self, platform: Platform, name: str) -> int | None:
        row = self._database.first(
            "SELECT id FROM accounts WHERE platform = ? AND folded = ? AND id_hash IS NULL",
            (platform.value, fold(name)),
        )
        return None if row is None else int(row[0])

    def _create(self, platform: Platform, native_id: str | None, name: str) -> int:
        cursor = self._database.execute(
            "INSERT INTO accounts (blogger_id, platform, native_id, id_hash, name, folded)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                self._blogger_for(name),
                platform.value,
                native_id,
                None if native_id is None else id_hash(native_id),
                name,
                fold(name),
            ),
        )
        account = int(cursor.lastrowid or 0)
        if fold(name):
            self._add_name(account, name)
        return account

    def _blogger_for(self, name: str) -> int:
        """A new blogger, or the one of this name of whom only the press was known so far."""
        waiting = self._database.all(
            "SELECT id FROM bloggers WHERE folded = ? AND brand IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM accounts WHERE blogger_id = bloggers.id)",
            (fold(name),),
        )
        return int(waiting[0][0]) if len(waiting) == 1 else create_blogger(self._database)

    def _add_name(self, account: int, name: str) -> bool:
        cursor = self._database.execute(
            "INSERT OR IGNORE INTO account_names (account_id, folded, name) VALUES (?, ?, ?)",
            (account, fold(name), name),
        )
        return cursor.rowcount > 0

    def _learn_name(self, platform: Platform, account: int, name: str) -> None:
        """Note a name that an account with an id goes by."""
        if not self._add_name(account, name):
            return
        self._name_if_nameless(account, name)
        if is_masked(name):
            return
        nameless = self._name_only(platform, name)
        if nameless is not None and self._with_name(platform, name) == [account]:
            self.join(account, nameless)

    def _name_if_nameless(self, account: int, name: str) -> None:
        """A masked name is better than none, and any other better than a masked one."""
        known: str = self._database.value("SELECT name FROM accounts WHERE id = ?", (account,))
        if not known or (is_masked(known) and not is_masked(name)):
            self._database.execute(
                "UPDATE accounts SET name = ?, folded = ? WHERE id = ?",
                (name, fold(name), account),
            )

    def may_be_one(self, stored: int, claimed: int) -> bool:
        """Whether nothing speaks against it that two accounts are one: no second id or name."""
        if self.both_have_ids(stored, claimed):
            return False
        names = self._names(stored), self._names(claimed)
        if not all(names) or names[0] & names[1]:
            return True
        bloggers = self._database.value(
            "SELECT count(DISTINCT blogger_id) FROM accounts WHERE id IN (?, ?)", (stored, claimed)
        )
        return bool(bloggers == 1)

    def both_have_ids(self, one: int, other: int) -> bool:
        """Whether the accounts are two for certain."""
        count_ids = "SELECT count(id_hash) FROM accounts WHERE id IN (?, ?)"
        return bool(self._database.value(count_ids, (one, other)) > 1)

    def _names(self, account: int) -> set[str]:
        """The names an account is known by, folded; a masked one says nothing."""
        rows = self._database.rows(
            "SELECT folded, name FROM account_names WHERE account_id = ?", (account,)
        )
        return {folded for folded, name in rows if not is_masked(name)}

    def join(self, one: int, other: int) -> None:
        """Two accounts are one, unless both have an id of their own."""
        one, other = self.current(one), self.current(other)
        if one == other:
            return
        database = self._database
        rows = database.all(
            "SELECT id_hash IS NULL, id, blogger_id, name FROM accounts WHERE id IN (?, ?)"
            " ORDER BY 1, 2",
            (one, other),
        )
        (_, kept, kept_blogger, _), (name_only, gone, gone_blogger, name) = rows
        if not name_only:
            return
        for table in ("posts", "account_names", "profiles"):
            database.execute(
                f"UPDATE OR IGNORE {table} SET account_id = ? WHERE account_id = ?", (kept, gone)
            )
        self._join_bloggers(kept, kept_blogger, gone_blogger)
        database.execute("DELETE FROM accounts WHERE id = ?", (gone,))
        drop_if_empty(database, gone_blogger)
        self._joined[gone] = kept
        self._known.clear()
        self._name_if_nameless(kept, name)
        refresh_figures(database, kept)

    def _join_bloggers(self, kept: int, kept_blogger: int, gone_blogger: int) -> None:
        """The blogger that somebody named on purpose gets the account."""
        database = self._database
        if is_automatic(database, kept_blogger) and not is_automatic(database, gone_blogger):
            link_account(database, kept, gone_blogger)

    def keep_profile(
        self, profile: Account, *, line: int, import_id: int, seen: datetime
    ) -> tuple[int | None, Outcome]:
        """Store a profile that an export holds; the newest one's figures count."""
        before = self._database.value("SELECT count(*) FROM accounts")
        account = self.account_of(
            profile.platform, Author(profile.native_id or None, profile.name or None)
        )
        if account is None:
            return None, Outcome.NO_AUTHOR
        is_new = self._database.value("SELECT count(*) FROM accounts") > before
        changed = keep_figures(
            self._database, account, profile, line=line, import_id=import_id, seen=seen
        )
        if is_new:
            return account, Outcome.NEW
        return account, Outcome.UPDATED if changed else Outcome.DUPLICATE


def keep_figures(
    database: Database,
    account: int,
    profile: Account,
    *,
    line: int | None,
    import_id: int | None,
    seen: datetime,
) -> bool:
    """Keep what a profile says of the account; True when that changes its current figures.

    `import_id` and `line` are the row it was read from, None when set by hand. `seen` stands in
    when the profile does not say when it was read.
    """
    figures = (
        clean(profile.name).strip(),
        count(profile.followers),
        count(profile.declared_posts),
        clean(profile.description),
        clean(profile.url),
    )
    # Some collectors repeat the profile with every post.
    just_before = database.first(
        f"SELECT {_FIGURES} FROM profiles"
        " WHERE account_id = ? AND import_id = ? AND line <= ? ORDER BY line DESC",
        (account, import_id, line),
    )
    if just_before != figures:
        database.execute(
            f"INSERT OR IGNORE INTO profiles (account_id, import_id, line, seen_at, {_FIGURES})"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (account, import_id, line, seconds(profile.seen or seen), *figures),
        )
    return refresh_figures(database, account)


def refresh_figures(database: Database, account: int) -> bool:
    """Copy the newest known value of each figure to the account; True when one changed."""
    select = f"SELECT {_FIGURES}, seen_at FROM"
    before = database.all(f"{select} accounts WHERE id = ?", (account,))[0]
    newest = list(before)
    for profile in database.rows(
        f"{select} profiles WHERE account_id = ? ORDER BY seen_at, id", (account,)
    ):
        for position, value in enumerate(profile):
            hidden = position == 0 and is_masked(profile[0])
            if value not in (None, "") and not hidden:
                newest[position] = value
    if tuple(newest) == before:
        return False
    database.execute(
        "UPDATE accounts SET name = ?, followers = ?, declared_posts = ?, description = ?,"
        " url = ?, seen_at = ?, folded = ? WHERE id = ?",
        (*newest, fold(newest[0]), account),
    )
    return tuple(newest[:-1]) != before[:-1]
