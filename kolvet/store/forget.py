"""Forgetting a blogger: nothing of him may stay readable in the file."""

from dataclasses import dataclass

from kolvet.errors import StoreError
from kolvet.store.database import Database

_HIS_ACCOUNTS = "(SELECT id FROM accounts WHERE blogger_id = :blogger)"
_HIS_POSTS = f"(SELECT id FROM posts WHERE account_id IN {_HIS_ACCOUNTS})"

_HIS_TEXTS = f"""digest IN (
    SELECT digest FROM posts WHERE account_id IN {_HIS_ACCOUNTS}
    UNION SELECT digest FROM text_versions WHERE post_id IN {_HIS_POSTS})"""

_COMMENTS = f"""comments WHERE id IN (
    SELECT comments.id FROM posts JOIN comments ON comments.platform = posts.platform
        AND comments.post_native_id = posts.native_id
    WHERE account_id IN {_HIS_ACCOUNTS})"""

_HIS_WALKS = f"""id IN (
    SELECT walks.id FROM walks JOIN accounts ON accounts.platform = walks.platform
        AND accounts.native_id = walks.native_id
    WHERE accounts.id IN {_HIS_ACCOUNTS})"""

_ORPHANED_IMPORTS = """imports WHERE id NOT IN (
    SELECT import_id FROM posts UNION SELECT text_import_id FROM posts
    UNION SELECT import_id FROM text_versions UNION SELECT import_id FROM sightings
    UNION SELECT import_id FROM comments UNION SELECT import_id FROM press
    UNION SELECT import_id FROM precedents UNION SELECT import_id FROM case_notes
    UNION SELECT import_id FROM walks
    UNION SELECT import_id FROM profiles WHERE import_id IS NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each were deleted.

    `press` counts precedents and case notes too, `judgements` a language model's opinions.
    """

    posts: int
    versions: int
    comments: int
    judgements: int
    press: int
    accounts: int
    imports: int


def forget_blogger(database: Database, blogger: int) -> Forgotten:
    """Delete everything of the blogger, and overwrite what the file held.

    Raises:
        StoreError: Somebody else has the database open, so that its text may still be in the
            WAL; the blogger is deleted all the same.
    """
    database.execute("PRAGMA secure_delete = ON")
    with database.transaction():
        forgotten = _delete(database, blogger)
    # A deleted row's bytes may linger in free pages and in the WAL: write the file anew.
    database.execute("VACUUM")
    busy = database.value("PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        raise StoreError("store.still_open", path=database.path)
    return forgotten


def _delete(database: Database, blogger: int) -> Forgotten:
    """The order follows what the next query still needs."""
    of_him = {"blogger": blogger}

    def delete(rows: str) -> int:
        return database.execute(f"DELETE FROM {rows}", of_him).rowcount

    judgements = sum(delete(f"{table} WHERE {_HIS_TEXTS}") for table in ("judgements", "opinions"))
    delete(f"screenings WHERE {_HIS_TEXTS}")
    comments = delete(_COMMENTS)
    versions = delete(f"text_versions WHERE post_id IN {_HIS_POSTS}")
    posts = delete(f"posts WHERE account_id IN {_HIS_ACCOUNTS}")
    press = sum(
        delete(f"{table} WHERE blogger_id = :blogger")
        for table in ("press", "precedents", "case_notes")
    )
    delete(f"walks WHERE {_HIS_WALKS}")
    accounts = delete("accounts WHERE blogger_id = :blogger")
    delete("bloggers WHERE id = :blogger")
    imports = database.execute(f"DELETE FROM {_ORPHANED_IMPORTS}").rowcount
    # A feed of which nothing is left must not be taken for one that has nothing new.
    database.execute(
        "DELETE FROM feeds WHERE NOT EXISTS"
        " (SELECT 1 FROM imports WHERE digest LIKE 'feed:' || feeds.key || ':%')"
    )
    return Forgotten(posts, versions, comments, judgements, press, accounts, imports)
