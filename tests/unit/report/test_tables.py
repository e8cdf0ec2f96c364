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
from tests.unit.report.samples import HOLD, evidence

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
        assert row[name][1:].strip() == words.strip()
    cell = xlsx_cells(with_quote(words))[0]["quote"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == words.strip()


@pytest.mark.parametrize("number", ["5215917879982098", "00012", "123e45678901", "2026-01-04"])
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
    assert len(xlsx_cells(with_quote("字" * 40_000))[0]["quote"].value) == 32_767


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
