"""Whatever the bytes: rows or one plain error, never a crash; texts come out as they went in."""

import csv
import io
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.errors import ImportFileError
from kolvet.importers import open_export
from kolvet.importers.containers.csv_rows import csv_records
from kolvet.importers.containers.lines import Lines
from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import SHANGHAI
from kolvet.platforms import moments, weibo
from kolvet.platforms.counts import parse_count
from kolvet.platforms.markup import plain_text
from tests import factories
from tests.factories import SEVEN, UID

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r<&"), max_size=60)
VALUE = st.one_of(
    WORDS, st.none(), st.booleans(), st.integers(), st.floats(), st.lists(WORDS, max_size=2)
)
REFERENCE = SEVEN[0].when


def read(content: bytes, name: str = f"{UID}.csv") -> list[Row | Rejected]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return list(open_export(path).rows())


def table(rows: list[list[object]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_one_plain_error(content):
    try:
        rows = read(content)
    except ImportFileError as error:
        said = (str(error), error.hint)
    else:
        said = ("read", "whole")
        assert all(isinstance(row, Row | Rejected) for row in rows)
    assert all(said)


@given(st.sampled_from(["A", "B", "C", "D", "E"]), st.text(max_size=200), st.booleans())
def test_any_text_below_a_known_header_gives_rows(generation, garbage, full):
    header = factories.crawler_header(generation, full=full)
    good = factories.crawler_row(SEVEN[0], generation, full=full)
    end = factories.crawler_row(SEVEN[1], generation, full=full)
    content = table([header, good]) + garbage.encode("utf-8", "replace") + b"\r\n" + table([end])
    rows = read(content)
    assert rows[0].item.native_id == SEVEN[0].mid
    assert rows[-1].item.native_id == SEVEN[1].mid


@given(WORDS, WORDS)
def test_texts_survive_a_csv_unchanged(text, client):
    header, row = (
        factories.crawler_header("D", full=False),
        factories.crawler_row(SEVEN[0], "D", full=False),
    )
    row[2], row[header.index("工具")] = text, client
    (found,) = read(table([header, row]))
    if isinstance(found, Rejected):
        assert weibo.is_notice(text.strip())
    else:
        assert found.item.text == text.strip()


@given(st.dictionaries(st.sampled_from(list(factories.crawler_object(SEVEN[2]))), VALUE))
def test_any_values_in_an_object_give_a_post_or_a_rejection(values):
    document = [
        {**factories.crawler_object(SEVEN[2]), **values},
        factories.crawler_object(SEVEN[0]),
    ]
    content = "\n".join(json.dumps(row) for row in document).encode()
    rows = read(content, "a.jsonl")
    assert len(rows) == 2
    if isinstance(rows[0], Row):
        counts = rows[0].item.engagement
        known = [count for count in (counts.likes, counts.comments, counts.reposts) if count]
        assert all(0 < count < 2**63 for count in known)
        json.dumps(rows[0].item.text + rows[0].item.client).encode()
    assert rows[1].item.native_id == SEVEN[0].mid


@given(st.lists(st.lists(WORDS, min_size=2, max_size=5), min_size=1, max_size=8))
def test_records_are_those_of_the_csv_module(rows):
    content = table(rows).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        found = list(csv_records(Lines(path, "utf-8"), ","))
    assert [values for _, values in found] == rows


@given(st.integers(min_value=10**9, max_value=10**19 - 1))
def test_mid_and_bid_name_each_other(number):
    mid = str(number)
    assert weibo.bid_to_mid(weibo.mid_to_bid(mid)) == mid


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_none(text):
    found = moments.parse_moment(text, REFERENCE)
    assert found is None or 1990 <= found[0].astimezone(SHANGHAI).year <= 2100


@given(
    st.datetimes(min_value=moments.datetime(1991, 1, 1), max_value=moments.datetime(2099, 1, 1))
)
def test_a_time_written_is_the_time_read(when):
    when = when.replace(microsecond=0, tzinfo=SHANGHAI)
    for form in (f"{when:%Y-%m-%d %H:%M:%S}", f"{when:%Y/%m/%d %H:%M:%S}", when.isoformat()):
        assert moments.parse_moment(form, REFERENCE) == (when, moments.Precision.SECOND)


@given(st.one_of(st.text(max_size=20), VALUE))
def test_any_value_is_a_count_or_none(value):
    count = parse_count(value)
    assert count is None or count >= 0


@settings(max_examples=300)
@given(st.text("<>ab/br p=\"'&;!-imgscrt\n", max_size=60))
def test_markup_never_crashes_and_never_grows(text):
    assert len(plain_text(text)) <= len(text) + text.count("<")
