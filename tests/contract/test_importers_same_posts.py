"""The same posts come out of all formats, up to the losses that docs/importing.md lists."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kolvet.importers import find_files, open_export
from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import Account, Post, Precision
from tests import factories, factories_platforms
from tests.factories import NAME, OTHER_NAME, OTHER_UID, SEVEN, UID, Sample, seeded
from tests.factories_formats import (
    DAYS,
    FORMATS,
    MINUTES,
    NO_ORIGINAL,
    ONLY_ID,
    PADDING,
    Losses,
)

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
POSTS = seeded(60)


def view(fields: dict[str, Any], lost: Losses) -> dict[str, Any]:
    """What can be compared when `lost` is lost."""
    when: datetime = fields.pop("when")
    if "clock" in lost:
        fields["when"] = when.astimezone(factories.SHANGHAI).date()
    else:
        fields["when"] = when.replace(second=0) if "seconds" in lost else when
    return {key: value for key, value in fields.items() if key not in lost}


def expected(post: Sample, lost: Losses, *, titles: bool = False) -> dict[str, Any]:
    text = post.text.strip(PADDING) if "padding" in lost else post.text
    if titles and post.title and not text.startswith(post.title):
        text = f"{post.title}\n{text}" if text else post.title
    original = post.original
    if original is not None and original.gone:
        name = OTHER_NAME if "gone has name" in lost else None
    else:
        name = OTHER_NAME
    return view(
        {
            "id": post.mid,
            "when": post.when,
            "text": text,
            "client": post.client,
            "likes": post.likes,
            "comments": post.comments,
            "reposts": post.reposts,
            "edited": post.edits > 0,
            "truncated": text.endswith("...全文"),
            "uid": UID,
            "name": NAME,
            "repost": original is not None,
            "original id": original.mid if original else None,
            "original text": original.text if original else None,
            "original name": name if original else None,
            "gone": original.gone if original else None,
        },
        lost,
    )


def seen(post: Post, lost: Losses) -> dict[str, Any]:
    assert post.published is not None
    original = post.reposted
    return view(
        {
            "id": post.native_id,
            "when": post.published,
            "text": post.text,
            "client": post.client,
            "likes": post.engagement.likes,
            "comments": post.engagement.comments,
            "reposts": post.engagement.reposts,
            "edited": post.edited,
            "truncated": post.truncated,
            "uid": post.author.native_id,
            "name": post.author.name,
            "repost": original is not None,
            "original id": original.native_id if original else None,
            "original text": original.text if original else None,
            "original name": original.author.name if original else None,
            "gone": not original.available if original else None,
        },
        lost,
    )


def read_posts(path: Path) -> list[Post]:
    rows = list(open_export(path).rows())
    assert [row for row in rows if isinstance(row, Rejected)] == []
    posts = [row.item for row in rows if isinstance(row, Row) and isinstance(row.item, Post)]
    return [post for post in posts if post.author.native_id != OTHER_UID]


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_same_posts_from_every_format(kind, tmp_path):
    path = tmp_path / kind.file
    path.parent.mkdir(parents=True, exist_ok=True)
    held = tuple(post for post in POSTS if kind.holds(post))
    kind.write(path, held)

    assert open_export(path).collector == kind.collector
    assert [seen(post, kind.lost) for post in read_posts(path)] == [
        expected(post, kind.lost, titles=kind.titles) for post in held
    ]


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_clean_rows_are_not_called_repaired(kind, tmp_path):
    path = tmp_path / kind.file
    path.parent.mkdir(parents=True, exist_ok=True)
    kind.write(path, tuple(post for post in POSTS if kind.holds(post)))
    assert {row.repairs for row in open_export(path).rows()} == {()}


def _shape(path: Path) -> Losses:
    """The losses of a file of tests/data/exports."""
    name = str(path.relative_to(EXPORTS))
    lost: set[str] = {"edited", *MINUTES}
    if "genA" in name or "genB" in name or "genC" in name or "damaged" in name:
        lost |= DAYS
    full = ("A27", "B29", "C31", "D33", "E39", "weibodata", "weiboSpider", "rsshub", "archiver")
    if not any(part in name for part in full):
        lost |= ONLY_ID if "weibo-search" in name else NO_ORIGINAL
    if "MediaCrawler" in name:
        lost |= {"client"}
    if "MediaCrawler-new" in name:
        lost |= {"uid", "name"}
    if "nghuyong" in name:
        lost |= {"name", "original text", "original name", "gone"}
        lost -= {"repost", "original id"}
    if "rsshub" in name:
        lost |= {"client", "likes", "comments", "reposts", "original id", "original name"}
    if "weiboSpider" in name:
        lost |= {"original id", "original name"}
    if "archiver" in name:
        lost |= {"original name"}
    return frozenset(lost)


EXPORTED = [path for path in find_files([EXPORTS]) if "xhs" not in str(path)]


@pytest.mark.parametrize("path", EXPORTED, ids=lambda path: str(path.relative_to(EXPORTS)))
def test_the_seven_posts_come_out_of_the_exports(path):
    lost = _shape(path)
    rows = list(open_export(path).rows())
    posts = [row.item for row in rows if isinstance(row, Row) and isinstance(row.item, Post)]
    if path.name == "users.csv":
        assert [row.item.followers for row in rows] == [2251000]
        return
    by_id = {post.mid: expected(post, lost) for post in SEVEN}
    own = [post for post in posts if post.author.native_id != OTHER_UID]
    assert own
    assert [seen(post, lost) for post in own] == [by_id[post.native_id] for post in own]
    only_own = {post.mid for post in SEVEN if post.original is None}
    if "damaged" not in str(path):
        assert only_own <= {post.native_id for post in own}


def test_all_exports_are_recognised_and_hold_the_account():
    accounts = [
        row.item
        for path in find_files([EXPORTS])
        for row in open_export(path).rows()
        if isinstance(row, Row) and isinstance(row.item, Account)
    ]
    assert {(account.native_id, account.name, account.followers) for account in accounts} == {
        (UID, NAME, 2251000)
    }
    assert len(accounts) == 5


def test_precision_says_what_the_export_knows():
    found = {
        path.parts[-3]: {row.item.precision for row in open_export(path).rows()}
        for path in EXPORTED
        if "gen" in str(path) and path.name == f"{UID}.csv"
    }
    assert found["genA12"] == found["genB29"] == found["genC31"] == {Precision.DAY}
    assert found["genD33"] == found["genE18"] == {Precision.SECOND}


def test_a_hash_instead_of_the_id_is_resolved_by_the_id(tmp_path):
    path = factories.write_table(
        tmp_path / "a.jsonl", [factories_platforms.weibo(SEVEN[0], new=True)]
    )
    hashed = [row.item.author.native_id for row in open_export(path).rows()]
    assert hashed == [f"sha256:{factories_platforms.HASH}"]
    assert [row.item.author.native_id for row in open_export(path, uid=UID).rows()] == [UID]
    others = [row.item.author.native_id for row in open_export(path, uid="1000000777").rows()]
    assert others == hashed
