"""Every importer answers the same questions about damaged and unusual files."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kolvet.errors import ImportFileError
from kolvet.importers import IMPORTERS, open_export
from kolvet.model.imports import ImportedFile, ImportSummary, Owner, Rejected, Row
from kolvet.model.posts import Author, Post
from kolvet.store import Store
from kolvet.store.database import IN_MEMORY
from tests import factories, factories_api, factories_platforms, factories_tools
from tests.factories import seeded

POSTS = tuple(post for post in seeded(12) if post.original is None and post.text)

# Collector -> the rows of a table with its columns, and the columns of text and time.
CSV: dict[str, tuple[list[list[Any]], str, str]] = {}
JSON: dict[str, tuple[list[dict[str, Any]], str, str]] = {}


def _csv(name: str, header: list[str], rows: list[list[Any]], text: str, time: str) -> None:
    CSV[name] = ([header, *rows], text, time)


def _table(name: str, rows: list[dict[str, Any]], text: str, time: str) -> None:
    _csv(name, list(rows[0]), [list(row.values()) for row in rows], text, time)
    JSON[name] = (rows, text, time)


for _generation in "ABCDE":
    _header = factories.crawler_header(_generation, full=False)
    _rows = [factories.crawler_row(post, _generation, full=False) for post in POSTS]
    _csv(f"weibo-crawler {_generation}", _header, _rows, "正文", "日期")
_spider = [factories.spider_row(post) for post in POSTS]
_csv(
    "weiboSpider",
    factories.SPIDER_HEADER.split(","),
    [list(row.values()) for row in _spider],
    "微博正文",
    "发布时间",
)
_csv(
    "weibo-search",
    factories.SEARCH_HEADER.split(","),
    [factories.search_row(post) for post in POSTS],
    "微博正文",
    "发布时间",
)
for _platform, _make in factories_platforms.MEDIA.items():
    _rows = [_make(post, new=False) for post in POSTS]
    _text = {"weibo": "content", "zhihu": "content_text", "dynamics": "text"}.get(
        _platform, "desc"
    )
    _time = {"xhs": "time", "dynamics": "pub_ts", "zhihu": "created_time"}.get(_platform, "")
    _time = _time or {"weibo": "create_date_time", "tieba": "publish_time"}.get(
        _platform, "create_time"
    )
    _table(f"MediaCrawler {_platform}", _rows, _text, _time)
_table("table", [factories_platforms.table(post) for post in POSTS], "内容", "发布时间")
JSON["weiboSpider"] = (_spider, "content", "publish_time")
JSON["nghuyong"] = (
    [factories_platforms.nghuyong(post) for post in POSTS],
    "content",
    "created_at",
)
JSON["Weibo-archiver"] = (
    [factories_platforms.archiver(post) for post in POSTS],
    "text",
    "createdAt",
)
JSON["weibo-crawler"] = ([factories.crawler_object(post) for post in POSTS], "text", "created_at")

JSON["Weibo API mblog"] = ([factories_api.mblog(post) for post in POSTS], "text", "created_at")
JSON["Weibo API status"] = (
    [factories_api.status(post) for post in POSTS],
    "text_raw",
    "created_at",
)
JSON["Weibo API official"] = (
    [factories_api.official(post) for post in POSTS],
    "text",
    "created_at",
)
JSON["crawl4weibo"] = ([factories_tools.crawl4weibo(post) for post in POSTS], "text", "created_at")
JSON["snscrape"] = ([factories_tools.snscrape(post) for post in POSTS], "text", "createdAt")
JSON["yt-dlp weibo"] = (
    [factories_tools.yt_dlp_weibo(post) for post in POSTS],
    "description",
    "timestamp",
)
JSON["yt-dlp bilibili"] = (
    [factories_tools.yt_dlp_bilibili(post) for post in POSTS],
    "description",
    "timestamp",
)
JSON["wechat-article-exporter"] = (
    [{**factories_tools.wechat_object(post), "create_time": None} for post in POSTS],
    "content",
    "update_time",
)

csv_table = pytest.mark.parametrize("name", CSV)
json_list = pytest.mark.parametrize("name", JSON)


def write(tmp_path: Path, rows: list[list[Any]], encoding: str = "utf-8-sig") -> Path:
    return factories.write_csv(tmp_path / "export.csv", rows, encoding)


def write_json(tmp_path: Path, rows: list[dict[str, Any]]) -> Path:
    path = tmp_path / "export.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def posts(path: Path) -> list[Post]:
    return [row.item for row in open_export(path).rows() if isinstance(row, Row)]


def rejected(path: Path) -> list[tuple[int, str]]:
    rows = open_export(path).rows()
    return [(row.line, row.reason) for row in rows if isinstance(row, Rejected)]


def changed(rows: list[list[Any]], number: int, column: str, value: object) -> list[list[Any]]:
    """The table with one cell of its n-th row replaced."""
    copy = [list(row) for row in rows]
    copy[number][rows[0].index(column)] = value
    return copy


def test_every_importer_is_asked():
    asked = {name.split()[0] for name in (*CSV, *JSON)} | {"feed", "nghuyong/WeiboSpider"}
    asked |= {"Weibo API", "gallery-dl"}  # whose files hold answers of that API
    assert {importer.collector for importer in IMPORTERS} <= asked


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \r\n"])
@pytest.mark.parametrize("suffix", [".csv", ".json", ".db", ".xlsx"])
def test_an_empty_file_is_an_export_without_rows(tmp_path, content, suffix):
    path = tmp_path / f"export{suffix}"
    path.write_bytes(content)
    export = open_export(path)
    assert (export.collector, list(export.rows()), export.size) == ("", [], len(content))


@csv_table
def test_a_header_alone_is_an_export_without_rows(tmp_path, name):
    rows, _, _ = CSV[name]
    export = open_export(write(tmp_path, rows[:1]))
    assert export.collector == name.split()[0]
    assert list(export.rows()) == []


@csv_table
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_give_the_same_rows(tmp_path, name, encoding):
    rows, _, _ = CSV[name]
    expected = list(open_export(write(tmp_path, rows)).rows())
    export = open_export(write(tmp_path, rows, encoding))
    assert list(export.rows()) == expected
    assert export.encoding == encoding


@csv_table
def test_a_nul_is_replaced(tmp_path, name):
    rows, text, _ = CSV[name]
    path = write(tmp_path, changed(rows, 2, text, "续航\0一般"))
    assert posts(path)[1].text.endswith("续航\ufffd一般")
    assert len(posts(path)) == len(POSTS)


@json_list
@pytest.mark.parametrize("damage", ["\0", "\ud83d"])
def test_a_nul_or_half_a_surrogate_in_json_is_replaced(tmp_path, name, damage):
    rows, text, _ = JSON[name]
    rows = [dict(row) for row in rows]
    rows[1][text] = f"续航{damage}一般"
    found = posts(write_json(tmp_path, rows))
    assert found[1].text.endswith("续航\ufffd一般")
    assert len(found) == len(POSTS)


@csv_table
def test_unknown_columns_at_the_end_are_ignored(tmp_path, name):
    rows, _, _ = CSV[name]
    expected = posts(write(tmp_path, rows))
    extra = [[*rows[0], "AI总结", "备注2"], *([*row, "好评，推荐", ""] for row in rows[1:])]
    assert posts(write(tmp_path, extra)) == expected
    assert rejected(write(tmp_path, extra)) == []


@json_list
def test_unknown_keys_are_ignored(tmp_path, name):
    rows, _, _ = JSON[name]
    expected = posts(write_json(tmp_path, rows))
    extra = [{**row, "新字段": {"a": [1]}} for row in rows]
    assert posts(write_json(tmp_path, extra)) == expected


@csv_table
def test_duplicate_rows_are_passed_on(tmp_path, name):
    rows, _, _ = CSV[name]
    found = posts(write(tmp_path, [*rows, rows[1], rows[1]]))
    assert [post.native_id for post in found].count(found[0].native_id) == 3


@csv_table
def test_a_bad_date_keeps_the_post_and_is_noted(tmp_path, name):
    rows, _, time = CSV[name]
    rows = changed(rows, 2, time, "某天晚上")
    for other in ("完整日期", "create_time"):
        if other in rows[0] and other != time:
            rows = changed(rows, 2, other, "")
    path = write(tmp_path, rows)
    row = list(open_export(path).rows())[1]
    assert isinstance(row, Row)
    assert (row.item.published, row.repairs) == (None, ("date_unreadable",))


@json_list
@pytest.mark.parametrize("bad", ["某天晚上", 0, 10**30, -5, [], True, "2024-13-45", "0001-01-01"])
def test_a_bad_date_in_json_keeps_the_post(tmp_path, name, bad):
    rows, _, time = JSON[name]
    rows = [dict(row) for row in rows]
    rows[1][time] = bad
    if "create_date_time" in rows[1]:
        rows[1]["create_time"] = None
    row = list(open_export(write_json(tmp_path, rows)).rows())[1]
    assert isinstance(row, Row)
    assert row.item.published is None
    assert row.repairs in {("date_unreadable",), ("date_missing",)}


@csv_table
def test_a_row_of_one_value_is_rejected(tmp_path, name):
    rows, _, _ = CSV[name]
    path = write(tmp_path, [*rows[:2], ["2024-11-25"], *rows[2:]])
    lines = 1 + sum(str(value).count("\n") for value in rows[1])
    assert rejected(path) == [(2 + lines, "single_value")]
    assert len(posts(path)) == len(POSTS)


@csv_table
def test_half_a_row_is_rejected(tmp_path, name):
    rows, text, time = CSV[name]
    half = min(rows[0].index(text), rows[0].index(time))
    path = write(tmp_path, [*rows, rows[1][: half + 1] if half else rows[1][:2]])
    assert [reason for _, reason in rejected(path)] == ["too_few_values"]
    assert len(posts(path)) == len(POSTS)


@csv_table
def test_a_row_cut_inside_a_quotation_is_rejected(tmp_path, name):
    rows, _, _ = CSV[name]
    path = write(tmp_path, rows)
    first = str(rows[1][0]).strip()
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(f'{first},"半截')
    assert [reason for _, reason in rejected(path)] == ["quote_not_closed"]
    assert len(posts(path)) == len(POSTS)


@csv_table
def test_an_open_quotation_does_not_swallow_the_rows_after_it(tmp_path, name):
    rows, _, _ = CSV[name]
    path = write(tmp_path, rows[:2])
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(f'{str(rows[2][0]).strip()},"半截\r\n还有一行\r\n')
    tail = write(tmp_path / "tail", rows[2:], "utf-8").read_bytes()
    path.write_bytes(path.read_bytes() + tail)
    assert [reason for _, reason in rejected(path)] == ["quote_not_closed"]
    assert len(posts(path)) == len(POSTS)


@json_list
def test_a_cut_or_broken_line_of_json_lines_costs_only_itself(tmp_path, name):
    rows, _, _ = JSON[name]
    path = write_json(tmp_path, rows)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[2] = lines[2][:20] + "\n"
    lines.insert(1, "\n")
    path.write_text("".join(lines), encoding="utf-8")
    assert rejected(path) == [(4, "json_line")]
    assert len(posts(path)) == len(POSTS) - 1


@json_list
def test_a_json_list_cut_off_keeps_what_was_read(tmp_path, name):
    rows, _, _ = JSON[name]
    path = tmp_path / "export.json"
    text = json.dumps(rows, ensure_ascii=False)
    path.write_bytes(text.encode()[: -len(json.dumps(rows[-1])) // 2])
    reasons = rejected(path)
    assert [reason for _, reason in reasons] == ["json_cut_off"]
    assert len(posts(path)) == reasons[0][0] - 1 > 0


@json_list
def test_values_of_wrong_types_never_stop_the_import(tmp_path, name):
    rows, _, _ = JSON[name]
    for wrong in (None, [], {}, 3.5, True, "", "\ud83d"):
        spoiled = [rows[0], dict.fromkeys(rows[0], wrong), rows[1]]
        found = list(open_export(write_json(tmp_path, spoiled)).rows())
        assert isinstance(found[0], Row)
        assert isinstance(found[-1], Row)
        assert len(found) == 3


@pytest.mark.parametrize("name", sorted(set(CSV) - {"table"}))  # which has no ids to tell by
def test_values_in_wrong_columns_are_not_made_a_post(tmp_path, name):
    rows, text, _ = CSV[name]
    moved = [rows[1][-1], *rows[1][:-1]]
    found = list(open_export(write(tmp_path, [rows[0], moved, rows[2]])).rows())
    assert isinstance(found[0], Rejected) or found[0].item.text != rows[1][rows[0].index(text)]
    assert isinstance(found[1], Row)


STRANGER = Author("987654321", "样例乙")


def _kept(store: Store, rows: list[Row], name: str, owner: str) -> ImportSummary:
    file = ImportedFile(name, name, name, "utf-8", datetime(2026, 11, 1, tzinfo=UTC))
    return store.import_rows(file, rows, owner=Owner(owner))


def _asked_of(path: Path) -> None:
    """Two persons' rows have the same ids: nobody loses a post or is given another's words."""
    mine = [row for row in open_export(path).rows() if isinstance(row.item, Post)]
    theirs = [
        replace(row, item=replace(row.item, author=STRANGER, text=f"别人的话{row.line}"))
        for row in mine
    ]
    with Store.open(IN_MEMORY) as store:
        new = _kept(store, mine, "mine", "样例甲").new
        before = list(store.posts(store.find_blogger("样例甲")))
        assert new == len(before) > 0
        summary = _kept(store, theirs, "theirs", "样例乙")
        assert (summary.updated, summary.duplicate) == (0, 0)
        assert summary.rejections == (
            {"other_author": summary.rejected} if summary.rejected else {}
        )
        assert summary.new + summary.rejected == len(theirs)
        assert list(store.posts(store.find_blogger("样例甲"))) == before
        again = _kept(store, mine, "again", "样例甲")
        assert (again.new, again.updated, again.rejected) == (0, 0, 0)


@csv_table
def test_the_same_ids_under_two_authors_never_become_one(tmp_path, name):
    _asked_of(write(tmp_path, CSV[name][0]))


@json_list
def test_the_same_ids_in_json_under_two_authors_never_become_one(tmp_path, name):
    _asked_of(write_json(tmp_path, JSON[name][0]))


def test_a_binary_file_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(ImportFileError) as raised:
        open_export(path)
    assert raised.value.key == "import.binary"
