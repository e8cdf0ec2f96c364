"""What a comment says of the brand, from -2 to 2: the engine where it is named, tone where not.

Under the brand's own post a comment that names nobody is about the brand; under another's it may
be about anything, so it says nothing unless it stands up for the brand. Texts are judged once
each, and one that names nobody, or has no cue, never reaches a model.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from kolvet.fans.crowds import Flags, Numbers, ReadCrowd
from kolvet.fans.reading import AROUSED, DEFENDS, EXITS, SUPPORTS, read_tone
from kolvet.model.brands import Target
from kolvet.model.judgements import Judgement, Stance
from kolvet.text.judge import Question, judge
from kolvet.text.lexicon import tone_matcher
from kolvet.text.mentions import MentionFinder

ENGINE = "fast"
"""Comments are many and short; the encoder would read them no better for a hundred times the
time (docs/fans.md)."""
SAYS_NOTHING = 9
STRONG = 2
"""Severity from which criticism is at the end of the scale."""
CATEGORIES = 5
"""Levels -2 to 2."""
_UNNAMED_STRONG = -2.0
"""Tone of an unnamed comment from which it is at the end of the scale (judgement)."""
_LEAST_TONE = 0.5
"""Less is no opinion: a negated or weak word."""


def read_levels(read: ReadCrowd, target: Target, own: Flags, about: Flags) -> Numbers:
    """The level of every comment; SAYS_NOTHING for those elsewhere and those without a view."""
    level = np.full(read.size, SAYS_NOTHING, dtype=np.int64)
    wanted = np.unique(read.text[own | about])
    named = _named_levels(read, target, wanted.tolist())
    by_text = np.full(len(read.crowd.texts), SAYS_NOTHING, dtype=np.int64)
    for number, value in named.items():
        by_text[number] = value
    level[own | about] = by_text[read.text[own | about]]
    unnamed_own = np.unique(read.text[own & (level == SAYS_NOTHING)])
    for number in unnamed_own.tolist():
        by_text[number] = _unnamed_level(read, number)
    level[own] = by_text[read.text[own]]
    defending = about & (level == SAYS_NOTHING) & ((read.signs[read.text] & DEFENDS) != 0)
    level[defending] = 1
    return level


@lru_cache(maxsize=64)
def _finder(target: Target) -> MentionFinder:
    return MentionFinder(target)


def _named_levels(read: ReadCrowd, target: Target, texts: Sequence[int]) -> dict[int, int]:
    """Levels of the texts that name the brand."""
    if not texts:
        return {}
    finder = _finder(target)
    naming = [number for number in texts if finder.may_name(read.crowd.texts[number])]
    asked = [number for number in naming if _has_cue(read, number)]
    judged = judge([Question(read.crowd.texts[number], target) for number in asked], engine=ENGINE)
    levels = dict.fromkeys(naming, 0)
    for number, judgement in zip(asked, judged, strict=True):
        if judgement.mentioned:
            levels[number] = _level(judgement, int(read.signs[number]))
        else:
            del levels[number]
    return levels


def _has_cue(read: ReadCrowd, number: int) -> bool:
    return bool(
        read.signs[number] or read.betrayal[number] or tone_matcher().find(read.folded[number])
    )


def _level(judgement: Judgement, signs: int) -> int:
    if judgement.stance is Stance.CRITICAL:
        return -2 if (judgement.severity or 0) >= STRONG else -1
    if judgement.stance is Stance.SUPPORTIVE:
        return 2 if signs & AROUSED else 1
    return 0


def _unnamed_level(read: ReadCrowd, number: int) -> int:
    """Of a comment under the brand's own post that does not name it."""
    signs = int(read.signs[number])
    if signs & EXITS or read.betrayal[number]:
        return -2
    tone = read_tone(read.folded[number])
    if tone <= -_LEAST_TONE:
        return -2 if tone <= _UNNAMED_STRONG else -1
    if tone >= _LEAST_TONE or signs & SUPPORTS:
        return 2 if signs & AROUSED else 1
    return 0
