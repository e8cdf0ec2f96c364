"""The words of comment sections: read once, matched in one pass over a text."""

import tomllib
from functools import cache
from importlib.resources import files

from kolvet.text.lexicon import Entry, Matcher, build_matcher, lexicon

_ABUSE = "abuse"
"""Abuse whoever it hits: the stance engine's own list."""


@cache
def comment_words() -> Matcher:
    """The words of words.toml and the stance engine's abuse: the longest at each place."""
    raw = files("kolvet.fans").joinpath("words.toml").read_text(encoding="utf-8")
    meanings: dict[str, list[Entry]] = {}
    for group in tomllib.loads(raw).values():
        entry = Entry(group["kind"], 1.0)
        for word in group["words"].split():
            meanings.setdefault(word, []).append(entry)
    for word, entries in lexicon().items():
        if any(entry.kind == _ABUSE for entry in entries):
            meanings.setdefault(word, []).append(Entry(_ABUSE, 1.0))
    chosen = {word: tuple(entries) for word, entries in meanings.items()}
    return build_matcher(chosen, overlapping=False)
