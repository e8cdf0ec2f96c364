"""What is wrong with a pack, in one go: every mistake is named, not only the first."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kolvet.brands.packs import (
    CATEGORIES,
    Packs,
    PackText,
    as_date,
    folded,
    load_packs,
    parse_pack,
    read_pack,
    read_toml,
)
from kolvet.errors import PackError
from kolvet.messages import text
from kolvet.model.brands import AliasKind, Brand


def lint_packs(
    paths: Sequence[Path] = (), user_folder: Path | None = None
) -> tuple[list[str], list[str], int]:
    """Check packs: those in the files, or all of ours and the user's when there are none.

    Returns:
        Mistakes, which make a pack unfit; notes, which do not; and how many packs were checked.
        Both are in the user's language, in the order of the packs.

    Raises:
        PackError: A file cannot be read.
    """
    packs = load_packs(user_folder)
    chosen = [read_pack(path) for path in paths]
    packs = Packs({**packs.texts, **{pack.name: pack for pack in chosen}})
    mistakes: list[str] = []
    notes: list[str] = []
    brands: dict[str, Brand] = {}
    for pack in packs.texts.values():
        is_checked = not chosen or pack in chosen
        try:
            brands[pack.name] = parse_pack(pack)
        except PackError as error:
            if is_checked:
                mistakes.append(str(error))
            continue
        if is_checked:
            mistakes += _mistakes(pack, brands[pack.name], packs)
            notes += _notes(pack, brands[pack.name], packs)
    names = {pack.name for pack in chosen} or set(brands)
    same, shared = _across(brands, names)
    return mistakes + same, notes + shared, len(chosen) or len(packs)


def _mistakes(pack: PackText, brand: Brand, packs: Packs) -> Iterator[str]:
    raw = read_toml(pack)
    if brand.category not in CATEGORIES:
        known = ", ".join(CATEGORIES)
        yield text("brands.lint_category", path=pack.file, category=brand.category, known=known)
    if all(alias.kind is not AliasKind.NAME or not alias.words for alias in brand.aliases):
        yield text("brands.lint_no_alias_name", path=pack.file)
    for alias in brand.aliases:
        if not alias.words and not alias.patterns:
            yield text("brands.lint_empty_alias", path=pack.file, kind=alias.kind)
    for key in _without_date(raw):
        yield text("brands.lint_as_of", path=pack.file, key=key)
    counts = Counter(folded(word) for alias in brand.aliases for word in alias.words)
    for word, count in counts.items():
        if count > 1:
            yield text("brands.lint_twice", path=pack.file, word=word)
    if brand.parent and brand.parent not in packs:
        yield text("brands.lint_parent", path=pack.file, parent=brand.parent)
    if brand.name in brand.rivals:
        yield text("brands.lint_own_rival", path=pack.file)


def _without_date(raw: Mapping[str, Any]) -> Iterator[str]:
    """Keys of what ages (the pack, executives, rivals) that lack a date or hold none."""
    if not is_date(raw.get("as_of")):
        yield "as_of"
    for alias in raw["alias"]:
        ages = alias["kind"] == AliasKind.EXECUTIVE
        if (ages or "as_of" in alias) and not is_date(alias.get("as_of")):
            yield f"alias.as_of ({alias['kind']})"
    rivals = raw.get("rivals", {})
    if rivals.get("names") and not is_date(rivals.get("as_of")):
        yield "rivals.as_of"


def is_date(value: object) -> bool:
    """Whether this is a date that exists: 2026-11-22, "2026-11" or "2026"."""
    written = as_date(value)
    try:
        datetime.date.fromisoformat(f"{written}-01-01"[:10])
    except ValueError:
        return False
    return True


def _notes(pack: PackText, brand: Brand, packs: Packs) -> Iterator[str]:
    bare = [name for name in brand.rivals if name not in packs]
    if bare:
        yield text("brands.lint_rivals", path=pack.file, names="、".join(bare))


def _across(brands: Mapping[str, Brand], names: set[str]) -> tuple[list[str], list[str]]:
    """Words that two packs share, at least one of them in `names`: names, and other words."""
    first: dict[str, tuple[str, bool]] = {}
    same: list[str] = []
    shared: list[str] = []
    for brand in brands.values():
        for alias in brand.aliases:
            for word in dict.fromkeys(map(folded, alias.words)):
                is_name = alias.kind is AliasKind.NAME
                other, was_name = first.setdefault(word, (brand.name, is_name))
                if other == brand.name or not {other, brand.name} & names:
                    continue
                both = is_name and was_name
                key = "brands.lint_same_name" if both else "brands.lint_shared_word"
                line = text(key, word=word, first=other, second=brand.name)
                (same if both else shared).append(line)
    return same, shared
