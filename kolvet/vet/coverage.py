"""What was seen of a blogger, of what there is."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from kolvet.model.posts import Platform
from kolvet.model.report import Coverage
from kolvet.model.store import Blogger, StoredPost


def measure_coverage(
    blogger: Blogger,
    posts: Sequence[StoredPost],
    *,
    own_word_posts: int,
    brand_posts: int,
    unreviewed: int,
    comments: int,
    rejected_rows: int,
) -> Coverage:
    """Count what was seen in `posts` (oldest first, undated last).

    The ratio compares all stored posts of the accounts that declare a number with that number,
    whatever the as-of: a profile declares its posts of today.
    """
    times = [post.published for post in posts if post.published is not None]
    declaring = [account for account in blogger.accounts if account.declared_posts is not None]
    declared = sum(account.declared_posts or 0 for account in declaring) if declaring else None
    stored = sum(account.posts for account in declaring)
    return Coverage(
        posts_seen=len(posts),
        own_word_posts=own_word_posts,
        brand_posts=brand_posts,
        reposts=sum(post.is_repost for post in posts),
        declared=declared,
        ratio=min(stored / declared, 1.0) if declared else None,
        first=times[0] if times else None,
        last=times[-1] if times else None,
        longest_gap_days=_longest_gap(times),
        truncated=sum(post.truncated for post in posts),
        edited=sum(post.edited for post in posts),
        deleted=sum(post.deleted for post in posts),
        undated=len(posts) - len(times),
        rejected_rows=rejected_rows,
        comments=comments,
        platforms=_platforms(posts),
        unreviewed=unreviewed,
    )


def _longest_gap(times: Sequence[datetime]) -> int | None:
    return max(((later - earlier).days for earlier, later in pairwise(times)), default=None)


def _platforms(posts: Iterable[StoredPost]) -> tuple[Platform, ...]:
    return tuple(sorted({post.platform for post in posts}))
