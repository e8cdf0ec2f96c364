"""Sentences and clauses as ranges of a text; nothing is copied and nothing is lost.

A sentence ends at 。！？!?;； … ~ or a line break. Within it a clause ends at a comma, colon or
dash, at a space between Chinese characters (how many bloggers punctuate), and before a word that
turns the thought round (但, 不过, 可惜): what follows such a word weighs more than what stands
before it.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

SENTENCE_END = "。！？!?;；…~\n\r\u2028\u2029"
CLAUSE_END = ",，、:：—|"
TURNS = ("但是", "但", "不过", "可是", "可惜", "然而", "只是", "结果", "问题是", "关键是", "谁知")

_TURN = "|".join(rf"(?<=[^{SENTENCE_END}{CLAUSE_END}\s]{word[0]})(?={word[1:]})" for word in TURNS)
_BREAK = re.compile(
    # One character that a break begins with, which is what makes the search quick, then by kind
    # what this character is and what follows it. Of a turn it is the word's first character.
    rf"[{SENTENCE_END}{CLAUSE_END}\s.{''.join(dict.fromkeys(word[0] for word in TURNS))}]"
    rf"(?:(?:(?<=[{SENTENCE_END}])|(?<=\.)\.{{2,}})"
    rf"(?:[{SENTENCE_END}]|\.{{3,}})*[\"”」』）)\]]*(?P<hard>)"
    rf"|(?<=[{CLAUSE_END}])[{CLAUSE_END}]*(?P<soft>)"
    r"|(?<=[\u3400-\u9fff\ue000-\ue00f\]]\s)\s*(?=[\u3400-\u9fff\ue000-\ue00f\[])(?P<space>)"
    rf"|(?:{_TURN})(?P<turn>))"
)
_TURN_STARTS = frozenset(word[0] for word in TURNS)

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
        kind = match.lastgroup
        end = match.start() if kind == "turn" else match.end()
        _add_piece(text, start, end, sentence, pieces)
        start = end
        if kind == "hard":
            ending = match.group()
            if "?" in ending or "？" in ending:
                asking.add(sentence)
            sentence += 1
    _add_piece(text, start, len(text), sentence, pieces)
    return tuple(
        Clause(
            first,
            last,
            number,
            text[first] in _TURN_STARTS and text.startswith(TURNS, first),
            number in asking,
        )
        for first, last, number in pieces
    )


def _add_piece(
    text: str, first: int, last: int, sentence: int, pieces: list[tuple[int, int, int]]
) -> None:
    """Append a piece trimmed of white space; a wordless one joins the piece before."""
    while first < last and text[first].isspace():
        first += 1
    while first < last and text[last - 1].isspace():
        last -= 1
    if first == last:
        return
    wordless = not text[first].isalnum() and _WORD.search(text, first, last) is None
    if wordless and pieces and pieces[-1][2] >= sentence - 1:
        pieces[-1] = (pieces[-1][0], last, pieces[-1][2])
    else:
        pieces.append((first, last, sentence))


def clause_at(clauses: tuple[Clause, ...], position: int) -> int:
    """Index of the clause that holds a position, or of the nearest one before it (0 if none)."""
    # Clauses are tuples that begin with their start: this one is before all of the next position.
    return max(0, bisect_left(clauses, (position + 1, 0, 0, False, False)) - 1)
