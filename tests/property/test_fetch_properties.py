"""Whatever a list holds and wherever runs are cut, the same posts end up in the store."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kolvet.collect import Wish, fetch
from kolvet.model.fetch import Cursor, Listing
from kolvet.model.posts import Account, Post
from kolvet.sources.failures import PageCapError
from kolvet.store import Store
from tests.cli.fetched import content, differences, later, quick_folder, rows
from tests.unit.collect.pretend import NAME, Killed, Pretend, mid, post
from tests.unit.collect.pretend import rows as listed

NUMBERS = st.integers(min_value=0, max_value=30)
ENTRIES = st.one_of(
    NUMBERS.map(lambda number: ("own", number)),
    NUMBERS.map(lambda number: ("short", number)),
    NUMBERS.map(lambda number: ("pinned", number)),
    st.just(("broken", 0)),
    st.just(("liked", 0)),
)
PAGES = st.lists(st.lists(ENTRIES, min_size=1, max_size=6), min_size=1, max_size=6)
CUTS = st.lists(st.integers(min_value=0, max_value=9), max_size=6)


class Pages(Pretend):
    """A source that gives exactly these pages, whatever sense they make."""

    def __init__(self, pages: list[list[tuple[str, int]]]) -> None:
        super().__init__([number for page in pages for _, number in page], declares=10_000)
        self.given = pages

    def listing(self, account: Account, about: str, cursor: Cursor) -> Listing:
        number = int(cursor.get("page", 1))
        self._page("page", str(number))
        if number > len(self.given):
            return Listing(())
        page = self.given[number - 1]
        items = [
            "unknown_object" if kind == "broken" else self.shown(kind, at)
            for kind, at in page
            if kind != "liked"
        ]
        pinned = frozenset(mid(at) for kind, at in page if kind == "pinned")
        liked = sum(kind == "liked" for kind, _ in page)
        following = {"page": number + 1, "since_id": str(number)}
        return Listing(listed(items), pinned, following, liked)

    def shown(self, kind: str, at: int) -> Post:
        text = self.written(at).text
        return post(at, text[:4], truncated=True) if kind == "short" else post(at, text)


@contextmanager
def database() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kolvet-test-") as usual:
        for folder in quick_folder(Path(usual)):
            path = folder / "kolvet.db"
            path.write_bytes(empty_database())
            yield path


@cache
def empty_database() -> bytes:
    with tempfile.TemporaryDirectory(prefix="kolvet-test-") as folder:
        path = Path(folder) / "kolvet.db"
        Store.open(path).close()
        return path.read_bytes()


def run(path: Path, source: Pretend, fuse: int | None = None, **wish: object) -> str:
    """Fetch; gives why it stopped, "killed" if the process was gone after so many questions."""
    source.pages, source.fuse = 0, fuse
    with Store.open(path) as store:
        try:
            wanted = Wish(**({"name": NAME, "looks": 0, "comments": 5} | wish))
            return fetch(store, source, source.client(), wanted).summary.stop.value
        except (Killed, PageCapError):
            return "killed"


@settings(max_examples=40, deadline=None)
@given(pages=PAGES, cuts=CUTS)
def test_where_a_run_is_cut_makes_no_difference(pages, cuts):
    with database() as whole, database() as path:
        calm = Pages(pages)
        last = run(whole, calm)
        source = Pages(pages)
        ends = [run(path, source, fuse) for fuse in cuts]
        ends.append(run(path, source))
        if "killed" in ends[:-1] and set(ends[:-1]) == {"killed"}:
            assert ends[-1] == last
            # A list that ends in an empty page is asked for it once more by the next run.
            assert differences(content(path, "counts"), content(whole, "counts")) == {}
        # Runs after one that had ended walk once more; the posts are the same.
        stored = rows(path, "SELECT native_id, text, truncated FROM posts ORDER BY 1")
        assert stored == rows(whole, "SELECT native_id, text, truncated FROM posts ORDER BY 1")


@settings(max_examples=40, deadline=None)
@given(pages=PAGES)
def test_whatever_a_page_holds_it_is_stored_once(pages):
    with database() as path:
        run(path, Pages(pages))
        stored = [native_id for (native_id,) in rows(path, "SELECT native_id FROM posts")]
        assert len(stored) == len(set(stored))
        shown = {mid(at) for page in pages for kind, at in page if kind not in {"broken", "liked"}}
        assert set(stored) == shown


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(min_value=1, max_value=9)),
        st.tuples(st.just("delete"), st.integers(min_value=0, max_value=40)),
        st.tuples(st.just("edit"), st.integers(min_value=0, max_value=40)),
        st.tuples(st.just("capped"), st.integers(min_value=1, max_value=3)),
        st.tuples(st.just("killed"), st.integers(min_value=0, max_value=7)),
        st.tuples(st.just("wait"), st.just(2)),
        st.tuples(st.just("full"), st.integers(min_value=1, max_value=3)),
    ),
    max_size=8,
)


def take(path: Path, source: Pretend, step: str, number: int) -> None:
    source.cap = 1000
    if step == "write":
        newest = source.numbers[-1] + 1
        source.numbers += range(newest, newest + number)
    elif step == "delete" and number in source.numbers:
        source.gone.add(number)
    elif step == "edit" and number in source.numbers:
        source.texts[number] = f"改过了：第{number}条，从头说起。"
    elif step == "wait":
        later(path, hours=number)
    elif step == "killed":
        run(path, source, fuse=number)
    elif step in {"capped", "full"}:
        source.cap = number
        run(path, source, full=step == "full")
    source.cap = 1000


@settings(max_examples=40, deadline=None)
@given(steps=STEPS, first=st.integers(min_value=1, max_value=20))
def test_whatever_happened_before_a_run_to_the_end_leaves_no_gap(steps, first):
    source = Pretend(list(range(first)), per_page=3)
    source.comment_counts = dict.fromkeys(range(0, 60, 4), 4)
    source.short = set(range(1, 60, 5))
    source.texts = {number: f"第{number}条，{'很长的话' * 5}" for number in source.short}
    with database() as path:
        for step, number in steps:
            take(path, source, step, number)
        for _ in range(3):  # the first ends what is open, the next begins at the top
            take(path, source, "wait", 2)
            stop = run(path, source, looks=99)
        stored = rows(path, "SELECT native_id, text, truncated, deleted_at FROM posts")
        there = {row[0]: row[1:] for row in stored if row[3] is None}
        assert there.keys() == {mid(number) for number in source.visible}
        assert all(there[mid(n)][:2] == (source.written(n).text, 0) for n in source.visible)
        # Where the end of a list was deleted, a platform that holds back looks the same.
        left = [kind for (kind,) in rows(path, "SELECT kind FROM tasks")]
        assert left == [] or (set(left) == {"page"} and stop == "empty_twice")
        commented = {mid(number) for number in source.visible if source.comment_counts.get(number)}
        found = {key for (key,) in rows(path, "SELECT DISTINCT post_native_id FROM comments")}
        assert commented <= found
