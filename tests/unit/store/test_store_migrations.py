import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kolvet.errors import ExitCode, StoreError
from kolvet.store import Store
from kolvet.store.database import Database
from kolvet.store.migrations import MIGRATIONS, applied, migrate
from tests.unit.store.builders import dump, keep, post, rows

FIRST_VERSION = Path(__file__).with_name("first_version.sql")


@pytest.fixture
def first_version(path):
    """A database as the first version of kolvet left it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST_VERSION.read_text(encoding="utf-8"))
    return path


@pytest.fixture
def database(path):
    opened = Database.open(path)
    yield opened
    opened.close()


def test_blank_file_becomes_a_database(path):
    path.touch()
    with Store.open(path) as store:
        assert store.stats().schema == MIGRATIONS[-1].__name__
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]


def test_missing_folders_are_made(tmp_path):
    with Store.open(tmp_path / "a" / "b" / "kolvet.db") as store:
        assert store.bloggers() == []


def test_file_of_the_first_version_opens_and_takes_imports(first_version):
    with Store.open(first_version) as store:
        blogger = store.find_blogger("样例数码君")
        assert [each.text for each in store.posts(blogger)] == ["开机就发热", "第二天好多了"]
        assert keep(store, post(1, "开机就发热"), name="later").duplicate == 1
        assert store.stats().schema == MIGRATIONS[-1].__name__


def test_opening_a_current_database_writes_nothing(path):
    Store.open(path).close()
    before = path.read_bytes()
    Store.open(path).close()
    assert path.read_bytes() == before


def test_tables_are_strict(path, store):
    tables = rows(path, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    assert {name for name, strict in tables if not strict} == {"sqlite_schema"}


def test_steps_are_numbered_in_order():
    names = [step.__name__ for step in MIGRATIONS]
    numbers = [int(name[1:4]) for name in names]
    assert names == sorted(names)
    assert len(set(numbers)) == len(numbers)


def m999_colour(database: Database) -> None:
    database.execute("ALTER TABLE bloggers ADD COLUMN colour TEXT")


def m999_broken(database: Database) -> None:
    database.execute("CREATE TABLE half (a TEXT) STRICT")
    database.execute("CREATE TABLE half (a TEXT) STRICT")


def test_a_later_step_is_applied_once_and_recorded(first_version):
    for _ in range(2):
        database = Database.open(first_version)
        migrate(database, (*MIGRATIONS, m999_colour))
        assert applied(database)[-1] == "m999_colour"
        database.close()
    assert rows(first_version, "SELECT DISTINCT colour FROM bloggers") == [(None,)]


def test_a_failing_step_leaves_the_database_as_it_was(path, database):
    migrate(database)
    before = dump(path)
    with pytest.raises(sqlite3.OperationalError):
        migrate(database, (*MIGRATIONS, m999_broken))
    assert dump(path) == before


def test_database_of_a_newer_kolvet_is_refused(path, database):
    migrate(database, (*MIGRATIONS, m999_colour))
    with pytest.raises(StoreError, match="m999_colour") as caught:
        Store.open(path)
    assert caught.value.key == "store.newer"
    assert caught.value.exit_code is ExitCode.STORE


def test_database_of_another_program_is_refused_and_left_alone(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE weibo (id TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    assert caught.value.key == "store.not_ours"
    assert path.read_bytes() == before


def test_migrations_table_of_another_program_is_not_ours(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE migrations (name TEXT)")
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    assert caught.value.key == "store.not_ours"
