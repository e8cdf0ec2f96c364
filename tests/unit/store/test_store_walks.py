"""Walks, what is still to be asked, and what a platform last showed."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kolvet.model.fetch import FeedState, Kind, StopReason, Task, WalkCounts
from kolvet.model.imports import Owner, Rejected, Row
from kolvet.model.posts import Account, Author, Comment, Engagement, Platform
from kolvet.store import Store
from tests.unit.store.builders import DIGITAL, FIRST_POST, KITCHEN, keep, post, rows

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
PROFILE = Account(Platform.WEIBO, "1000000001", "样例数码君", 2_251_000, 40)
PAGE = Task(Kind.PAGE)


@pytest.fixture
def book(store):
    return store.walks()


@pytest.fixture
def walk(book):
    return begin(book)


def begin(book, about="", until="", now=NOW, source="weibo-mobile", profile=PROFILE):
    return book.begin(profile, source=source, about=about, until=until, now=now)


def fetched(book, walk, *items, task=PAGE, then=()):
    """One answer: the items are stored, the tasks that follow put in the queue."""
    with book.answer(walk, task) as following:
        book.keep_rows(walk, [Row(line, item) for line, item in enumerate(items, 1)], 0)
        following += then


def ids(*numbers):
    return [post(number).native_id for number in numbers]


# --- walks and their tasks -----------------------------------------------------------------------


def test_a_walk_begins_with_the_profile_and_the_first_page(path, store, book, walk):
    assert book.next_task(walk, (Kind.PAGE, Kind.TEXT)) == PAGE
    assert rows(path, "SELECT name, followers, declared_posts FROM accounts") == [
        ("样例数码君", 2_251_000, 40)
    ]
    assert store.seen.account(Platform.WEIBO, "1000000001") == replace(
        PROFILE, url=PROFILE.url, seen=NOW
    )
    assert rows(path, "SELECT collector FROM imports") == [("weibo-mobile",)]


def test_a_walk_is_found_again_as_it_was_left(path, walk, book):
    walk.newest, walk.stop, walk.done, walk.hidden = "9", StopReason.END, True, "said"
    walk.oldest = FIRST_POST
    walk.counts.pages = 3
    book.save(walk)
    with Store.open(path) as again:
        assert again.walks().walks("weibo-mobile", "1000000001", "") == [walk]


def test_walks_of_one_list_are_found_newest_first_and_no_others(book):
    first = begin(book)
    second = begin(book, until="7", now=NOW + timedelta(hours=1))
    for other in ({"about": "小米"}, {"source": "weibo-web"}):
        begin(book, **other, now=NOW + timedelta(hours=2))
    begin(book, profile=replace(PROFILE, native_id="1000000002"), now=NOW + timedelta(hours=3))
    assert [each.id for each in book.walks("weibo-mobile", "1000000001", "")] == [
        second.id,
        first.id,
    ]


def test_texts_come_before_pages_and_comments_and_looks_last(book, walk):
    tasks = [Task(Kind.LOOK, "1"), Task(Kind.COMMENTS, "2"), Task(Kind.TEXT, "3")]
    book.add_tasks(walk, [*tasks, Task(Kind.TEXT, "0")])
    taken = []
    while (task := book.next_task(walk, list(Kind))) is not None:
        taken.append((task.kind, task.key))
        with book.answer(walk, task):
            pass
    assert taken == [
        (Kind.TEXT, "3"),
        (Kind.TEXT, "0"),
        (Kind.PAGE, ""),
        (Kind.COMMENTS, "2"),
        (Kind.LOOK, "1"),
    ]


def test_only_the_kinds_that_are_wanted_are_handed_out(book, walk):
    assert book.next_task(walk, (Kind.LOOK,)) is None
    assert (book.count_tasks(walk), book.count_tasks(walk, Kind.TEXT)) == (1, 0)


def test_a_task_that_waits_stays_as_it_is(book, walk):
    book.add_tasks(walk, [Task(Kind.PAGE, cursor={"page": 9}), Task(Kind.TEXT, "1")])
    book.add_tasks(walk, [Task(Kind.TEXT, "1", {"x": 1})])
    assert book.next_task(walk, (Kind.PAGE,)) == PAGE
    assert book.next_task(walk, (Kind.TEXT,)) == Task(Kind.TEXT, "1")
    assert book.count_tasks(walk) == 2


def test_an_answer_is_stored_with_what_follows_or_not_at_all(path, book, walk):
    def break_off():
        with book.answer(walk, PAGE) as following:
            book.keep_rows(walk, [Row(1, post(1))], 0)
            following.append(Task(Kind.TEXT, "1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert rows(path, "SELECT 1 FROM posts") == []
    assert book.next_task(walk, list(Kind)) == PAGE

    fetched(book, walk, post(1), then=[Task(Kind.PAGE, cursor={"since_id": 5})])
    assert len(rows(path, "SELECT 1 FROM posts")) == 1
    assert book.next_task(walk, list(Kind)) == Task(Kind.PAGE, cursor={"since_id": 5})


def test_a_task_can_follow_itself(book, walk):
    comments = Task(Kind.COMMENTS, "5")
    book.add_tasks(walk, [comments])
    with book.answer(walk, comments) as following:
        following.append(Task(Kind.COMMENTS, "5", {"page": 2, "got": 20}))
    assert book.next_task(walk, (Kind.COMMENTS,)) == Task(
        Kind.COMMENTS, "5", {"page": 2, "got": 20}
    )


def test_tasks_of_walks_do_not_mix(book, walk):
    other = begin(book, about="小米", now=NOW + timedelta(seconds=1))
    book.add_tasks(other, [Task(Kind.TEXT, "1")])
    book.drop(other, Kind.PAGE)
    assert (book.count_tasks(walk), book.count_tasks(other)) == (1, 1)
    with book.answer(other, Task(Kind.TEXT, "1")):
        pass
    assert (book.count_tasks(walk), book.count_tasks(other)) == (1, 0)


def test_rejections_of_all_answers_add_up(path, book, walk):
    for task in (PAGE, Task(Kind.TEXT, "1")):
        with book.answer(walk, task):
            book.keep_rows(walk, [Rejected(1, "unknown_object", "x")], 0)
    assert rows(path, "SELECT reason, count FROM rejections") == [("unknown_object", 2)]


def test_posts_go_to_the_owner_who_is_named(path, store):
    book = store.walks(Owner("熊老师"))
    fetched(book, begin(book), post(1))
    assert rows(path, "SELECT name FROM bloggers") == [("熊老师",)]


def test_last_asked_is_of_all_sources(book):
    assert book.last_asked() is None
    begin(book)
    begin(book, source="weibo-web", now=NOW + timedelta(seconds=9))
    assert book.last_asked() == NOW + timedelta(seconds=9)


def test_a_refusal_is_remembered_for_its_source(book):
    assert book.last_refusal("weibo-mobile") is None
    book.note_refusal("weibo-mobile", NOW)
    book.note_refusal("weibo-mobile", NOW + timedelta(hours=1))
    assert book.last_refusal("weibo-mobile") == NOW + timedelta(hours=1)
    assert book.last_refusal("weibo-web") is None


def test_a_count_that_was_added_later_is_0_in_walks_from_before(path, walk, book):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE walks SET counts = ?", ('{"pages": 3}',))
    found = book.walks("weibo-mobile", "1000000001", "")[0].counts
    assert found == WalkCounts(pages=3)


# --- what a platform shows -----------------------------------------------------------------------


def test_a_post_that_is_seen_again_is_not_gone_any_more(path, store, book, walk):
    fetched(book, walk, post(1), post(2))
    seen = store.seen
    assert seen.mark_gone(Platform.WEIBO, ids(1)[0], NOW)
    assert not seen.mark_gone(Platform.WEIBO, ids(1)[0], NOW + timedelta(days=1))
    assert not seen.mark_gone(Platform.WEIBO, "404", NOW)
    gone = rows(path, "SELECT deleted_at FROM posts ORDER BY native_id")
    assert gone == [(int(NOW.timestamp()),), (None,)]
    seen.mark_seen(Platform.WEIBO, ids(1, 2), NOW + timedelta(days=2))
    assert rows(path, "SELECT DISTINCT deleted_at FROM posts") == [(None,)]


def test_a_whole_text_takes_the_place_of_its_beginning_and_of_nothing_else(
    path, store, book, walk
):
    fetched(book, walk, post(1, "小米的屏幕", truncated=True), post(2, "完整的"))
    for number in (1, 2):
        store.seen.complete_text(walk, ids(number)[0], "小米的屏幕说来话长")
    texts = rows(path, "SELECT text, truncated FROM posts ORDER BY native_id")
    assert texts == [("小米的屏幕说来话长", 0), ("完整的", 0)]
    assert rows(path, "SELECT 1 FROM text_versions") == []
    assert store.seen.stored_text(Platform.WEIBO, ids(1)[0]) == ("小米的屏幕说来话长", False)
    assert store.seen.stored_text(Platform.WEIBO, "404") is None


def test_truncated_posts_are_named_in_the_order_of_the_page(store, book, walk):
    fetched(book, walk, *(post(number, truncated=number != 2) for number in (1, 2, 3)))
    assert store.seen.truncated_ids(Platform.WEIBO, ids(3, 2, 9, 1)) == ids(3, 1)


@pytest.mark.parametrize(
    ("shown", "changed"),
    [
        ("小米的屏幕 ...全文", False),
        ("小米的屏幕…展开", False),
        ("小米的屏幕", False),
        ("我收回小米的屏幕 ...全文", True),
    ],
)
def test_a_beginning_that_is_another_one_shows_that_a_post_was_rewritten(
    shown, changed, store, book, walk
):
    fetched(book, walk, post(1, "小米的屏幕说来话长"), post(2, "半截", truncated=True))
    found = store.seen.rewritten(Platform.WEIBO, {ids(1)[0]: shown, ids(2)[0]: "别的"})
    assert found == (ids(1) if changed else [])


def test_posts_that_a_page_ought_to_list_are_missing(store, book, walk):
    fetched(book, walk, *(post(number) for number in range(1, 8)), post(5, author=KITCHEN))
    store.seen.mark_gone(Platform.WEIBO, ids(4)[0], NOW)
    first, last = post(2).published, post(6).published
    assert store.seen.missing_between(walk, ids(2, 5, 6), first, last) == ids(3)
    assert store.seen.missing_between(walk, ids(2), first, first) == []


def test_a_walk_knows_what_it_has_met_whatever_brought_it(store, book):
    keep(store, post(1), post(2))
    walk = begin(book)
    assert not store.seen.all_of_walk(walk, ids(1))
    fetched(book, walk, post(1), post(3))
    assert store.seen.all_of_walk(walk, ids(1, 3, 3))
    assert not store.seen.all_of_walk(walk, ids(1, 2))
    assert not store.seen.all_of_walk(walk, [])
    later = begin(book, now=NOW + timedelta(hours=1))
    assert not store.seen.all_of_walk(later, ids(1))
    assert store.seen.all_stored(later, ids(1, 2, 3))
    assert not store.seen.all_stored(later, ids(1, 4))


def commented(number, count):
    return post(number, engagement=Engagement(comments=count))


def test_comments_are_wanted_once_and_where_there_are_any(store, book, walk):
    fetched(book, walk, *(commented(number, number % 4) for number in range(1, 10)))
    seen = store.seen
    assert [key for key, _ in seen.posts_for_comments(walk, 3)] == ids(3, 7, 2)
    seen.mark_comments_asked(Platform.WEIBO, ids(3)[0], NOW)
    seen.mark_gone(Platform.WEIBO, ids(7)[0], NOW)
    book.add_tasks(walk, [Task(Kind.COMMENTS, ids(2)[0])])
    assert [key for key, _ in seen.posts_for_comments(walk, 9)] == ids(6, 1, 5, 9)
    assert [key for key, _ in seen.uncommented(Platform.WEIBO, ids(1, 2, 3, 4, 7, 9))] == ids(1, 9)


def test_those_seen_longest_ago_are_looked_at_first(store, book, walk):
    keep(store, post(9))
    fetched(book, walk, *(post(number) for number in (1, 2, 3, 4)))
    for number, days in ((1, 1), (2, 5), (3, 3), (4, 0)):
        store.seen.mark_seen(Platform.WEIBO, ids(number), NOW - timedelta(days=days))
    store.seen.mark_gone(Platform.WEIBO, ids(1)[0], NOW)
    book.add_tasks(walk, [Task(Kind.LOOK, ids(3)[0])])
    found = [key for key, _ in store.seen.posts_to_look_at(walk, NOW, 9)]
    assert found == ids(9, 2)  # 4 was seen now, 3 is about to be looked at
    assert store.seen.posts_to_look_at(walk, NOW, 1)[0][0] == ids(9)[0]


def test_figures_of_an_account(store, book, walk):
    fetched(book, walk, post(1), post(3, truncated=True), post(2), post(4, author=KITCHEN))
    comment = Comment(Platform.WEIBO, "77", ids(1)[0], "好", Author("1000000009"))
    fetched(book, walk, comment, task=Task(Kind.COMMENTS, ids(1)[0]))
    seen = store.seen
    figures = seen.account_figures(Platform.WEIBO, "1000000001")
    assert figures == (3, post(1).published, post(3).published, 1)
    assert seen.count_comments(Platform.WEIBO, "1000000001") == 1
    assert seen.count_posts(Platform.WEIBO, "1000000001") == 3
    assert seen.account_figures(Platform.WEIBO, "404")[0] == 0
    assert seen.blogger_name(Platform.WEIBO, "1000000001") == "样例数码君"
    assert seen.blogger_name(Platform.WEIBO, "404") == ""


def test_an_account_is_found_by_every_name_it_had(store):
    keep(store, post(1), post(2, author=KITCHEN))
    seen = store.seen
    assert seen.find_account_id(Platform.WEIBO, " 样例数码君 ") == [DIGITAL.native_id]
    assert seen.find_account_id(Platform.BILIBILI, "样例数码君") == []
    assert seen.find_account_id(Platform.WEIBO, "查无此人") == []
    seen.know_account(Platform.WEIBO, "1000000001", "大熊")
    assert seen.find_account_id(Platform.WEIBO, "大熊") == ["1000000001"]
    assert seen.find_account_id(Platform.WEIBO, "样例数码君") == ["1000000001"]


def test_two_accounts_of_one_name_are_both_given(store):
    keep(store, post(1, author=Author("1000000001", "样例")), post(2, author=Author("2", "样例")))
    assert store.seen.find_account_id(Platform.WEIBO, "样例") == ["1000000001", "2"]


# --- feeds ---------------------------------------------------------------------------------------

URL = "https://feeds.invalid/x?key=invented-key"


def test_a_feed_is_kept_with_what_its_server_said(path, book):
    assert book.feed_state(URL) == FeedState()
    state = FeedState('W/"1"', "yesterday")
    kept = book.keep_feed(URL, "https://feeds.invalid/x", [Row(1, post(1))], state, NOW)
    assert (kept.read, kept.new) == (1, 1)
    assert book.feed_state(URL) == state
    assert book.feed_state(URL + "2") == FeedState()
    assert "invented-key" not in path.read_bytes().decode("latin-1")


def test_a_feed_of_which_nothing_was_stored_is_asked_for_anew(book):
    state = FeedState("1", "")
    book.keep_feed(URL, "x", [Rejected(1, "no_author", "")], state, NOW)
    assert book.feed_state(URL) == FeedState()


def test_forgetting_a_blogger_forgets_his_walks_and_feeds(path, store, book, walk):
    fetched(book, walk, commented(1, 4), then=[Task(Kind.TEXT, "1")])
    store.seen.mark_comments_asked(Platform.WEIBO, ids(1)[0], NOW)
    book.keep_feed(URL, "x", [Row(1, post(2))], FeedState("1", ""), NOW)
    other = begin(book, profile=replace(PROFILE, native_id="1000000002", name="样例厨房君"))
    store.forget("样例数码君")
    tables = ("tasks", "comments_asked", "feeds", "posts")
    left = {table: rows(path, f"SELECT count(*) FROM {table}")[0][0] for table in tables}
    assert left == {"tasks": 1, "comments_asked": 0, "feeds": 0, "posts": 0}
    assert rows(path, "SELECT id FROM walks") == [(other.id,)]
