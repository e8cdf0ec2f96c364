"""The schema, as named steps. A released step is never edited; a change is a new step at the end.

A step runs in one transaction together with the row that records it, so a database is always at
exactly one step.
"""

import secrets
import sqlite3
import time
from collections.abc import Callable

from kolvet.errors import StoreError
from kolvet.store.border import digested
from kolvet.store.database import Database

APPLICATION_ID = 0x6B6F6C76
"""Written to the file's header ("kolv"), so that no other program's database is taken for ours."""

Migration = Callable[[Database], None]

_INITIAL = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- A blogger without a name of its own is called what its first account is called.
CREATE TABLE bloggers (
    id INTEGER PRIMARY KEY,
    name TEXT,
    folded TEXT,
    brand TEXT
) STRICT;
CREATE INDEX bloggers_folded ON bloggers (folded);

CREATE TABLE aliases (
    blogger_id INTEGER NOT NULL REFERENCES bloggers ON DELETE CASCADE,
    folded TEXT NOT NULL,
    alias TEXT NOT NULL,
    PRIMARY KEY (blogger_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_folded ON aliases (folded);

-- id_hash: NULL when only the name is known; such an account joins the one with an id.
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    blogger_id INTEGER NOT NULL REFERENCES bloggers,
    platform TEXT NOT NULL,
    native_id TEXT,
    id_hash TEXT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    followers INTEGER,
    declared_posts INTEGER,
    description TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    seen_at INTEGER,
    UNIQUE (platform, id_hash)
) STRICT;
CREATE INDEX accounts_blogger ON accounts (blogger_id);
CREATE INDEX accounts_native_id ON accounts (native_id);
CREATE UNIQUE INDEX accounts_by_name_only ON accounts (platform, folded) WHERE id_hash IS NULL;

CREATE TABLE account_names (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (account_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_names_folded ON account_names (folded);

CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    collector TEXT NOT NULL,
    encoding TEXT NOT NULL,
    imported_at INTEGER NOT NULL
) STRICT;

CREATE TABLE rejections (
    import_id INTEGER NOT NULL REFERENCES imports ON DELETE CASCADE,
    reason TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (import_id, reason)
) STRICT, WITHOUT ROWID;

-- Every profile ever read; the newest figures are copied to accounts. By hand: import_id NULL.
CREATE TABLE profiles (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    import_id INTEGER REFERENCES imports,
    line INTEGER,
    seen_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    followers INTEGER,
    declared_posts INTEGER,
    description TEXT NOT NULL,
    url TEXT NOT NULL,
    UNIQUE (account_id, import_id, line)
) STRICT;

-- import_id, line: the first row that held the post; text_*: the first that held this text.
CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts,
    platform TEXT NOT NULL,
    native_id TEXT NOT NULL,
    text TEXT NOT NULL,
    digest BLOB NOT NULL,
    published INTEGER,
    precision TEXT NOT NULL,
    likes INTEGER,
    comments INTEGER,
    reposts INTEGER,
    views INTEGER,
    client TEXT NOT NULL,
    url TEXT NOT NULL,
    edited INTEGER NOT NULL,
    truncated INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    text_import_id INTEGER NOT NULL REFERENCES imports,
    text_line INTEGER NOT NULL,
    deleted_at INTEGER,
    UNIQUE (platform, native_id)
) STRICT;
CREATE INDEX posts_account ON posts (account_id, published);

CREATE TABLE text_versions (
    post_id INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
    digest BLOB NOT NULL,
    text TEXT NOT NULL,
    truncated INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    PRIMARY KEY (post_id, digest)
) STRICT, WITHOUT ROWID;

-- Somebody else's post inside a repost: never the blogger's own words.
CREATE TABLE reposted (
    post_id INTEGER PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
    native_id TEXT NOT NULL,
    author_id TEXT NOT NULL,
    author_name TEXT NOT NULL,
    text TEXT NOT NULL,
    published INTEGER,
    available INTEGER NOT NULL
) STRICT;

CREATE TABLE sightings (
    post_id INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
    import_id INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    PRIMARY KEY (post_id, import_id)
) STRICT, WITHOUT ROWID;

-- author: a salted hash; author_by: of his "id" or only of his "name".
CREATE TABLE comments (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    native_id TEXT NOT NULL,
    post_native_id TEXT NOT NULL,
    parent_native_id TEXT NOT NULL,
    text TEXT NOT NULL,
    author BLOB,
    author_by TEXT,
    fan_of TEXT,
    published INTEGER,
    likes INTEGER,
    import_id INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    UNIQUE (platform, native_id)
) STRICT;
CREATE INDEX comments_post ON comments (platform, post_native_id);

CREATE TABLE press (
    id INTEGER PRIMARY KEY,
    blogger_id INTEGER NOT NULL REFERENCES bloggers,
    key BLOB NOT NULL,
    counts_from TEXT NOT NULL,
    item TEXT NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    UNIQUE (blogger_id, key)
) STRICT;

CREATE TABLE precedents (
    id INTEGER PRIMARY KEY,
    blogger_id INTEGER NOT NULL REFERENCES bloggers,
    key BLOB NOT NULL,
    counts_from TEXT NOT NULL,
    item TEXT NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    UNIQUE (blogger_id, key)
) STRICT;

CREATE TABLE case_notes (
    id INTEGER PRIMARY KEY,
    blogger_id INTEGER NOT NULL REFERENCES bloggers,
    key BLOB NOT NULL,
    item TEXT NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    UNIQUE (blogger_id, key)
) STRICT;

CREATE TABLE judgements (
    target_key TEXT NOT NULL,
    engine TEXT NOT NULL,
    digest BLOB NOT NULL,
    judgement TEXT NOT NULL,
    PRIMARY KEY (target_key, engine, digest)
) STRICT, WITHOUT ROWID;
"""


def _run_script(database: Database, script: str) -> None:
    """Run statement by statement: `executescript` would commit the transaction it runs in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            database.execute(statement)
            statement = ""


def m001_initial(database: Database) -> None:
    """Create every table, and the salt that this database hashes commenters with."""
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _run_script(database, _INITIAL)
    database.execute("INSERT INTO meta VALUES ('salt', ?)", (secrets.token_bytes(16),))


def m002_screenings(database: Database) -> None:
    """Remember which texts cannot name a target, so that a second check need not look again."""
    database.execute(
        "CREATE TABLE screenings (target_key TEXT NOT NULL, digest BLOB NOT NULL,"
        " PRIMARY KEY (target_key, digest)) STRICT, WITHOUT ROWID"
    )


def m003_opinions(database: Database) -> None:
    """Keep what language models answered: by text, target, model and version of the question."""
    database.execute(
        "CREATE TABLE opinions (target_key TEXT NOT NULL, model TEXT NOT NULL,"
        " prompt TEXT NOT NULL, digest BLOB NOT NULL, stance TEXT, severity INTEGER NOT NULL,"
        " target_kind TEXT, quote TEXT NOT NULL, sure REAL NOT NULL,"
        " alone INTEGER NOT NULL, asked_at INTEGER NOT NULL,"
        " PRIMARY KEY (target_key, model, prompt, digest)) STRICT, WITHOUT ROWID"
    )


_WALKS = """
-- A walk through an account's list at a source; `until`: where the walk before it began.
-- started_at, asked_at: milliseconds. counts: JSON, kolvet.model.fetch.WalkCounts.
CREATE TABLE walks (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    platform TEXT NOT NULL,
    native_id TEXT NOT NULL,
    about TEXT NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports,
    started_at INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    until TEXT NOT NULL,
    newest TEXT NOT NULL DEFAULT '',
    oldest INTEGER,
    stop TEXT NOT NULL DEFAULT '',
    done INTEGER NOT NULL DEFAULT 0,
    hidden TEXT NOT NULL DEFAULT '',
    counts TEXT NOT NULL
) STRICT;
CREATE INDEX walks_list ON walks (source, native_id, about);

-- What is still to be asked. key: a post's native id, '' for the list itself. cursor: JSON.
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    walk_id INTEGER NOT NULL REFERENCES walks ON DELETE CASCADE,
    rank INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    cursor TEXT NOT NULL,
    UNIQUE (walk_id, kind, key)
) STRICT;
CREATE INDEX tasks_order ON tasks (walk_id, rank, id);

CREATE TABLE comments_asked (
    post_id INTEGER PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
    asked_at INTEGER NOT NULL
) STRICT;

-- When a source had enough of being asked (418, 429); milliseconds.
CREATE TABLE refusals (
    source TEXT PRIMARY KEY,
    refused_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the server of a feed said the last time, to ask conditionally. key: a hash of the address.
CREATE TABLE feeds (
    key TEXT PRIMARY KEY,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE posts ADD COLUMN seen_at INTEGER;
"""


def m004_walks(database: Database) -> None:
    """Fetching: walks, what is still to be asked, and when a platform last showed a post."""
    _run_script(database, _WALKS)


_STANDINGS = """
-- How a blogger stood before a brand at the last watch. ruler, reported: JSON.
CREATE TABLE standings (
    id INTEGER PRIMARY KEY,
    blogger_id INTEGER NOT NULL REFERENCES bloggers ON DELETE CASCADE,
    brand TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    word TEXT NOT NULL,
    bri REAL,
    turn TEXT NOT NULL,
    ruler TEXT NOT NULL,
    reported TEXT NOT NULL,
    UNIQUE (blogger_id, brand)
) STRICT;

-- The posts about the brand as they were then.
CREATE TABLE standing_posts (
    standing_id INTEGER NOT NULL REFERENCES standings ON DELETE CASCADE,
    post_id INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
    digest BLOB NOT NULL,
    stance TEXT NOT NULL,
    truncated INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (standing_id, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_posts_post ON standing_posts (post_id);
"""


def m005_standings(database: Database) -> None:
    """Watching: what the next watch of a blogger before a brand is compared with."""
    _run_script(database, _STANDINGS)


# From here on: what people decide. Their numbers begin at 10.


def m010_runs(database: Database) -> None:
    """Keep every report as it was made; `folded` finds a blogger's runs whatever became of him."""
    database.execute(
        "CREATE TABLE runs (id TEXT PRIMARY KEY,"
        " blogger_id INTEGER REFERENCES bloggers ON DELETE SET NULL, folded TEXT NOT NULL,"
        " blogger TEXT NOT NULL, brand TEXT NOT NULL, as_of TEXT NOT NULL,"
        " made_at TEXT NOT NULL, word TEXT NOT NULL, exit_code INTEGER NOT NULL,"
        " sha256 TEXT NOT NULL, report TEXT NOT NULL, parent TEXT NOT NULL)"
        " STRICT, WITHOUT ROWID"
    )


def m011_reviews(database: Database) -> None:
    """Keep what people say of quotes; rows are only ever added."""
    database.execute(
        "CREATE TABLE reviews (id INTEGER PRIMARY KEY, digest BLOB NOT NULL, brand TEXT NOT NULL,"
        " action TEXT NOT NULL, kind TEXT NOT NULL, quote TEXT NOT NULL, stance TEXT,"
        " severity INTEGER, target_kind TEXT, insult INTEGER NOT NULL, said_by TEXT NOT NULL,"
        " reason TEXT NOT NULL, said_at INTEGER, run TEXT NOT NULL) STRICT"
    )
    database.execute("CREATE INDEX reviews_text ON reviews (digest, brand)")


def m012_waivers(database: Database) -> None:
    """Keep which findings somebody accepts, and until when."""
    database.execute(
        "CREATE TABLE waivers (fingerprint TEXT NOT NULL, folded TEXT NOT NULL,"
        " blogger TEXT NOT NULL, brand TEXT NOT NULL, reason TEXT NOT NULL,"
        " said_by TEXT NOT NULL, until TEXT NOT NULL, said_at INTEGER, run TEXT NOT NULL,"
        " PRIMARY KEY (fingerprint, folded, brand)) STRICT, WITHOUT ROWID"
    )


def m013_decision_log(database: Database) -> None:
    """Keep approvals and rejections as a hash chain; a forgotten payload is NULL."""
    database.execute(
        "CREATE TABLE decision_log (number INTEGER PRIMARY KEY, previous TEXT NOT NULL,"
        " payload_hash TEXT NOT NULL, hash TEXT NOT NULL, payload TEXT, run TEXT NOT NULL) STRICT"
    )


def m014_reported_digests(database: Database) -> None:
    """Keep the digest of whole press items and precedents, so that a changed one is found."""
    for table in ("press", "precedents"):
        database.execute(f"ALTER TABLE {table} ADD COLUMN digest BLOB")
        rows = database.all(f"SELECT id, item FROM {table}")
        database.execute_many(
            f"UPDATE {table} SET digest = ? WHERE id = ?",
            [(digested(item)[1], row) for row, item in rows],
        )


MIGRATIONS: tuple[Migration, ...] = (
    m001_initial,
    m002_screenings,
    m003_opinions,
    m004_walks,
    m005_standings,
    # What people decide; another part's steps go above this line.
    m010_runs,
    m011_reviews,
    m012_waivers,
    m013_decision_log,
    m014_reported_digests,
)


def applied(database: Database) -> tuple[str, ...]:
    """The names of the steps that this database has, in order.

    Raises:
        StoreError: The file holds somebody else's tables.
    """
    tables = {name for (name,) in database.all("SELECT name FROM sqlite_schema")}
    if "migrations" in tables and database.value("PRAGMA application_id") == APPLICATION_ID:
        return tuple(name for (name,) in database.all("SELECT name FROM migrations ORDER BY name"))
    if tables:
        raise StoreError("store.not_ours", path=database.path)
    return ()


def migrate(database: Database, steps: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Bring the database to the newest step; writes nothing when it is there.

    Raises:
        StoreError: A newer kolvet wrote it, or it is not kolvet's.
    """
    done = applied(database)
    unknown = sorted(set(done) - {step.__name__ for step in steps})
    if unknown:
        raise StoreError("store.newer", path=database.path, step=unknown[-1])
    if database.value("PRAGMA journal_mode") != "wal":
        database.execute("PRAGMA journal_mode = WAL")
    for step in steps:
        if step.__name__ not in done:
            _apply(database, step)


def _apply(database: Database, step: Migration) -> None:
    with database.transaction():
        # Another kolvet may have been faster.
        if step.__name__ in applied(database):
            return
        database.execute(
            "CREATE TABLE IF NOT EXISTS migrations"
            " (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT"
        )
        step(database)
        database.execute("INSERT INTO migrations VALUES (?, ?)", (step.__name__, int(time.time())))
