"""Tables whose ids are the numbers of their rows: two persons' tables never become one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kolvet.model.posts import Author, Platform
from tests.unit.store.builders import FIRST_POST, dump, keep, post, rows

NOBODY = Author()
ZHANG, LI = Author(None, "样例甲"), Author(None, "样例乙")


def table(author, *texts, **more):
    """A row for each text, numbered from 1."""
    own = {"platform": Platform.OTHER, "local_id": True, **more}
    return [
        replace(post(number, text, author), native_id=str(number), **own)
        for number, text in enumerate(texts, 1)
    ]


def texts(store, name):
    return [each.text for each in store.posts(store.find_blogger(name))]


@pytest.mark.parametrize("owned", [True, False])
@pytest.mark.parametrize("named", [True, False])
def test_two_persons_tables_stay_two(path, store, owned, named):
    if not owned and not named:
        return
    for name, author in (("a", ZHANG), ("b", LI)):
        summary = keep(
            store,
            *table(author if named else NOBODY, f"{author.name}一", f"{author.name}二"),
            name=name,
            owner=author.name if owned else None,
        )
        assert (summary.new, summary.bloggers) == (2, (author.name,))
    assert texts(store, "样例甲") == ["样例甲一", "样例甲二"]
    assert texts(store, "样例乙") == ["样例乙一", "样例乙二"]
    before = dump(path)
    for name, author in (("a", ZHANG), ("b", LI)):
        items = table(author if named else NOBODY, f"{author.name}一", f"{author.name}二")
        again = keep(store, *items, name=name, owner=author.name if owned else None)
        assert again.duplicate == 2
    assert dump(path) == before


def test_two_authors_in_one_file_stay_two(store):
    keep(store, *table(ZHANG, "甲"), *table(LI, "乙"))
    assert (texts(store, "样例甲"), texts(store, "样例乙")) == (["甲"], ["乙"])


@pytest.mark.parametrize("first", ["a", "b"])
def test_an_id_does_not_depend_on_which_came_first(path, store, first):
    files = {"a": table(ZHANG, "甲"), "b": table(LI, "乙")}
    for name in sorted(files, reverse=first == "b"):
        keep(store, *files[name], name=name)
    ids = dict(rows(path, "SELECT text, native_id FROM posts"))
    assert ids == {"甲": "1@c92ea95921a3", "乙": "1@5fa516fd83ca"}


def test_tables_of_two_years_are_numbered_from_one_each(path, store):
    later = FIRST_POST + timedelta(days=400)
    years = {
        "a": table(ZHANG, "旧一", "旧二"),
        "b": table(ZHANG, "新一", "新二", published=later),
    }
    for items in (*years.items(), ("both", [*years["a"], *years["b"]])):
        keep(store, *items[1], name=items[0])
    assert sorted(texts(store, "样例甲")) == ["新一", "新二", "旧一", "旧二"]
    before = dump(path)
    assert keep(store, *years["b"], *years["a"], name="both").duplicate == 4
    assert dump(path) == before


def test_a_file_in_which_numbers_begin_anew_keeps_every_row(store):
    later = FIRST_POST + timedelta(days=400)
    items = [*table(ZHANG, "旧一"), *table(ZHANG, "新一", published=later)]
    assert keep(store, *items).new == 2


def test_a_changed_table_of_the_same_author_updates(store):
    keep(store, *table(ZHANG, "初版", "二"), name="a")
    summary = keep(store, *table(ZHANG, "改版", "二", "三"), name="b")
    assert (summary.new, summary.updated, summary.duplicate) == (1, 1, 1)
    assert texts(store, "样例甲") == ["改版", "二", "三"]


def test_an_author_whose_id_becomes_known_is_the_same(store):
    keep(store, *table(ZHANG, "一", "二"), name="a")
    summary = keep(store, *table(Author("7", "样例甲"), "一", "二", "三"), name="b")
    assert (summary.new, summary.duplicate) == (1, 2)
    assert keep(store, *table(Author("7"), "一", "二", "三"), name="c").duplicate == 3


def test_two_ids_with_one_name_stay_two(store):
    keep(store, *table(Author("7", "样例甲"), "一"), name="a")
    assert keep(store, *table(Author("8", "样例甲"), "另一"), name="b").new == 1
    assert texts(store, "other:7") == ["一"]
    assert texts(store, "other:8") == ["另一"]


@pytest.mark.parametrize("published", [FIRST_POST, None])
def test_who_is_known_by_name_only_is_never_taken_for_one_of_two_namesakes(store, published):
    keep(store, *table(ZHANG, "一", published=published), name="a")
    keep(store, *table(Author("7", "样例甲"), "一", published=published), name="b")
    keep(store, *table(Author("8", "样例甲"), "另一", published=published), name="c")
    summary = keep(store, *table(ZHANG, "又一", published=published), name="d")
    assert (summary.new, summary.rejected) == ((1, 0) if published else (0, 1))
    assert (texts(store, "other:7"), texts(store, "other:8")) == (["一"], ["另一"])


@pytest.mark.parametrize("order", [(NOBODY, LI), (LI, NOBODY)])
def test_with_and_without_its_author_a_table_of_the_owner_is_one(store, order):
    for name, author in zip("ab", order, strict=True):
        keep(store, *table(author, "一", "二", "三"), name=name, owner="样例甲")
    assert texts(store, "样例甲") == ["一", "二", "三"]
    assert texts(store, "样例乙") == ["一", "二", "三"]
    assert len(store.bloggers()) == 1


def test_two_accounts_of_one_blogger_stay_two(store):
    keep(store, *table(ZHANG, "一", "二"), name="a", owner="样例甲")
    keep(store, *table(LI, "别的", "二"), name="b", owner="样例甲")
    assert sorted(texts(store, "样例甲")) == ["一", "二", "二", "别的"]


def test_the_same_bytes_without_their_owner_are_known(path, store):
    keep(store, *table(NOBODY, "一", "二"), name="a", owner="样例甲")
    before = dump(path)
    assert keep(store, *table(NOBODY, "一", "二"), name="a").duplicate == 2
    assert dump(path) == before
    assert keep(store, *table(NOBODY, "一", "二"), name="b").rejections == {"no_author": 2}


def test_a_wrong_owner_is_put_right_by_a_later_one(store):
    keep(store, *table(NOBODY, "一"), name="a", owner="样例甲")
    assert keep(store, *table(NOBODY, "一"), name="a", owner="样例乙").bloggers == ("样例乙",)
    assert texts(store, "样例乙") == ["一"]


def test_what_was_stored_under_the_bare_id_is_found_by_its_author_only(path, store):
    old = [replace(item, local_id=False) for item in table(ZHANG, "一", "二")]
    keep(store, *old, name="a")
    assert keep(store, *table(ZHANG, "一", "二"), name="a").duplicate == 2
    assert keep(store, *table(LI, "乙"), name="b").new == 1
    assert keep(store, *table(ZHANG, "一", "改版"), name="c").updated == 1
    assert texts(store, "样例甲") == ["一", "改版"]
    assert rows(path, "SELECT native_id FROM posts ORDER BY id")[:2] == [("1",), ("2",)]
