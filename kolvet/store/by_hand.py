"""What a person says about bloggers: figures of an account, and whose an account is."""

from datetime import datetime

from kolvet.errors import UnknownBloggerError, UsageError
from kolvet.model.posts import Account, Author, Platform
from kolvet.model.store import Blogger
from kolvet.store.accounts import AccountBook, keep_figures
from kolvet.store.bloggers import (
    ambiguous,
    create_blogger,
    find_blogger,
    find_ids,
    link_account,
)
from kolvet.store.border import clean
from kolvet.store.database import Database
from kolvet.store.names import find_profile, fold, id_hash


def find_accounts(database: Database, text: str) -> list[int]:
    """The accounts that the text names: `platform:id`, an address, an id or a name."""
    profile = find_profile(text)
    if profile is not None:
        rows = database.all(
            "SELECT id FROM accounts WHERE platform = ? AND id_hash = ?",
            (profile.platform.value, id_hash(profile.native_id)),
        )
        if rows:
            return [account for (account,) in rows]
    rows = database.all(
        "SELECT id FROM accounts WHERE native_id = ? UNION"
        " SELECT account_id FROM account_names WHERE folded = ?",
        (text.strip(), fold(text)),
    )
    return [account for (account,) in rows]


def set_figures(
    database: Database, name: str, *, followers: int | None, declared: int | None, seen: datetime
) -> int:
    """Set figures of the account that the name means; gives the blogger."""
    blogger = find_blogger(database, name)
    account = _account_of(database, blogger, name)
    figures = Account(Platform.OTHER, "", "", followers=followers, declared_posts=declared)
    keep_figures(database, account, figures, line=None, import_id=None, seen=seen)
    return blogger.id


def _account_of(database: Database, blogger: Blogger, name: str) -> int:
    """The blogger's only account, or the one of his that the name means."""
    rows = database.all("SELECT id FROM accounts WHERE blogger_id = ?", (blogger.id,))
    accounts = [account for (account,) in rows]
    if not accounts:
        # Known only from the press: something must carry the figures.
        author = Author(None, blogger.name)
        account = AccountBook(database).account_of(Platform.OTHER, author)
        if account is not None:
            link_account(database, account, blogger.id)
            return account
    if len(accounts) > 1:
        accounts = [account for account in find_accounts(database, name) if account in accounts]
    if len(accounts) != 1:
        listed = ", ".join(
            f"{each.platform}:{each.native_id or each.name}" for each in blogger.accounts
        )
        raise UsageError("store.which_account", name=blogger.name, accounts=listed)
    return int(accounts[0])


def link_named_account(database: Database, account: str, blogger: str) -> int:
    """Make the account that the text means the blogger's; gives the blogger."""
    accounts = find_accounts(database, clean(account))
    if not accounts:
        raise UnknownBloggerError("store.unknown_account", account=account)
    if len(accounts) > 1:
        raise UsageError(
            "store.ambiguous_account", account=account, accounts=_list(database, accounts)
        )
    found = find_ids(database, blogger)
    if len(found) > 1:
        raise ambiguous(database, blogger, found)
    name = clean(blogger).strip()
    if not fold(name):
        raise UsageError("store.empty_name")
    if not found and (find_profile(name) or not _is_id(database, accounts[0], account)):
        # Most likely the words were given the other way round: never name a person after an id.
        raise UsageError("store.link_order", account=account, name=name)
    number = found[0] if found else create_blogger(database, name)
    link_account(database, accounts[0], number)
    return number


def _is_id(database: Database, account: int, text: str) -> bool:
    """Whether the text names the account by its id or address, not by its nickname."""
    native = database.value("SELECT native_id FROM accounts WHERE id = ?", (account,))
    return find_profile(text) is not None or text.strip() == native


def _list(database: Database, accounts: list[int]) -> str:
    rows = [
        database.all("SELECT platform, native_id, name FROM accounts WHERE id = ?", (account,))[0]
        for account in accounts
    ]
    return ", ".join(
        f"{platform}:{native_id or name} ({name})" for platform, native_id, name in rows
    )
