"""Reading a blogger's posts back, in order."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from kolvet.model.posts import Engagement, Platform, Precision
from kolvet.model.store import Blogger, StoredPost
from kolvet.store.border import moment, seconds
from kolvet.store.database import Database, Fields

_PRECISIONS = {precision.value: precision for precision in Precision}
_PLATFORMS = {platform.value: platform for platform in Platform}

_SELECT = """
    SELECT published, id, platform, native_id, text, digest, precision, likes, comments, reposts,
        views, url, truncated, edited, deleted_at IS NOT NULL, text_import_id, text_line,
        EXISTS (SELECT 1 FROM reposted WHERE post_id = posts.id)
    FROM posts
    WHERE account_id = :account AND """

_DATED = _SELECT + "published <= :until ORDER BY published, id"

# An undated post counts from the day its source appeared (product design, section 3): for an
# export that is the day it was imported.
_UNDATED = (
    _SELECT
    + """published IS NULL
        AND (SELECT imported_at FROM imports WHERE imports.id = import_id) <= :until
    ORDER BY id"""
)
_END_OF_TIME = 2**62


def read_posts(
    database: Database, blogger: Blogger, until: datetime | None
) -> Iterator[StoredPost]:
    """The posts of all accounts, oldest first, undated ones last; one at a time."""
    limit = _END_OF_TIME if until is None else seconds(until)
    accounts = [
        {"account": account, "until": limit}
        for (account,) in database.all(
            "SELECT id FROM accounts WHERE blogger_id = ? ORDER BY id", (blogger.id,)
        )
    ]
    each = [database.rows(_DATED, account) for account in accounts]
    dated = each[0] if len(each) == 1 else heapq.merge(*each)
    undated = chain.from_iterable(database.rows(_UNDATED, account) for account in accounts)
    sources = {
        number: (path, collector)
        for number, path, collector in database.rows("SELECT id, path, collector FROM imports")
    }
    for row in chain(dated, undated):
        yield _stored_post(row, sources)


def _stored_post(row: Fields, sources: dict[int, tuple[str, str]]) -> StoredPost:
    path, collector = sources[row[15]]
    return StoredPost(
        id=row[1],
        platform=_PLATFORMS[row[2]],
        native_id=row[3],
        text=row[4],
        digest=row[5],
        published=moment(row[0]),
        precision=_PRECISIONS[row[6]],
        engagement=Engagement(row[7], row[8], row[9], row[10]),
        url=row[11],
        truncated=bool(row[12]),
        edited=bool(row[13]),
        deleted=bool(row[14]),
        is_repost=bool(row[17]),
        source=f"{path}:{row[16]} ({collector})",
    )


def count_rejected_rows(database: Database, blogger: int) -> int:
    """Rows rejected in the files in which the blogger's posts were seen."""
    return int(
        database.value(
            "WITH his AS (SELECT posts.id, import_id FROM posts"
            " JOIN accounts ON accounts.id = account_id WHERE blogger_id = ?)"
            " SELECT coalesce(sum(count), 0) FROM rejections WHERE import_id IN"
            " (SELECT import_id FROM his UNION"
            " SELECT sightings.import_id FROM sightings JOIN his ON his.id = post_id)",
            (blogger,),
        )
    )
