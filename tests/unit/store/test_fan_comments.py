"""Comments with the post they stand under: up to an instant, and without their posts' authors."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kolvet.model.crowd import NOBODY
from kolvet.model.imports import Owner
from kolvet.model.posts import Author, Comment, Platform, Precision
from kolvet.store import Store
from tests.unit.store.builders import DIGITAL, FIRST_POST, IMPORTED, KITCHEN, keep, post

STRANGER = Author("1000000009", "米粉路人甲")


def comment(number, author=STRANGER, under=1, **more):
    fields = {
        "platform": Platform.WEIBO,
        "native_id": str(number),
        "post_native_id": str(5105700000000000 + under),
        "text": f"第{number}条",
        "author": author,
        "published": FIRST_POST + timedelta(days=number),
    }
    return Comment(**fields | more)


def fans_of(name):
    return ("小米",) if "米粉" in name else ()


def test_each_comment_knows_its_post_and_its_author_by_number(store):
    keep(store, post(1), post(2), comment(1), comment(2, under=2), comment(3, Author("5", "乙")))
    crowd = store.crowd()
    assert [crowd.texts[item.text] for item in crowd.comments] == ["第1条", "第2条", "第3条"]
    first, second, third = crowd.comments
    assert first.author == second.author != third.author
    assert first.post == third.post != second.post
    assert set(crowd.posts) == {first.post, second.post}


def test_equal_texts_are_held_once(store):
    keep(store, post(1), comment(1, text="好"), comment(2, text="好"))
    crowd = store.crowd()
    assert crowd.texts == ("好",)
    assert [item.text for item in crowd.comments] == [0, 0]


def test_nothing_later_than_the_instant(store):
    keep(store, post(1), comment(1), comment(5), comment(9, published=None))
    until = FIRST_POST + timedelta(days=3)
    assert [item.published for item in store.crowd(until=until).comments] == [
        int((FIRST_POST + timedelta(days=1)).timestamp())
    ]
    assert len(store.crowd(until=IMPORTED).comments) == 3


def test_a_post_without_a_clock_time_has_none(store):
    dated = post(1)
    by_day = replace(post(2), precision=Precision.DAY)
    keep(store, dated, by_day, comment(1), comment(2, under=2))
    times = {item.published for item in store.crowd().posts.values()}
    assert times == {int(dated.published.timestamp()), None}


def test_the_author_of_a_post_does_not_comment_on_himself(store):
    keep(store, post(1), comment(1, DIGITAL), comment(2, Author(None, "样例数码君")), comment(3))
    assert len(store.crowd().comments) == 1


def test_another_bloggers_comment_is_a_comment(store):
    keep(store, post(1), post(2, author=KITCHEN), comment(1, KITCHEN))
    assert len(store.crowd().comments) == 1


def test_a_brands_official_voice_is_nobodys_fan(store):
    voice = Author("1000000077", "青禾牌官方")
    keep(store, post(1, author=voice), name="a", owner=Owner("青禾牌", is_brand=True))
    keep(store, post(2), comment(1, voice, under=2), comment(2, under=1), name="b")
    crowd = store.crowd()
    assert len(crowd.comments) == 1
    assert [item.brand for item in crowd.posts.values()] == ["青禾牌"]


def test_fan_words_in_names_are_known_and_the_names_are_not(store):
    keep(store, post(1), comment(1), comment(2, Author("5", "路人乙")), fans_of=fans_of)
    crowd = store.crowd()
    assert crowd.names_seen
    assert crowd.fan_names == {crowd.comments[0].author: frozenset({"小米"})}


def test_without_names_no_fan_word_says_nothing(store):
    keep(store, post(1), comment(1, Author("5", None)), fans_of=fans_of)
    assert not store.crowd().names_seen


def test_comments_without_an_author_are_nobodys(store):
    keep(store, post(1), comment(1, Author()), comment(2, Author()))
    assert [item.author for item in store.crowd().comments] == [NOBODY, NOBODY]


def test_only_answers_to_comments_are_replies(store):
    keep(
        store,
        post(1),
        comment(1),
        comment(2, parent_native_id="1"),
        comment(3, parent_native_id="3"),
        comment(4, parent_native_id="0"),
        comment(5, parent_native_id="5105700000000001"),
    )
    assert [item.reply for item in store.crowd().comments] == [False, True, False, False, False]


def test_comments_whose_post_nobody_knows_are_counted_and_left_out(store):
    keep(store, post(1), comment(1), comment(2, under=8), comment(3, under=9))
    crowd = store.crowd()
    assert (len(crowd.comments), crowd.orphans) == (1, 2)


def test_the_order_of_imports_changes_nothing(tmp_path):
    parts = [
        (post(1), post(2)),
        (comment(1), comment(2, under=2)),
        (comment(3, Author("5", "乙")),),
    ]
    crowds = []
    for order in ((0, 1, 2), (2, 1, 0)):
        with Store.open(tmp_path / f"{order}.db") as store:
            for number in order:
                keep(store, *parts[number], name=str(number))
            crowd = store.crowd()
            crowds.append([(item.author, item.text, item.published) for item in crowd.comments])
    assert crowds[0] == crowds[1]


def test_an_empty_store_holds_an_empty_crowd(store):
    crowd = store.crowd(until=datetime(2026, 1, 1, tzinfo=UTC))
    assert (crowd.comments, crowd.texts, crowd.orphans) == ((), (), 0)
