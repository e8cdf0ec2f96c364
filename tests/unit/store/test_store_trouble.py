import sqlite3
from contextlib import closing

import pytest

from kolvet.errors import ExitCode, StoreError
from kolvet.messages import LANGUAGES, catalogue
from kolvet.model.imports import Row
from kolvet.model.judgements import Judgement
from kolvet.store import Store
from tests.unit.store.builders import dump, file, keep, post

LONG = Judgement(mentioned=True, confidence=1.0, flags=("insult" * 5000,))


def refused(path):
    with pytest.raises(StoreError) as caught:
        Store.open(path, busy_seconds=0.01)
    assert caught.value.exit_code is ExitCode.STORE
    assert str(path) in str(caught.value)
    assert caught.value.hint
    return caught.value.key


def test_locked_by_another_writer(path, store):
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store.open(path, busy_seconds=0.01) as second:
            with pytest.raises(StoreError) as caught:
                keep(second, post(1))
            assert caught.value.key == "store.locked"
            assert second.bloggers() == []
        other.execute("ROLLBACK")
    assert keep(store, post(1)).new == 1


def test_exclusively_locked(path):
    Store.open(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert refused(path) == "store.locked"
        other.execute("ROLLBACK")


def test_text_file_is_not_a_database(path):
    path.write_text("这不是数据库" * 200, encoding="utf-8")
    assert refused(path) == "store.not_a_database"


def test_folder_is_not_a_database(path):
    path.mkdir()
    assert refused(path) == "store.cannot_open"


def test_file_in_the_place_of_the_folder(path):
    path.write_text("x")
    with pytest.raises(StoreError) as caught:
        Store.open(path / "kolvet.db")
    assert caught.value.key == "store.no_folder"


def test_read_only_folder(ordinary_user_folder):
    ordinary_user_folder.chmod(0o555)
    assert refused(ordinary_user_folder / "kolvet.db") == "store.cannot_open"
    with pytest.raises(StoreError) as caught:
        Store.open(ordinary_user_folder / "deeper" / "kolvet.db")
    assert caught.value.key == "store.no_folder"


def test_read_only_file(ordinary_user_folder):
    path = ordinary_user_folder / "kolvet.db"
    with Store.open(path) as store:
        keep(store, post(1))
    path.chmod(0o444)
    with Store.open(path) as store, pytest.raises(StoreError) as caught:
        keep(store, post(2), name="b")
    assert caught.value.key == "store.read_only"


def fill(store):
    """Leave the database no room to grow."""
    pages = store._database.value("PRAGMA page_count")
    store._database.execute(f"PRAGMA max_page_count = {pages + 2}")


def test_full_disk_stores_nothing_of_the_file_and_keeps_the_rest(path, store):
    keep(store, post(1))
    before = dump(path)
    fill(store)
    with pytest.raises(StoreError) as caught:
        keep(store, *(post(number, "长文" * 2000) for number in range(2, 200)), name="b")
    assert caught.value.key == "store.full"
    assert dump(path) == before
    store._database.execute("PRAGMA max_page_count = 1000000")
    assert keep(store, post(2), name="b").new == 1


def test_full_disk_while_judgements_are_kept(store):
    fill(store)
    with pytest.raises(StoreError) as caught:
        store.keep_judgements("k", "rules", {b"a": LONG, b"b": LONG})
    assert caught.value.key == "store.full"


def test_damaged_file(path):
    with Store.open(path) as store:
        keep(store, *(post(number, "字" * 500) for number in range(200)))
    content = bytearray(path.read_bytes())
    # All but the header and the schema's first page.
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught, Store.open(path) as store:
        list(store.posts(store.find_blogger("样例数码君")))
    assert caught.value.key == "store.damaged"


def test_a_failing_source_of_rows_stores_nothing(path, store):
    keep(store, post(1))
    before = dump(path)

    def failing():
        for number in range(2, 9000):
            yield Row(number, post(number))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.import_rows(file("b"), failing())
    assert dump(path) == before
    assert keep(store, post(2), name="b").new == 1


@pytest.mark.parametrize("key", [key for key in catalogue("store") if not key.endswith("_hint")])
def test_every_message_has_a_hint_in_both_languages(key):
    for name in (key, f"{key}_hint"):
        assert set(catalogue("store")[name]) == set(LANGUAGES)
