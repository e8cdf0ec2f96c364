"""How a JSON text is built: lists, documents, single objects, lines."""

import json
import tracemalloc

import pytest

from kolvet.importers.containers.json_rows import Document, Shape, find_shape
from kolvet.model.imports import Rejected

ROW = {"id": 1, "text": "续航\n一般"}


def shape(path, text, encoding="utf-8"):
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    found = find_shape(path, encoding)
    return "lines" if found.lines else found.rows


def dumped(value, indent=None):
    return json.dumps(value, ensure_ascii=False, indent=indent)


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize(
    ("document", "rows"),
    [
        ([ROW, ROW], "item"),
        ([], "item"),
        ({"user": {"id": 1}, "weibo": [ROW]}, "weibo.item"),
        ({"version": "x", "items": []}, "items.item"),
        ({"ok": 1, "data": [ROW]}, "data.item"),
        ({"ok": 1, "data": {"topicList": [], "list": [ROW]}}, "data.list.item"),
        ({"ok": 1, "data": {"cardlistInfo": {"list": 1}, "cards": [ROW]}}, "data.cards.item"),
        ({"ok": 1, "data": {"data": [ROW], "max": 1}}, "data.data.item"),
        ({"statuses": [ROW]}, "statuses.item"),
        ({"ok": 1, "data": {"userInfo": {"list": []}, "tabs": {"list": [ROW]}}}, ""),
        ({"other": {"weibo": [ROW]}}, ""),
        ({"a": {"data": {"list": [ROW]}}}, ""),
        (ROW, ""),
        ({}, ""),
    ],
)
def test_documents_in_any_layout(tmp_path, document, rows, indent):
    assert shape(tmp_path / "a", dumped(document, indent)) == rows
    assert shape(tmp_path / "a", dumped(document, indent), "gb18030") == rows
    assert shape(tmp_path / "a", f"\n\n {dumped(document, indent)}\n\n") == rows


@pytest.mark.parametrize(
    "text",
    [
        f"{dumped(ROW)}\n{dumped(ROW)}\n",
        f"{dumped(ROW)}\r\n\r\n{dumped(ROW)}",
        f"{dumped([ROW])}\n{dumped([ROW, ROW])}\n[]\n",
        f"{dumped({'weibo': [ROW]})}\n{dumped({'data': [ROW]})}\n",
        f'{{"id": 1, "te\n{dumped(ROW)}\n',  # the first line is broken
        f"{dumped(ROW)}\n" * 3 + '{"id": 1, "te',
        f"{dumped(ROW)}\n" * 500,
    ],
)
def test_lines(tmp_path, text):
    assert shape(tmp_path / "a", text) == "lines"
    assert shape(tmp_path / "a", text, "utf-16-le") == "lines"


@pytest.mark.parametrize(
    "text",
    [
        f"[\n{dumped(ROW)},\n{dumped(ROW)}\n]",  # a list with an element a line
        f"[\n{dumped(ROW)}\n]\n",
        f"[{dumped(ROW)},\n{dumped(ROW)}]",
        "[\n" + f"{dumped(ROW)},\n" * 500,
    ],
)
def test_a_list_with_an_element_a_line_is_a_list(tmp_path, text):
    assert shape(tmp_path / "a", text) == "item"


def test_the_one_object_of_a_document(tmp_path):
    path = tmp_path / "a"
    path.write_text(dumped({"a": {"b": [1]}}, 2), encoding="utf-8")
    assert list(Document(path, "utf-8", "")) == [(1, {"a": {"b": [1]}})]
    path.write_text(dumped({"a": {"b": [1]}}, 2)[:-3], encoding="utf-8")
    (rejected,) = Document(path, "utf-8", "")
    assert isinstance(rejected, Rejected)


def test_a_long_line_at_the_beginning_takes_little_memory(tmp_path):
    path = tmp_path / "a"
    path.write_text(dumped({"weibo": [ROW] * 2_000_000}), encoding="utf-8")
    assert path.stat().st_size > 60_000_000
    tracemalloc.start()
    try:
        assert find_shape(path, "utf-8") == Shape("weibo.item", ("weibo",))
        assert tracemalloc.get_traced_memory()[1] < 24_000_000
    finally:
        tracemalloc.stop()
