"""A crowd before one brand: where each comment stands, what it says of the brand, who is a fan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from kolvet.fans.crowds import Flags, Numbers, ReadCrowd
from kolvet.fans.declarations import declaration_of
from kolvet.fans.reading import ASKS, DENIES_SUPPORT, SUPPORTS, is_hostile
from kolvet.fans.stance import SAYS_NOTHING, read_levels
from kolvet.model.brands import Target
from kolvet.model.crowd import NOBODY
from kolvet.model.fans import FanRules, FanSign

ELSEWHERE, OWN, RIVAL, CRITICAL, ABOUT = range(5)
"""Where a comment stands: under the brand's own post, a rival's, a post critical of the brand,
another post about it, or somewhere else."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which posts are what to a brand, by `StoredPost.id`.

    Attributes:
        own: Posts of the brand's official voices.
        rivals: Posts of its rivals' official voices.
        critical: Others' posts that are critical of it; `about`: that name it and are not.
    """

    target: Target
    own: frozenset[int]
    rivals: frozenset[int]
    critical: frozenset[int]
    about: frozenset[int]

    @property
    def brand(self) -> str:
        """The brand's name."""
        return self.target.brand.name


@dataclass(frozen=True, slots=True)
class Sight:
    """A crowd seen from one brand. Arrays are by comment.

    Attributes:
        place: OWN, RIVAL ...
        level: Stance toward the brand from -2 to 2, or SAYS_NOTHING.
        fan: Its account is a fan.
        signs: Why, by number of the account.
    """

    read: ReadCrowd
    scope: Scope
    place: Numbers
    level: Numbers
    fan: Flags
    signs: Mapping[int, FanSign]

    def at(self, *places: int) -> Flags:
        """Which comments stand at one of these places."""
        return np.isin(self.place, places)

    def is_hostile(self, comment: int, *, named: bool = False) -> bool:
        """Whether a comment attacks the author of its post."""
        return is_hostile(
            int(self.read.signs[self.read.text[comment]]),
            to_author=not self.read.reply[comment],
            named=named,
        )


def look(read: ReadCrowd, scope: Scope, rules: FanRules) -> Sight:
    """See a crowd from one brand."""
    place = _places(read, scope)
    level = read_levels(read, scope.target, place == OWN, np.isin(place, (CRITICAL, ABOUT)))
    signs = _find_fans(read, scope, place, level, rules)
    fans = np.zeros(read.accounts + 1, dtype=bool)
    fans[list(signs)] = True
    return Sight(read, scope, place, level, fans[read.author] & (read.author != NOBODY), signs)


def _places(read: ReadCrowd, scope: Scope) -> Numbers:
    place = np.zeros(read.size, dtype=np.int64)
    for posts, name in (
        (scope.about, ABOUT),
        (scope.critical, CRITICAL),
        (scope.rivals, RIVAL),
        (scope.own, OWN),
    ):
        place[np.isin(read.post, np.fromiter(posts, dtype=np.int64, count=len(posts)))] = name
    return place


def _find_fans(
    read: ReadCrowd, scope: Scope, place: Numbers, level: Numbers, rules: FanRules
) -> dict[int, FanSign]:
    """Every fan by number of the account, with the first sign that holds."""
    family = {brand.name for brand in scope.target.family}
    signs = {
        author: FanSign.NAME for author, brands in read.crowd.fan_names.items() if brands & family
    }
    said = []
    if read.folded:
        declaration = declaration_of(scope.target)
        said = [number for number, folded in enumerate(read.folded) if declaration.is_in(folded)]
    for author in read.author[np.isin(read.text, said)].tolist():
        signs.setdefault(author, FanSign.TEXT)
    for author in _supporters(read, place, level, rules):
        signs.setdefault(author, FanSign.SUPPORT)
    signs.pop(NOBODY, None)
    return dict(sorted(signs.items()))


def _supporters(read: ReadCrowd, place: Numbers, level: Numbers, rules: FanRules) -> Iterable[int]:
    """Accounts with enough supportive comments under enough of the brand's own posts."""
    signs = read.signs[read.text]
    asking = (signs & (ASKS | DENIES_SUPPORT)) != 0
    praising = (level >= 1) & (level != SAYS_NOTHING)
    quiet = (level == 0) & ((signs & SUPPORTS) != 0)
    chosen = (place == OWN) & (praising | quiet) & ~asking & (read.author != NOBODY)
    comments = np.bincount(read.author[chosen], minlength=1)
    pairs = np.unique(np.stack([read.author[chosen], read.post[chosen]], axis=1), axis=0)
    posts = np.bincount(pairs[:, 0], minlength=len(comments))
    enough = (comments >= rules.supportive_comments) & (posts >= rules.supportive_posts)
    return [int(author) for author in np.flatnonzero(enough)]
