"""Precedents by hand: what, when, where it says so, and the line; or nothing."""

from datetime import date

import pytest

from kolvet.decisions.committed import precedents_for, read_precedents
from kolvet.decisions.rows import Entry, read_entries
from kolvet.errors import UsageError

ROW = {
    "kind": "judgment",
    "what": "被判赔偿",
    "when": "2024",
    "url": "https://news.example.com/a",
    "quote": "判决书称其捏造事实",
    "about": "样例牌",
    "blogger": "样例甲",
}


def read(**changes):
    return read_precedents([Entry("row 1", ROW | changes)])


def test_a_whole_row_is_a_precedent_that_counts_from_its_last_day():
    (item,) = read()
    assert (item.kind, item.summary, item.quote) == ("judgment", "被判赔偿", "判决书称其捏造事实")
    assert item.counts_from == date(2024, 12, 31)
    assert item.publisher == "news.example.com"
    assert item.published.text == "2024"
    (later,) = read(published="2024-07-01", publisher="样例日报")
    assert (later.published.text, later.publisher) == ("2024-07-01", "样例日报")


@pytest.mark.parametrize(
    "url", ["", "样例日报", "ftp://x.example/a", "https://", "http://x y", "https://[a.b/c"]
)
def test_without_a_source_there_is_no_entry(url):
    with pytest.raises(UsageError) as caught:
        read(url=url)
    assert caught.value.key == "people.precedent_without_source"
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("key", ["kind", "what", "when", "quote"])
def test_every_fact_must_be_there(key):
    with pytest.raises(UsageError) as caught:
        read(**{key: ""})
    assert caught.value.key == "people.row_lacks"


@pytest.mark.parametrize("when", ["last year", "2024-13", "2024-02-30", "24", "2024-1"])
def test_a_date_that_is_none_is_refused(when):
    with pytest.raises(UsageError):
        read(when=when)


def test_an_unknown_kind_is_refused():
    with pytest.raises(UsageError) as caught:
        read(kind="rumour")
    assert "cancelled_deal" in caught.value.hint


def test_only_his_and_only_what_had_happened_counts():
    his, everybody = read()[0], read(blogger="")[0]
    other = read(blogger="样例乙")[0]
    late = read(when="2026-02")[0]
    chosen = precedents_for([his, everybody, other, late], ["样例甲"], date(2026, 1, 4))
    assert chosen == [his, everybody]


@pytest.mark.parametrize(
    ("suffix", "raw"),
    [
        (".toml", "[[precedent]\n"),
        (".toml", "[[waiver]]\nfingerprint = 'a'\n"),
        (".jsonl", "{broken\n"),
        (".jsonl", "[1]\n"),
        (".csv", b"\xff\xfe\x00"),
        (".csv", 'a,b\n"open\n'),
    ],
)
def test_a_broken_file_is_named(suffix, raw):
    raw = raw if isinstance(raw, bytes) else raw.encode()
    with pytest.raises(UsageError) as caught:
        read_entries(raw, suffix, "precedent", f"p{suffix}")
    assert f"p{suffix}" in str(caught.value)


def test_a_csv_with_quotes_commas_and_a_byte_order_mark_is_read():
    raw = (
        '\ufeffkind,what,when,url,quote\njudgment,"一, 二\n三",2024,https://a.example/b,"""引"""\n'
    )
    (item,) = read_precedents(read_entries(raw.encode(), ".csv", "precedent", "p.csv"))
    assert (item.summary, item.quote) == ("一, 二\n三", '"引"')
