"""Forgetting a blogger: nothing of him may stay readable in the file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kolvet.decisions.corrections import precedent_text
from kolvet.decisions.decisive import whole_text
from kolvet.errors import StoreError
from kolvet.model.people import text_digest
from kolvet.store.bloggers import get_blogger
from kolvet.store.database import Database
from kolvet.store.decisions import forget_entries
from kolvet.store.names import fold
from kolvet.store.press import read_precedents, read_press

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


# A run outlives a merge or a moved account: then his names or accounts tell that it is his.
_RUNS = """runs WHERE blogger_id = :blogger
    OR folded IN (SELECT value FROM json_each(:names))
    OR CASE WHEN json_valid(report) THEN EXISTS (
        SELECT 1 FROM json_each(report, '$.blogger.accounts') AS his JOIN accounts
            ON accounts.platform = json_extract(his.value, '$.platform')
            AND accounts.native_id = json_extract(his.value, '$.native_id')
        WHERE accounts.blogger_id = :blogger) END"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many of each were deleted.

    `press` counts precedents and case notes too, `judgements` a language model's opinions,
    `corrections` waivers. Of `decisions` the hashes stay, so that the log still verifies.
    """

    posts: int
    versions: int
    comments: int
    judgements: int
    press: int
    accounts: int
    imports: int
    runs: int = 0
    corrections: int = 0
    decisions: int = 0


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
    names = [get_blogger(database, blogger).name, *get_blogger(database, blogger).aliases]
    of_him = {"blogger": blogger, "names": json.dumps([fold(name) for name in names])}
    runs, corrections, decisions = _delete_people(database, blogger, of_him)

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
    return Forgotten(
        posts, versions, comments, judgements, press, accounts, imports,
        runs, corrections, decisions,
    )  # fmt: skip


def _delete_people(
    database: Database, blogger: int, of_him: Mapping[str, object]
) -> tuple[int, int, int]:
    """Runs, corrections and waivers of him go; of decisions about him only hashes stay."""
    runs = [run for (run,) in database.all(f"SELECT id FROM {_RUNS}", of_him)]
    his: dict[str, object] = {**of_him, "runs": json.dumps(runs)}
    in_runs = "run IN (SELECT value FROM json_each(:runs))"
    numbers = database.all(f"SELECT number FROM decision_log WHERE {in_runs}", his)
    if numbers:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        forget_entries(database, [number for (number,) in numbers], now)
    his["reported"] = json.dumps([digest.hex() for digest in _reported(database, blogger)])
    reported = "hex(digest) COLLATE NOCASE IN (SELECT value FROM json_each(:reported))"
    corrections = sum(
        database.execute(f"DELETE FROM {rows}", his).rowcount
        for rows in (
            f"reviews WHERE {in_runs} OR {reported} OR {_HIS_TEXTS}",
            f"waivers WHERE {in_runs} OR folded IN (SELECT value FROM json_each(:names))",
        )
    )
    database.execute("DELETE FROM runs WHERE id IN (SELECT value FROM json_each(:runs))", his)
    return len(runs), corrections, len(numbers)


def _reported(database: Database, blogger: int) -> Iterator[bytes]:
    """What reviews know his press items, precedents and whole reports by.

    The run in which they were reviewed may be gone.
    """
    known = get_blogger(database, blogger)
    for item in read_press(database, blogger, date.max):
        yield text_digest(item.quote or item.summary)
    for precedent in read_precedents(database, blogger, date.max):
        yield text_digest(precedent_text(precedent))
    for (brand,) in database.all("SELECT DISTINCT brand FROM reviews"):
        for name in (known.name, *known.aliases):
            yield text_digest(whole_text(name, brand))
