"""Brand packs: what a brand is called, by whom it is rivalled, and what only looks like it."""

import re
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from kolvet.brands.packs import CATEGORIES, Packs, folded, load_packs
from kolvet.errors import UsageError
from kolvet.model.brands import Alias, AliasKind, Brand, Target

__all__ = [
    "CATEGORIES",
    "Packs",
    "find_target",
    "folded",
    "load_packs",
    "pack_names",
    "similar_names",
]

MOST_SIMILAR = 3
LEAST_LIKENESS = 0.75
"""Of two spellings of a Latin name (difflib's ratio): xiomi and xiaomi have 0.91."""
_AROUND = " \t\r\n\u3000@#＠＃《》「」“”\"',，、"
"""What people write around a name that is not the name: @小米, #小米#, 小米，."""


def find_target(name: str, user_folder: Path | None = None) -> Target:
    """The brand of this name with its children, rivals and look-alikes.

    The name may be a pack's canonical or English name, its file's name, or one of its aliases of
    kind name, in any case, width or script, also between # or after @. Any other string is a
    brand without a pack: that string is its only alias.

    Raises:
        UsageError: The name is blank.
        PackError: A pack that is needed is broken.
    """
    bare = name.strip(_AROUND)
    if not folded(bare):
        raise UsageError("brands.blank")
    packs = load_packs(user_folder)
    found = _find_pack(packs, name) or _find_pack(packs, _inside(bare))
    if found is None:
        family: tuple[Brand, ...] = (_bare(bare),)
        outside = tuple(packs)
    else:
        family = (packs[found], *_children(packs, found))
        kin = {brand.name for brand in family} | {family[0].parent}
        outside = tuple(other for other in packs if other not in kin)
    rivals = tuple(packs[rival] if rival in packs else _bare(rival) for rival in family[0].rivals)
    target = Target(family[0], family, rivals, _covers(packs, family, outside))
    if found:
        return target
    return replace(target, similar=similar_names(packs, family[0].name))


def _inside(name: str) -> str:
    """Without blanks: 小米 手机."""
    return "".join(name.split())


def pack_names(packs: Packs) -> list[tuple[str, ...]]:
    """Of each pack all that it may be called by: its canonical name first."""
    return [(pack.name, *_english_name(pack.text), pack.id) for pack in packs.texts.values()]


def similar_names(packs: Packs, name: str) -> tuple[str, ...]:
    """Packs that may be meant by a name that no pack has, likeliest first.

    Latin names may be alike; of a name in other letters all but one have to be the same, at the
    same places (Chinese brands have two to four, and are misspelt by their sound).
    """
    wanted = folded(name.strip())
    likeness: dict[str, float] = {}
    for names in pack_names(packs):
        best = max(_likeness(wanted, folded(name)) for name in names)
        if best:
            likeness[names[0]] = best
    return tuple(sorted(likeness, key=lambda pack: (-likeness[pack], len(pack)))[:MOST_SIMILAR])


def _english_name(pack: str) -> list[str]:
    return re.findall(r'^english\s*=\s*"([^"]+)"', pack, re.MULTILINE)


def _likeness(wanted: str, spelling: str) -> float:
    """From 0, not alike, to 1."""
    if wanted.isascii() and spelling.isascii():
        ratio = SequenceMatcher(None, wanted, spelling).ratio()
        if len(wanted) > 1 and (spelling.startswith(wanted) or spelling.endswith(wanted)):
            return max(ratio, LEAST_LIKENESS)  # MI
        return ratio if ratio >= LEAST_LIKENESS else 0.0
    same = sum(map(str.__eq__, wanted, spelling))
    alike = len(wanted) == len(spelling) > 1 and same == len(wanted) - 1
    return same / len(wanted) if alike else 0.0


def _bare(name: str) -> Brand:
    return Brand(name=name, aliases=(Alias(AliasKind.NAME, (name,)),), packed=False)


def _find_pack(packs: Packs, name: str) -> str | None:
    """The canonical name of the pack that is meant, or None."""
    if name in packs:
        return name
    return _find_folded(packs, folded(name)) or _find_folded(packs, _simplified(name))


def _find_folded(packs: Packs, wanted: str) -> str | None:
    for pack in packs.texts.values():
        if wanted in (folded(pack.name), pack.id.casefold()):
            return pack.name
    quoted = f'"{wanted}"'
    for pack in packs.texts.values():
        if quoted not in folded(pack.text):
            continue
        brand = packs[pack.name]
        names = [
            word for alias in brand.aliases if alias.kind is AliasKind.NAME for word in alias.words
        ]
        if wanted in map(folded, (brand.english, *names)):
            return pack.name
    return None


def _simplified(name: str) -> str:
    """Folded, and Traditional turned into Simplified."""
    import opencc  # only needed for a name that no pack has as it is

    return folded(opencc.OpenCC("t2s").convert(name))


def _children(packs: Packs, parent: str) -> tuple[Brand, ...]:
    return tuple(packs[pack.name] for pack in packs.texts.values() if pack.parent == parent)


def _covers(packs: Packs, family: tuple[Brand, ...], outside: tuple[str, ...]) -> tuple[str, ...]:
    """Words of other packs that hold a word of the family, folded and sorted."""
    own = {folded(word) for brand in family for alias in brand.aliases for word in alias.words}
    part = re.compile("|".join(map(_standing_apart, sorted(own, key=len, reverse=True))))
    words = folded("\n".join(word for name in outside for word in packs.texts[name].words()))
    covers = set()
    for match in part.finditer(words):
        start = words.rfind("\n", 0, match.start()) + 1
        end = words.find("\n", match.end())
        covers.add(words[start : end if end >= 0 else None])
    return tuple(sorted(covers - own))


def _standing_apart(word: str) -> str:
    """A regular expression for the word where Latin letters do not go on at its ends."""
    before = "(?<![a-z])" if word[0].isascii() else ""
    after = "(?![a-z])" if word[-1].isascii() else ""
    return f"{before}{re.escape(word)}{after}"
