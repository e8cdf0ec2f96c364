import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from kolvet.errors import UsageError
from kolvet.model.imports import Owner
from kolvet.model.posts import Account, Author, Platform
from tests.unit.store.builders import DIGITAL, IMPORTED, KITCHEN, dump, keep, post

UID = "1000000001"
NAMELESS = Author(UID, None)
NAME_ONLY = Author(None, "样例数码君")
HASHED = Author("sha256:" + hashlib.sha256(UID.encode()).hexdigest()[:16], "样***君")
NOBODY = Author()


def profile(days: int | None = 0, **more: object) -> Account:
    """A profile seen that many days after the import (None: the export does not say)."""
    fields = {"platform": Platform.WEIBO, "native_id": UID, "name": "样例数码君"}
    seen = None if days is None else IMPORTED + timedelta(days=days)
    return Account(**fields | {"seen": seen} | more)


def names(store):
    return [blogger.name for blogger in store.bloggers()]


def account(store, name="样例数码君"):
    (found,) = store.find_blogger(name).accounts
    return found


def test_each_account_gets_a_blogger_named_after_it(store):
    summary = keep(store, post(1), post(2, author=KITCHEN), post(3, author=Author("1000000003")))
    assert names(store) == ["1000000003", "样例厨房君", "样例数码君"]
    assert summary.bloggers == ("样例数码君", "样例厨房君", "1000000003")


@pytest.mark.parametrize(
    "authors",
    [
        (NAME_ONLY, DIGITAL),
        (DIGITAL, NAME_ONLY),
        (HASHED, DIGITAL),
        (DIGITAL, HASHED),
        (HASHED, NAMELESS, NAME_ONLY, DIGITAL),
        (NAMELESS, NAME_ONLY, DIGITAL),
    ],
)
@pytest.mark.parametrize("files", ["one file", "a file each"])
def test_author_known_by_id_hash_or_name_is_one_account(path, store, authors, files):
    posts = [post(number, author=author) for number, author in enumerate(authors)]
    if files == "one file":
        posts = [posts]
    for number, batch in enumerate(posts):
        keep(store, *(batch if isinstance(batch, list) else [batch]), name=str(number))
    assert names(store) == ["样例数码君"]
    found = account(store)
    assert (found.native_id, found.name, found.posts) == (UID, "样例数码君", len(authors))
    before = dump(path)
    for number, batch in enumerate(posts):
        keep(store, *(batch if isinstance(batch, list) else [batch]), name=str(number))
    assert dump(path) == before


@pytest.mark.parametrize("authors", [(NAME_ONLY, NAMELESS), (NAMELESS, NAME_ONLY)])
def test_one_post_under_two_names_shows_that_the_accounts_are_one(store, authors):
    for name, author in zip("ab", authors, strict=True):
        keep(store, post(1, author=author), name=name)
    keep(store, post(2, author=authors[0]), name="c")
    assert names(store) == ["样例数码君"]
    assert (account(store).native_id, account(store).posts) == (UID, 2)


def test_two_ids_with_one_name_stay_two_accounts(path, store):
    namesake = Author("1000000005", "样例数码君")
    items = [post(1), post(2, author=namesake), post(3, author=NAME_ONLY)]
    keep(store, *items)
    assert len(store.bloggers()) == 3
    before = dump(path)
    keep(store, *items)
    keep(store, items[0], name="b", dry_run=True)
    assert dump(path) == before


def test_masked_name_joins_nobody(store):
    masked = Author(None, "样***君")
    keep(store, post(1, author=HASHED), post(2, author=masked))
    assert len(store.bloggers()) == 2


def test_masked_name_is_replaced_and_never_an_alias(store):
    keep(store, post(1, author=HASHED))
    assert names(store) == ["样***君"]
    keep(store, post(2), name="b")
    assert store.find_blogger(UID).aliases == ()


def test_renamed_account_is_found_by_both_names(store):
    keep(store, profile(), post(1))
    keep(store, profile(1, name="样例数码"), name="b")
    blogger = store.find_blogger("样例数码君")
    assert (blogger.name, blogger.aliases) == ("样例数码", ("样例数码君",))
    assert store.find_blogger("样例数码") == blogger


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_newest_profile_wins_whichever_comes_first(store, order):
    profiles = [
        profile(0, followers=100, declared_posts=50, description="旧简介"),
        profile(1, followers=90, description="新简介", url="https://weibo.com/u/1000000001"),
    ]
    for name, number in zip("ab", order, strict=True):
        keep(store, profiles[number], name=name)
    found = account(store)
    assert (found.followers, found.declared_posts, found.description) == (90, 50, "新简介")
    assert found.seen_at == IMPORTED + timedelta(days=1)


def test_unknown_figure_of_a_newer_profile_hides_no_older_one(store):
    for name, item in zip(
        "abc", [profile(2), profile(0, followers=1), profile(1, followers=2)], strict=True
    ):
        keep(store, item, name=name)
    assert account(store).followers == 2


def test_profile_without_a_date_counts_from_the_import_and_the_last_line(path, store):
    items = [profile(None, followers=1), profile(None, followers=1), profile(None, followers=2)]
    first = keep(store, *items)
    assert (account(store).followers, account(store).seen_at) == (2, IMPORTED)
    assert (first.new, first.updated, first.duplicate, first.accounts) == (1, 1, 1, 3)
    before = dump(path)
    assert keep(store, *items).duplicate == 3
    assert dump(path) == before


def test_owner_gets_rows_without_an_author(path, store):
    summary = keep(store, post(1, author=NOBODY), owner="大熊")
    assert (summary.new, summary.bloggers) == (1, ("大熊",))
    assert account(store, "大熊").posts == 1
    before = dump(path)
    assert keep(store, post(1, author=NOBODY)).duplicate == 1
    assert keep(store, post(1, author=NOBODY), owner="大熊").duplicate == 1
    assert dump(path) == before


def test_owner_given_by_id_gets_rows_without_an_author(store):
    keep(store, post(1, author=NOBODY), owner=f"https://weibo.com/u/{UID}")
    assert account(store, UID).native_id == UID
    keep(store, post(2), name="b")
    assert names(store) == ["样例数码君"]


@pytest.mark.parametrize("first", ["with id", "without author"])
def test_rows_without_an_author_show_whose_account_it_is(store, first):
    with_id = {"items": [post(1)], "name": "a"}
    without = {"items": [post(1, author=NOBODY), post(2, author=NOBODY)], "owner": "大熊"}
    for batch in (with_id, without) if first == "with id" else (without, with_id):
        keep(store, *batch.pop("items"), **{"name": "b"} | batch)
    assert names(store) == ["大熊"]
    assert store.find_blogger("样例数码君").accounts == store.find_blogger("大熊").accounts
    assert (account(store).native_id, account(store).posts) == (UID, 2)


def test_only_author_is_linked_to_the_owner(store):
    keep(store, post(1), owner="大熊")
    assert names(store) == ["大熊"]
    assert store.find_blogger("大熊").aliases == ("样例数码君",)


def test_accounts_of_two_platforms_join_their_owner(store):
    bili = replace(post(2, author=Author("42", "样例数码君")), platform=Platform.BILIBILI)
    keep(store, post(1), name="a")
    keep(store, bili, name="b", owner="样例数码君")
    (blogger,) = store.bloggers()
    assert [(each.platform, each.posts) for each in blogger.accounts] == [
        (Platform.WEIBO, 1),
        (Platform.BILIBILI, 1),
    ]


def test_of_several_authors_the_one_with_the_owners_name_is_linked(store):
    store_alias = keep(store, post(1), name="a", owner="大熊")
    assert store_alias.bloggers == ("大熊",)
    keep(store, post(2, author=KITCHEN), post(3), name="b", owner="样例数码君")
    assert names(store) == ["大熊", "样例厨房君"]
    keep(store, post(4, author=KITCHEN), post(5), name="c", owner=KITCHEN.native_id)
    assert names(store) == ["大熊", "样例厨房君"]


def test_several_authors_and_none_called_like_the_owner(path, store):
    before = dump(path)
    with pytest.raises(UsageError, match="样例数码君, 样例厨房君") as caught:
        keep(store, post(1), post(2, author=KITCHEN), owner="大熊")
    assert caught.value.key == "store.several_authors"
    assert dump(path) == before


def test_owner_whose_name_fits_two_bloggers(store):
    bili = replace(post(2, author=Author("42", "样例数码君")), platform=Platform.BILIBILI)
    keep(store, post(1), bili)
    with pytest.raises(UsageError) as caught:
        keep(store, post(3, author=KITCHEN), name="b", owner="样例数码君")
    assert caught.value.key == "store.ambiguous_blogger"
    keep(store, post(4), name="c", owner="样例数码君")
    assert len(store.bloggers()) == 2


@pytest.mark.parametrize("name", ["", "  ", "@", "\u200b"])
def test_owner_without_a_name(store, name):
    with pytest.raises(UsageError) as caught:
        keep(store, post(1), owner=name)
    assert caught.value.key == "store.empty_name"


def test_profiles_alone_can_be_linked(store):
    keep(store, profile(), profile(native_id=KITCHEN.native_id, name="样例厨房君"), owner=UID)
    assert names(store) == ["样例厨房君", "样例数码君"]
    keep(store, profile(followers=7), name="b", owner="大熊")
    assert names(store) == ["大熊", "样例厨房君"]


def test_brands_voice_is_kept_apart(store):
    voice = Author("1000000008", "样例手机官方")
    summary = keep(store, post(1, author=voice), owner=Owner("样例手机", is_brand=True))
    assert (summary.new, summary.bloggers) == (1, ("样例手机",))
    keep(store, post(2, author=NOBODY), name="b", owner=Owner("样例手机", is_brand=True))
    keep(store, post(3, author=voice), name="c")
    assert store.bloggers() == []
    assert (store.stats().brands, store.stats().posts, store.stats().accounts) == (1, 3, 1)


def test_blogger_of_the_name_of_a_brand_is_another_one(store):
    keep(store, post(1, author=NOBODY), owner=Owner("样例手机", is_brand=True))
    keep(store, post(2, author=NOBODY), name="b", owner=Owner("样例手机博主"))
    keep(store, post(3, author=KITCHEN), name="c", owner=Owner("样例手机"))
    assert names(store) == ["样例手机", "样例手机博主"]
    assert store.find_blogger("样例手机").accounts[0].native_id == KITCHEN.native_id


def test_post_that_two_ids_claim_stays_with_the_first(path, store):
    keep(store, post(1), name="a")
    keep(store, post(1, author=KITCHEN), name="b")
    assert account(store).posts == 1
    assert account(store, KITCHEN.native_id).posts == 0
    before = dump(path)
    again = keep(store, post(1, "别人的话", KITCHEN), name="b")
    assert (again.rejected, again.rejections) == (1, {"other_author": 1})
    assert dump(path) == before


@pytest.mark.parametrize("owner", [None, "样例厨房君"])
def test_another_name_with_another_text_takes_no_post(store, owner):
    keep(store, post(1, "原话", NAME_ONLY), name="a", owner="样例数码君")
    claimed = post(1, "别人的话", Author(None, "样例厨房君"))
    summary = keep(store, claimed, post(2, author=claimed.author), name="b", owner=owner)
    assert (summary.new, summary.rejections) == (1, {"other_author": 1})
    assert summary.bloggers == ("样例厨房君",)
    assert [each.text for each in store.posts(store.find_blogger("样例数码君"))] == ["原话"]
    assert account(store, "样例厨房君").posts == 1


def test_a_file_of_the_owner_may_call_him_otherwise_and_change_a_text(store):
    keep(store, post(1, "原话", NOBODY), name="a", owner="大熊")
    assert keep(store, post(1, "改过", NAME_ONLY), name="b", owner="大熊").updated == 1
    assert names(store) == ["大熊"]


def test_of_a_file_of_several_authors_no_name_is_taken_for_the_owners(store):
    keep(store, post(1, "原话", NAME_ONLY), name="a", owner="样例数码君")
    other = Author(None, "样例厨房君")
    items = [post(1, "别人的话", other), post(2, author=NAME_ONLY)]
    assert keep(store, *items, name="b", owner="样例数码君").rejections == {"other_author": 1}


def test_two_names_that_are_one_by_several_posts(store):
    old, new = Author(None, "旧名字"), Author(None, "新名字")
    keep(store, post(1, author=old), post(2, author=old), name="a")
    keep(store, post(1, author=new), post(2, author=new), post(3, author=new), name="b")
    (blogger,) = store.bloggers()
    assert (blogger.name, blogger.aliases, blogger.accounts[0].posts) == ("旧名字", ("新名字",), 3)


def test_a_text_that_is_the_same_shows_whose_the_others_are(store):
    old, new = Author(None, "旧名字"), Author(None, "新名字")
    keep(store, post(1, author=old), post(2, "初版", old), name="a")
    summary = keep(store, post(1, author=new), post(2, "改版", new), name="b")
    assert (summary.updated, summary.duplicate, summary.rejected) == (1, 1, 0)


def test_profile_of_nobody_is_rejected(store):
    assert keep(store, profile(native_id="", name=" ")).reasons == {"no_author": [2]}


def test_account_named_on_purpose_stays_with_that_blogger(store):
    keep(store, post(1, author=NAME_ONLY), name="a", owner="大熊")
    keep(store, post(2, author=NAMELESS), name="b")
    assert names(store) == ["1000000001", "大熊"]
    keep(store, post(3), name="c")
    assert names(store) == ["大熊"]
    assert account(store, "大熊").posts == 3
