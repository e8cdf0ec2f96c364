import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from kolvet.errors import StoreError, UnknownBloggerError, UsageError
from kolvet.model.judgements import Judgement, Opinion, Stance
from kolvet.model.posts import Account, Author, Comment, Platform, Reposted
from kolvet.model.press import Moment, PressItem
from kolvet.store import Forgotten, Store
from kolvet.store.migrations import MIGRATIONS
from tests.unit.store.builders import DIGITAL, KITCHEN, dump, keep, post, rows

SECRETS = (
    "开机就发热",
    "初版文字",
    "转来的原文",
    "评论一句",
    "样例数码",
    "1000000001",
    "判词",
    "引出的话",
)


def everything_of_one(store):
    """Something of 样例数码君 in every table, and a post of somebody else."""
    press = PressItem(
        "statement",
        "样例数码君",
        "样例手机",
        "https://n.example",
        "报",
        Moment("2026"),
        quote="判词",
    )
    keep(
        store,
        Account(Platform.WEIBO, "1000000001", "样例数码君", followers=5),
        post(1, "初版文字"),
        post(1, "开机就发热", reposted=Reposted("9", Author("8", "甲"), "转来的原文")),
        Comment(Platform.WEIBO, "7", "5105700000000001", "评论一句", Author("6")),
        press,
        name="样例数码君",
    )
    keep(store, post(1, "开机就发热"), post(2, "厨房好用", author=KITCHEN), name="both")
    store.add_alias("样例数码君", "样例数码的小号")
    (stored,) = store.posts(store.find_blogger("样例数码君"))
    judged = Judgement(mentioned=True, confidence=1.0, flags=("判词",))
    store.keep_judgements("小米", "rules", {stored.digest: judged})
    opinion = Opinion("m", Stance.CRITICAL, 2, None, "引出的话", 0.9)
    store.keep_opinions("小米", "m", "1", {stored.digest: opinion})


def bytes_on_disk(path):
    return b"".join(each.read_bytes() for each in path.parent.iterdir())


def test_forget_leaves_nothing_in_the_file_nor_in_its_wal(path, store):
    everything_of_one(store)
    assert all(secret.encode() in bytes_on_disk(path) for secret in SECRETS)
    assert store.forget("样例数码君") == Forgotten(
        posts=1, versions=1, comments=1, judgements=2, press=1, accounts=1, imports=1
    )
    # Also while the database is still open: the WAL is part of the file.
    assert [secret for secret in SECRETS if secret.encode() in bytes_on_disk(path)] == []


def test_forget_leaves_others_alone(store):
    everything_of_one(store)
    store.forget("weibo:1000000001")
    (blogger,) = store.bloggers()
    assert [each.text for each in store.posts(blogger)] == ["厨房好用"]
    with pytest.raises(UnknownBloggerError):
        store.forget("样例数码君")
    assert keep(store, post(1)).new == 1


def test_forget_says_when_another_reader_keeps_the_old_text(path, store):
    keep(store, *(post(number) for number in range(50)))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM posts").fetchone()
        with Store.open(path, busy_seconds=0.01) as second:
            with pytest.raises(StoreError) as caught:
                second.forget("样例数码君")
            assert caught.value.key == "store.still_open"
            assert second.bloggers() == []


def test_backup_is_one_file_with_everything(path, store, tmp_path):
    everything_of_one(store)
    copy = tmp_path / "copy.db"
    store.backup(copy)
    assert dump(copy) == dump(path)
    assert rows(copy, "PRAGMA journal_mode") == [("delete",)]
    with Store.open(copy) as opened:
        assert replace(opened.stats(), path=path, size=0) == replace(store.stats(), size=0)


def test_backup_overwrites_nothing(store, tmp_path):
    (tmp_path / "copy.db").write_text("wichtig")
    with pytest.raises(UsageError) as caught:
        store.backup(tmp_path / "copy.db")
    assert caught.value.key == "store.backup_exists"
    assert (tmp_path / "copy.db").read_text() == "wichtig"


def test_backup_into_a_missing_folder(store, tmp_path):
    with pytest.raises(StoreError) as caught:
        store.backup(tmp_path / "missing" / "copy.db")
    assert caught.value.key == "store.no_folder"


def test_failed_backup_leaves_no_half_copy(path, store, tmp_path):
    everything_of_one(store)
    store._database.close()
    copy = tmp_path / "copy.db"
    with pytest.raises(sqlite3.ProgrammingError):
        store.backup(copy)
    assert not copy.exists()


def test_stats_count_what_is_there(path, store):
    everything_of_one(store)
    stats = store.stats()
    assert (stats.path, stats.schema) == (path, MIGRATIONS[-1].__name__)
    assert (stats.bloggers, stats.brands, stats.accounts, stats.posts) == (2, 0, 2, 2)
    assert (stats.versions, stats.sightings, stats.comments, stats.press) == (1, 1, 1, 1)
    assert (stats.judgements, stats.imports, stats.rejected_rows) == (1, 2, 0)
    assert stats.size >= path.stat().st_size


def test_former_author_of_a_reposted_text_is_not_a_blogger(store):
    keep(store, post(1, reposted=Reposted("9", KITCHEN, "原文")))
    assert [each.name for each in store.bloggers()] == [DIGITAL.name]
