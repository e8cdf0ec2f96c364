-- `.dump` of a database that the first version of kolvet wrote: never edited.
PRAGMA application_id = 1802464374;
BEGIN TRANSACTION;
CREATE TABLE account_names (
    account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (account_id, folded)
) STRICT, WITHOUT ROWID;
INSERT INTO "account_names" VALUES(1,'样例数码君','样例数码君');
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
INSERT INTO "accounts" VALUES(1,1,'weibo','1000000001','80a7cd0ffb78b364','样例数码君','样例数码君',120000,NULL,'','',1793520000);
CREATE TABLE aliases (
    blogger_id INTEGER NOT NULL REFERENCES bloggers ON DELETE CASCADE,
    folded TEXT NOT NULL,
    alias TEXT NOT NULL,
    PRIMARY KEY (blogger_id, folded)
) STRICT, WITHOUT ROWID;
CREATE TABLE bloggers (
    id INTEGER PRIMARY KEY,
    name TEXT,
    folded TEXT,
    brand TEXT
) STRICT;
INSERT INTO "bloggers" VALUES(1,NULL,NULL,NULL);
CREATE TABLE case_notes (
    id INTEGER PRIMARY KEY,
    blogger_id INTEGER NOT NULL REFERENCES bloggers,
    key BLOB NOT NULL,
    item TEXT NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    UNIQUE (blogger_id, key)
) STRICT;
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
INSERT INTO "comments" VALUES(1,'weibo','77','5105700000000001','','说得对',X'7E6ED3B83F95477C38B0CDBC65B5A8FA','id',NULL,NULL,3,1,6);
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    collector TEXT NOT NULL,
    encoding TEXT NOT NULL,
    imported_at INTEGER NOT NULL
) STRICT;
INSERT INTO "imports" VALUES(1,'a','a.csv','weibo-crawler','utf-8',1793520000);
CREATE TABLE judgements (
    target_key TEXT NOT NULL,
    engine TEXT NOT NULL,
    digest BLOB NOT NULL,
    judgement TEXT NOT NULL,
    PRIMARY KEY (target_key, engine, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "meta" VALUES('salt',X'000102030405060708090A0B0C0D0E0F');
CREATE TABLE migrations (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT;
INSERT INTO "migrations" VALUES('m001_initial',1798761600);
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
INSERT INTO "posts" VALUES(1,1,'weibo','5105700000000001','开机就发热',X'FE0C23047C3BBFE60440D6AA53C649EA',1709352000,'second',NULL,NULL,NULL,NULL,'','',0,0,1,3,1,4,NULL);
INSERT INTO "posts" VALUES(2,1,'weibo','5105700000000002','第二天好多了',X'C747635112ECB5D6EA9399334878F591',1709438400,'second',NULL,NULL,NULL,NULL,'','',0,0,1,5,1,5,NULL);
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
INSERT INTO "profiles" VALUES(1,1,1,2,1793520000,'样例数码君',120000,NULL,'','');
CREATE TABLE rejections (
    import_id INTEGER NOT NULL REFERENCES imports ON DELETE CASCADE,
    reason TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (import_id, reason)
) STRICT, WITHOUT ROWID;
CREATE TABLE reposted (
    post_id INTEGER PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
    native_id TEXT NOT NULL,
    author_id TEXT NOT NULL,
    author_name TEXT NOT NULL,
    text TEXT NOT NULL,
    published INTEGER,
    available INTEGER NOT NULL
) STRICT;
INSERT INTO "reposted" VALUES(2,'9','1000000002','样例厨房君','原文',NULL,1);
CREATE TABLE sightings (
    post_id INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
    import_id INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    PRIMARY KEY (post_id, import_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE text_versions (
    post_id INTEGER NOT NULL REFERENCES posts ON DELETE CASCADE,
    digest BLOB NOT NULL,
    text TEXT NOT NULL,
    truncated INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports,
    line INTEGER NOT NULL,
    PRIMARY KEY (post_id, digest)
) STRICT, WITHOUT ROWID;
INSERT INTO "text_versions" VALUES(1,X'FDB2A0470A38B5619EE50FBC79144DE5','开机发热',0,1,3);
CREATE INDEX bloggers_folded ON bloggers (folded);
CREATE INDEX aliases_folded ON aliases (folded);
CREATE INDEX accounts_blogger ON accounts (blogger_id);
CREATE INDEX accounts_native_id ON accounts (native_id);
CREATE UNIQUE INDEX accounts_by_name_only ON accounts (platform, folded) WHERE id_hash IS NULL;
CREATE INDEX account_names_folded ON account_names (folded);
CREATE INDEX posts_account ON posts (account_id, published);
CREATE INDEX comments_post ON comments (platform, post_native_id);
COMMIT;
