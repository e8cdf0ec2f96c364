"""The files that a team commits: `--reviews`, `--waivers`, `--precedents`."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kolvet.decisions.committed import read_corrections, read_precedents, read_waivers
from kolvet.decisions.rows import Entry, read_entries
from kolvet.errors import UsageError, system_reason
from kolvet.model.people import Committed

Read = TypeVar("Read")
STDIN = "-"


@dataclass(frozen=True, slots=True)
class CommittedFiles:
    """What `--reviews`, `--waivers`, `--precedents` and `--require-reviewed` say."""

    reviews: Path | None = None
    waivers: Path | None = None
    precedents: Path | None = None
    require_reviewed: bool = False

    def read(self) -> Committed:
        """What the files hold.

        Raises:
            UsageError: A file is not there or broken; names the row.
        """
        return Committed(
            corrections=_read(self.reviews, "review", read_corrections),
            waivers=_read(self.waivers, "waiver", read_waivers),
            precedents=_read(self.precedents, "precedent", read_precedents),
            require_reviewed=self.require_reviewed,
        )

    def words(self) -> list[str]:
        """The options as they are typed."""
        paths = {"reviews": self.reviews, "waivers": self.waivers, "precedents": self.precedents}
        named = [(f"--{name}", str(path)) for name, path in paths.items() if path]
        flags = ["--require-reviewed"] if self.require_reviewed else []
        return [word for pair in named for word in pair] + flags


NO_FILES = CommittedFiles()


def _read(
    path: Path | None, table: str, read: Callable[[Sequence[Entry]], list[Read]]
) -> tuple[Read, ...]:
    return tuple(read(entries_of(path, table))) if path else ()


def entries_of(path: Path, table: str) -> list[Entry]:
    """The rows of one file; '-' is stdin.

    Raises:
        UsageError: It is not there or broken.
    """
    try:
        raw = sys.stdin.buffer.read() if str(path) == STDIN else path.read_bytes()
    except OSError as error:
        raise UsageError("people.file_broken", path=path, reason=system_reason(error)) from error
    return read_entries(raw, path.suffix, table, str(path))
