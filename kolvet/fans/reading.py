"""What one comment does, whichever brand it is about: own small rules over words.toml.

Stance toward a brand that is named is the stance engine's (stance.py); what it has no word for is
hostility toward an author, leaving, and closing ranks.
"""

import re
from typing import NamedTuple

from kolvet.fans.words import comment_patterns, comment_words
from kolvet.text.fold import fold_word
from kolvet.text.lexicon import tone_matcher
from kolvet.text.own import own_words

EXITS = 1
UNFOLLOWS = 2
AROUSED = 4
ACCUSES = 8
DISMISSES = 16
UNWANTED = 32
DEFENDS = 64
WELCOMES = 128
SUPPORTS = 256
ABUSES = 512
ADDRESSES = 1024
OTHERS = 2048
ASKS = 4096
DENIES_SUPPORT = 8192
"""Signs of a comment, as bits: two hundred thousand are held in one array."""

_SIGNS = {
    "exit": EXITS,
    "unfollow": UNFOLLOWS,
    "accuse": ACCUSES,
    "dismiss": DISMISSES,
    "unwanted": UNWANTED,
    "defend": DEFENDS,
    "welcome": WELCOMES,
    "support": SUPPORTS,
    "abuse": ABUSES | AROUSED,
    "arousal": AROUSED,
    "address": ADDRESSES,
    "others": OTHERS,
}
_DENIABLE = EXITS | UNFOLLOWS | ACCUSES | DEFENDS | WELCOMES | SUPPORTS | ABUSES
_DENIED = re.compile(
    r"(?:不|没|没有|别|莫|勿|未|非|拒绝|杜绝|反对|哪有|哪来的|谁说|谁要|凭什么)(?:会|是|要|再|想|能|可能|算|叫|让|用|至于|太|怎么)?(?:的|个|什么)?$"
)
"""Before a word: 不会脱粉, 不是黑子, 别再造谣, 拒绝抵制."""
_DENIAL_REACH = 6
_DENIED_AFTER = re.compile(r"(?:是|那是|肯定)?(?:不可能|不存在|不至于|没必要|大可不必)")
"""After a word: 脱粉是不可能的."""
_LOUD = re.compile(r"!.{0,3}!|([啊呀冲滚怒])\1{2}")
"""Two exclamation marks, or a cry."""
_ASKS = re.compile(r"[?]|吗(?:$|[^\w])|求问|请问")
_NEGATION_REACH = 5
_OPINIONS = {"positive": 1.0, "negative": -1.0, "emoticon_good": 0.7, "emoticon_bad": -0.7}
_NEGATED = -0.7
"""A negated opinion says the opposite, more mildly (judgement)."""


class Reading(NamedTuple):
    """What a text does.

    Attributes:
        signs: Bits (EXITS, UNFOLLOWS ...).
        betrayal: Words that say that the brand turned on its own.
        us_and_them: Words that close ranks.
        labels: What it calls somebody, as written in folded text.
    """

    signs: int
    betrayal: int = 0
    us_and_them: int = 0
    labels: tuple[str, ...] = ()


_SILENT = Reading(0)


def fold_own(text: str) -> str:
    """A comment's own words, folded: the names in it and what it forwards are hidden."""
    return fold_word(own_words(text))


def read_text(folded: str) -> Reading:
    """Read the folded own words of one comment."""
    signs = AROUSED if _LOUD.search(folded) else 0
    if _ASKS.search(folded):
        signs |= ASKS
    signs |= _read_patterns(folded)
    cues = comment_words().find(folded)
    if not cues:
        return Reading(signs) if signs else _SILENT
    counts = {"betrayal": 0, "us_and_them": 0}
    labels: list[str] = []
    for cue in cues:
        if cue.kind in counts:
            counts[cue.kind] += 1
            continue
        denied = _is_denied(folded, cue.start, cue.end)
        if cue.kind == "label":
            if not denied:
                labels.append(cue.word)
            continue
        sign = _SIGNS[cue.kind]
        if not (denied and sign & _DENIABLE):
            signs |= sign
        elif sign == SUPPORTS:
            signs |= DENIES_SUPPORT
    return Reading(signs, counts["betrayal"], counts["us_and_them"], tuple(labels))


def _read_patterns(folded: str) -> int:
    signs = 0
    for kind, hint, pattern in comment_patterns():
        match = pattern.search(folded) if hint.search(folded) else None
        if match and not _is_denied(folded, match.start(), match.end()):
            signs |= _SIGNS[kind]
    return signs


def _is_denied(folded: str, start: int, end: int) -> bool:
    before = _DENIED.search(folded, max(0, start - _DENIAL_REACH), start)
    return bool(before or _DENIED_AFTER.match(folded, end))


def read_tone(folded: str) -> float:
    """Words of praise less words of complaint, negation minded: for texts that name nobody."""
    total, negator = 0.0, -_NEGATION_REACH - 1
    for cue in tone_matcher().find(folded):
        if cue.kind == "negator":
            negator = cue.end
        elif cue.kind in _OPINIONS:
            value = _OPINIONS[cue.kind] * cue.weight
            total += value * _NEGATED if 0 <= cue.start - negator <= _NEGATION_REACH else value
    return total


def is_hostile(signs: int, *, to_author: bool, named: bool) -> bool:
    """Whether a comment attacks the author of the post, or the person it names.

    Args:
        signs: Of its reading.
        to_author: It answers the post itself, not another comment.
        named: It names the person, by whatever name.
    """
    if named and signs & (ACCUSES | DISMISSES | UNWANTED | ABUSES | EXITS):
        return True
    speaks_to_him = bool(signs & ADDRESSES)
    if not to_author or (signs & OTHERS and not speaks_to_him):
        return False
    if signs & (ACCUSES | DISMISSES | UNFOLLOWS):
        return True
    return bool(signs & (ABUSES | UNWANTED) and speaks_to_him)
