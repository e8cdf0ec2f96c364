"""A fetch in one process: what it asks, what it leaves, and where the next one goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from kolvet.errors import NothingToJudgeError
from kolvet.model.fetch import StopReason
from kolvet.model.imports import Owner
from kolvet.sources.failures import RefusedError
from kolvet.store import Store
from tests.cli.fetched import later, rows
from tests.unit.collect.pretend import BEGINNING, UID, Pretend, mid, refused

EMPTY = LookupError()


def kinds(source):
    return [kind for kind, _ in source.asked]


def stored(path):
    return {int(native_id) for (native_id,) in rows(path, "SELECT native_id FROM posts")}


def numbers(source):
    return {int(mid(number)) for number in source.numbers}


# --- one run, and the next -----------------------------------------------------------------------


def test_a_fetch_asks_for_name_profile_and_pages_and_no_more(run, path):
    source = Pretend(list(range(10)))
    summary = run(source)
    assert kinds(source) == ["find", "profile", "page", "page", "page"]
    assert (summary.stop, summary.stored, summary.open_tasks) == (StopReason.END, 10, 0)
    assert summary.account.declared_posts == 10
    assert (summary.first, summary.last) == (BEGINNING, BEGINNING + timedelta(hours=9))
    assert stored(path) == numbers(source)


def test_a_known_account_is_not_looked_for_again(run):
    source = Pretend(list(range(3)))
    run(source)
    source.asked.clear()
    assert run(source).stop is StopReason.NOTHING_NEW
    assert kinds(source) == ["profile", "page"]


def test_a_number_or_an_address_is_never_looked_for(run):
    source = Pretend(list(range(3)))
    run(source, name=f"https://weibo.com/u/{UID}")
    run(source, name=UID)
    assert "find" not in kinds(source)


def test_an_incremental_run_stops_where_the_last_one_began(run, path):
    source = Pretend(list(range(30)))
    run(source)
    source.numbers += [30, 31, 32, 33, 34]
    source.asked.clear()
    summary = run(source)
    assert (summary.stop, summary.run.new, summary.run.pages) == (StopReason.NOTHING_NEW, 5, 2)
    assert stored(path) == numbers(source)


def test_long_texts_come_before_the_next_page(run, path):
    source = Pretend(list(range(8)), short={6, 5, 1})
    summary = run(source)
    assert kinds(source)[2:] == ["page", "text", "text", "page", "text"]
    assert (summary.run.texts, summary.run.texts_missing, summary.truncated) == (3, 0, 0)
    texts = dict(rows(path, "SELECT native_id, text FROM posts"))
    assert texts[mid(6)] == "第6条，说的是屏幕。"
    assert rows(path, "SELECT 1 FROM text_versions") == []


def test_a_text_that_cannot_be_had_is_marked_and_asked_for_by_the_next_run(run, path):
    source = Pretend(list(range(4)), short={2}, no_text={2})
    assert run(source).truncated == 1
    source.no_text.clear()
    summary = run(source)
    assert (summary.truncated, summary.run.texts) == (0, 1)


def test_a_refusal_keeps_what_was_read_and_the_next_run_goes_on(run, path):
    source = Pretend(list(range(12)))
    source.failures["page"] = []
    run_pages = source.listing

    def listing(account, about, cursor):
        if cursor.get("since_id") == mid(8):
            source.failures["page"] = [refused()]
        return run_pages(account, about, cursor)

    source.listing = listing
    summary = run(source, failing=True)
    assert (summary.stop, summary.stored, summary.open_tasks) == (StopReason.REFUSED, 4, 1)
    source.listing = run_pages
    source.asked.clear()
    assert run(source).stop is StopReason.END
    assert kinds(source) == ["page", "page"]
    assert stored(path) == numbers(source)


def test_what_stops_a_run_before_the_account_is_known_is_raised(run, path):
    source = Pretend([1], failures={"find": [refused()]})
    with pytest.raises(RefusedError):
        run(source)
    with pytest.raises(NothingToJudgeError):
        run(source, name="查无此人")
    assert rows(path, "SELECT 1 FROM posts") == []


def test_a_cap_leaves_the_texts_of_the_last_page_to_be_read(run):
    source = Pretend(list(range(12)), cap=1, short={9})
    summary = run(source)
    assert (summary.stop, summary.run.pages, summary.run.texts) == (StopReason.PAGE_CAP, 1, 1)
    source.cap = 99
    assert run(source).stop is StopReason.END


def test_an_hour_later_new_posts_come_before_the_rest(run, path):
    source = Pretend(list(range(20)), cap=2)
    run(source)
    later(path, hours=2)
    source.numbers += [20, 21]
    source.cap = 3
    source.asked.clear()
    summary = run(source)
    assert kinds(source)[0] == "profile"
    newest = {int(mid(number)) for number in (20, 21)}
    assert newest <= stored(path)
    assert summary.stop is StopReason.PAGE_CAP
    source.cap = 99
    assert run(source).stop is StopReason.END
    assert stored(path) == numbers(source)


# --- where a list ends ---------------------------------------------------------------------------


def test_an_empty_page_in_the_middle_is_no_end(run, path):
    source = Pretend(list(range(12)))
    source.failures["page"] = [EMPTY]
    summary = run(source)
    assert (summary.stop, summary.stored) == (StopReason.EMPTY_TWICE, 0)
    assert summary.open_tasks == 1
    assert run(source).stop is StopReason.END
    assert stored(path) == numbers(source)


def test_the_end_is_believed_though_fewer_are_shown_than_declared(run):
    source = Pretend(list(range(12)), hidden=3)
    summary = run(source)
    assert (summary.stop, summary.stored, summary.open_tasks) == (StopReason.END, 12, 0)


def test_a_pinned_post_is_stored_and_stops_nothing(run, path):
    source = Pretend(list(range(12)), pinned=1)
    since = BEGINNING + timedelta(hours=5)
    summary = run(source, since=since)
    assert (summary.stop, summary.run.pages) == (StopReason.SINCE_DATE, 2)
    assert int(mid(1)) in stored(path)
    whole = run(source)
    assert (whole.stop, whole.stored) == (StopReason.END, 12)
    source.numbers += [12]
    assert run(source).run.pages == 1


def test_since_asks_nothing_once_it_is_reached(run):
    source = Pretend(list(range(12)))
    run(source, since=BEGINNING + timedelta(hours=9))
    source.asked.clear()
    assert run(source, since=BEGINNING + timedelta(hours=9)).stop is StopReason.SINCE_DATE
    assert kinds(source) == []


def test_what_the_platform_says_of_hidden_posts_is_kept(run):
    source = Pretend(list(range(8)), hidden=90, notice="由于博主设置，仅展示半年内的微博")
    summary = run(source)
    assert (summary.stop, summary.hidden) == (StopReason.HIDDEN_HISTORY, "said")


def test_a_search_that_ends_hides_nothing(run):
    now = datetime.now(UTC)
    ago = int((now - timedelta(days=175) - BEGINNING).total_seconds() // 3600)
    source = Pretend([ago, ago + 1, ago + 2], hidden=500)
    source.texts = dict.fromkeys(source.numbers, "小米的屏幕")
    about = run(source, about=("小米",))
    assert (about.stop, about.hidden, about.stored) == (StopReason.END, "", 3)
    whole = run(source)
    assert (whole.stop, whole.hidden) == (StopReason.HIDDEN_HISTORY, "inferred")


def test_two_words_are_two_searches_that_know_each_other(run, path):
    source = Pretend(list(range(6)))
    source.texts = {1: "小米和红米", 3: "只说红米", 5: "只说小米"}
    summary = run(source, about=("小米", "红米"))
    assert stored(path) == {int(mid(number)) for number in (1, 3, 5)}
    assert summary.about == ("小米", "红米")
    assert summary.walks.new == 3


# --- comments ------------------------------------------------------------------------------------


def test_comments_of_posts_that_matter_are_read_up_to_the_number(run, path):
    source = Pretend(list(range(4)), comment_counts={0: 9, 2: 5, 3: 4})
    source.texts = {0: "小米", 2: "小米", 3: "别的"}
    summary = run(source, comments=5, matters=lambda text: "小米" in text)
    asked = sorted(what for kind, what in source.asked if kind == "comments")
    assert asked == [f"{mid(0)}:1", f"{mid(0)}:2", f"{mid(2)}:1", f"{mid(2)}:2"]
    counts = rows(path, "SELECT post_native_id, count(*) FROM comments GROUP BY 1 ORDER BY 1")
    assert counts == [(mid(0), 5), (mid(2), 5)]
    assert summary.comments == 10


def test_comments_are_asked_for_once(run):
    source = Pretend(list(range(4)), comment_counts={0: 2, 3: 2})
    run(source, comments=5)
    source.asked.clear()
    run(source, comments=5)
    assert "comments" not in kinds(source)


def test_posts_fetched_without_comments_can_get_them_later(run, path):
    source = Pretend(list(range(12)), comment_counts={0: 2, 11: 2})
    run(source)
    run(source, comments=5)
    assert len(rows(path, "SELECT 1 FROM comments")) == 4


def test_a_post_whose_comments_are_broken_keeps_no_other(run, path):
    source = Pretend(list(range(3)), comment_counts={0: 2, 1: 2, 2: 2})
    source.failures["comments"] = [refused(StopReason.BAD_ANSWER, "source.broken")]
    summary = run(source, comments=5)
    assert (summary.stop, summary.comments) == (StopReason.END, 4)
    assert run(source, comments=5).comments == 6


def test_a_refusal_of_comments_ends_the_run_and_the_next_says_the_end(run):
    source = Pretend(list(range(3)), comment_counts={0: 2, 2: 2})
    source.failures["comments"] = [refused(StopReason.CAPTCHA, "source.captcha")]
    assert run(source, failing=True, comments=5).stop is StopReason.CAPTCHA
    summary = run(source, comments=5)
    assert (summary.stop, summary.comments) == (StopReason.END, 4)


# --- whose posts ---------------------------------------------------------------------------------


def test_a_brands_voice_is_no_blogger(run, path):
    source = Pretend(list(range(5)))
    run(source, owner=Owner("小米", is_brand=True))
    assert rows(path, "SELECT name, brand FROM bloggers") == [("小米", "小米")]
    with Store.open(path) as store:
        assert list(store.bloggers()) == []
