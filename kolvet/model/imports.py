"""What reading an export gives, row by row, and what came of it."""

from dataclasses import dataclass, field
from datetime import datetime

from kolvet.model.posts import Account, Comment, Post
from kolvet.model.press import CaseNote, Precedent, PressItem

Item = Post | Account | Comment | PressItem | Precedent | CaseNote


@dataclass(frozen=True, slots=True)
class Row:
    """One thing read from an export.

    `line` is the 1-based line (text files), row (sheets, databases) or element (JSON lists) where
    it begins. `repairs` names what had to be mended, e.g. "aligned", "id_from_bid"; empty for a
    clean row.
    """

    line: int
    item: Item
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be read. `reason` is a key of messages/reasons.toml."""

    line: int
    reason: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """Where rows come from. `digest` is the SHA-256 of the bytes, hex; `path` as given."""

    path: str
    digest: str
    collector: str
    encoding: str
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose history is being imported: a blogger by name, or a brand's official account."""

    name: str
    is_brand: bool = False


@dataclass(slots=True)
class ImportSummary:
    """Counts of one import.

    `read` = new + updated + duplicate + rejected; repaired rows are also among the first three.
    Counts cover posts, comments, accounts and press items; `posts`, `comments` ... split `read`
    by kind. `digest` is that of the ImportedFile.
    """

    path: str
    collector: str
    encoding: str = ""
    read: int = 0
    new: int = 0
    updated: int = 0
    duplicate: int = 0
    repaired: int = 0
    rejected: int = 0
    posts: int = 0
    comments: int = 0
    accounts: int = 0
    press: int = 0
    repairs: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, list[int]] = field(default_factory=dict)
    """Reason of rejection -> the first 20 lines."""
    rejections: dict[str, int] = field(default_factory=dict)
    """Reason of rejection -> all rows rejected for it."""
    bloggers: tuple[str, ...] = ()
    digest: str = ""
