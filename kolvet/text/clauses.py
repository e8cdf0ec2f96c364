"""Sentences and clauses as ranges of a text; nothing is copied and nothing is lost.

A sentence ends at 。！？!?;； … ~ or a line break. Within it a clause ends at a comma, colon or
dash, at a space between Chinese characters (how many bloggers punctuate), and before a word that
turns the thought round (但, 不过, 可惜): what follows such a word weighs more than what stands
before it.
"""

import re
from typing import NamedTuple

SENTENCE_END = "。！？!?;；…~\n\r\u2028\u2029"
CLAUSE_END = ",，、:：—|"
TURNS = ("但是", "但", "不过", "可是", "可惜", "然而", "只是", "结果", "问题是", "关键是", "谁知")

_BREAK = re.compile(
    rf"(?P<hard>(?:[{SENTENCE_END}]|\.{{3,}})+[\"”」』）)\]]*)"
    rf"|(?P<soft>[{CLAUSE_END}]+)"
    r"|(?P<space>(?<=[\u3400-\u9fff\ue000-\ue00f\]])\s+(?=[\u3400-\u9fff\ue000-\ue00f\[]))"
    rf"|(?P<turn>(?<=[^{SENTENCE_END}{CLAUSE_END}\s])(?={'|'.join(TURNS)}))"
)


_WORD = re.compile(r"[^\W_]|[\ue000-\ue00f]")


class Clause(NamedTuple):
    """A range of the text.

    Attributes:
        sentence: Number of the sentence that the clause is in, from 0.
        turned: A contrast word opens it.
        asks: Its sentence ends in a question mark.
    """

    start: int
    end: int
    sentence: int
    turned: bool
    asks: bool


def split_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in order; together they hold every character but white space.

    A piece without a letter, digit or Chinese character joins the clause before it.
    """
    pieces: list[tuple[int, int, int]] = []
    asking: set[int] = set()
    start = sentence = 0
    for match in _BREAK.finditer(text):
        end = match.end()
        if end > start:
            pieces.append((start, end, sentence))
        start = end
        if match["hard"]:
            if "?" in match["hard"] or "？" in match["hard"]:
                asking.add(sentence)
            sentence += 1
    if start < len(text):
        pieces.append((start, len(text), sentence))
    return tuple(
        Clause(first, last, number, text.startswith(TURNS, first), number in asking)
        for first, last, number in _joined(text, pieces)
    )


def _joined(text: str, pieces: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Pieces trimmed of white space, wordless ones joined to the piece before."""
    kept: list[tuple[int, int, int]] = []
    for start, end, sentence in pieces:
        content = text[start:end]
        first = start + len(content) - len(content.lstrip())
        last = start + len(content.rstrip())
        if first >= last:
            continue
        wordless = _WORD.search(text, first, last) is None
        if wordless and kept and kept[-1][2] >= sentence - 1:
            kept[-1] = (kept[-1][0], last, kept[-1][2])
        else:
            kept.append((first, last, sentence))
    return kept


def clause_at(clauses: tuple[Clause, ...], position: int) -> int:
    """Index of the clause that holds a position, or of the nearest one before it (0 if none)."""
    best = 0
    for index, clause in enumerate(clauses):
        if clause.start > position:
            break
        best = index
    return best
