"""Looking back: what was read or written after the as-of is left out, or marked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kolvet.brands import find_target
from kolvet.model.imports import ImportedFile, Row
from kolvet.model.posts import Account, Author, Comment, Platform, Post
from kolvet.policy import FailOn, load_policy
from kolvet.store import Store
from kolvet.vet import check
from kolvet.vet.gathering import gather
from kolvet.vet.request import Request

NAME = "样例回看君"
WHO = Author("1000000041", NAME)
DAY = datetime(2025, 6, 1, 4, tzinfo=UTC)


def profile(followers, declared, days):
    return Account(
        Platform.WEIBO,
        WHO.native_id,
        NAME,
        followers=followers,
        declared_posts=declared,
        seen=DAY + timedelta(days=days),
    )


@pytest.fixture
def store(tmp_path):
    file = ImportedFile("a.csv", "0" * 64, "generic", "1", DAY + timedelta(days=300))
    things = [
        Post(Platform.WEIBO, "1", WHO, "小米手机用了一周", published=DAY),
        Comment(Platform.WEIBO, "7", "1", "说得好", published=DAY + timedelta(days=1)),
        Comment(Platform.WEIBO, "8", "1", "说得不好", published=DAY + timedelta(days=200)),
        profile(1_000, None, 10),
        profile(20_000, 300, 100),
        profile(800_000, 900, 250),
    ]
    with Store.open(tmp_path / "kolvet.db") as opened:
        opened.import_rows(file, [Row(line, thing) for line, thing in enumerate(things, 1)])
        yield opened


def asked(days, brand="小米"):
    as_of = DAY + timedelta(days=days)
    return Request(
        blogger=NAME,
        target=find_target(brand),
        as_of=as_of,
        made_at=as_of,
        policy=load_policy(),
        fail_on=FailOn.HOLD,
        engine="fast",
        command="",
    )


@pytest.mark.parametrize(
    ("days", "followers", "declared", "comments", "later"),
    [
        (5, 1_000, 300, 1, True),
        (50, 1_000, 300, 1, True),  # declared posts were read first on day 100
        (120, 20_000, 300, 1, False),
        (260, 800_000, 900, 2, False),
    ],
)
def test_figures_are_those_of_the_as_of_or_the_first_after_it(
    store, days, followers, declared, comments, later
):
    request = asked(days)
    subject, _ = gather(store, store.find_blogger(NAME), request)
    assert subject.followers == followers
    assert subject.coverage.declared == declared
    assert subject.coverage.comments == comments
    notices = " ".join(check(store, request).notices)
    assert ("were read after the as-of date" in notices) is later


@pytest.mark.parametrize(("days", "said"), [(90, False), (91, True)])
def test_a_history_that_ends_long_before_the_as_of_says_so(store, days, said):
    notices = " ".join(check(store, asked(days)).notices)
    assert ("newer than 2025-06-01 was read, 91 days before" in notices) is said


@pytest.mark.parametrize(("brand", "said"), [("红米", True), ("小米", False)])
def test_what_he_says_of_the_parent_is_said_to_be_missing(store, brand, said):
    alone = asked(5, brand)
    notices = " ".join(check(store, alone).notices)
    assert ("红米 belongs to 小米" in notices) is said
    beside = replace(alone, versus=(find_target("小米"),))
    assert "belongs to" not in " ".join(check(store, beside).notices)
