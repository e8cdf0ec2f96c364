"""What two looks at the same store tell of the time between them."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from kolvet.brands import find_target
from kolvet.config import brands_folder
from kolvet.errors import ExitCode, NothingToJudgeError, UnknownBloggerError
from kolvet.model.fetch import Kind, Task
from kolvet.model.posts import Account, Platform
from kolvet.model.report import Word
from kolvet.model.watching import (
    Balance,
    ChangeKind,
    Direction,
    FetchState,
    Freshness,
    KnownPost,
    Standing,
    Turn,
    Watched,
    first_code,
)
from kolvet.policy import FailOn, load_policy
from kolvet.store import Store
from kolvet.vet import Request
from kolvet.watch import compare, look_at, standing_of
from tests.unit.store.builders import DIGITAL, KITCHEN, keep, post
from tests.unit.subjects import judgment, reported_insult

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
COMPLAINT = "小米手机又翻车了，售后还推诿"
PRAISE = "小米电视画质真的很好，推荐"
NEWS = "小米今天开发布会，晚上整理要点"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "kolvet.db") as opened:
        yield opened


def request(now=NOW, **changes):
    policy = load_policy()
    fields = {
        "blogger": DIGITAL.name,
        "target": find_target("小米", brands_folder()),
        "as_of": now,
        "made_at": now,
        "policy": policy,
        "fail_on": FailOn.HOLD,
        "engine": "rules",
        "command": "kolvet watch",
    }
    return Request(**(fields | changes))


def look(store, now=NOW, **changes):
    return look_at(store, request(now, **changes))


def since(store, before, now=NOW + timedelta(days=1), **changes):
    return compare(store, before, look(store, now, **changes), Freshness())


def found(watched):
    return [(change.kind.value, change.post.text) for change in watched.posts]


def gone(store, number):
    store.seen.mark_gone(Platform.WEIBO, post(number).native_id, NOW)


def test_a_first_look_compares_nothing(store):
    keep(store, post(1, COMPLAINT))
    first = compare(store, None, look(store), Freshness())
    assert first.since is None
    assert (first.posts, first.changed, first.worse, first.exit_code) == ((), False, False, 0)
    assert (first.brand_posts, first.critical_posts) == (1, 1)


def test_nothing_new_is_no_change(store):
    keep(store, post(1, COMPLAINT), post(2, PRAISE), post(3))
    same = since(store, standing_of(look(store)))
    assert (same.changed, same.worse, same.exit_code) == (False, False, 0)


def test_only_criticism_that_is_new_counts(store):
    keep(store, post(1, COMPLAINT))
    before = standing_of(look(store))
    keep(store, post(2, PRAISE), post(3, NEWS), post(4, "又吃了面"), name="b")
    assert since(store, before).posts == ()
    keep(store, post(5, "小米的品控越来越差，太失望了"), name="c")
    watched = since(store, before)
    assert found(watched) == [("critical", "小米的品控越来越差，太失望了")]
    assert watched.exit_code == 1


def test_what_was_published_since_is_told_from_what_was_found_late(store):
    keep(store, post(1, NEWS))
    before = standing_of(look(store))
    new = NOW + timedelta(hours=3)
    keep(store, post(2, COMPLAINT), post(3, f"{COMPLAINT}！", published=new), name="b")
    watched = since(store, before)
    assert [change.published_since for change in watched.posts] == [False, True]
    assert [change.known for change in watched.posts] == [None, None]


def test_a_deletion_is_told_once_and_so_is_a_return(store):
    keep(store, post(1, PRAISE), post(2, NEWS), post(3))
    before = standing_of(look(store))
    gone(store, 1)
    gone(store, 3)  # not about the brand
    watched = since(store, before)
    assert found(watched) == [("deleted", PRAISE)]
    assert watched.worse
    after = standing_of(look(store))
    assert since(store, after).posts == ()
    store.seen.mark_seen(Platform.WEIBO, [post(1).native_id], NOW)
    back = since(store, after)
    assert found(back) == [("returned", PRAISE)]
    assert (back.changed, back.worse, back.exit_code) == (True, False, 0)


def test_a_post_that_came_and_went_between_two_looks_is_told(store):
    keep(store, post(1, NEWS))
    before = standing_of(look(store))
    keep(store, post(2, PRAISE), post(3, COMPLAINT), name="b")
    gone(store, 2)
    gone(store, 3)
    assert found(since(store, before)) == [
        ("critical", COMPLAINT),
        ("deleted", PRAISE),
        ("deleted", COMPLAINT),
    ]


def test_an_edit_shows_both_texts_also_when_the_brand_is_gone_from_it(store):
    keep(store, post(1, PRAISE), post(2, NEWS))
    before = standing_of(look(store))
    keep(store, post(1, "电视画质真的很好，推荐", edited=True), name="b")
    (change,) = since(store, before).posts
    assert (change.kind, change.former) == (ChangeKind.EDITED, PRAISE)
    assert change.judgement is None
    assert since(store, standing_of(look(store))).posts == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"text": PRAISE.replace("，", "， ") + "\n", "edited": True},  # only spaces differ
        {"text": f"{PRAISE} http://t.cn/A6fake", "edited": False},  # another collector's text
        {"text": PRAISE, "edited": True},  # the platform marks it; the words are the same
    ],
)
def test_what_is_no_edit(store, changes):
    keep(store, post(1, PRAISE))
    before = standing_of(look(store))
    keep(store, post(1, **changes), name="b")
    assert since(store, before).posts == ()


def test_a_whole_text_in_place_of_its_beginning_is_no_edit_but_may_be_criticism(store):
    keep(store, post(1, "小米手机到手，先说结论：...", truncated=True))
    before = standing_of(look(store))
    profile = Account(Platform.WEIBO, DIGITAL.native_id, DIGITAL.name)
    walks = store.walks()
    walk = walks.begin(profile, source="weibo-mobile", about="", until="", now=NOW)
    with walks.answer(walk, Task(Kind.PAGE)):
        store.seen.complete_text(walk, post(1).native_id, f"小米手机到手，先说结论：{COMPLAINT}")
    (change,) = since(store, before).posts
    assert change.kind is ChangeKind.CRITICAL
    assert change.known is not None


def test_a_beginning_that_another_collector_wrote_is_no_former_text(store):
    keep(store, post(1, "小米电视 画质真的…全文", truncated=True))
    before = standing_of(look(store))
    keep(store, post(1, PRAISE, edited=True), name="b")
    assert since(store, before).posts == ()


def test_another_engine_is_told_and_is_no_news(store):
    keep(store, post(1, NEWS), post(2, COMPLAINT))
    before = standing_of(look(store, engine="snownlp"))
    watched = since(store, before)
    assert watched.ruler_changed == ("engine",)
    assert watched.read_otherwise > 0
    assert watched.posts == ()
    assert watched.changed


def test_precedents_and_press_are_known_by_source_and_words(store):
    keep(store, reported_insult(), post(1, NEWS))
    before = standing_of(look(store))
    assert len(before.reported) == 1
    assert since(store, before).reported == ()
    keep(store, judgment(), reported_insult(severity=0, url="https://news.example/9"), name="b")
    watched = since(store, before)
    assert [item.url for item in watched.reported] == ["https://news.example/2"]
    assert watched.exit_code == 1


def test_nobody_and_nothing_are_errors(store):
    with pytest.raises(UnknownBloggerError):
        look(store)
    keep(store, Account(Platform.WEIBO, DIGITAL.native_id, DIGITAL.name))
    with pytest.raises(NothingToJudgeError):
        look(store)


STANDING = Standing(
    taken_at=NOW,
    word=Word.HOLD,
    bri=31.25,
    turn=Direction.AWAY,
    ruler={"engine": "rules/1", "policy": "abc"},
    posts={},
    reported=frozenset({"x", "y"}),
)


def test_a_standing_comes_back_as_it_was_kept(store):
    keep(store, post(1, COMPLAINT), post(2))
    blogger = store.find_blogger(DIGITAL.name)
    numbers = [each.id for each in store.posts(blogger)]
    posts = {
        numbers[0]: KnownPost(b"\x01" * 16, None, truncated=True, deleted=False),
        numbers[1]: KnownPost(b"\x02" * 16, None, truncated=False, deleted=True),
    }
    full = Standing(
        **{name: getattr(STANDING, name) for name in STANDING.__slots__} | {"posts": posts}
    )
    assert store.standings.find(blogger, "小米") is None
    store.standings.keep(blogger, "小米", full)
    assert store.standings.find(blogger, "小米") == full
    assert store.standings.find(blogger, "华为") is None
    store.standings.keep(blogger, "小米", STANDING)
    assert store.standings.find(blogger, "小米") == STANDING


def test_forgetting_takes_the_standings_along(store, tmp_path):
    keep(store, post(1, COMPLAINT), post(2, COMPLAINT, author=KITCHEN))
    for name in (DIGITAL.name, KITCHEN.name):
        kept = look(store, blogger=name)
        store.standings.keep(kept.subject.blogger, "小米", standing_of(kept))
    store.forget(DIGITAL.name)
    with closing(sqlite3.connect(tmp_path / "kolvet.db")) as connection:
        left = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("standings", "standing_posts")
        ]
    assert left == [1, 1]


def test_a_standing_is_of_the_past_of_the_store_that_it_was_taken_of(store):
    """What is published after the as-of is not in it, and so is news the next time."""
    keep(store, post(1, NEWS), post(2, COMPLAINT, published=NOW + timedelta(hours=1)))
    before = standing_of(look(store))
    assert len(before.posts) == 1
    assert found(since(store, before)) == [("critical", COMPLAINT)]


def watched(word, before, **changes):
    fields = {
        "blogger": "样例数码君",
        "brand": "小米",
        "as_of": NOW,
        "since": NOW - timedelta(days=1),
        "word": word,
        "word_before": before,
        "bri": None,
        "bri_before": None,
        "why": (),
        "posts": (),
        "reported": (),
        "turn": Turn(Direction.NONE, Balance(0, 0, 0), Balance(0, 0, 0)),
        "turn_before": Direction.NONE,
        "ruler_changed": (),
        "read_otherwise": 0,
        "brand_posts": 0,
        "critical_posts": 0,
        "freshness": Freshness(),
    }
    return Watched(**(fields | changes))


@pytest.mark.parametrize(
    ("before", "word", "code"),
    [
        (Word.CLEAR, Word.CONDITIONS, 1),
        (Word.CONDITIONS, Word.REJECT, 1),
        (Word.REJECT, Word.HOLD, 0),
        (Word.HOLD, Word.CLEAR, 0),
        (Word.CLEAR, Word.CLEAR, 0),
        (Word.CLEAR, Word.INCONCLUSIVE, 4),
        (Word.REJECT, Word.INCONCLUSIVE, 4),
        (Word.INCONCLUSIVE, Word.INCONCLUSIVE, 0),
        (Word.INCONCLUSIVE, Word.CONDITIONS, 0),
        (Word.INCONCLUSIVE, Word.HOLD, 1),
    ],
)
def test_which_words_are_worse(before, word, code):
    item = watched(word, before)
    assert item.exit_code == code
    assert item.changed is (before is not word)


@pytest.mark.parametrize(
    ("direction", "told", "code"),
    [
        (Direction.AWAY, Direction.NONE, 1),
        (Direction.AWAY, Direction.TOWARD, 1),
        (Direction.AWAY, Direction.AWAY, 0),
        (Direction.TOWARD, Direction.NONE, 0),
        (Direction.NONE, Direction.AWAY, 0),
    ],
)
def test_a_turn_counts_when_it_is_new_and_leads_away(direction, told, code):
    turn = Turn(direction, Balance(10, 5, 5), Balance(10, 5, 5))
    item = watched(Word.CLEAR, Word.CLEAR, turn=turn, turn_before=told)
    assert item.exit_code == code
    assert item.turned is (direction not in {told, Direction.NONE})


def test_a_failed_source_comes_before_what_changed():
    failed = Freshness(FetchState.FAILED, "no", "later", ExitCode.SOURCE)
    assert watched(Word.REJECT, Word.CLEAR, freshness=failed).exit_code == 5
    missing = Freshness(FetchState.FAILED, "no", "later", ExitCode.NOTHING_TO_JUDGE)
    assert watched(Word.REJECT, Word.CLEAR, freshness=missing).exit_code == 1
    assert watched(Word.CLEAR, Word.CLEAR, freshness=missing).exit_code == 3


def test_the_frozen_order_of_ends():
    order = [70, 6, 2, 74, 5, 1, 4, 3, 0]
    assert [first_code(set(order[index:])) for index in range(len(order))] == order
    assert first_code(set()) == 0
