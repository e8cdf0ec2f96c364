import sqlite3
import stat
from pathlib import Path

import pytest

from kolvet import messages
from kolvet.errors import ImportFileError
from kolvet.importers import find_files, open_export
from kolvet.model.imports import Rejected
from kolvet.model.posts import Post
from tests import factories, factories_platforms
from tests.factories import NAME, SEVEN, UID


def refused(path, **options):
    with pytest.raises(ImportFileError) as raised:
        list(open_export(path, **options).rows())
    for language in messages.LANGUAGES:
        messages.choose(language)
        assert str(raised.value)
        assert raised.value.hint
    return raised.value.key


@pytest.fixture(autouse=True)
def _language():
    messages.choose("en")


# --- which files ---------------------------------------------------------------------------------


def test_folders_are_searched_sorted_and_without_hidden_or_foreign_files(tmp_path):
    for name in (
        "b/2.csv",
        "b/1.json",
        "a.db",
        ".git/x.csv",
        "b/.x.csv",
        "b/p.jpg",
        "a.db-wal",
        "~$x.xlsx",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [str(path.relative_to(tmp_path)) for path in find_files([tmp_path])]
    assert found == ["a.db", "b/1.json", "b/2.csv"]


def test_a_file_named_is_given_whatever_its_name_and_only_once(tmp_path):
    named = tmp_path / "导出"
    named.touch()
    (tmp_path / "a.csv").touch()
    found = list(find_files([named, tmp_path, tmp_path / "a.csv", Path("没有")]))
    assert found == [named, tmp_path / "a.csv", Path("没有")]


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "import.binary"),
        (b"\x1f\x8b\x08" + bytes(50), "import.archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "import.old_workbook"),
        (b"<!DOCTYPE html><html><title>Sina Visitor System</title></html>", "import.web_page"),
        (b'<?xml version="1.0"?><html/>', "import.web_page"),
        (b'{"user": {"scre', "import.not_json"),
        (b"[1, 2, 3]", None),
        (b'{"a": 1}\n', "import.unknown_table"),
        (b"hello\n", "import.unknown_table"),
        (b"SQLite format 3\0" + bytes(200), "import.database_broken"),
        (b"PK\x03\x04" + bytes(20) + b"[Content_Types].xml", "import.workbook_broken"),
        (b'blogger = "x"\nbrand = ', "import.case_broken"),
        (b'blogger = "x"\n', "import.case_key"),
        (b'blogger = "x"\nbrand = "y"\nreplay_as_of = "soon"', "import.case_key"),
    ],
)
def test_what_is_no_export_is_refused_in_plain_words(tmp_path, content, key):
    path = tmp_path / "file"
    path.write_bytes(content)
    if key is None:
        rows = list(open_export(path).rows())
        assert {row.reason for row in rows} == {"not_an_object"}
    else:
        assert refused(path) == key


def test_a_missing_file_a_folder_and_an_unreadable_one(tmp_path):
    assert refused(tmp_path / "none.csv") == "import.unreadable"
    assert refused(tmp_path) == "import.folder"


def test_messages_name_the_label_and_not_the_copy(tmp_path):
    path = tmp_path / "copy"
    path.write_bytes(b"hello\n")
    with pytest.raises(ImportFileError) as raised:
        open_export(path, label="<stdin>")
    assert "<stdin>" in str(raised.value)
    assert "copy" not in str(raised.value)


def test_the_label_may_name_the_account(tmp_path):
    path = factories.write_crawler(tmp_path / "copy", SEVEN[:1], "D", full=False)
    (row,) = open_export(path, label=f"{NAME}/{UID}.csv").rows()
    assert (row.item.author.native_id, row.item.author.name) == (UID, NAME)


def test_every_reason_and_repair_has_its_words():
    source = Path(__file__).parents[3] / "kolvet"
    code = "".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    for name, said in messages.catalogue("reasons").items():
        assert f'"{name}"' in code or name.startswith("press_without"), name
        assert set(said) == set(messages.LANGUAGES)
    for name in messages.catalogue("import"):
        key = name.removesuffix("_hint")
        assert f'"import.{key}"' in code, name
        assert f"{key}_hint" in messages.catalogue("import")


# --- what an export tells ------------------------------------------------------------------------


def test_an_export_tells_its_position_and_can_be_read_again(tmp_path):
    path = factories.write_crawler(tmp_path / f"{UID}.csv", SEVEN, "D", full=True)
    export = open_export(path)
    assert (export.position(), export.size) == (0, path.stat().st_size)
    first = list(export.rows())
    assert export.position() == export.size
    assert list(export.rows()) == first


def test_the_position_grows_while_rows_are_read(tmp_path):
    rows = [factories.crawler_row(SEVEN[0], "D", full=False)] * 20_000
    path = factories.write_csv(
        tmp_path / "a.csv", [factories.crawler_header("D", full=False), *rows]
    )
    export = open_export(path)
    seen = []
    for number, _ in enumerate(export.rows()):
        if number % 5_000 == 0:
            seen.append(export.position())
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] <= export.size


# --- databases -----------------------------------------------------------------------------------


def test_rows_in_the_log_of_a_database_are_read_and_nothing_is_changed(tmp_path):
    path = tmp_path / "weibodata.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    columns = factories.crawler_object(SEVEN[0])
    writer.execute(f"CREATE TABLE weibo ({', '.join(columns)})")
    marks = ", ".join("?" for _ in columns)
    writer.execute(f"INSERT INTO weibo VALUES ({marks})", list(columns.values()))
    writer.commit()
    before = {
        file.name: file.read_bytes() for file in tmp_path.iterdir() if "shm" not in file.name
    }
    assert "weibodata.db-wal" in before
    (row,) = open_export(path).rows()
    assert row.item.native_id == SEVEN[0].mid
    after = {file.name: file.read_bytes() for file in tmp_path.iterdir() if "shm" not in file.name}
    assert after == before
    writer.close()


def test_a_database_in_wal_mode_on_a_read_only_medium(tmp_path):
    path = factories.write_crawler_database(tmp_path / "weibodata.db", SEVEN)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    path.chmod(stat.S_IRUSR)
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert len([row for row in open_export(path).rows() if isinstance(row.item, Post)]) == 7
        assert [file.name for file in tmp_path.iterdir()] == ["weibodata.db"]
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_locked_database_is_refused_with_the_reason(tmp_path, monkeypatch):
    monkeypatch.setattr("kolvet.importers.containers.databases._WAIT_SECONDS", 0.05)
    path = factories.write_crawler_database(tmp_path / "weibodata.db", SEVEN)
    writer = sqlite3.connect(path)
    writer.execute("BEGIN EXCLUSIVE")
    try:
        assert refused(path) == "import.database_locked"
    finally:
        writer.close()


def test_a_damaged_database_gives_what_can_be_read(tmp_path):
    path = factories.write_crawler_database(tmp_path / "weibodata.db", factories.seeded(400))
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    rows = list(open_export(path).rows())
    assert rows[-1].reason == "database_damaged"
    assert len(rows) > 1


def test_a_database_of_something_else_names_its_tables(tmp_path):
    path = factories.write_database(tmp_path / "a.db", {"messages": [{"who": "x"}]})
    with pytest.raises(ImportFileError) as raised:
        open_export(path)
    assert "messages(who)" in str(raised.value)


def test_a_mapping_reads_a_table_of_a_database(tmp_path):
    path = factories.write_database(tmp_path / "a.db", {"m": [{"甲": "小米", "乙": "2024-01-01"}]})
    (row,) = open_export(path, mapping={"text": "甲", "time": "乙"}).rows()
    assert row.item.text == "小米"


# --- feeds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "evil",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
        f"<!-- {'x' * 70_000} --><!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
    ],
)
def test_a_feed_that_declares_entities_is_refused(tmp_path, evil):
    path = factories_platforms.write_rss(tmp_path / "a.xml", SEVEN)
    text = path.read_text(encoding="utf-8").replace("<rss", f"<!-- <rss -->{evil}<rss", 1)
    path.write_text(text, encoding="utf-8")
    assert refused(path) == "import.unsafe_feed"


def test_a_feed_cut_off_keeps_what_was_read(tmp_path):
    path = factories_platforms.write_rss(tmp_path / "a.xml", SEVEN)
    lines = path.read_text(encoding="utf-8").split("\n")
    begin = [number for number, line in enumerate(lines, start=1) if line.startswith("<item>")]
    path.write_bytes(path.read_bytes()[:-300])
    rows = list(open_export(path).rows())
    assert isinstance(rows[-1], Rejected)
    assert rows[-1].reason == "xml_broken"
    assert [row.line for row in rows[:-1]] == begin[: len(rows) - 1]
    assert len(rows) > 5


def test_items_of_other_platforms_keep_title_and_text(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(
        "<rss><channel><item><title>样例视频</title><description>说人话&lt;br&gt;二</description>"
        "<link>https://www.bilibili.com/video/BV1xx411c7mD</link>"
        "<pubDate>Thu, 28 Nov 2024 12:19:59 GMT</pubDate></item></channel></rss>",
        encoding="utf-8",
    )
    (row,) = open_export(path).rows()
    assert (row.item.platform, row.item.native_id) == ("bilibili", "BV1xx411c7mD")
    assert (row.item.text, row.item.engagement.likes) == ("样例视频\n说人话\n二", None)
