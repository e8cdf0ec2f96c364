"""The words and patterns of comment sections: read once from words.toml."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from kolvet.text.lexicon import Entry, Matcher, build_matcher, lexicon

_ABUSE = "abuse"
"""Abuse whoever it hits: the stance engine's own list."""


@cache
def comment_words() -> Matcher:
    """The words and the stance engine's abuse: the longest at each place."""
    meanings: dict[str, list[Entry]] = {}
    for group in _groups():
        entry = Entry(group["kind"], 1.0)
        for word in group["words"].split():
            meanings.setdefault(word, []).append(entry)
    for word, entries in lexicon().items():
        if any(entry.kind == _ABUSE for entry in entries):
            meanings.setdefault(word, []).append(Entry(_ABUSE, 1.0))
    chosen = {word: tuple(entries) for word, entries in meanings.items()}
    return build_matcher(chosen, overlapping=False)


class CommentPattern(NamedTuple):
    """What has a gap in it; `signs` holds a character of every match, so most texts are passed."""

    kind: str
    signs: re.Pattern[str]
    pattern: re.Pattern[str]


@cache
def comment_patterns() -> tuple[CommentPattern, ...]:
    """The patterns of each kind that has any, as one."""
    return tuple(
        CommentPattern(
            group["kind"],
            re.compile(f"[{group['signs']}]"),
            re.compile("|".join(f"(?:{pattern})" for pattern in group["patterns"])),
        )
        for group in _groups()
        if "patterns" in group
    )


def _groups() -> list[dict[str, Any]]:
    raw = files("kolvet.fans").joinpath("words.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(raw).values())
