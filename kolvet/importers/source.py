"""A file being opened, and what opening it gives."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kolvet.importers.containers.survey import Survey
from kolvet.importers.reading import Importer, Reading
from kolvet.model.imports import Rejected, Row

Rows = Iterator[Row | Rejected]


@dataclass(frozen=True, slots=True)
class Source:
    """A file being opened.

    Attributes:
        shown: The path as messages show it.
        mapping: Field -> column, as the user gave it; empty if he did not.
    """

    path: Path
    shown: str
    survey: Survey
    reading: Reading
    importers: tuple[Importer, ...]
    mapping: Mapping[str, str] = field(default_factory=dict)


def _nowhere() -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Opened:
    """A recognised file. `position` counts the bytes read so far, where that can be known."""

    collector: str
    rows: Callable[[], Rows]
    position: Callable[[], int] = _nowhere


def no_rows() -> Rows:
    """The rows of an empty file."""
    return iter(())
