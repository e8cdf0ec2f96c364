"""What every dialect uses to turn a record into items: cleaning, ids, times, authors."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from kolvet.importers.containers.databases import quoted
from kolvet.model.imports import Item
from kolvet.model.posts import Author, Precision
from kolvet.platforms import moments
from kolvet.platforms.markup import plain_text

Record = Mapping[str, Any]

_NOTHING = frozenset({"无", "None", "null", "nan", "NaN"})


class UnreadableRow(Exception):
    """A record that is not a post, profile or comment. `reason` is a key of reasons.toml."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Misfit(UnreadableRow):
    """The values are not what their columns say; aligning them by their shapes may help."""

    def __init__(self) -> None:
        super().__init__("columns_do_not_fit")


@dataclass(slots=True)
class Reading:
    """What is known about a file while its rows are read.

    Attributes:
        reference: When the file was written; relative times count from it.
        uid: The account's id, as the user said or the path tells; stands in where rows have none.
        name: The account's name as the path tells.
        repairs: What had to be mended in the row being read; emptied after each.
        aligned: The row being read was already aligned: what does not fit now is damage.
    """

    reference: datetime
    uid: str | None = None
    name: str | None = None
    repairs: list[str] = field(default_factory=list)
    aligned: bool = False
    _authors: dict[tuple[object, object], Author] = field(default_factory=dict)
    _clients: dict[str, str] = field(default_factory=dict)

    def author(self, uid: object, name: object) -> Author:
        """The author of a row; what it does not say comes from the file."""
        key = (uid, name)
        try:
            known = self._authors.get(key)
        except TypeError:  # a list or an object where an id should be
            return self.author(words(uid), words(name))
        if known is None:
            if len(self._authors) > 10_000:
                self._authors.clear()
            said = words(uid) or None
            known = Author(said or self.uid, self._name(said, words(name)))
            self._authors[key] = known
        return known

    def _name(self, uid: str | None, name: str) -> str | None:
        if name:
            return name
        return self.name if uid is None or uid == self.uid else None

    def client(self, value: object) -> str:
        """The publishing client of a row."""
        if not isinstance(value, str):
            return words(value)
        known = self._clients.get(value)
        if known is None:
            if len(self._clients) > 10_000:
                self._clients.clear()
            known = self._clients[value] = prose(words(value))
        return known

    def masked_author(self, digest: object, name: object) -> Author:
        """The author of a row that has a hash instead of the id; `uid` is taken if it fits."""
        hashed = words(digest)
        if not hashed:
            return self.author(None, name)
        if self.uid and sha256(self.uid.encode()).hexdigest()[: len(hashed)] == hashed:
            return self.author(self.uid, name)
        return self.author(f"sha256:{hashed}", name)

    def moment(self, value: object, reference: datetime | None = None) -> moments.Found | None:
        """The time that a value of any type means."""
        if isinstance(value, str):
            return moments.parse_moment(value, reference or self.reference) if value else None
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return moments.from_epoch(value)
        return None

    def published(self, value: object) -> tuple[datetime | None, Precision]:
        """As `moment`, for a date that the row should have: one that cannot be read is noted."""
        found = self.moment(value)
        if found is not None:
            return found
        self.repairs.append("date_unreadable" if words(value) else "date_missing")
        return None, Precision.SECOND


ReadRow = Callable[[Record, Reading], tuple[Item, ...]]
Unfold = Callable[[Record], Iterable[object]]
Query = Callable[[str, Mapping[str, tuple[str, ...]]], str]
Align = Callable[[list[str]], Record | None]


def _no_widths(columns: tuple[str, ...]) -> frozenset[int]:
    del columns
    return frozenset()


def _whole_table(table: str, columns: Mapping[str, tuple[str, ...]]) -> str:
    del columns
    return f"SELECT * FROM {quoted(table)}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row of a collector: its posts, its profiles, its comments.

    Attributes:
        recognises: Whether columns (of a header, an object or a table) are of this kind.
        read: Turns a record into items; the keys are fields.
        fields: Column -> field, where they differ.
        first_value: A regular expression for what a row of a CSV file begins with, so that a
            quotation mark left open does not swallow the rows after it.
        align: Puts the values of a row that does not fit its header under the right fields.
        widths: Other lengths that rows under a header have by design.
        essential: Fields that a row shorter than its header must have; with none, such a row is
            rejected.
        query: The SQL that reads a table, given its name and all tables with their columns.
        unfold: Gives the records inside one that is no row itself but holds rows, as a page of
            an API does; `read` is then not called.
    """

    recognises: Callable[[frozenset[str]], bool]
    read: ReadRow
    fields: Mapping[str, str] = field(default_factory=dict)
    first_value: str = ""
    align: Align | None = None
    widths: Callable[[tuple[str, ...]], frozenset[int]] = _no_widths
    essential: tuple[str, ...] = ()
    query: Query = _whole_table
    unfold: Unfold | None = None


@dataclass(frozen=True, slots=True)
class Importer:
    """A collector whose exports are read without conversion."""

    collector: str
    kinds: tuple[Kind, ...]


def rejecting(reason: str) -> ReadRow:
    """Reads what is known for what it is, and cannot be used for this reason."""

    def read(record: Record, reading: Reading) -> tuple[Item, ...]:
        del record, reading
        raise UnreadableRow(reason)

    return read


def clean(text: str) -> str:
    """The text as it can be stored and shown: no NUL, no half surrogate, LF line ends."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.strip()


def words(value: object) -> str:
    """A short value as text: no TAB or blank around it, "" for what stands for nothing."""
    if isinstance(value, str):
        text = clean(value) if value else ""
        return "" if text in _NOTHING else text
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float | Decimal) else ""


def prose(value: object) -> str:
    """A text that somebody wrote, without markup."""
    if not isinstance(value, str):
        return words(value)
    return clean(plain_text(value)) if "<" in value or "&" in value else clean(value)


def titled(title: object, text: object) -> str:
    """A text with its title on the first line, unless it repeats the beginning of the text."""
    return headed(prose(title), prose(text))


def headed(heading: str, body: str) -> str:
    """As `titled`, for texts that are without markup already."""
    if not heading or body.startswith(heading):
        return body
    return f"{heading}\n{body}" if body else heading


def is_true(value: object) -> bool:
    """Whether a flag is set: True, 1, "True", "true", "是"."""
    return value in _TRUE if isinstance(value, str | int | bool) else False


_TRUE = frozenset({True, "True", "true", "TRUE", "1", "是", "yes"})
