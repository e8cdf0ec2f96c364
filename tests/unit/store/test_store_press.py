from dataclasses import replace
from datetime import date

import pytest

from kolvet.errors import UsageError
from kolvet.model.judgements import TargetKind
from kolvet.model.posts import Author, Platform
from kolvet.model.press import CaseNote, Moment, Precedent, PressItem
from tests.unit.store.builders import dump, keep, post

STATEMENT = PressItem(
    kind="statement",
    blogger="样例数码君",
    brand="样例手机",
    url="https://news.example/1",
    publisher="样例日报",
    published=Moment("2026-01"),
    happened=Moment("2025-09-03"),
    quote="用户都是冤大头",
    language="zh",
    target_kind=TargetKind.USERS,
    severity=3,
    also_reported_by=("https://news.example/2",),
)
PRECEDENT = Precedent(
    kind="judgment",
    blogger="样例数码君",
    about="样例电脑",
    summary="判赔一万元",
    url="https://news.example/3",
    publisher="样例日报",
    published=Moment("2026"),
)
NOTE = CaseNote(
    blogger="样例数码君",
    also_known_as=("大熊", "Big Bear"),
    brand="样例手机",
    replay_as_of=date(2026, 1, 4),
    followers=2570000,
    followers_platform="weibo",
    followers_seen=date(2026, 1, 7),
)
LATER = date(2027, 1, 1)


def test_reports_come_back_as_they_were(store):
    summary = keep(store, NOTE, STATEMENT, PRECEDENT)
    assert (summary.press, summary.new, summary.bloggers) == (3, 3, ("样例数码君",))
    blogger = store.find_blogger("BIG BEAR")
    assert (blogger.name, blogger.aliases) == ("样例数码君", ("Big Bear", "大熊"))
    assert store.press(blogger, until=LATER) == [STATEMENT]
    assert store.precedents(blogger, until=LATER) == [PRECEDENT]
    assert store.case_notes(blogger) == [NOTE]


def test_reports_count_from_the_last_day_that_their_date_can_mean(store):
    undated = replace(STATEMENT, happened=None, quote="另一句")
    keep(store, undated, STATEMENT, PRECEDENT)
    blogger = store.find_blogger("样例数码君")
    assert store.press(blogger, until=date(2025, 9, 2)) == []
    assert store.press(blogger, until=date(2026, 1, 30)) == [STATEMENT]
    assert store.press(blogger, until=date(2026, 1, 31)) == [STATEMENT, undated]
    assert store.precedents(blogger, until=date(2026, 12, 30)) == []
    assert store.precedents(blogger, until=date(2026, 12, 31)) == [PRECEDENT]


def test_reports_imported_again_change_no_byte(path, store):
    keep(store, NOTE, STATEMENT, PRECEDENT, STATEMENT)
    before = dump(path)
    assert keep(store, NOTE, STATEMENT, PRECEDENT, STATEMENT).duplicate == 4
    assert dump(path) == before


def test_corrected_report_replaces_the_former(store):
    keep(store, STATEMENT)
    corrected = replace(STATEMENT, severity=2, happened=Moment("2025-10"))
    assert keep(store, corrected, name="b").updated == 1
    assert store.press(store.find_blogger("样例数码君"), until=LATER) == [corrected]


def test_reports_and_posts_of_one_name_are_one_blogger(store):
    keep(store, STATEMENT, name="case")
    keep(store, post(1), name="posts")
    assert len(store.bloggers()) == 1
    keep(store, PRECEDENT, name="later")
    (blogger,) = store.bloggers()
    assert blogger.accounts[0].posts == 1
    assert store.press(blogger, until=LATER) == [STATEMENT]
    assert store.precedents(blogger, until=LATER) == [PRECEDENT]


def test_reports_of_a_name_of_two_bloggers_are_refused(store):
    bili = replace(post(2, author=Author("42", "样例数码君")), platform=Platform.BILIBILI)
    keep(store, post(1), bili)
    with pytest.raises(UsageError) as caught:
        keep(store, STATEMENT, name="b")
    assert caught.value.key == "store.ambiguous_blogger"
    keep(store, STATEMENT, name="b", owner="bilibili:42")
    assert store.press(store.find_blogger("bilibili:42"), until=LATER) == [STATEMENT]


def test_owner_gets_the_reports_and_their_name_as_alias(store):
    keep(store, NOTE, STATEMENT, owner="熊老师")
    (blogger,) = store.bloggers()
    assert blogger.name == "熊老师"
    assert set(blogger.aliases) == {"样例数码君", "大熊", "Big Bear"}


def test_merged_bloggers_keep_the_reports_of_both(store):
    keep(store, STATEMENT, post(1, author=Author("42", "别人")))
    keep(store, replace(PRECEDENT, blogger="别人"), name="b")
    merged = store.merge("别人", "样例数码君")
    assert store.press(merged, until=LATER) == [STATEMENT]
    assert store.precedents(merged, until=LATER)[0].about == "样例电脑"


def test_figures_of_somebody_known_only_from_the_press(store):
    keep(store, STATEMENT)
    (account,) = store.set_blogger("样例数码君", followers=9).accounts
    assert (account.platform, account.followers, account.posts) == (Platform.OTHER, 9, 0)
