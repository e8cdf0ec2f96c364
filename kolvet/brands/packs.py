"""Reading brand packs: one TOML file a brand, ours and the user's.

Parsing all packs costs more than a command may take to start, so a pack is parsed when it is
asked for; what is needed of all of them (names, parents, words) is read with plain searches.
"""

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kolvet.errors import PackError, system_reason
from kolvet.model.brands import Alias, AliasKind, Brand, Lookalike

CATEGORIES = (
    "phones",
    "cars",
    "appliances",
    "beauty",
    "food",
    "drink",
    "sports",
    "internet",
    "luxury",
    "games",
)

PACK_KINDS = tuple(kind.value for kind in AliasKind if kind is not AliasKind.REFERENCE)
PACK_KEYS = frozenset(
    ("name", "english", "category", "parent", "as_of", "alias", "rivals", "lookalike")
)
ALIAS_KEYS = frozenset(("kind", "words", "patterns", "ambiguous", "role", "as_of"))
LOOKALIKE_KEYS = frozenset(("phrases", "patterns", "near", "support", "beside"))

_CONTEXTS = "categories.toml"

_NAME = re.compile(r'^name\s*=\s*"([^"\\]+)"', re.MULTILINE)
_PARENT = re.compile(r'^parent\s*=\s*"([^"\\]+)"', re.MULTILINE)
_WORDS = re.compile(r"^words\s*=\s*\[([^\]]*)\]", re.MULTILINE)
_STRING = re.compile(r'"([^"\\\n]+)"')


class PackText:
    """A pack that is read but not parsed."""

    __slots__ = ("id", "name", "parent", "path", "text")

    def __init__(self, path: Path | None, identifier: str, text: str) -> None:
        self.path = path
        self.id = identifier
        self.text = text
        name, parent = _NAME.search(text), _PARENT.search(text)
        if name is None:  # written in a way that the search does not know
            raw = read_toml(self)
            self.name = str(raw.get("name", identifier))
            self.parent = str(raw.get("parent", ""))
        else:
            self.name = name.group(1)
            self.parent = parent.group(1) if parent else ""

    def words(self) -> Iterator[str]:
        """All words of all aliases, as written."""
        for block in _WORDS.finditer(self.text):
            yield from _STRING.findall(block.group(1))

    @property
    def file(self) -> str:
        """The file's name as messages show it."""
        return str(self.path) if self.path else f"{self.id}.toml"


class Packs(Mapping[str, Brand]):
    """Packs by canonical name, parsed when asked for; sorted by file name, ours first."""

    def __init__(self, texts: Mapping[str, PackText]) -> None:
        self.texts = texts
        self._parsed: dict[str, Brand] = {}

    def __getitem__(self, name: str) -> Brand:
        if name not in self._parsed:
            pack = self.texts[name]
            # `brand lint` and the tests try the patterns of ours: 20 ms that no run has to pay.
            self._parsed[name] = parse_pack(pack) if pack.path else _parse(pack)
        return self._parsed[name]

    def __contains__(self, name: object) -> bool:
        return name in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def load_packs(user_folder: Path | None = None) -> Packs:
    """Our packs and those of the user's folder, which replace ours of the same name.

    Raises:
        PackError: A pack of the user's folder cannot be read.
    """
    texts = dict(_shipped())
    for path in sorted(user_folder.glob("*.toml")) if user_folder else ():
        pack = read_pack(path)
        texts[pack.name] = pack
    return Packs(texts)


def read_pack(path: Path) -> PackText:
    """The pack in this file, not parsed yet.

    Raises:
        PackError: The file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PackError("brands.unreadable", path=path, why=system_reason(error)) from error
    except UnicodeDecodeError as error:
        raise PackError("brands.not_utf8", path=path) from error
    return PackText(path, path.stem, text)


@cache
def _shipped() -> Mapping[str, PackText]:
    texts = {}
    entries = files("kolvet.brands").iterdir()
    for entry in sorted(entries, key=lambda entry: entry.name):
        if entry.name.endswith(".toml") and entry.name != _CONTEXTS:
            text = entry.read_text(encoding="utf-8")
            pack = PackText(None, entry.name.removesuffix(".toml"), text)
            texts[pack.name] = pack
    return texts


@cache
def _contexts() -> Mapping[str, Mapping[str, list[str]]]:
    text = files("kolvet.brands").joinpath(_CONTEXTS).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _shared(category: str, key: str) -> list[str]:
    """What all packs of a category share."""
    return _contexts().get(category, {}).get(key, [])


def read_toml(pack: PackText) -> dict[str, Any]:
    """The pack as TOML.

    Raises:
        PackError: It is not TOML.
    """
    try:
        return tomllib.loads(pack.text)
    except tomllib.TOMLDecodeError as error:
        raise PackError("brands.not_toml", path=pack.file, why=error) from error


def parse_pack(pack: PackText) -> Brand:
    """The brand that a pack describes.

    Raises:
        PackError: It is not TOML, a key is missing, unknown or of the wrong type, or a regular
            expression is broken.
    """
    brand = _parse(pack)
    for alias in brand.aliases:
        _try_patterns(pack, alias.patterns)
    _try_patterns(pack, brand.lookalike.patterns)
    return brand


def _parse(pack: PackText) -> Brand:
    """The same without a look at the regular expressions."""
    raw = read_toml(pack)
    _known(pack, raw, PACK_KEYS, "")
    lookalike = _table(pack, raw, "lookalike")
    _known(pack, lookalike, LOOKALIKE_KEYS, "lookalike.")
    rivals = _table(pack, raw, "rivals")
    aliases = raw.get("alias", [])
    if not isinstance(aliases, list) or not aliases:
        raise PackError("brands.missing_key", path=pack.file, key="[[alias]]")
    category = _string(pack, raw, "category")
    parsed = tuple(_alias(pack, alias) for alias in aliases)
    own = {word.casefold() for alias in parsed for word in alias.words}
    shared = [word for word in _shared(category, "support") if word not in own]
    return Brand(
        name=_string(pack, raw, "name", required=True),
        english=_string(pack, raw, "english"),
        category=category,
        parent=_string(pack, raw, "parent"),
        as_of=as_date(raw.get("as_of", "")),
        aliases=parsed,
        rivals=_strings(pack, rivals, "names"),
        lookalike=Lookalike(
            phrases=_strings(pack, lookalike, "phrases"),
            near=_strings(pack, lookalike, "near"),
            support=_strings(pack, lookalike, "support"),
            shared=tuple(shared),
            patterns=_strings(pack, lookalike, "patterns"),
            beside=(
                *_strings(pack, lookalike, "beside"),
                *_shared(category, "beside"),
                *_shared("any", "beside"),
            ),
        ),
    )


def _alias(pack: PackText, raw: object) -> Alias:
    if not isinstance(raw, dict):
        raise PackError("brands.wrong_type", path=pack.file, key="alias")
    _known(pack, raw, ALIAS_KEYS, "alias.")
    kind = _string(pack, raw, "kind", required=True)
    if kind not in PACK_KINDS:
        kinds = ", ".join(PACK_KINDS)
        raise PackError("brands.unknown_kind", path=pack.file, kind=kind, kinds=kinds)
    ambiguous = raw.get("ambiguous", False)
    if not isinstance(ambiguous, bool):
        raise PackError("brands.wrong_type", path=pack.file, key="alias.ambiguous")
    return Alias(
        kind=AliasKind(kind),
        words=_strings(pack, raw, "words"),
        patterns=_strings(pack, raw, "patterns"),
        ambiguous=ambiguous,
        role=_string(pack, raw, "role"),
        as_of=as_date(raw.get("as_of", "")),
    )


def as_date(value: object) -> str:
    """A TOML date, or "2026-11" or "2026", as text; "" when it is neither."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    known = isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d){0,2}", value)
    return str(value) if known else ""


def _known(pack: PackText, raw: dict[str, Any], keys: frozenset[str], where: str) -> None:
    for key in raw:
        if key not in keys:
            raise PackError("brands.unknown_key", path=pack.file, key=where + key)


def _table(pack: PackText, raw: dict[str, Any], key: str) -> dict[str, Any]:
    table = raw.get(key, {})
    if not isinstance(table, dict):
        raise PackError("brands.wrong_type", path=pack.file, key=key)
    return table


def _string(pack: PackText, raw: dict[str, Any], key: str, *, required: bool = False) -> str:
    value = raw.get(key, "")
    if not isinstance(value, str):
        raise PackError("brands.wrong_type", path=pack.file, key=key)
    if required and not value.strip():
        raise PackError("brands.missing_key", path=pack.file, key=key)
    return value


def _strings(pack: PackText, raw: dict[str, Any], key: str) -> tuple[str, ...]:
    value = raw.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise PackError("brands.wrong_type", path=pack.file, key=key)
    return tuple(item for item in value if item.strip())


def _try_patterns(pack: PackText, patterns: Iterable[str]) -> None:
    for pattern in patterns:
        try:
            empty = re.compile(pattern).match("")
        except re.error as error:
            raise PackError(
                "brands.bad_pattern", path=pack.file, pattern=pattern, why=error
            ) from error
        if empty:
            raise PackError("brands.empty_pattern", path=pack.file, pattern=pattern)


def folded(word: str) -> str:
    """Case and width folded, no space around."""
    return unicodedata.normalize("NFKC", word).casefold().strip()
