from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import SHANGHAI, Author, Engagement, Platform, Precision, Reposted
from kolvet.store import Store
from tests.unit.store.builders import DIGITAL, IMPORTED, KITCHEN, dump, file, keep, post, rows


def only(store: Store):
    (stored,) = store.posts(store.find_blogger("样例数码君"))
    return stored


def versions(path):
    return [text for (text,) in rows(path, "SELECT text FROM text_versions ORDER BY text")]


def test_every_field_comes_back(store):
    whole = post(
        1,
        "小米14 用了两周[允悲]\n续航一般",
        engagement=Engagement(1891, 445, 96, None),
        reposted=Reposted("5105690000000001", KITCHEN, "原文"),
        url="https://weibo.com/1000000001/P2aBcDeFg",
        client="iPhone客户端",
        edited=True,
        truncated=True,
        precision=Precision.MINUTE,
    )
    keep(store, whole)
    stored = only(store)
    assert (stored.platform, stored.native_id, stored.text) == (
        Platform.WEIBO,
        "5105700000000001",
        whole.text,
    )
    assert (stored.published, stored.precision) == (whole.published, Precision.MINUTE)
    assert stored.engagement == whole.engagement
    assert (stored.url, stored.source) == (whole.url, "a.csv:2 (weibo-crawler)")
    assert (stored.is_repost, stored.edited, stored.truncated) == (True, True, True)
    assert stored.deleted is False


def test_summary_counts_each_row_once(store):
    summary = store.import_rows(
        file(),
        [
            Row(2, post(1), repairs=("aligned", "id_from_bid")),
            Row(3, post(1)),
            Row(4, post(1, "改过的文字"), repairs=("aligned",)),
            Rejected(5, "too_few_values"),
            Rejected(6, "too_few_values"),
            Row(7, post(2, author=Author())),
        ],
    )
    assert (summary.read, summary.new, summary.updated) == (6, 1, 1)
    assert (summary.duplicate, summary.rejected, summary.posts) == (1, 3, 3)
    assert (summary.repaired, summary.repairs) == (2, {"aligned": 2, "id_from_bid": 1})
    assert summary.reasons == {"too_few_values": [5, 6], "no_author": [7]}
    assert summary.bloggers == ("样例数码君",)


def test_post_that_changed_and_came_again_is_a_duplicate_the_second_time(store):
    changed = post(1, "改过的文字")
    keep(store, post(1), name="a")
    summary = keep(store, changed, changed, post(2), post(2, "又一次"), post(2), name="b")
    assert (summary.new, summary.updated, summary.duplicate) == (1, 2, 2)


def test_only_the_first_lines_of_a_reason_are_listed(store):
    summary = store.import_rows(file(), [Rejected(line, "json_line") for line in range(1, 31)])
    assert summary.reasons == {"json_line": list(range(1, 21))}
    assert summary.rejected == 30


def test_post_without_an_id_is_rejected(store):
    assert keep(store, replace(post(1), native_id="")).reasons == {"id_missing": [2]}


def test_second_import_of_a_file_changes_no_byte(path, store):
    items = [
        post(1, "一"),
        post(1, "二", engagement=Engagement(likes=3)),
        post(2, "三", reposted=Reposted("9", KITCHEN, "原文")),
        post(1, "一", engagement=Engagement(likes=9)),
        post(3, "四", Author(None, "样例数码君")),
        post(2, "三…全文", truncated=True),
        post(4, "五", KITCHEN),
    ]
    first = keep(store, *items)
    before = dump(path)
    again = keep(store, *items)
    assert dump(path) == before
    assert (first.new, again.new, again.updated, again.duplicate) == (4, 0, 0, 7)


def test_dry_run_counts_and_stores_nothing(path, store):
    keep(store, post(1))
    before = dump(path)
    summary = keep(store, post(1, "改过"), post(2), name="b", dry_run=True)
    assert (summary.new, summary.updated, summary.bloggers) == (1, 1, ("样例数码君",))
    assert dump(path) == before


def test_each_count_keeps_its_maximum(store):
    keep(store, post(1, engagement=Engagement(100, None, 5, 7)))
    summary = keep(store, post(1, engagement=Engagement(90, 3, 6, None)), name="b")
    assert summary.updated == 1
    assert only(store).engagement == Engagement(100, 3, 6, 7)
    assert keep(store, post(1, engagement=Engagement(1, 1, 1, 1)), name="c").duplicate == 1


@pytest.mark.parametrize("number", [-1, 2**63, 10**30])
def test_absurd_count_is_unknown(store, number):
    keep(store, post(1, engagement=Engagement(likes=number, reposts=2)))
    keep(store, post(1, engagement=Engagement(comments=number)), name="b")
    assert only(store).engagement == Engagement(reposts=2)


DAY = datetime(2024, 3, 2, tzinfo=SHANGHAI)
MINUTE = datetime(2024, 3, 2, 20, 19, tzinfo=SHANGHAI)
SECOND = datetime(2024, 3, 2, 20, 19, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        ((DAY, Precision.DAY), (SECOND, Precision.SECOND), SECOND),
        ((MINUTE, Precision.MINUTE), (SECOND, Precision.SECOND), SECOND),
        ((None, Precision.SECOND), (DAY, Precision.DAY), DAY),
        # 2024-03-02 in Shanghai is still 1 March in UTC at six in the morning.
        ((DAY, Precision.DAY), (DAY + timedelta(hours=6), Precision.SECOND), DAY.replace(hour=6)),
        ((DAY, Precision.DAY), (SECOND + timedelta(days=1), Precision.SECOND), DAY),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_finer_time_of_the_same_day_wins(store, one, other, kept, swapped):
    order = (other, one) if swapped else (one, other)
    for name, (published, precision) in zip("ab", order, strict=True):
        keep(store, post(1, published=published, precision=precision), name=name)
    assert only(store).published == kept


def test_last_new_text_is_current_and_the_former_a_version(path, store):
    keep(store, post(1, "初版"), name="a")
    assert keep(store, post(1, "改版"), name="b").updated == 1
    stored = only(store)
    assert (stored.text, stored.source) == ("改版", "b.csv:2 (weibo-crawler)")
    assert rows(path, "SELECT text, import_id, line FROM text_versions") == [("初版", 1, 2)]


def test_known_version_seen_again_changes_nothing(path, store):
    keep(store, post(1, "初版"), name="a")
    keep(store, post(1, "改版"), name="b")
    assert keep(store, post(1, "初版"), name="c").duplicate == 1
    assert only(store).text == "改版"
    assert versions(path) == ["初版"]


@pytest.mark.parametrize("texts", [("全文在此", "全文…"), ("全文…", "全文在此")])
def test_whole_text_wins_over_a_truncated_one(path, store, texts):
    for name, text in zip("ab", texts, strict=True):
        keep(store, post(1, text, truncated=text.endswith("…")), name=name)
    assert (only(store).text, only(store).truncated) == ("全文在此", False)
    assert versions(path) == []


def test_truncated_text_that_says_something_else_is_a_version(path, store):
    keep(store, post(1, "全文在此"), name="a")
    keep(store, post(1, "别的开头…", truncated=True), name="b")
    assert (only(store).text, versions(path)) == ("全文在此", ["别的开头…"])


@pytest.mark.parametrize("texts", [("正文", ""), ("", "正文")])
def test_text_that_a_collector_failed_to_read_is_no_version(path, store, texts):
    for name, text in zip("ab", texts, strict=True):
        keep(store, replace(post(1), text=text), name=name)
    assert only(store).text == "正文"
    assert versions(path) == []


def test_sightings_in_other_files_are_kept_once(path, store):
    keep(store, post(1), post(1), name="a")
    keep(store, post(2), post(1), post(1), name="b")
    assert rows(path, "SELECT post_id, import_id, line FROM sightings") == [(1, 2, 3)]


def test_original_of_a_repost_is_kept_apart(path, store):
    notice = Reposted(None, Author(), "抱歉，此微博已被作者删除。", available=False)
    keep(store, post(1, "说得对", reposted=notice), name="a")
    original = Reposted("7", KITCHEN, "小米粥要熬两小时", datetime(2024, 3, 1, tzinfo=UTC))
    assert keep(store, post(1, "说得对", reposted=original), name="b").updated == 1
    assert keep(store, post(1, "说得对", reposted=notice), name="c").duplicate == 1
    assert only(store).text == "说得对"
    assert rows(path, "SELECT native_id, author_name, text, available FROM reposted") == [
        ("7", "样例厨房君", "小米粥要熬两小时", 1)
    ]


def test_an_export_that_does_not_know_reposts_takes_none_away(store):
    keep(store, post(1, reposted=Reposted("7", KITCHEN, "原文")), name="a")
    assert keep(store, post(1), name="b").duplicate == 1
    assert only(store).is_repost


def test_gaps_are_filled_from_other_exports(store):
    keep(store, post(1), name="a")
    more = post(1, url="https://weibo.com/1000000001/x", client="iPhone", edited=True)
    assert keep(store, more, name="b").updated == 1
    assert keep(store, post(1), name="c").duplicate == 1
    assert (only(store).url, only(store).edited) == (more.url, True)


def test_same_id_on_two_platforms_is_two_posts(store):
    keep(store, post(1), replace(post(1), platform=Platform.BILIBILI))
    assert store.stats().posts == 2


@pytest.mark.parametrize(
    ("given", "stored"),
    [("好\ud83d用", "好\ufffd用"), ("\ud83d\ude00", "😀"), ("空\x00字", "空\ufffd字")],
)
def test_what_a_database_cannot_hold_is_replaced(store, given, stored):
    keep(store, post(1, given, client=given, url=given))
    keep(store, post(1, given), name="b")
    assert only(store).text == stored
    assert store.stats().versions == 0


def test_posts_come_oldest_first_over_all_accounts_and_undated_last(store):
    bili = Author("42", "样例数码君")
    keep(store, post(5), post(1), post(9, published=None), post(3), name="a")
    keep(
        store,
        *(replace(post(number, author=bili), platform=Platform.BILIBILI) for number in (4, 2)),
        name="b",
        owner="weibo:1000000001",
    )
    posts = list(store.posts(store.find_blogger("bilibili:42")))
    assert [int(each.native_id) % 100 for each in posts] == [1, 2, 3, 4, 5, 9]


def test_until_leaves_out_what_came_later(store):
    keep(store, post(1), post(2), post(3))
    blogger = store.find_blogger("样例数码君")
    second = post(2).published
    assert len(list(store.posts(blogger, until=second))) == 2
    assert len(list(store.posts(blogger, until=second - timedelta(seconds=1)))) == 1


def test_undated_post_counts_from_its_import(store):
    keep(store, post(1, published=None))
    blogger = store.find_blogger("样例数码君")
    assert len(list(store.posts(blogger, until=IMPORTED))) == 1
    assert list(store.posts(blogger, until=IMPORTED - timedelta(seconds=1))) == []


def test_rejected_rows_of_the_files_that_hold_a_bloggers_posts(store):
    store.import_rows(file("a"), [Row(1, post(1)), Rejected(2, "json_line")])
    store.import_rows(file("b"), [Row(1, post(1)), *[Rejected(2, "json_line")] * 2])
    store.import_rows(file("c"), [Row(1, post(2, author=KITCHEN)), Rejected(2, "json_line")])
    assert store.rejected_rows(store.find_blogger("样例数码君")) == 3
    assert store.rejected_rows(store.find_blogger("样例厨房君")) == 1


def test_more_than_one_batch(store):
    summary = keep(store, *(post(number % 9000, f"{number // 9000}") for number in range(18000)))
    assert (summary.new, summary.updated, summary.read) == (9000, 9000, 18000)
    assert [each.text for each in store.posts(store.find_blogger(DIGITAL.name))] == ["1"] * 9000
