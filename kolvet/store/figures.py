"""What the profiles said of a blogger's accounts at an instant."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kolvet.model.store import Blogger, StoredAccount
from kolvet.store.border import moment, seconds
from kolvet.store.database import Database

Reading = tuple[int, int | None, int | None]
"""When a profile was read, its followers, and its declared posts."""


def figures_as_of(database: Database, blogger: Blogger, until: datetime) -> Blogger:
    """The blogger with the figures that were known by then.

    Of each figure the newest reading up to `until` counts, or the earliest after it where there
    is none; `seen_at` then lies after `until`.
    """
    numbers = [
        number
        for (number,) in database.rows(
            "SELECT id FROM accounts WHERE blogger_id = ? ORDER BY id", (blogger.id,)
        )
    ]
    accounts = tuple(
        _account_as_of(account, _readings(database, number), seconds(until))
        for number, account in zip(numbers, blogger.accounts, strict=True)
    )
    return replace(blogger, accounts=accounts)


def _readings(database: Database, account: int) -> list[Reading]:
    return database.all(
        "SELECT seen_at, followers, declared_posts FROM profiles WHERE account_id = ?"
        " ORDER BY seen_at, id",
        (account,),
    )


def _account_as_of(
    account: StoredAccount, readings: Sequence[Reading], until: int
) -> StoredAccount:
    profile = _choose(readings, until)
    if profile is None:
        return account
    followers = _choose([item for item in readings if item[1] is not None], until)
    declared = _choose([item for item in readings if item[2] is not None], until)
    chosen = [item for item in (profile, followers, declared) if item is not None]
    return replace(
        account,
        followers=followers and followers[1],
        declared_posts=declared and declared[2],
        seen_at=moment(max(seen for seen, *_ in chosen)),
    )


def _choose(readings: Sequence[Reading], until: int) -> Reading | None:
    """The last reading up to then, else the first after it; they are in order of time."""
    known = [item for item in readings if item[0] <= until]
    if known:
        return known[-1]
    return readings[0] if readings else None
