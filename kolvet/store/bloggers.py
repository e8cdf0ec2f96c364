"""Bloggers: finding one by whatever he is called, and deciding which accounts are his.

A brand's official voice is a blogger too, with `brand` set; no query for people returns it.
"""

import difflib
from collections.abc import Iterable

from kolvet.errors import UnknownBloggerError, UsageError
from kolvet.model.posts import Platform
from kolvet.model.store import Blogger, StoredAccount
from kolvet.store.border import clean, moment
from kolvet.store.database import Database
from kolvet.store.names import Profile, find_profile, fold, id_hash, is_masked

_NEAR_MISSES = 3
_NEAR_ENOUGH = 0.5
"""difflib's ratio: keeps 大熊 near 万能的大熊. *Prior*, chosen by hand; it decides nothing."""

_BY_NAME = """
    SELECT id FROM bloggers WHERE brand IS NULL AND folded = :folded
    UNION SELECT blogger_id FROM aliases JOIN bloggers ON bloggers.id = blogger_id
        WHERE brand IS NULL AND aliases.folded = :folded
    UNION SELECT blogger_id FROM account_names
        JOIN accounts ON accounts.id = account_id JOIN bloggers ON bloggers.id = blogger_id
        WHERE brand IS NULL AND account_names.folded = :folded
    UNION SELECT blogger_id FROM accounts JOIN bloggers ON bloggers.id = blogger_id
        WHERE brand IS NULL AND native_id = :native_id
    ORDER BY 1"""


def find_ids(database: Database, text: str) -> list[int]:
    """The bloggers that the text may mean: a name, an alias, an id or a profile's address."""
    text = clean(text)
    profile = find_profile(text)
    if profile is not None:
        found = _find_account(database, profile)
        if found is not None:
            return [found]
    rows = database.rows(_BY_NAME, {"folded": fold(text), "native_id": text.strip()})
    return [number for (number,) in rows]


def _find_account(database: Database, profile: Profile) -> int | None:
    row = database.first(
        "SELECT blogger_id FROM accounts JOIN bloggers ON bloggers.id = blogger_id"
        " WHERE brand IS NULL AND platform = ? AND id_hash = ?",
        (profile.platform.value, id_hash(profile.native_id)),
    )
    if row is not None:
        return int(row[0])
    # Zhihu's and Douyin's addresses carry another id than their exports.
    for blogger, url in database.rows(
        "SELECT blogger_id, url FROM accounts JOIN bloggers ON bloggers.id = blogger_id"
        " WHERE brand IS NULL AND platform = ? AND url != ''",
        (profile.platform.value,),
    ):
        if find_profile(url) == profile:
            return int(blogger)
    return None


def find_blogger(database: Database, text: str) -> Blogger:
    """The one blogger that the text means.

    Raises:
        UnknownBloggerError: Nobody; names the nearest ones.
        UsageError: Several; names their accounts.
    """
    found = find_ids(database, text)
    if len(found) > 1:
        raise ambiguous(database, text, found)
    if found:
        return get_blogger(database, found[0])
    voice = _find_voice(database, text)
    if voice:
        raise UnknownBloggerError("store.is_voice", name=text, brand=voice)
    near = _near_misses(database, text)
    if near:
        raise UnknownBloggerError("store.unknown_blogger_near", name=text, near=", ".join(near))
    raise UnknownBloggerError("store.unknown_blogger", name=text)


def ambiguous(database: Database, text: str, found: Iterable[int]) -> UsageError:
    """The error for a name that several bloggers have; it lists what tells them apart."""
    bloggers = [get_blogger(database, number) for number in found]
    accounts = [
        f"{account.platform}:{account.native_id or account.name} ({account.name or blogger.name})"
        for blogger in bloggers
        for account in blogger.accounts
    ]
    return UsageError("store.ambiguous_blogger", name=text, accounts=", ".join(accounts))


def _near_misses(database: Database, text: str) -> list[str]:
    names: dict[str, str] = {}
    for blogger in list_bloggers(database):
        for name in (blogger.name, *blogger.aliases):
            names.setdefault(fold(name), name)
    near = difflib.get_close_matches(fold(text), names, n=_NEAR_MISSES, cutoff=_NEAR_ENOUGH)
    return [names[folded] for folded in near]


def list_bloggers(database: Database) -> list[Blogger]:
    """Everybody but brands, by name."""
    rows = database.all("SELECT id FROM bloggers WHERE brand IS NULL")
    return sorted(
        (get_blogger(database, number) for (number,) in rows),
        key=lambda blogger: (fold(blogger.name), blogger.id),
    )


def get_blogger(database: Database, number: int) -> Blogger:
    """The blogger with this row id."""
    name, brand = database.all("SELECT name, brand FROM bloggers WHERE id = ?", (number,))[0]
    accounts = _accounts(database, number)
    if name is None:
        name = next((each.name or each.native_id for each in accounts), "")
    others = {fold(name): name}
    for folded, other in database.rows(
        "SELECT folded, alias FROM aliases WHERE blogger_id = ?1 UNION ALL"
        " SELECT account_names.folded, account_names.name FROM account_names"
        " JOIN accounts ON accounts.id = account_id WHERE blogger_id = ?1",
        (number,),
    ):
        if not is_masked(other):
            others.setdefault(folded, other)
    return Blogger(
        id=number,
        name=name,
        aliases=tuple(list(others.values())[1:]),
        accounts=accounts,
        brand=brand or "",
    )


def _accounts(database: Database, blogger: int) -> tuple[StoredAccount, ...]:
    return tuple(
        StoredAccount(
            platform=Platform(platform),
            native_id=native_id or "",
            name=name,
            followers=followers,
            declared_posts=declared,
            posts=posts,
            url=url,
            seen_at=moment(seen_at),
            description=description,
        )
        for (
            platform,
            native_id,
            name,
            followers,
            declared,
            posts,
            url,
            seen_at,
            description,
        ) in database.rows(
            "SELECT platform, native_id, name, followers, declared_posts,"
            " (SELECT count(*) FROM posts WHERE account_id = accounts.id), url, seen_at,"
            " description FROM accounts WHERE blogger_id = ? ORDER BY id",
            (blogger,),
        )
    )


def create_blogger(database: Database, name: str | None = None, *, brand: str = "") -> int:
    """A new blogger; without a name it is called what its first account is called."""
    cursor = database.execute(
        "INSERT INTO bloggers (name, folded, brand) VALUES (?, ?, ?)",
        (name, None if name is None else fold(name), brand or None),
    )
    return int(cursor.lastrowid or 0)


def _find_voice(database: Database, text: str) -> str:
    """The brand whose official account has this name or id; "" if none has."""
    row = database.first(
        "SELECT bloggers.brand FROM accounts JOIN bloggers ON bloggers.id = blogger_id"
        " LEFT JOIN account_names ON account_id = accounts.id"
        " WHERE brand IS NOT NULL AND (account_names.folded = ? OR native_id = ?)",
        (fold(text), text.strip()),
    )
    return "" if row is None else str(row[0])


def find_anybody(database: Database, text: str) -> Blogger:
    """A blogger, or a brand's official voice as `brand:NAME`.

    Raises:
        UnknownBloggerError: Nobody; names the nearest ones.
        UsageError: Several; names their accounts.
    """
    word, colon, name = text.partition(":")
    if colon and word.strip().casefold() == "brand":
        found = find_brand(database, name)
        if found is None:
            raise UnknownBloggerError("store.unknown_blogger", name=text)
        return get_blogger(database, found)
    return find_blogger(database, text)


def find_brand(database: Database, name: str) -> int | None:
    """The official voice of a brand."""
    row = database.first(
        "SELECT id FROM bloggers WHERE brand IS NOT NULL AND folded = ?", (fold(name),)
    )
    return None if row is None else int(row[0])


def name_blogger(database: Database, blogger: int, name: str) -> None:
    """Give a blogger that is called like its account a name of its own."""
    database.execute(
        "UPDATE bloggers SET name = ?, folded = ? WHERE id = ? AND name IS NULL",
        (name, fold(name), blogger),
    )


def add_alias(database: Database, blogger: int, alias: str) -> None:
    """Another name, so that the blogger is found by it."""
    alias = clean(alias).strip()
    if not fold(alias):
        raise UsageError("store.empty_name")
    database.execute(
        "INSERT OR IGNORE INTO aliases (blogger_id, folded, alias) VALUES (?, ?, ?)",
        (blogger, fold(alias), alias),
    )


def remove_alias(database: Database, blogger: int, alias: str) -> bool:
    """Take back an alias that was added; False when it was none."""
    cursor = database.execute(
        "DELETE FROM aliases WHERE blogger_id = ? AND folded = ?", (blogger, fold(alias))
    )
    return cursor.rowcount > 0


def link_account(database: Database, account: int, blogger: int) -> None:
    """Make the account this blogger's; a blogger of whom nothing is left disappears."""
    former: int = database.value("SELECT blogger_id FROM accounts WHERE id = ?", (account,))
    if former != blogger:
        database.execute("UPDATE accounts SET blogger_id = ? WHERE id = ?", (blogger, account))
        drop_if_empty(database, former)


def only_account(database: Database, blogger: int, platform: Platform) -> int | None:
    """The blogger's account on a platform; None when there is no or more than one."""
    accounts = database.all(
        "SELECT id FROM accounts WHERE blogger_id = ? AND platform = ?", (blogger, platform.value)
    )
    return int(accounts[0][0]) if len(accounts) == 1 else None


def drop_if_empty(database: Database, blogger: int) -> None:
    """Remove the blogger unless something is known of it."""
    database.execute(
        "DELETE FROM bloggers WHERE id = :id"
        " AND NOT EXISTS (SELECT 1 FROM accounts WHERE blogger_id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM aliases WHERE blogger_id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM press WHERE blogger_id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM precedents WHERE blogger_id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM case_notes WHERE blogger_id = :id)",
        {"id": blogger},
    )


def is_automatic(database: Database, blogger: int) -> bool:
    """Whether the blogger was only made for its account: nobody named it or added anything."""
    return bool(
        database.value(
            "SELECT name IS NULL AND brand IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM aliases WHERE blogger_id = ?1)"
            " AND (SELECT count(*) FROM accounts WHERE blogger_id = ?1) <= 1"
            " FROM bloggers WHERE id = ?1",
            (blogger,),
        )
    )


def merge_bloggers(database: Database, into: int, other: int) -> None:
    """Everything of `other` becomes part of `into`, its name an alias."""
    if into == other:
        name = get_blogger(database, into).name
        raise UsageError("store.same_blogger", into=name, other=name)
    name_blogger(database, into, get_blogger(database, into).name)
    add_alias(database, into, get_blogger(database, other).name)
    database.execute("UPDATE accounts SET blogger_id = ? WHERE blogger_id = ?", (into, other))
    for table in ("aliases", "press", "precedents", "case_notes"):
        database.execute(
            f"UPDATE OR IGNORE {table} SET blogger_id = ? WHERE blogger_id = ?", (into, other)
        )
        database.execute(f"DELETE FROM {table} WHERE blogger_id = ?", (other,))
    database.execute("DELETE FROM bloggers WHERE id = ?", (other,))
