"""Brand packs: what a brand is called, by whom it is rivalled, and what only looks like it."""

import unicodedata
from pathlib import Path

from kolvet.brands.packs import CATEGORIES, Packs, load_packs
from kolvet.model.brands import Alias, AliasKind, Brand, Target

__all__ = ["CATEGORIES", "Packs", "find_target", "load_packs"]


def find_target(name: str, user_folder: Path | None = None) -> Target:
    """The brand of this name with its children, rivals and look-alikes.

    The name may be a pack's canonical or English name, its file's name, or one of its aliases of
    kind name, in any case, width or script. Any other string is a brand without a pack: that
    string is its only alias.

    Raises:
        PackError: A pack that is needed is broken.
    """
    packs = load_packs(user_folder)
    found = _find_pack(packs, name)
    if found is None:
        bare = name.strip()
        family: tuple[Brand, ...] = (_bare(bare),)
        outside = tuple(packs)
    else:
        family = (packs[found], *_children(packs, found))
        kin = {brand.name for brand in family} | {family[0].parent}
        outside = tuple(other for other in packs if other not in kin)
    rivals = tuple(packs[rival] if rival in packs else _bare(rival) for rival in family[0].rivals)
    return Target(family[0], family, rivals, _covers(packs, family, outside))


def _bare(name: str) -> Brand:
    return Brand(name=name, aliases=(Alias(AliasKind.NAME, (name,)),), packed=False)


def _find_pack(packs: Packs, name: str) -> str | None:
    """The canonical name of the pack that is meant, or None."""
    if name in packs:
        return name
    wanted = _folded(name)
    for pack in packs.texts.values():
        if wanted in (_folded(pack.name), pack.id.casefold()):
            return pack.name
    quoted = f'"{wanted}"'
    for pack in packs.texts.values():
        if quoted not in _folded(pack.text):
            continue
        brand = packs[pack.name]
        names = [
            word for alias in brand.aliases if alias.kind is AliasKind.NAME for word in alias.words
        ]
        if wanted in map(_folded, (brand.english, *names)):
            return pack.name
    return None


def _folded(text: str) -> str:
    """Case and width folded, Traditional turned into Simplified when there is any."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return plain


def _children(packs: Packs, parent: str) -> tuple[Brand, ...]:
    return tuple(packs[pack.name] for pack in packs.texts.values() if pack.parent == parent)


def _covers(packs: Packs, family: tuple[Brand, ...], outside: tuple[str, ...]) -> tuple[str, ...]:
    """Words of other packs that hold a word of the family, sorted."""
    own = {_folded(word) for brand in family for alias in brand.aliases for word in alias.words}
    covers = set()
    for name in outside:
        for word in packs.texts[name].words():
            folded = _folded(word)
            if folded not in own and any(part in folded for part in own):
                covers.add(word)
    return tuple(sorted(covers))
