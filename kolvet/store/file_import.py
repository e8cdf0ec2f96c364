"""One import: every row of a file goes where it belongs and is counted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from kolvet.model.imports import ImportedFile, ImportSummary, Owner, Rejected, Row
from kolvet.model.posts import Account, Comment, Post
from kolvet.model.press import CaseNote, Precedent, PressItem
from kolvet.store.accounts import AccountBook
from kolvet.store.bloggers import (
    add_alias,
    ambiguous,
    create_blogger,
    find_ids,
    get_blogger,
)
from kolvet.store.border import clean, moment, seconds
from kolvet.store.comments import CommentWriter, FansOf
from kolvet.store.database import Database
from kolvet.store.local_ids import find_twin
from kolvet.store.names import fold
from kolvet.store.outcomes import Outcome
from kolvet.store.owner import OwnerOfFile
from kolvet.store.posts import PostWriter
from kolvet.store.press import Reported, keep_reported

_LINES_SHOWN = 20
_REJECTED = {Outcome.NO_AUTHOR: "no_author", Outcome.OTHER_AUTHOR: "other_author"}


class FileImport:
    """Takes the rows of a file in batches; the caller holds the transaction.

    `continues` says that these rows come after others of the same import, in a transaction of
    their own: what was rejected before still counts. `import_id` is the row of the import.
    """

    def __init__(
        self,
        database: Database,
        file: ImportedFile,
        owner: Owner | None,
        fans_of: FansOf | None,
        *,
        continues: bool = False,
    ) -> None:
        self._database = database
        self._continues = continues
        self.import_id, self._imported_at = _register(database, file)
        self._book = AccountBook(database)
        self._owner = None if owner is None else OwnerOfFile(database, self._book, owner)
        self._posts = PostWriter(database, self.import_id, self._may_be_one)
        self._only_author = False
        self._comments = CommentWriter(database, self.import_id, fans_of)
        self._profiles: set[int] = set()
        self._reported: set[int] = set()
        self._rejected: Counter[str] = Counter()
        self.summary = ImportSummary(file.path, file.collector, file.encoding, digest=file.digest)

    def add(self, batch: Sequence[Row | Rejected]) -> None:
        """Store a batch: profiles first, then posts, comments and reports."""
        posts: list[tuple[Row, Post]] = []
        comments: list[tuple[Row, Comment]] = []
        reports: list[tuple[Row, Reported]] = []
        for row in batch:
            if isinstance(row, Rejected):
                self._reject(row.line, row.reason)
                continue
            match row.item:
                case Post() as post if post.native_id:
                    posts.append((row, post))
                case Post():
                    self._reject(row.line, "id_missing")
                case Comment() as comment:
                    comments.append((row, comment))
                case Account() as profile:
                    self._add_profile(row, profile)
                case PressItem() | Precedent() | CaseNote() as report:
                    reports.append((row, report))
        self._add_posts(posts)
        outcomes = self._comments.write([(row.line, comment) for row, comment in comments])
        self.summary.comments += self._count([row for row, _ in comments], outcomes)
        outcomes = [self._add_report(row.line, report) for row, report in reports]
        self.summary.press += self._count([row for row, _ in reports], outcomes)

    def finish(self) -> ImportSummary:
        """Link the accounts to the owner, and keep the counts."""
        authors, profiles = self._current(self._posts.accounts), self._current(self._profiles)
        if self._owner is not None:
            self._owner.link(authors or profiles or self._current(self._posts.refused))
        self._keep_rejections()
        self.summary.rejections = dict(self._rejected)
        self.summary.bloggers = tuple(self._bloggers(authors | profiles))
        return self.summary

    def _add_profile(self, row: Row, profile: Account) -> None:
        account, outcome = self._book.keep_profile(
            profile, line=row.line, import_id=self.import_id, seen=self._imported_at
        )
        if account is not None:
            self._profiles.add(account)
        self.summary.accounts += self._count([row], [outcome])

    def _add_posts(self, rows: Sequence[tuple[Row, Post]]) -> None:
        accounts = [self._author(post) for _, post in rows]
        self._join_twins([post for _, post in rows], accounts)
        # Only now: a later author may have shown that two earlier ones are one.
        arrivals = [
            (row.line, post, account and self._book.current(account))
            for (row, post), account in zip(rows, accounts, strict=True)
        ]
        outcomes = self._posts.write(arrivals)
        self.summary.posts += self._count([row for row, _ in rows], outcomes)
        for stored, seen in sorted(self._posts.same_author):
            self._book.join(stored, seen)
        self._posts.same_author.clear()

    def _author(self, post: Post) -> int | None:
        account = self._book.account_of(post.platform, post.author)
        if account is None and self._owner is not None:
            return self._owner.account_on(post.platform)
        return account

    def _join_twins(self, posts: Sequence[Post], accounts: Sequence[int | None]) -> None:
        """Find that a table of the owner's was imported before, with or without its author."""
        authors = self._current({account for account in accounts if account is not None})
        self._only_author = len(authors | self._current(self._posts.accounts)) == 1
        local = [post for post in posts if post.local_id]
        if self._owner is None or not local or not authors or not self._only_author:
            return
        (author,) = authors
        others = [each for each in self._owner.accounts_on(local[0].platform) if each != author]
        twin = find_twin(self._database, local, author, others)
        if twin is not None:
            self._book.join(twin, author)

    def _may_be_one(self, stored: int, claimed: int, *, same_text: bool) -> bool:
        """Whether a post that one account has and another claims may be of one author.

        The same text under the same id is the same post, whatever its author was called then; and
        the user may say that the file is the history of whoever has the stored one.
        """
        owner = self._owner
        if same_text or (owner is not None and self._only_author and owner.owns(stored)):
            return not self._book.both_have_ids(stored, claimed)
        return self._book.may_be_one(stored, claimed)

    def _current(self, accounts: set[int]) -> set[int]:
        return {self._book.current(account) for account in accounts}

    def _add_report(self, line: int, report: Reported) -> Outcome:
        blogger = self._reported_blogger(report.blogger)
        self._reported.add(blogger)
        if isinstance(report, CaseNote):
            for name in report.also_known_as:
                add_alias(self._database, blogger, name)
        return keep_reported(self._database, blogger, report, import_id=self.import_id, line=line)

    def _reported_blogger(self, name: str) -> int:
        if self._owner is not None and not self._owner.is_brand:
            blogger = self._owner.blogger()
            if fold(get_blogger(self._database, blogger).name) != fold(name):
                add_alias(self._database, blogger, name)
            return blogger
        found = find_ids(self._database, name)
        if len(found) > 1:
            raise ambiguous(self._database, name, found)
        return found[0] if found else create_blogger(self._database, clean(name).strip())

    def _count(self, rows: Sequence[Row], outcomes: Sequence[Outcome]) -> int:
        """Count rows of one kind; gives how many did not have to be rejected after all."""
        summary = self.summary
        rejected = sum(outcome in _REJECTED for outcome in outcomes)
        summary.read += len(rows) - rejected
        summary.new += outcomes.count(Outcome.NEW)
        summary.updated += outcomes.count(Outcome.UPDATED)
        summary.duplicate += outcomes.count(Outcome.DUPLICATE)
        for row, outcome in zip(rows, outcomes, strict=True):
            if outcome in _REJECTED:
                self._reject(row.line, _REJECTED[outcome])
            elif row.repairs:
                summary.repaired += 1
                for repair in row.repairs:
                    summary.repairs[repair] = summary.repairs.get(repair, 0) + 1
        return len(rows) - rejected

    def _reject(self, line: int, reason: str) -> None:
        self.summary.read += 1
        self.summary.rejected += 1
        self._rejected[reason] += 1
        lines = self.summary.reasons.setdefault(reason, [])
        if len(lines) < _LINES_SHOWN:
            lines.append(line)

    def _keep_rejections(self) -> None:
        if not self._continues:
            self._database.execute("DELETE FROM rejections WHERE import_id = ?", (self.import_id,))
        self._database.execute_many(
            "INSERT INTO rejections VALUES (?, ?, ?)"
            " ON CONFLICT (import_id, reason) DO UPDATE SET count = count + excluded.count",
            [(self.import_id, reason, number) for reason, number in self._rejected.items()],
        )

    def _bloggers(self, accounts: set[int]) -> Iterator[str]:
        """The names of those whom rows of the file belong to."""
        numbers = set(self._reported)
        for account in accounts:
            numbers.add(
                self._database.value("SELECT blogger_id FROM accounts WHERE id = ?", (account,))
            )
        for number in sorted(numbers):
            yield get_blogger(self._database, number).name


def _register(database: Database, file: ImportedFile) -> tuple[int, datetime]:
    """The row of the file; the same bytes are the same import, at the time of the first."""
    row = database.first("SELECT id, imported_at FROM imports WHERE digest = ?", (file.digest,))
    if row is None:
        imported_at = seconds(file.imported_at)
        cursor = database.execute(
            "INSERT INTO imports (digest, path, collector, encoding, imported_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (
                file.digest,
                clean(file.path),
                clean(file.collector),
                clean(file.encoding),
                imported_at,
            ),
        )
        row = (cursor.lastrowid, imported_at)
    stored = moment(row[1])
    return int(row[0] or 0), stored or file.imported_at
