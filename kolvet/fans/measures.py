"""The measures of a brand's fans (product design, section 6), each as found and without crowds."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from kolvet.fans.crowds import NO_TIME, Flags, Numbers
from kolvet.fans.polarisation import measure_polarisation
from kolvet.fans.rates import per_thousand, share
from kolvet.fans.reading import AROUSED, DEFENDS, EXITS, UNFOLLOWS, read_tone
from kolvet.fans.scope import ABOUT, CRITICAL, ELSEWHERE, OWN, RIVAL, Sight
from kolvet.fans.stance import CATEGORIES, SAYS_NOTHING
from kolvet.model.crowd import NOBODY
from kolvet.model.fans import FanMeasure, Rate

FIRST_HOUR = 3600
_HARSH_TONE = -0.8
"""Tone toward a rival from which a fan's comment under its post is hostile (judgement)."""
_SEED = 20260104
"""Of the draws behind the interval of polarisation: same comments, same bytes."""

DEFENCE = "defence"
DEFENDED_POSTS = "defended_posts"
ATTACK = "attack"
EXIT = "exit"
BETRAYAL = "betrayal"
US_AND_THEM = "us_and_them"
AROUSAL = "arousal"
PILE_ON = "pile_on"
POLARISATION = "polarisation"
MEASURES = (
    DEFENCE,
    DEFENDED_POSTS,
    ATTACK,
    EXIT,
    BETRAYAL,
    US_AND_THEM,
    AROUSAL,
    PILE_ON,
    POLARISATION,
)
"""In the order in which they are printed."""


class _Kind(NamedTuple):
    """How one measure is taken.

    Attributes:
        base: The comments that it is taken over.
        rate: From the sight and the chosen ones of them.
    """

    base: Callable[[Sight], Flags]
    rate: Callable[[Sight, Flags], Rate]


def measure(sight: Sight) -> tuple[FanMeasure, ...]:
    """All measures, in the order of MEASURES."""
    return tuple(_measure(sight, name) for name in MEASURES)


def _measure(sight: Sight, name: str) -> FanMeasure:
    kind = _KINDS[name]
    base = kind.base(sight)
    raw, robust = (kind.rate(sight, chosen) for chosen in (base, base & sight.read.robust))
    missing = _missing(sight, name) if raw.value is None else ""
    return FanMeasure(name, raw, robust, missing)


def _missing(sight: Sight, name: str) -> str:
    """Why there is nothing to measure: the first gap that explains it."""
    if name in {DEFENCE, DEFENDED_POSTS, PILE_ON} and not sight.at(CRITICAL).any():
        return "missing_critical_posts"
    if name == ATTACK and not sight.at(RIVAL).any():
        return "missing_rival_posts"
    if not (sight.place != ELSEWHERE).any():
        return "missing_comments"
    if name == POLARISATION:
        return "missing_stance"
    if (sight.read.author == NOBODY).all():
        return "missing_authors"
    if not sight.signs:
        return "missing_fans"
    if name == PILE_ON and sight.fan[sight.at(CRITICAL)].any():
        return "missing_times"
    return "missing_fan_comments"


def _fans_at(*places: int) -> Callable[[Sight], Flags]:
    return lambda sight: sight.fan & sight.at(*places)


def _anywhere(sight: Sight) -> Flags:
    chosen: Flags = sight.fan & (sight.place != ELSEWHERE)
    return chosen


def defends(sight: Sight, comment: int) -> bool:
    """Whether a comment under a critical post defends the brand or attacks the author."""
    level = int(sight.level[comment])
    if level != SAYS_NOTHING and level:
        return level > 0
    signs = int(sight.read.signs[sight.read.text[comment]])
    return bool(signs & DEFENDS) or sight.is_hostile(comment)


def _defence(sight: Sight, chosen: Flags) -> Rate:
    comments = np.flatnonzero(chosen)
    hits = np.array([defends(sight, number) for number in comments.tolist()], dtype=bool)
    return share(hits, sight.read.author[comments])


def _defended_posts(sight: Sight, chosen: Flags) -> Rate:
    """Over critical posts with comments; which comments are `chosen` says who may defend."""
    posts = np.unique(sight.read.post[sight.at(CRITICAL)])
    if not sight.signs:
        return share(np.zeros(0, dtype=bool), posts[:0])
    defended = {
        int(sight.read.post[number])
        for number in np.flatnonzero(chosen).tolist()
        if defends(sight, number)
    }
    return share(np.isin(posts, sorted(defended)), posts)


def _attack(sight: Sight, chosen: Flags) -> Rate:
    comments = np.flatnonzero(chosen)
    hits = np.array([_attacks(sight, number) for number in comments.tolist()], dtype=bool)
    return share(hits, sight.read.author[comments])


def _attacks(sight: Sight, comment: int) -> bool:
    """Whether a comment under a rival's post is hostile: to its author or in its tone."""
    if sight.is_hostile(comment):
        return True
    if sight.read.reply[comment]:
        return False
    return read_tone(sight.read.folded[sight.read.text[comment]]) <= _HARSH_TONE


def _exit(sight: Sight, chosen: Flags) -> Rate:
    """Leaving the brand; to leave its account counts under its own posts."""
    signs = sight.read.signs[sight.read.text]
    leaves = (signs & EXITS) != 0
    leaves |= ((signs & UNFOLLOWS) != 0) & sight.at(OWN)
    return share(leaves[chosen], sight.read.author[chosen])


def _arousal(sight: Sight, chosen: Flags) -> Rate:
    signs = sight.read.signs[sight.read.text]
    return share(((signs & AROUSED) != 0)[chosen], sight.read.author[chosen])


def _words(counts: Callable[[Sight], Numbers]) -> Callable[[Sight, Flags], Rate]:
    def rate(sight: Sight, chosen: Flags) -> Rate:
        texts = sight.read.text[chosen]
        words = sight.read.words(texts)
        return per_thousand(counts(sight)[texts], words, sight.read.author[chosen])

    return rate


def _timed(sight: Sight) -> Flags:
    """Fan comments under critical posts whose time and whose post's time are known."""
    known = np.array(
        [post for post, seen in sight.read.crowd.posts.items() if seen.published is not None],
        dtype=np.int64,
    )
    timed: Flags = (sight.read.published != NO_TIME) & np.isin(sight.read.post, known)
    return _fans_at(CRITICAL)(sight) & timed


def _pile_on(sight: Sight, chosen: Flags) -> Rate:
    posts: Mapping[int, int | None] = {
        number: post.published for number, post in sight.read.crowd.posts.items()
    }
    times = np.array([posts[number] for number in sight.read.post[chosen].tolist()], dtype=float)
    early = sight.read.published[chosen] - times <= FIRST_HOUR
    return share(early, sight.read.author[chosen])


def _with_a_view(sight: Sight) -> Flags:
    """Everybody's comments that take a stance toward the brand, fans or not."""
    chosen: Flags = sight.at(OWN, CRITICAL, ABOUT) & (sight.level != SAYS_NOTHING)
    return chosen


def _polarisation(sight: Sight, chosen: Flags) -> Rate:
    random = np.random.RandomState(_SEED)
    author = sight.read.author[chosen]
    nobody = author == NOBODY
    clusters = np.where(nobody, sight.read.accounts + np.arange(len(author)), author)
    levels = sight.level[chosen] + CATEGORIES // 2
    return measure_polarisation(levels, clusters, CATEGORIES, random)


_KINDS: Mapping[str, _Kind] = {
    DEFENCE: _Kind(_fans_at(CRITICAL), _defence),
    DEFENDED_POSTS: _Kind(_fans_at(CRITICAL), _defended_posts),
    ATTACK: _Kind(_fans_at(RIVAL), _attack),
    EXIT: _Kind(_fans_at(OWN, CRITICAL, ABOUT), _exit),
    BETRAYAL: _Kind(_anywhere, _words(lambda sight: sight.read.betrayal)),
    US_AND_THEM: _Kind(_anywhere, _words(lambda sight: sight.read.us_and_them)),
    AROUSAL: _Kind(_anywhere, _arousal),
    PILE_ON: _Kind(_timed, _pile_on),
    POLARISATION: _Kind(_with_a_view, _polarisation),
}
