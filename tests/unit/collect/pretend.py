"""A platform of plain lists, to be asked in the same process and cut short at any question."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kolvet.errors import NothingToJudgeError
from kolvet.model.fetch import CommentPage, Cursor, Gone, Listing, StopReason
from kolvet.model.imports import Rejected, Row
from kolvet.model.posts import Account, Author, Comment, Engagement, Platform, Post
from kolvet.sources.client import Client
from kolvet.sources.failures import PageCapError, RefusedError
from tests.unit.sources.scripted import client

UID, NAME = "1000000001", "样例数码君"
FIRST = 4_500_000_000_000_000
BEGINNING = datetime(2024, 1, 1, 4, tzinfo=UTC)


class Killed(BaseException):
    """The process is gone; nothing after it happens."""


def mid(number: int) -> str:
    """The id of the post with this number; they grow with time."""
    return str(FIRST + number)


def post(number: int, text: str = "", *, truncated: bool = False, comments: int = 0) -> Post:
    """The post with this number, written so many hours after the beginning."""
    return Post(
        Platform.WEIBO,
        mid(number),
        Author(UID, NAME),
        text or f"第{number}条，说的是屏幕。",
        BEGINNING + timedelta(hours=number),
        engagement=Engagement(comments=comments),
        truncated=truncated,
    )


def rows(items: Sequence[Post | str]) -> tuple[Row | Rejected, ...]:
    """Rows as a source numbers them; a plain text is why something could not be read."""
    return tuple(
        Rejected(line, item, "") if isinstance(item, str) else Row(line, item)
        for line, item in enumerate(items, 1)
    )


@dataclass
class Pretend:
    """The account's posts by number, newest last, and everything that can happen to them.

    Attributes:
        per_page: Posts of a page.
        cap: Pages that a run may read.
        fuse: Questions until the process is killed; None: it lives.
        failures: What is raised instead of an answer: kind of question -> errors, in order.
        asked: Every question, in order: its kind and what it was about.
    """

    numbers: list[int]
    per_page: int = 4
    name: str = "weibo-mobile"
    platform: Platform = Platform.WEIBO
    local: bool = True
    cap: int = 1000
    fuse: int | None = None
    hidden: int = 0
    declares: int | None = None
    notice: str = ""
    pinned: int | None = None
    texts: dict[int, str] = field(default_factory=dict)
    short: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    no_text: set[int] = field(default_factory=set)
    comment_counts: dict[int, int] = field(default_factory=dict)
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    pages: int = 0

    def client(self) -> Client:
        """A client that asks nobody."""
        made, wire = client(pace=0.0)
        wire.live = not self.local
        return made

    @property
    def visible(self) -> list[int]:
        """Numbers of the posts that are shown, the newest first."""
        return [number for number in reversed(self.numbers) if number not in self.gone]

    def written(self, number: int, *, whole: bool = True) -> Post:
        short = number in self.short and not whole
        text = self.texts.get(number, f"第{number}条，说的是屏幕。")
        return post(
            number,
            text[: len(text) // 2] if short else text,
            truncated=short,
            comments=self.comment_counts.get(number, 0),
        )

    # --- what a source does ----------------------------------------------------------------------

    def find(self, name: str) -> str:
        self._ask("find", name)
        if name != NAME:
            raise NothingToJudgeError("source.no_account", name=name)
        return UID

    def profile(self, native_id: str) -> Account:
        self._ask("profile", native_id)
        declared = len(self.visible) + self.hidden if self.declares is None else self.declares
        return Account(Platform.WEIBO, native_id, NAME, 1000, declared, seen=datetime.now(UTC))

    def listing(self, account: Account, about: str, cursor: Cursor) -> Listing:
        page = self._page("page", str(cursor.get("since_id", cursor.get("page", ""))))
        assert account.native_id == UID
        if page is None:
            return Listing((), notice=self.notice)
        since = cursor.get("since_id")
        skipped = 0 if since else (int(cursor.get("page", 1)) - 1) * self.per_page
        left = [
            number
            for number in self.visible
            if (since is None or FIRST + number < int(since))
            and (not about or about in self.written(number).text)
        ][skipped:]
        shown = left[: self.per_page]
        items = [self.written(number, whole=False) for number in shown]
        first = since is None and not skipped
        top = [self.written(self.pinned)] if first and self.pinned is not None else []
        number = int(cursor.get("page", 1)) + 1
        following: Cursor = {"page": number}
        if len(left) > len(shown):
            following = {"page": number, "since_id": mid(shown[-1])}
        return Listing(
            rows([*top, *items]),
            frozenset(each.native_id for each in top),
            following if shown else None,
            notice=self.notice,
        )

    def whole_text(self, native_id: str) -> str | None:
        self._ask("text", native_id)
        number = int(native_id) - FIRST
        return None if number in self.no_text else self.written(number).text

    def comments(self, native_id: str, account: Account, cursor: Cursor) -> CommentPage:
        self._page("comments", f"{native_id}:{cursor.get('page', 1)}")
        total = self.comment_counts.get(int(native_id) - FIRST, 0)
        page = int(cursor.get("page", 1))
        numbers = range((page - 1) * 3, min(page * 3, total))
        found = [
            Comment(
                Platform.WEIBO,
                f"{native_id}{number:03}",
                native_id,
                f"评论{number}",
                Author(str(1000100000 + number), f"路人{number}"),
            )
            for number in numbers
        ]
        assert account.native_id == UID
        return CommentPage(
            tuple(Row(line, item) for line, item in enumerate(found, 1)),
            {"page": page + 1} if page * 3 < total else None,
        )

    def look(self, native_id: str) -> Post | Gone | None:
        self._page("look", native_id)
        number = int(native_id) - FIRST
        return Gone("微博不存在") if number in self.gone else self.written(number)

    # --- and what can happen meanwhile -----------------------------------------------------------

    def _ask(self, kind: str, what: str) -> None:
        self.asked.append((kind, what))
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                raise Killed
        waiting = self.failures.get(kind)
        if waiting:
            raise waiting.pop(0)

    def _page(self, kind: str, what: str) -> bool | None:
        if self.pages >= self.cap:
            raise PageCapError
        self.pages += 1
        try:
            self._ask(kind, what)
        except LookupError:  # an empty page where there ought to be one
            return None
        return True


def refused(stop: StopReason = StopReason.REFUSED, key: str = "source.forbidden") -> RefusedError:
    """An answer that is none."""
    return RefusedError(key, stop, host="m.weibo.cn", status=403, said="?", url="u")
