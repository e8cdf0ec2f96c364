"""F, whether the fans know a blogger as an enemy, and what they call him.

Source: product design, sections 5 and 6.
F = hostile share among fan comments that name him x min(1, distinct such fans / 100). A comment
that answers his own post speaks to him, so it counts as if it named him: there nobody writes his
name. All of them count, hostile or not, and each fan has one voice: the share is the mean of
the fans' own shares, so that one account with a thousand comments decides nothing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kolvet.fans.crowds import Flags, Numbers
from kolvet.fans.rates import share, wilson
from kolvet.fans.reading import DISMISSES, EXITS, OTHERS, UNWANTED, WELCOMES
from kolvet.fans.scope import Sight
from kolvet.model.brands import AliasKind, Brand
from kolvet.model.fans import FanRules, KnownEnemy, Nickname, Rate
from kolvet.model.interval import Interval
from kolvet.text.fold import fold_word

LEAST_SHARERS = 2
"""Fewer fans than that: the nickname is one commenter's words, and those are never exported."""
MOST_NICKNAMES = 10
_SHORTEST_NAME = 2
_CALLED = re.compile(
    r"(?:人称|外号|绰号|花名|都叫他|都叫她|都喊他|叫他|喊他|称他为|江湖人称)(?:叫|是|为|做)?[:：]?[“\"「『《]?"
    r"([^\W_]{2,8}?)(?=[”\"」』》,。!?;~\s]|的|了|啊|吧|$)"
)
_GROUP = re.compile(r"^([^\W\d_a-z]{1,3})粉$")
"""A brand's fans are called X粉; those who are against it, X黑."""
_RULE_OF_THREE = 3.0
"""Among n fans of whom none names him, at most 3/n do, 95 times in 100."""


@dataclass(frozen=True, slots=True)
class Person:
    """The blogger that the fans are asked about.

    Attributes:
        posts: Those of his that have comments, by `StoredPost.id`.
        names: Everything that he is called; names of one character are not looked for.
    """

    name: str
    names: tuple[str, ...]
    posts: frozenset[int]


def measure_enemy(sight: Sight, person: Person, all_fans: int, rules: FanRules) -> KnownEnemy:
    """F over the crowd without copies; `all_fans` is how many fans there are without them."""
    named = _names_him(sight, person)
    at_his = np.isin(sight.read.post, sorted(person.posts))
    about = np.flatnonzero(sight.fan & (named | (at_his & ~sight.read.reply)))
    hostile = _each(about, lambda number: _attacks(sight, number, named))
    robust = sight.read.robust[about]
    raw = share(hostile, sight.read.author[about])
    kept = share(hostile[robust], sight.read.author[about[robust]])
    fans = len(np.unique(sight.read.author[about[robust]]))
    value, interval, measured = _weigh(kept, fans, all_fans, rules)
    return KnownEnemy(
        value=value,
        n=kept.n,
        interval=interval,
        measured=measured,
        fans=fans,
        hostile=int(hostile[robust].sum()),
        hostile_share=kept,
        hostile_share_raw=raw,
        nicknames=_nicknames(sight, about),
        welcome=_welcome(sight, about[robust], hostile[robust], fans, rules),
    )


def _weigh(
    hostile: Rate, fans: int, all_fans: int, rules: FanRules
) -> tuple[float | None, Interval | None, bool]:
    """F, its interval, and whether there were fans enough to know."""
    enough = all_fans >= rules.measured_fans
    if hostile.value is None:
        if not enough:
            return None, None, False
        known = _RULE_OF_THREE / all_fans * rules.measured_fans / rules.enemy_fans
        return 0.0, Interval(0.0, min(1.0, known)), True
    weight = min(1.0, fans / rules.enemy_fans)
    low, high = hostile.interval or wilson(hostile.value, max(1, hostile.n))
    measured = enough or fans >= rules.welcome_fans
    return weight * hostile.value, Interval(weight * low, weight * high), measured


def _names_him(sight: Sight, person: Person) -> Flags:
    """Which comments hold one of his names, with or without @."""
    names = {fold_word(name) for name in person.names}
    names = {name for name in names if len(name) >= _SHORTEST_NAME}
    if not names:
        return np.zeros(sight.read.size, dtype=bool)
    pattern = re.compile("|".join(map(_standing_apart, sorted(names, key=len, reverse=True))))
    fan_texts = np.unique(sight.read.text[sight.fan])
    found = [
        number
        for number in fan_texts.tolist()
        if pattern.search(fold_word(sight.read.crowd.texts[number]))
    ]
    return np.isin(sight.read.text, found)


def _standing_apart(name: str) -> str:
    before = "(?<![a-z0-9])" if name[0].isascii() else ""
    after = "(?![a-z0-9])" if name[-1].isascii() else ""
    return f"{before}{re.escape(name)}{after}"


def _attacks(sight: Sight, comment: int, named: Flags) -> bool:
    """Whether a comment is hostile to him; praise of him beside a quarrel with others is not."""
    signs = int(sight.read.signs[sight.read.text[comment]])
    if signs & WELCOMES and not signs & (UNWANTED | EXITS | DISMISSES):
        return False
    return sight.is_hostile(comment, named=bool(named[comment]))


def _each(comments: Numbers, decide: Callable[[int], bool]) -> Flags:
    return np.array([decide(number) for number in comments.tolist()], dtype=bool)


def _welcome(
    sight: Sight, about: Numbers, hostile: Flags, fans: int, rules: FanRules
) -> bool | None:
    """Whether fans who take a side take his: surely more than half of them; None: too few."""
    if fans < rules.welcome_fans:
        return None
    signs = sight.read.signs[sight.read.text[about]]
    welcoming = ((signs & WELCOMES) != 0) & ((signs & OTHERS) == 0) & ~hostile
    sides = welcoming | hostile
    taken = share(welcoming[sides], sight.read.author[about[sides]])
    return taken.interval is not None and taken.interval.low > 0.5


def _nicknames(sight: Sight, about: Numbers) -> tuple[Nickname, ...]:
    """What the comments call him, by how many fans do; ties in order of the text.

    Accounts whose every word is copied are left out; short words of others may well be equal.
    """
    about = about[np.isin(sight.read.author[about], sight.read.author[sight.read.robust])]
    against = _against(sight.scope.target.family)
    callers: dict[str, set[int]] = {}
    for number in about.tolist():
        text = int(sight.read.text[number])
        for word in _names_in(sight, text, against):
            callers.setdefault(word, set()).add(int(sight.read.author[number]))
    counts = Counter({word: len(fans) for word, fans in callers.items()})
    shared = [(word, fans) for word, fans in counts.items() if fans >= LEAST_SHARERS]
    shared.sort(key=lambda item: (-item[1], item[0]))
    return tuple(Nickname(word, fans) for word, fans in shared[:MOST_NICKNAMES])


def _names_in(sight: Sight, text: int, against: re.Pattern[str] | None) -> set[str]:
    folded = sight.read.folded[text]
    words = set(sight.read.labels.get(text, ()))
    words |= {match.group(1) for match in _CALLED.finditer(folded)}
    if against is not None:
        words |= {match.group() for match in against.finditer(folded)}
    return words


def _against(family: Iterable[Brand]) -> re.Pattern[str] | None:
    """米黑 beside 米粉: who is known as against the brand."""
    stems = {
        match.group(1)
        for brand in family
        for alias in brand.aliases
        if alias.kind is AliasKind.FANS
        for word in alias.words
        if (match := _GROUP.match(fold_word(word)))
    }
    stems |= {fold_word(brand.name) for brand in family}
    return _either(sorted(stems, key=lambda stem: (-len(stem), stem)))


def _either(stems: Sequence[str]) -> re.Pattern[str] | None:
    if not stems:
        return None
    words = "|".join(map(re.escape, stems))
    return re.compile(rf"(?<!不是)(?:{words})黑(?!色|屏|科技|鲨|产|金|白|夜|暗|公关)子?")
