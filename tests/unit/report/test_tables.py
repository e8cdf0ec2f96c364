"""Evidence as a table: Excel shows it as it was written, and runs none of it."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.report.tables import COLUMNS, render_csv, render_ndjson, render_xlsx
from tests.unit.report.full import EVERY, FULL
from tests.unit.report.samples import HOLD, REJECT, evidence

FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1", "\n=1"]


def csv_rows(report):
    written = render_csv(report)
    assert written.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))


def xlsx_cells(report):
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(report))).active
    rows = list(sheet.iter_rows())
    names = [cell.value for cell in rows[0]]
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]


def with_quote(words, **more):
    return replace(HOLD, evidence=(evidence("E1", words, **more),), counter=(), others=())


def test_every_quote_is_there_once_with_its_side():
    rows = csv_rows(FULL)
    expected = [*FULL.evidence, *FULL.counter, *FULL.others]
    assert [row["id"] for row in rows] == [item.id for item in expected]
    assert [row["side"] for row in rows] == ["against"] * 7 + ["counter"] + ["other"] * 5
    assert len(xlsx_cells(FULL)) == len(expected)
    assert len(render_ndjson(FULL).splitlines()) == len(expected)


def test_unknown_is_empty_and_never_zero():
    rows = csv_rows(HOLD)
    third = rows[2]
    assert (third["likes"], third["published"], third["url"]) == ("", "", "")
    assert xlsx_cells(HOLD)[2]["likes"].value is None
    assert json.loads(render_ndjson(HOLD).splitlines()[2])["likes"] is None


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_begins_a_formula(words):
    row = csv_rows(with_quote(words, url=words, source=words))[0]
    for name in ("quote", "url", "source"):
        assert row[name].startswith("'"), row[name]
        assert row[name].replace("'", "").strip() == words.replace("'", "").strip()
    cell = xlsx_cells(with_quote(words))[0]["quote"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == words.strip()


@pytest.mark.parametrize("after", [*FORMULAS, "=cmd|' /C calc'!A0;x"])
def test_no_cell_begins_a_formula_where_a_semicolon_parts_cells(after):
    words = f"小米手机垃圾;{after.strip()}; {after.strip()}\n{after.strip()}"
    shown = csv_rows(with_quote(words))[0]["quote"]
    assert not re.search(r"[;\n]\s*[=+@＝-]", shown)
    assert shown.replace("'", "") == words.replace("'", "")
    assert xlsx_cells(with_quote(words))[0]["quote"].value == words


def test_days_stay_text():
    row = csv_rows(HOLD)[0]
    assert row["published"] == "\t2025-09-03 21:14:15"
    assert row["as_of"] == "\t2026-01-04 23:59:59"
    assert csv_rows(REJECT)[0]["published"] == "\t2025-09"


@pytest.mark.parametrize(
    "number",
    [
        *("5215917879982098", "00012", "123e45678901", "2026-01-04", "12:30", "1,234.50", "5%"),
        *("2025年9月", "2025年9月3日"),
    ],
)
def test_an_id_stays_text(number):
    report = with_quote("小米", native_id=number)
    report = replace(report, run=replace(report.run, id=number))
    row = csv_rows(report)[0]
    assert row["native_id"] == f"\t{number}"
    assert row["run"] == f"\t{number}"
    cell = xlsx_cells(report)[0]["native_id"]
    assert (cell.value, cell.data_type, cell.number_format) == (number, "s", "@")
    assert json.loads(render_ndjson(report))["native_id"] == number


def test_numbers_are_numbers():
    row = xlsx_cells(HOLD)[0]
    assert (row["likes"].value, row["severity"].value, row["score"].value) == (12345, 3, -0.9312)
    assert csv_rows(HOLD)[0]["score"] == "-0.9312"


def test_quotes_keep_lines_commas_and_signs():
    words = '小米,"真香"\n第二行；👨‍👩‍👧[doge]'
    assert csv_rows(with_quote(words))[0]["quote"] == words
    assert xlsx_cells(with_quote(words))[0]["quote"].value == words


def test_the_phrase_that_decides_stands_beside_the_quote():
    assert csv_rows(HOLD)[1]["phrase"] == "散热翻车就是翻车"


@given(st.text(st.characters(codec=None), max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_post_can_be_written(words):
    report = with_quote(words)
    row = csv_rows(report)[0]
    assert not row["quote"].startswith(("=", "+", "-", "@"))
    assert len(xlsx_cells(report)) == 1
    line = json.loads(render_ndjson(report))
    assert line["quote"] == words


def test_a_very_long_post_fits_a_cell_of_excel():
    whole = "字" * 32_767
    assert xlsx_cells(with_quote(whole))[0]["quote"].value == whole
    assert xlsx_cells(with_quote(whole + "字"))[0]["quote"].value == "字" * 32_764 + "[…]"


def test_excel_counts_an_emoji_as_two_and_none_is_halved():
    shown = xlsx_cells(with_quote("a" + "😅" * 20_000))[0]["quote"].value
    assert shown == "a" + "😅" * 16_381 + "[…]"
    assert len(shown.encode("utf-16-le")) // 2 == 32_766


def test_what_excel_would_read_as_an_escape_is_written_as_one():
    book = zipfile.ZipFile(io.BytesIO(render_xlsx(with_quote("_x0041_ _x_ __x000D_小米"))))
    written = "".join(book.read(name).decode() for name in book.namelist() if "xl/" in name)
    assert "_x005F_x0041_ _x_ __x005F_x000D_小米" in written


@pytest.mark.parametrize("name", EVERY)
def test_the_workbook_has_the_same_bytes_each_time(name, monkeypatch):
    first = render_xlsx(EVERY[name])
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 1, 1, 1, 1, 0, 1, 0))
    assert render_xlsx(EVERY[name]) == first
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        assert book.testzip() is None
        stamps = re.findall(rb"W3CDTF\">([^<]*)<", book.read("docProps/core.xml"))
        assert set(stamps) == {b"2026-01-05T01:30:00Z"}


def test_columns_are_the_keys_of_the_json():
    line = json.loads(render_ndjson(HOLD).splitlines()[0])
    assert set(COLUMNS) - set(line) == {"phrase"}
