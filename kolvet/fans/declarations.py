"""Who says in a comment that he is a fan of a brand: 作为米粉, 我是米粉, 米粉一枚."""

import re
from functools import lru_cache
from typing import NamedTuple

from kolvet.model.brands import AliasKind, Target
from kolvet.text.fold import fold_word

_CLAIM = (
    r"(?:(?<!不)(?:作为|身为|做为)(?:一个|一名|一位|多年的?|资深的?|老|忠实的?|铁杆|十年)*"
    r"|(?:我|咱|俺|本人|自己)(?:也|就|可|真|一直|从来|都|算)*是"
    r"(?:个|一个|一名|一位|十年|多年|资深|铁杆|忠实|死忠|的|老)*"
    r"|(?:我们|咱们|咱|俺们)(?:这些|这帮|这群|这种|的|老)*)"
)
"""Before the word. 我不是米粉 and 你们米粉 claim nothing."""
_PRESENT = r"(?:一枚|一名|路过|报到|前来|表示|集合|在此|飘过|在这|来了|来报到|十年|多年)"
"""After the word, with nothing but its age before it."""
_OLD = r"(?:老|资深|铁杆|十年)?"
_NOT_FANS = re.compile(r"(?:用户|车主|会员|网友|玩家|主播|博主|节|群|店)$")
"""Packs count all of them as the brand's people; who merely uses a thing is no fan of it."""
_LONGEST = 8
"""Longer aliases of fans are whole phrases."""
_OF_NAME = r"的?(?:铁杆|死忠|忠实|老)?(?:粉丝|铁粉|死忠粉|老粉|粉)(?!底|色|饼|末|刺)"
"""After the brand's name: 小米的粉丝, 小米粉."""
_FAN = "粉"


class Declaration(NamedTuple):
    """What to look for; `gate` is in every text that `pattern` fits, and quick to look for."""

    pattern: re.Pattern[str]
    gate: re.Pattern[str]

    def is_in(self, folded: str) -> bool:
        """Whether the author of these folded own words says that he is a fan."""
        return bool(self.gate.search(folded) and self.pattern.search(folded))


@lru_cache(maxsize=64)
def declaration_of(target: Target) -> Declaration:
    """The ways in which a fan of this brand, or of its children, says so."""
    fans: set[str] = set()
    names: set[str] = set()
    for brand in target.family:
        for alias in brand.aliases:
            words = {fold_word(word) for word in alias.words}
            if alias.kind is AliasKind.FANS:
                fans |= {word for word in words if names_fans(word)}
            elif alias.kind is AliasKind.NAME:
                names |= words
    either = "|".join(
        [*map(re.escape, _longest_first(fans))]
        + [re.escape(name) + _OF_NAME for name in _longest_first(names)]
    )
    pattern = re.compile(rf"{_CLAIM}(?:{either})|(?<!\w){_OLD}(?:{either}){_PRESENT}")
    others = sorted(word for word in fans if _FAN not in word)
    return Declaration(pattern, re.compile("|".join(map(re.escape, (_FAN, *others)))))


def names_fans(word: str) -> bool:
    """Whether a pack's word for the brand's people names fans: 米粉 does, 小米用户 does not."""
    return len(word) <= _LONGEST and not _NOT_FANS.search(word)


def _longest_first(words: set[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))
