"""Of which brand with a pack a name without one is a part: 小米SU7, iPhone 17, 雷军, 米粉."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kolvet.brands import Packs, folded
from kolvet.model.brands import AliasKind, Brand, Target
from kolvet.text.mentions import MentionFinder

_PIECES = re.compile("[a-z]{2,}|(?=([\u3400-\u9fff]{2}))")
_PEOPLE = frozenset(AliasKind) - {AliasKind.NAME, AliasKind.PRODUCT, AliasKind.NICKNAME}
"""Nobody signs a blogger for them, even where the word has another meaning (米粉)."""


def owned(target: Target, packs: Packs) -> Target:
    """The target with its `owners`, where the brand has no pack.

    They are the brands for which a text of nothing but this name would count, and those that have
    just this word for a person or for fans. So a look-alike has none (京东方 is not 京东), nor has
    an ambiguous word that nothing supports (大众交通), as in posts.
    """
    if target.brand.packed:
        return target
    name = target.brand.name
    pieces = set(_pieces(folded(name))) or {folded(name)}
    owners = (
        pack
        for pack, written in packs.texts.items()
        if any(piece in folded(written.text) for piece in pieces) and _owns(packs[pack], name)
    )
    return replace(target, owners=tuple(owners))


def _pieces(name: str) -> Iterator[str]:
    """What a pack must hold to be worth reading: Latin words and pairs of Chinese letters."""
    for match in _PIECES.finditer(name):
        yield match.group(1) or match.group()


def _owns(brand: Brand, name: str) -> bool:
    wanted = folded(name)
    for alias in brand.aliases:
        exact = wanted in map(folded, alias.words)
        if exact and (alias.kind in _PEOPLE or not alias.ambiguous):
            return True
    return bool(MentionFinder(Target(brand, (brand,))).find(name))
