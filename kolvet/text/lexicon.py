"""The word lists of the scorer: read once, matched in one pass over a text.

Lists live in kolvet/text/lexicons/*.toml, written for kolvet; a word may stand in several groups.
Two matchers are built. The tone matcher takes the longest word at each place, so that 不好用 is
not also 好用; the cue matcher reports every word that occurs.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

TONE_KINDS = frozenset(
    {"positive", "negative", "emoticon_good", "emoticon_bad", "negator", "intensifier", "plain"}
)
"""Kinds that compete for the same characters: only the longest word counts."""

_PLAIN = "plain"
"""Words that nothing looks at: they only keep shorter ones from being found."""

LEXICON_FILES = ("opinion.toml", "cues.toml", "people.toml")


class Entry(NamedTuple):
    """One meaning of a word."""

    kind: str
    weight: float


class Cue(NamedTuple):
    """A word of a list at a place in a text."""

    start: int
    end: int
    kind: str
    weight: float
    word: str


class Matcher(NamedTuple):
    """An automaton over `words` and what each word means."""

    automaton: AhoCorasick
    words: tuple[str, ...]
    entries: tuple[tuple[Entry, ...], ...]
    overlapping: bool

    def find(self, text: str) -> list[Cue]:
        """All cues of the text by start, a word of Latin letters only where it stands alone."""
        automaton, words, entries, overlapping = self
        found: list[Cue] = []
        for index, start, end in automaton.find_matches_as_indexes(text, overlapping=overlapping):
            word = words[index]
            if word.isascii() and not _stands_alone(text, start, end):
                continue
            for kind, weight in entries[index]:
                found.append(Cue(start, end, kind, weight, word))
        return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no Latin letter touches the range, so that "nb" is not found in "Steinbeck"."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    return not (before.isascii() and before.isalpha() and text[start].isalpha()) and not (
        after.isascii() and after.isalpha() and text[end - 1].isalpha()
    )


@cache
def lexicon() -> dict[str, tuple[Entry, ...]]:
    """Word -> its meanings, from all files, in the order of the files."""
    meanings: dict[str, list[Entry]] = {}
    folder = files("kolvet.text").joinpath("lexicons")
    for name in LEXICON_FILES:
        groups = tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
        for group in groups.values():
            entry = Entry(group["kind"], float(group.get("weight", 1.0)))
            for word in group["words"].split():
                known = meanings.setdefault(word.replace("_", " "), [])
                if all(entry.kind != other.kind for other in known):
                    known.append(entry)
    return {word: tuple(entries) for word, entries in meanings.items()}


@cache
def tone_matcher() -> Matcher:
    """Opinion words, negators and degrees: the longest at each place."""
    return _matcher(tone=True)


@cache
def cue_matcher() -> Matcher:
    """Everything else: every occurrence."""
    return _matcher(tone=False)


def _matcher(*, tone: bool) -> Matcher:
    return build_matcher(
        {
            word: tuple(entry for entry in entries if (entry.kind in TONE_KINDS) is tone)
            for word, entries in lexicon().items()
        },
        overlapping=not tone,
    )


def build_matcher(meanings: Mapping[str, tuple[Entry, ...]], *, overlapping: bool) -> Matcher:
    """A matcher over folded words; one without a meaning is left out, a plain one stops others.

    Not overlapping: the longest word at each place, from the left.
    """
    words = tuple(sorted(word for word, entries in meanings.items() if entries))
    kind = MatchKind.Standard if overlapping else MatchKind.LeftmostLongest
    return Matcher(
        AhoCorasick(words, matchkind=kind),
        words,
        tuple(tuple(entry for entry in meanings[word] if entry.kind != _PLAIN) for word in words),
        overlapping=overlapping,
    )
