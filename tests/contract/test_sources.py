"""Every source answers the same questions the same way: what is fetched does not depend on it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC

import pytest

from kolvet.errors import NothingToJudgeError
from kolvet.model.fetch import Gone, Listing, StopReason
from kolvet.model.imports import Row
from kolvet.model.posts import Account, Comment, Post
from kolvet.sources.cookies import Cookie
from kolvet.sources.failures import PageCapError, RefusedError
from kolvet.sources.registry import SOURCES, SourceKind, Travel, open_source
from kolvet.sources.source import Source
from tests.platform import Access, Blogger, Platform, Written, serve

BLOGGER = Blogger(posts=64, seed=3, hidden=2)
USER = "_2Ainvented-of-a-user"

every_source = pytest.mark.parametrize("kind", SOURCES, ids=lambda kind: kind.name)


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with serve(BLOGGER, logged_in=[f"SUB={USER}"]) as running:
        yield running


@pytest.fixture
def opened(platform, monkeypatch):
    """Open a source for that platform, or another."""

    @contextmanager
    def open_it(
        kind: SourceKind, *, at: Platform = platform, login: bool = False, pages: int = 99
    ):
        for name, base in at.environment.items():
            monkeypatch.setenv(name, base)
        cookies = (Cookie("SUB", USER),) if login else ()
        source, client = open_source(kind, Travel(pace=0.0, most_pages=pages), cookies)
        try:
            yield source
        finally:
            client.close()

    return open_it


def walk(source: Source, account: Account, about: str = "") -> list[Listing]:
    """All pages of a list."""
    pages: list[Listing] = []
    cursor = {}
    while cursor is not None and len(pages) < 40:
        page = source.listing(account, about, cursor)
        if page.empty:
            break
        if pages and page.posts == pages[0].posts:
            break  # a visitor's list without cursors begins anew
        pages.append(page)
        cursor = page.next
    return pages


def shown(text: str) -> str:
    return re.sub(r"http://t\.cn/\w+", "网页链接", text).strip()


def facts(post: Post) -> tuple[object, ...]:
    """What every source says of a post that is not cut."""
    original = post.reposted
    return (
        post.text,
        post.published,
        post.author.native_id,
        post.engagement.comments,
        post.engagement.reposts,
        post.edited,
        post.url,
        original and (original.native_id, original.author.name, original.available),
    )


def written_facts(post: Written) -> tuple[object, ...]:
    original = post.original
    there = original and not original.deleted
    return (
        shown(post.text),
        post.when.astimezone(UTC),
        str(post.author.uid),
        post.comments,
        post.reposts,
        post.edits > 0,
        f"https://weibo.com/{post.author.uid}/{post.bid}",
        original and (original.mid, original.author.name if there else None, bool(there)),
    )


# --- the account ---------------------------------------------------------------------------------


@every_source
def test_its_name_and_platform_are_those_of_the_list(kind, opened):
    with opened(kind) as source:
        assert (source.name, source.platform) == (kind.name, kind.platform)
        assert source.local


@every_source
def test_find_gives_the_id_of_a_nickname(kind, opened):
    with opened(kind) as source:
        assert source.find(BLOGGER.name) == str(BLOGGER.uid)


@every_source
@pytest.mark.parametrize("name", ["查无此人", "样例数码"])
def test_find_takes_nobody_else_for_him(kind, name, opened):
    with opened(kind) as source:
        with pytest.raises(NothingToJudgeError) as caught:
            source.find(name)
        assert (BLOGGER.name in str(caught.value)) == (name in BLOGGER.name)


@every_source
def test_profile_gives_the_declared_number(kind, opened):
    with opened(kind) as source:
        account = source.profile(str(BLOGGER.uid))
    assert (account.native_id, account.name) == (str(BLOGGER.uid), BLOGGER.name)
    assert (account.declared_posts, account.followers) == (66, 2_251_000)
    assert account.description == "说人话的测评"
    assert account.url == "https://weibo.com/u/1000000001"
    assert account.seen is not None


@every_source
@pytest.mark.parametrize("access", [Access.ABSENT, Access.BANNED])
def test_profile_of_nobody_is_nothing_to_judge(kind, access, opened):
    with serve(Blogger(posts=3, access=access)) as other, opened(kind, at=other) as source:
        with pytest.raises(NothingToJudgeError):
            source.profile(str(BLOGGER.uid))
        assert len([line for line in other.log if line.route == "profile"]) == 1


# --- lists ---------------------------------------------------------------------------------------


@every_source
@pytest.mark.parametrize("login", [False, True], ids=["visitor", "user"])
def test_listing_gives_every_post_once_newest_first_and_then_an_end(kind, login, opened, platform):
    with opened(kind, login=login) as source:
        pages = walk(source, source.profile(str(BLOGGER.uid)))
    posts = [post for page in pages for post in page.posts if post.native_id not in page.pinned]
    assert [post.native_id for post in posts] == [post.mid for post in platform.posts()]
    assert pages[0].pinned == {platform.posts()[-2].mid}
    assert all(not page.pinned for page in pages[1:])
    assert sum(page.not_own for page in pages) == sum(
        post.number % 37 == 5 for post in platform.posts()
    )
    assert all(isinstance(row, Row) for page in pages for row in page.rows)


@every_source
def test_listing_says_of_each_post_what_the_others_say(kind, opened, platform):
    with opened(kind) as source:
        pages = walk(source, source.profile(str(BLOGGER.uid)))
    found = {post.native_id: post for page in pages for post in page.posts}
    whole = [post for post in platform.posts() if not post.is_long]
    assert {mid for mid, post in found.items() if post.truncated} == {
        post.mid for post in platform.posts() if post.is_long
    }
    for post in whole:
        assert facts(found[post.mid]) == written_facts(post)


@every_source
def test_listing_about_a_word_finds_what_names_it(kind, opened, platform):
    account = Account(kind.platform, str(BLOGGER.uid), BLOGGER.name)
    with opened(kind) as source, pytest.raises(RefusedError) as caught:
        source.listing(account, "小米", {})
    assert caught.value.stop is StopReason.LOGIN_NEEDED
    with opened(kind, login=True) as source:
        found = {post.native_id for page in walk(source, account, "小米") for post in page.posts}
    naming = {
        post.mid
        for post in platform.posts()
        if "小米" in post.text or (post.original and "小米" in post.original.text)
    }
    assert found == naming
    assert naming


@every_source
def test_listing_of_a_silent_account_is_empty_and_no_error(kind, opened):
    silent = Blogger(posts=9, access=Access.LOGIN_ONLY_SILENT)
    with serve(silent) as other, opened(kind, at=other) as source:
        assert source.listing(source.profile(str(silent.uid)), "", {}).empty
        assert len([line for line in other.log if line.route == "timeline"]) == 2


@every_source
def test_listing_ends_at_the_cap(kind, opened, platform):
    with opened(kind, pages=2) as source:
        account = source.profile(str(BLOGGER.uid))
        page = source.listing(account, "", {})
        source.listing(account, "", page.next)
        asked = len(platform.log)
        with pytest.raises(PageCapError):
            source.listing(account, "", page.next)
        assert len(platform.log) == asked


# --- single posts --------------------------------------------------------------------------------


@every_source
def test_whole_text_is_all_of_it(kind, opened, platform):
    long = [post for post in platform.posts() if post.is_long]
    assert len(long) > 2
    with opened(kind) as source:
        for post in long:
            assert source.whole_text(post.mid) == shown(post.text)


@every_source
def test_whole_text_that_cannot_be_had_is_none(kind, opened):
    faults = ["403@longtext", "403@show", "403@detail"]
    with serve(BLOGGER, faults=faults) as other, opened(kind, at=other) as source:
        post = next(post for post in other.posts() if post.is_long)
        assert source.whole_text(post.mid) is None
        assert all(number == 1 for number in other.asked_pages("show", "longtext").values())


@every_source
def test_look_gives_the_post_as_it_is_now(kind, opened):
    with serve(BLOGGER) as other, opened(kind, at=other) as source:
        for post in (other.posts()[0], next(post for post in other.posts() if post.is_long)):
            found = source.look(post.mid)
            assert isinstance(found, Post)
            assert (facts(found), found.truncated) == (written_facts(post), False)
        other.edit_post(other.posts()[4].mid, "小米：我改主意了。")
        changed = source.look(other.posts()[4].mid)
        assert isinstance(changed, Post)
        assert (changed.text, changed.edited) == ("小米：我改主意了。", True)


@every_source
def test_look_at_a_deleted_post_says_that_it_is_gone(kind, opened):
    with serve(BLOGGER) as other, opened(kind, at=other) as source:
        mid = other.posts()[2].mid
        other.delete_post(mid)
        found = source.look(mid)
        assert isinstance(found, Gone)
        assert "不存在" in found.notice


@every_source
@pytest.mark.parametrize("fault", ["404", "html-on-json", "500", "captcha-json", "ok-100"])
def test_look_takes_no_trouble_for_a_deletion(kind, fault, opened):
    with (
        serve(BLOGGER, faults=[f"{fault}@show"]) as other,
        opened(kind, at=other) as source,
        pytest.raises(RefusedError),
    ):
        source.look(other.posts()[2].mid)


# --- comments ------------------------------------------------------------------------------------


@every_source
@pytest.mark.parametrize("login", [False, True], ids=["visitor", "user"])
def test_comments_come_page_by_page_with_their_answers(kind, login, opened, platform):
    post = next(post for post in platform.posts() if post.comments > 40)
    account = Account(kind.platform, str(BLOGGER.uid), BLOGGER.name)
    found: dict[str, Comment] = {}
    with opened(kind, login=login) as source:
        cursor, pages = {}, 0
        while cursor is not None:
            page = source.comments(post.mid, account, cursor)
            for row in page.rows:
                assert isinstance(row, Row)
                if row.item.text:  # an answer may carry the bare id of what it answers
                    found[row.item.native_id] = row.item
            cursor, pages = page.next, pages + 1
            assert pages < 40
    roots = [each for each in found.values() if not each.parent_native_id]
    answers = [each for each in found.values() if each.parent_native_id]
    assert {each.parent_native_id for each in answers} <= {each.native_id for each in roots}
    assert len(found) == post.comments or kind.name == "weibo-mobile"
    assert len(found) > post.comments * 0.6
    assert pages > 1
    for each in found.values():
        assert each.post_native_id == post.mid
        assert each.author.native_id
        assert each.text
        assert each.published is not None


@every_source
def test_comments_of_a_deleted_post_are_none(kind, opened):
    with serve(BLOGGER) as other, opened(kind, at=other) as source:
        account = Account(kind.platform, str(BLOGGER.uid), BLOGGER.name)
        mid = other.posts()[2].mid
        other.delete_post(mid)
        page = source.comments(mid, account, {})
        assert (page.rows, page.next) == ((), None)
