from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kolvet.model.posts import Author, Comment, Platform
from kolvet.store import Store
from tests.unit.store.builders import FIRST_POST, dump, keep, post, rows

LATER = datetime(2100, 1, 1, tzinfo=UTC)
PASSER_BY = Author("1000000009", "米粉路人甲")


def comment(number: int, author: Author = PASSER_BY, **more: object) -> Comment:
    fields = {
        "platform": Platform.WEIBO,
        "native_id": str(number),
        "post_native_id": "5105700000000001",
        "text": f"第{number}条",
        "author": author,
    }
    return Comment(**fields | more)


def fans_of(name: str) -> tuple[str, ...]:
    return ("小米",) if "米粉" in name else ()


def authors(path):
    return [author for (author,) in rows(path, "SELECT author FROM comments ORDER BY native_id")]


def test_comment_may_come_before_its_post(store):
    assert keep(store, comment(1), comment(2)).comments == 2
    keep(store, post(1), post(2), name="b")
    assert store.comment_count(store.find_blogger("样例数码君"), until=LATER) == 2


def test_commenters_name_and_id_are_not_stored(path, store):
    keep(store, post(1), comment(1), fans_of=fans_of)
    assert "路人甲" not in dump(path)
    assert "1000000009" not in dump(path)
    assert [len(author) for author in authors(path)] == [16]


def test_same_commenter_has_the_same_hash_and_others_another(path, store):
    keep(store, comment(1), comment(2), comment(3, Author("1000000010", "米粉路人甲")))
    first, second, third = authors(path)
    assert first == second != third


def test_two_databases_hash_differently(tmp_path):
    hashes = []
    for name in ("a.db", "b.db"):
        with Store.open(tmp_path / name) as store:
            keep(store, comment(1))
        hashes += authors(tmp_path / name)
    assert hashes[0] != hashes[1]


def test_commenter_without_id_is_hashed_by_name_until_the_id_is_known(path, store):
    keep(store, comment(1, Author(None, "米粉路人甲")), comment(2, Author()))
    keep(store, comment(1), comment(3), name="b")
    keep(store, comment(1, Author(None, "米粉路人甲")), name="c")
    assert rows(path, "SELECT author_by FROM comments ORDER BY native_id") == [
        ("id",),
        (None,),
        ("id",),
    ]
    first, _, third = authors(path)
    assert first == third


def test_fan_word_is_looked_for_before_the_name_is_hashed(path, store):
    keep(
        store,
        comment(1),
        comment(2, Author("1", "路人")),
        comment(3, Author("1")),
        fans_of=fans_of,
    )
    keep(store, comment(4), name="b")
    found = rows(path, "SELECT fan_of FROM comments ORDER BY native_id")
    assert found == [('["小米"]',), ("[]",), (None,), (None,)]
    assert keep(store, comment(4), name="c", fans_of=fans_of).updated == 1


def test_likes_grow_and_gaps_are_filled(path, store):
    keep(store, comment(1, likes=5))
    later = comment(1, text="改过", likes=3, published=FIRST_POST, parent_native_id="7")
    assert keep(store, later, name="b").updated == 1
    assert keep(store, comment(1), later, name="b").duplicate == 2
    assert rows(path, "SELECT text, likes, published, parent_native_id FROM comments") == [
        ("第1条", 5, int(FIRST_POST.timestamp()), "7")
    ]


def test_comments_imported_again_change_no_byte(path, store):
    items = [comment(1), comment(1, likes=3), comment(2, Author()), comment(1, text="别的")]
    keep(store, *items, fans_of=fans_of)
    before = dump(path)
    again = keep(store, *items, fans_of=fans_of)
    assert (again.duplicate, again.comments) == (4, 4)
    assert dump(path) == before


@pytest.mark.parametrize("field", ["native_id", "text", "post_native_id"])
def test_lone_surrogates_are_replaced(path, store, field):
    keep(store, replace(comment(1), **{field: "\ud83d"}))
    assert rows(path, f"SELECT {field} FROM comments") == [("\ufffd",)]
