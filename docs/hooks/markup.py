"""What all generated pages share: how text of the code becomes Markdown."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")


def plain(words: str) -> str:
    """Words that may hold anything, so that Markdown shows them as they are."""
    return _SPECIAL.sub(r"\\\1", words).replace("\\<", "&lt;").replace("\\>", "&gt;")


def prose(words: str | None) -> str:
    """Sentences of the code in one line: what they mark as code stays code."""
    pieces = re.split(r"(`[^`]+`)", re.sub(r"\s+", " ", words or "").strip())
    return "".join(piece if piece.startswith("`") else plain(piece) for piece in pieces)


def code(words: str) -> str:
    """Code; a bar in it does not end a table's cell."""
    return f"`{words}`" if "`" not in words else plain(words)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown of one line already."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def anchor(words: str) -> str:
    """The id that the table of contents gives to a heading of these words."""
    return re.sub(r"[^\w\- ]", "", words.lower()).strip().replace(" ", "-")
