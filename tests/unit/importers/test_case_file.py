from datetime import date

import pytest

from kolvet.importers import open_export
from kolvet.model.imports import Rejected, Row
from kolvet.model.judgements import TargetKind
from kolvet.model.press import CaseNote, Moment, Precedent, PressItem

CASE = """\
# 全部内容为虚构
blogger = "样例毒舌"
also_known_as = ["样例大熊"]
brand = "小米"
replay_as_of = 2026-01-04
outcome = "contact ended"

[[account]]
platform = "other"
followers_reported = "tens of thousands"

[[account]]
platform = "weibo"
followers = 2570000
seen = 2026-01-07
url = "https://news.example/a"

[[press]]
kind = "statement"
happened = "2025-09"
quote = "样例原话"
lang = "zh"
target_kind = "users"
severity = 3
url = "https://news.example/a"
publisher = "样例日报"
published = 2026-01-07
also_reported_by = ["https://news.example/b"]

[[press]]
kind = "history"
happened = ""
summary = "criticised the products for years"
url = "https://news.example/c"
publisher = "Sample News"
published = "2026-01"

[[precedent]]
kind = "judgment"
happened = "2024"
about = "样例品牌"
summary = "lost a suit"
url = "https://news.example/d"
publisher = "Sample News"
published = "2026-01"

[[event]]
happened = 2026-01-05
summary = "what followed is never an input"
"""


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "case.toml"
        path.write_text(text, encoding="utf-8")
        return list(open_export(path).rows())

    return read


def test_a_case_file_gives_its_note_press_and_precedents(read):
    rows = read(CASE)
    assert [(row.line, type(row.item)) for row in rows] == [
        (1, CaseNote),
        (18, PressItem),
        (30, PressItem),
        (38, Precedent),
    ]
    note, statement, history, judgment = [row.item for row in rows]
    assert note == CaseNote(
        "样例毒舌",
        ("样例大熊",),
        "小米",
        date(2026, 1, 4),
        2_570_000,
        "weibo",
        "https://news.example/a",
        date(2026, 1, 7),
        "contact ended",
    )
    assert statement == PressItem(
        "statement",
        "样例毒舌",
        "小米",
        "https://news.example/a",
        "样例日报",
        Moment("2026-01-07"),
        Moment("2025-09"),
        "样例原话",
        "zh",
        "",
        TargetKind.USERS,
        3,
        ("https://news.example/b",),
    )
    assert (history.happened, history.counts_from) == (None, date(2026, 1, 31))
    assert (judgment.about, judgment.counts_from) == ("样例品牌", date(2024, 12, 31))


def test_a_file_that_is_no_replay_is_an_ordinary_list(read):
    rows = read(CASE.replace("replay_as_of = 2026-01-04\n", ""))
    assert rows[0].item.replay_as_of is None
    assert len(rows) == 4


def test_tables_written_inline_are_read_too(read):
    rows = read(
        'blogger = "a"\nbrand = "b"\npress = [{kind = "history", summary = "s", '
        'url = "https://news.example/a", publisher = "p", published = "2026"}]\n'
    )
    assert [type(row.item) for row in rows] == [CaseNote, PressItem]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('kind = "statement"', 'kind = "rumour"', "press_kind"),
        ('quote = "样例原话"', "", "press_without_quote"),
        ('publisher = "样例日报"', "", "press_without_source"),
        ('publisher = "样例日报"\npublished = 2026-01-07', 'publisher = "x"', "press_date"),
        ('happened = "2025-09"', 'happened = "2025-13"', "press_date"),
        ('happened = "2025-09"', 'happened = "2025-02-30"', "press_date"),
        ('happened = "2025-09"', 'happened = "last year"', "press_date"),
        ('target_kind = "users"', 'target_kind = "dogs"', "press_target_kind"),
        ("severity = 3", "severity = 9", "press_severity"),
    ],
)
def test_an_entry_without_its_source_or_date_is_rejected_alone(read, old, new, reason):
    assert old in CASE
    rows = read(CASE.replace(old, new, 1))
    assert [row.reason for row in rows if isinstance(row, Rejected)] == [reason]
    assert len([row for row in rows if isinstance(row, Row)]) == 3
    assert rows[1].line == 18
