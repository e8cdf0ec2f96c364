"""True for any posts: they come back, order does not matter, and twice is once."""

import hashlib
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kolvet.model.imports import ImportedFile, Owner, Rejected, Row
from kolvet.model.judgements import Judgement, Mention, Reason, Span, Stance, TargetKind
from kolvet.model.posts import Author, Comment, Engagement, Platform, Post, Precision, Reposted
from kolvet.store import Store
from kolvet.store.database import IN_MEMORY
from kolvet.store.judgements import decode, encode
from kolvet.store.names import fold

IMPORTED = datetime(2026, 11, 1, tzinfo=UTC)
UID = "1000000001"
HASHED = "sha256:" + hashlib.sha256(UID.encode()).hexdigest()[:16]

counts = st.none() | st.integers(0, 2**63 - 1)
words = st.text(st.characters(exclude_characters="\x00"))
storable = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
"""Lone surrogates are replaced: test_any_text_can_be_stored_and_is_then_known."""
times = st.integers(600_000_000, 4_000_000_000).map(lambda time: datetime.fromtimestamp(time, UTC))
engagements = st.builds(Engagement, counts, counts, counts, counts)

whole_posts = st.builds(
    Post,
    platform=st.sampled_from(Platform),
    native_id=storable.filter(bool),
    author=st.just(Author(UID, "样例数码君")),
    text=storable,
    published=st.none() | times,
    precision=st.sampled_from(Precision),
    engagement=engagements,
    reposted=st.none() | st.builds(Reposted, text=storable),
    url=storable,
    client=storable,
    edited=st.booleans(),
    truncated=st.booleans(),
)

# Every way in which exports may know the one author of three posts, and what they may say of them.
authors = st.sampled_from(
    [
        Author(UID, "样例数码君"),
        Author(UID),
        Author(None, "样例数码君"),
        Author(HASHED, "样***君"),
        Author(HASHED),
    ]
)
texts = st.sampled_from(["", "初版", "改版", "又改…", "再改…"])
overlapping_posts = st.builds(
    lambda text, **fields: Post(
        platform=Platform.WEIBO, text=text, truncated=text.endswith("…"), **fields
    ),
    text=texts,
    native_id=st.sampled_from("123"),
    author=authors,
    published=st.none()
    | st.integers(0, 200_000).map(lambda more: IMPORTED + timedelta(seconds=more)),
    precision=st.sampled_from(Precision),
    engagement=st.builds(Engagement, st.none() | st.integers(0, 3), st.none() | st.integers(0, 3)),
    reposted=st.none()
    | st.builds(
        Reposted,
        native_id=st.sampled_from([None, "8", "9"]),
        text=st.sampled_from(["", "原文", "原文全文", "抱歉，已删除"]),
        available=st.booleans(),
    ),
    url=st.sampled_from(["", "https://weibo.com/1/a", "https://m.weibo.cn/detail/1"]),
    client=st.sampled_from(["", "iPhone", "iPhone客户端"]),
    edited=st.booleans(),
)
comments = st.builds(
    Comment,
    platform=st.just(Platform.WEIBO),
    native_id=st.sampled_from("12"),
    post_native_id=st.sampled_from(["", "1"]),
    text=st.just("同感"),
    author=st.sampled_from([Author(), Author(None, "米粉甲"), Author("7", "米粉甲")]),
    likes=st.none() | st.integers(0, 3),
)
exports = st.lists(
    st.lists(overlapping_posts | comments, min_size=1, max_size=5), min_size=2, max_size=4
)


def keep(store, items, name):
    file = ImportedFile(f"{name}.csv", name, "weibo-crawler", "utf-8", IMPORTED)
    lines = [Row(line, item) for line, item in enumerate(items, 2)]
    return store.import_rows(file, [*lines, Rejected(99, "json_line")])


def select(store, sql):
    return store._database.all(sql)


def dump(store):
    return "\n".join(store._database.connection.iterdump())


def content(store):
    """Everything but row ids, provenance, and which of the whole texts is current."""
    return {
        "posts": select(
            store,
            "SELECT posts.platform, posts.native_id, accounts.native_id, name, published,"
            " iif(published IS NULL, '', precision), likes, comments, posts.url, client, edited,"
            " truncated"
            " FROM posts JOIN accounts ON accounts.id = account_id ORDER BY 1, 2",
        ),
        "texts": select(
            store,
            "SELECT native_id, text FROM posts WHERE text != ''"
            " UNION SELECT native_id, text_versions.text FROM text_versions"
            " JOIN posts ON posts.id = post_id ORDER BY 1, 2",
        ),
        "reposted": select(
            store,
            "SELECT posts.native_id, reposted.native_id, reposted.text, available FROM reposted"
            " JOIN posts ON posts.id = post_id ORDER BY 1",
        ),
        "comments": select(
            store, "SELECT native_id, post_native_id, author_by, likes FROM comments ORDER BY 1"
        ),
        "bloggers": [(blogger.name, blogger.aliases) for blogger in store.bloggers()],
    }


def test_a_store_in_memory_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Store.open(IN_MEMORY) as store:
        keep(store, [], "a")
    assert not list(tmp_path.iterdir())


@given(whole_posts)
def test_written_post_is_the_post_read(post):
    with Store.open(IN_MEMORY) as store:
        keep(store, [post], "a")
        (stored,) = store.posts(store.find_blogger(UID))
    for field in (
        "platform",
        "native_id",
        "text",
        "published",
        "precision",
        "engagement",
        "url",
        "edited",
        "truncated",
    ):
        assert getattr(stored, field) == getattr(post, field)
    assert stored.is_repost == (post.reposted is not None)


@given(st.text(st.characters(categories=["Cs", "Lo"]), min_size=1))
def test_any_text_can_be_stored_and_is_then_known(text):
    post = Post(Platform.WEIBO, "1", Author(UID, text), text, None, url=text, client=text)
    with Store.open(IN_MEMORY) as store:
        keep(store, [post], "a")
        assert keep(store, [post], "b").duplicate == 1
        (stored,) = store.posts(store.find_blogger(UID))
    assert stored.text.encode()


@given(exports, st.randoms(use_true_random=False))
def test_overlapping_exports_give_the_same_in_any_order(files, random):
    named = list(enumerate(files))
    shuffled = random.sample(named, len(named))
    with Store.open(IN_MEMORY) as one, Store.open(IN_MEMORY) as other:
        for order, store in ((named, one), (shuffled, other)):
            for name, items in order:
                keep(store, items, str(name))
        assert content(one) == content(other)


@given(exports, st.randoms(use_true_random=False))
def test_files_imported_again_change_nothing(files, random):
    named = list(enumerate(files))
    with Store.open(IN_MEMORY) as store:
        for name, items in named:
            keep(store, items, str(name))
        before = dump(store)
        for name, items in random.sample(named, len(named)):
            again = keep(store, items, str(name))
            assert again.new == again.updated == 0
        assert dump(store) == before


PERSONS = ("甲", "乙", "丙")
tables = st.lists(
    st.tuples(
        st.sampled_from(PERSONS),
        st.sampled_from(["named", "with an id", "by the user"]),
        st.sampled_from([Platform.OTHER, Platform.WEIBO]),
        st.lists(st.tuples(st.sampled_from("12"), st.sampled_from(["一", "二"])), min_size=1),
    ),
    min_size=2,
    max_size=5,
)


@given(tables)
def test_nobody_is_ever_given_what_another_wrote(files):
    with Store.open(IN_MEMORY) as store:
        for number, (person, how, platform, table) in enumerate(files):
            ids = {"with an id": str(PERSONS.index(person))}
            author = Author(ids.get(how), None if how == "by the user" else person)
            is_local = platform is Platform.OTHER
            rows = [
                Row(line, Post(platform, key, author, person + text, None, local_id=is_local))
                for line, (key, text) in enumerate(table, 2)
            ]
            file = ImportedFile(str(number), str(number), "table", "utf-8", IMPORTED)
            summary = store.import_rows(file, rows, owner=Owner(person))
            assert summary.rejected == 0 or not is_local
        for person in {name for name, _, platform, _ in files if platform is Platform.OTHER}:
            for post in store.posts(store.find_blogger(person)):
                assert post.text[0] == person
        versions = select(
            store,
            "SELECT posts.text, text_versions.text FROM posts JOIN text_versions ON id = post_id",
        )
        assert all(text[0] == version[0] for text, version in versions)


@given(exports)
def test_every_row_is_counted_once(files):
    with Store.open(IN_MEMORY) as store:
        for name, items in enumerate(files):
            summary = keep(store, items, str(name))
            assert summary.read == len(items) + 1
            assert summary.read == (
                summary.new + summary.updated + summary.duplicate + summary.rejected
            )
            assert summary.posts + summary.comments == len(items)


@given(st.text())
def test_folding_twice_is_folding_once(name):
    assert fold(fold(name)) == fold(name)


finite = st.floats(-1, 1)
judgements = st.builds(
    Judgement,
    mentioned=st.booleans(),
    confidence=st.floats(0, 1),
    stance=st.none() | st.sampled_from(Stance),
    score=st.none() | finite,
    severity=st.none() | st.integers(0, 3),
    target_kind=st.none() | st.sampled_from(TargetKind),
    mentions=st.lists(st.builds(Mention, st.integers(), st.integers(), words, words, words)).map(
        tuple
    ),
    span=st.none() | st.builds(Span, st.integers(), st.integers()),
    flags=st.lists(words).map(tuple),
    reasons=st.lists(st.builds(Reason, words, words, finite)).map(tuple),
)


@given(judgements)
def test_judgement_is_the_same_after_storing(judgement):
    assert decode(encode(judgement)) == judgement
