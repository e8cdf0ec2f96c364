"""Reading all comments back with the post that each stands under, without a name or a hash."""

import json
from datetime import datetime

from kolvet.model.crowd import NOBODY, Crowd, CrowdComment, CrowdPost
from kolvet.model.posts import Precision
from kolvet.store.border import seconds
from kolvet.store.comments import COUNTS, author_hash
from kolvet.store.database import Database, Fields

_COMMENTS = f"""
    SELECT posts.id, comments.author, comments.fan_of, comments.published, comments.text,
        comments.parent_native_id NOT IN ('', '0', comments.native_id, comments.post_native_id),
        blogger_id
    FROM comments JOIN posts
        ON posts.platform = comments.platform AND posts.native_id = comments.post_native_id
        JOIN accounts ON accounts.id = posts.account_id
    WHERE {COUNTS}
    ORDER BY comments.platform, comments.native_id"""
_ORPHANS = f"""
    SELECT count(*) FROM comments WHERE {COUNTS} AND NOT EXISTS (
        SELECT 1 FROM posts WHERE posts.platform = comments.platform
        AND posts.native_id = comments.post_native_id)"""
_POSTS = """
    SELECT posts.id, blogger_id, coalesce(brand, ''), posts.published, precision
    FROM posts JOIN accounts ON accounts.id = account_id
        JOIN bloggers ON bloggers.id = blogger_id
    WHERE EXISTS (SELECT 1 FROM comments WHERE comments.platform = posts.platform
        AND comments.post_native_id = posts.native_id)"""
_END_OF_TIME = 2**62


def read_crowd(database: Database, until: datetime | None) -> Crowd:
    """All comments up to an instant, in an order that does not depend on imports."""
    limit = {"until": _END_OF_TIME if until is None else seconds(until)}
    posts = {row[0]: _post(row) for row in database.rows(_POSTS)}
    their_own = _hashes_of_authors(database)
    texts: dict[str, int] = {}
    authors: dict[bytes, int] = {}
    fan_names: dict[int, frozenset[str]] = {}
    names_seen = False
    comments = []
    for post, author, fan_of, published, text, reply, blogger in database.rows(_COMMENTS, limit):
        if author is not None and author in their_own[blogger]:
            continue
        number = NOBODY if author is None else authors.setdefault(author, len(authors))
        if fan_of is not None:
            names_seen = True
            if fan_of != "[]" and number != NOBODY:
                known = fan_names.get(number, frozenset())
                fan_names[number] = known | frozenset(json.loads(fan_of))
        place = texts.setdefault(text, len(texts))
        comments.append(CrowdComment(post, number, place, published, bool(reply)))
    orphans = int(database.first(_ORPHANS, limit)[0])  # type: ignore[index]
    seen = {comment.post for comment in comments}
    return Crowd(
        texts=tuple(texts),
        comments=tuple(comments),
        posts={number: post for number, post in posts.items() if number in seen},
        fan_names=fan_names,
        names_seen=names_seen,
        orphans=orphans,
    )


def _post(row: Fields) -> CrowdPost:
    _, blogger, brand, published, precision = row
    return CrowdPost(blogger, brand, None if precision == Precision.DAY.value else published)


def _hashes_of_authors(database: Database) -> dict[int, frozenset[bytes]]:
    """What a post's own author would be hashed to, by blogger: his replies are no comments.

    A blogger who answers under his posts does not quote himself back, and a brand's official
    voice is nobody's fan, wherever it writes.
    """
    salt: bytes = database.value("SELECT value FROM meta WHERE key = 'salt'")
    rows = database.all(
        "SELECT bloggers.id, brand IS NOT NULL AND brand <> '', accounts.platform,"
        " accounts.native_id, account_names.folded FROM bloggers"
        " LEFT JOIN accounts ON blogger_id = bloggers.id"
        " LEFT JOIN account_names ON account_names.account_id = accounts.id"
    )
    hashes: dict[int, set[bytes]] = {}
    official: set[bytes] = set()
    for blogger, is_brand, platform, native_id, name in rows:
        his = official if is_brand else hashes.setdefault(blogger, set())
        hashes.setdefault(blogger, set())
        for known_by, value in (("id", native_id), ("name", name)):
            if value:
                his.add(author_hash(platform, known_by, value, salt))
    return {blogger: frozenset(his | official) for blogger, his in hashes.items()}
