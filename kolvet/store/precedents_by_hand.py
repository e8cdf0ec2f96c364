"""Precedents that a person enters: an import of its own, so that each names where it came from."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from kolvet.model.imports import ImportedFile, Row
from kolvet.model.press import Precedent

COLLECTOR = "kolvet precedent"


def as_import(
    precedents: Sequence[Precedent], path: str, entered_at: datetime
) -> tuple[ImportedFile, Iterable[Row]]:
    """The precedents as a file that the store can import; the same ones are the same file."""
    words = "\n".join(map(repr, precedents))
    file = ImportedFile(
        path=path,
        digest=hashlib.sha256(words.encode()).hexdigest(),
        collector=COLLECTOR,
        encoding="utf-8",
        imported_at=entered_at,
    )
    return file, [Row(line, item) for line, item in enumerate(precedents, start=1)]
