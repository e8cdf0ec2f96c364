"""A brand as its pack describes it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class AliasKind(StrEnum):
    """What a string says when it names the brand."""

    NAME = "name"
    PRODUCT = "product"
    NICKNAME = "nickname"
    MOCKING = "mocking"
    EXECUTIVE = "executive"
    FANS = "fans"
    MOCKING_FANS = "mocking_fans"
    REFERENCE = "reference"
    """A word of the author's that points at the brand (这款); never an alias of a pack."""


@dataclass(frozen=True, slots=True)
class Alias:
    """Strings (`words`) and regular expressions on folded text (`patterns`) of one kind.

    `ambiguous`: the same string often means something else, so it needs support from its
    surroundings before it counts (荣耀 the glory, 理想 the ideal).
    """

    kind: AliasKind
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    ambiguous: bool = False
    role: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """When an alias of this brand is not the brand.

    Attributes:
        phrases: An alias inside one of these is something else (小米粥).
        patterns: Regular expressions on folded text that work as phrases.
        near: One of these in the same sentence says that it is something else (熬, 喝, 粥).
        support: One of these anywhere in the text says that it is the brand (手机, 雷军).
        shared: Support that all brands of the category share.
        beside: One of these right after the alias says so (车主, 客服).
    """

    phrases: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brand:
    """One brand; `name` is the canonical name that a report prints.

    A brand without a pack has its bare name as its only alias and `packed` False.
    """

    name: str
    english: str = ""
    category: str = ""
    parent: str = ""
    as_of: str = ""
    aliases: tuple[Alias, ...] = ()
    rivals: tuple[str, ...] = ()
    lookalike: Lookalike = Lookalike()
    packed: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """A brand as a text is judged toward it.

    Attributes:
        family: The brand itself, then the brands whose parent it is; all count for it.
        rivals: Brands it competes with; one without a pack has its bare name.
        covers: Words of other packs that hold one of the family's words: inside them it is
            the other brand (京东 in 京东方).
        similar: Of a brand without a pack: those that may be meant, it being misspelt.
        owners: Of a brand without a pack: those of which it seems to be a part (小米SU7).
    """

    brand: Brand
    family: tuple[Brand, ...]
    rivals: tuple[Brand, ...] = ()
    covers: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    def __hash__(self) -> int:
        # Of everything it takes longer than to judge a text.
        return hash(self.brand.name)

    @property
    def key(self) -> str:
        """Digest of everything here that influences judging; dates and sources do not."""
        parts = [
            [
                (brand.name, [_judged(alias) for alias in brand.aliases], brand.lookalike)
                for brand in brands
            ]
            for brands in (self.family, self.rivals)
        ]
        raw = repr((parts, self.covers)).encode()
        return hashlib.blake2b(raw, digest_size=8).hexdigest()


def _judged(alias: Alias) -> tuple[str, tuple[str, ...], tuple[str, ...], bool]:
    return alias.kind.value, alias.words, alias.patterns, alias.ambiguous
