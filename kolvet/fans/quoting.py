"""Lines of a blogger that commenters quote back at him.

A quote is a copy by nature, so near-duplicates cannot be left out here. What betrays a copied
crowd is what its accounts write besides: accounts whose comments are the same in everything but
the line count once. An account that only ever pasted the bare line is one of all that did.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kolvet.fans.copies import essence
from kolvet.fans.crowds import ReadCrowd
from kolvet.fans.reading import fold_own
from kolvet.model.crowd import NOBODY
from kolvet.model.fans import QuotedLine
from kolvet.text.lexicon import Entry, build_matcher

SHORTEST = 4
"""Letters and characters of a line; a shorter one is said by chance."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be quoted: the clause itself, and where he said it.

    `source` is the post's `StoredPost.id`, None for the press; `url` is the press item's.
    """

    quote: str
    source: int | None = None
    url: str = ""


def find_quoted(read: ReadCrowd, lines: Sequence[Line]) -> tuple[QuotedLine, ...]:
    """The lines that somebody quotes, most commenters first."""
    essences = {_essence_of(line) for line in lines}
    wanted = {item: (Entry("line", 1.0),) for item in essences if len(item) >= SHORTEST}
    if not wanted:
        return ()
    matcher = build_matcher(wanted, overlapping=True)
    quoting: dict[str, set[int]] = {}
    for number, text in enumerate(read.essences):
        for cue in matcher.find(text):
            quoting.setdefault(cue.word, set()).add(number)
    found = [
        _count(read, line, quoting[item])
        for line, item in zip(lines, map(_essence_of, lines), strict=True)
        if item in quoting
    ]
    found = [line for line in found if line.commenters]
    return tuple(sorted(found, key=lambda line: (-line.robust, -line.commenters, line.quote)))


def _essence_of(line: Line) -> str:
    return essence(fold_own(line.quote))


def _count(read: ReadCrowd, line: Line, texts: set[int]) -> QuotedLine:
    authors = np.unique(read.author[np.isin(read.text, sorted(texts))])
    authors = authors[authors != NOBODY]
    said = _essence_of(line)
    besides: dict[int, set[str]] = {author: set() for author in authors.tolist()}
    for number in np.flatnonzero(np.isin(read.author, authors)).tolist():
        rest = read.essences[read.text[number]].replace(said, "")
        besides[int(read.author[number])].add(rest)
    different = {frozenset(words - {""}) for words in besides.values()}
    return QuotedLine(line.quote, line.source, line.url, len(authors), len(different))
