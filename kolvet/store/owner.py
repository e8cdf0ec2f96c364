"""Whose history a file is, when the user says so (`--blogger NAME`, `--as brand:NAME`)."""

from kolvet.errors import UsageError
from kolvet.model.imports import Owner
from kolvet.model.posts import Author, Platform
from kolvet.store.accounts import AccountBook
from kolvet.store.bloggers import (
    ambiguous,
    create_blogger,
    find_brand,
    find_ids,
    link_account,
    name_blogger,
    only_account,
)
from kolvet.store.border import clean
from kolvet.store.database import Database
from kolvet.store.names import find_profile, fold

_NAMES_SHOWN = 5


class OwnerOfFile:
    """Gives the rows of a file without an author to its owner, and links the file's account.

    Whom the name means is looked up before the file is read: a new account of the same name in
    the file must join the blogger, not stand beside him.
    """

    def __init__(self, database: Database, book: AccountBook, owner: Owner) -> None:
        self._database = database
        self._book = book
        self._name = clean(owner.name).strip()
        if not fold(self._name):
            raise UsageError("store.empty_name")
        self.is_brand = owner.is_brand
        self._profile = find_profile(self._name)
        self._candidates = self._find()

    def _find(self) -> list[int]:
        if not self.is_brand:
            return find_ids(self._database, self._name)
        brand = find_brand(self._database, self._name)
        return [] if brand is None else [brand]

    def account_on(self, platform: Platform) -> int | None:
        """The owner's account for rows that name no author."""
        if self._profile is not None and self._profile.platform is platform:
            return self._book.account_of(platform, Author(self._profile.native_id, None))
        if len(self._candidates) == 1:
            account = only_account(self._database, self._candidates[0], platform)
            if account is not None:
                return account
        return self._book.account_of(platform, Author(None, self._name))

    def owns(self, account: int) -> bool:
        """Whether the account was the owner's before."""
        return self._candidates == [self._blogger_of(account)]

    def accounts_on(self, platform: Platform) -> list[int]:
        """The owner's accounts so far; none while the name may mean several."""
        if len(self._candidates) != 1:
            return []
        rows = self._database.rows(
            "SELECT id FROM accounts WHERE blogger_id = ? AND platform = ? ORDER BY id",
            (self._candidates[0], platform.value),
        )
        return [account for (account,) in rows]

    def blogger(self) -> int:
        """The owner, who is made if nobody has the name yet."""
        if not self._candidates:
            brand = self._name if self.is_brand else ""
            self._candidates = [create_blogger(self._database, self._name, brand=brand)]
        if len(self._candidates) > 1:
            raise ambiguous(self._database, self._name, self._candidates)
        return self._candidates[0]

    def link(self, accounts: set[int]) -> None:
        """Link the file's only account, or those that the name fits.

        Raises:
            UsageError: The file holds several accounts, and the name fits none or the name fits
                several bloggers.
        """
        if not accounts:
            return
        chosen = accounts if len(accounts) == 1 else self._fitting(accounts)
        if not chosen:
            names = [self._label(account) for account in sorted(accounts)]
            raise UsageError(
                "store.several_authors",
                owner=self._name,
                count=len(names),
                names=", ".join(names[:_NAMES_SHOWN])
                + (" …" if len(names) > _NAMES_SHOWN else ""),
            )
        self._settle(chosen)
        blogger = self.blogger()
        for account in sorted(chosen):
            link_account(self._database, account, blogger)

    def _settle(self, chosen: set[int]) -> None:
        """Decide whom the name means, now that the file's accounts are known."""
        theirs = {self._blogger_of(account) for account in chosen}
        if len(self._candidates) > 1 and len(theirs & set(self._candidates)) == 1:
            self._candidates = list(theirs & set(self._candidates))
        if self._candidates or self.is_brand:
            return
        found = self._find()
        if len(found) == 1 and found[0] in theirs:
            self._candidates = found
            if self._profile is None and self._name not in self._ids(chosen):
                name_blogger(self._database, found[0], self._name)

    def _fitting(self, accounts: set[int]) -> set[int]:
        names = {fold(self._name)}
        if len(self._candidates) == 1:
            rows = self._database.rows(
                "SELECT folded FROM aliases WHERE blogger_id = ?1 UNION"
                " SELECT account_names.folded FROM account_names JOIN accounts"
                " ON accounts.id = account_id WHERE blogger_id = ?1",
                (self._candidates[0],),
            )
            names |= {folded for (folded,) in rows}
        return {
            account
            for account in accounts
            if self._blogger_of(account) in self._candidates
            or self._name in self._ids({account})
            or names & self._names_of(account)
        }

    def _blogger_of(self, account: int) -> int:
        return int(
            self._database.value("SELECT blogger_id FROM accounts WHERE id = ?", (account,))
        )

    def _names_of(self, account: int) -> set[str]:
        rows = self._database.rows(
            "SELECT folded FROM account_names WHERE account_id = ?", (account,)
        )
        return {folded for (folded,) in rows}

    def _ids(self, accounts: set[int]) -> set[str]:
        return {
            self._database.value("SELECT native_id FROM accounts WHERE id = ?", (account,))
            for account in accounts
        }

    def _label(self, account: int) -> str:
        row = self._database.first("SELECT name, native_id FROM accounts WHERE id = ?", (account,))
        name, native_id = row or ("", "")
        return name or native_id or ""
