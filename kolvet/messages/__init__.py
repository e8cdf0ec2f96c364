"""Everything kolvet says to people, in Chinese and English.

A catalogue is one TOML file per part beside this module; a key `part.name` lives in `part.toml` as

    [name]
    en = "..."
    zh = "..."

with `str.format` placeholders; `{number:post|posts}` is the word for one or for any other number.
Only the parts in use are read. Quotes, keys, enums and rule ids are data and are never translated.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files

LANGUAGES = ("en", "zh")

_chosen: list[str] = []


def language() -> str:
    """The language in use: set by `choose`, else KOLVET_LANG, else the locale ("zh" or "en")."""
    if _chosen:
        return _chosen[-1]
    for variable in ("KOLVET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def choose(name: str) -> None:
    """Use this language ("zh" or "en") from now on."""
    _chosen[:] = [name]


def was_chosen() -> bool:
    """Whether the user named a language, so that nothing else may choose one."""
    return bool(_chosen)


@cache
def catalogue(part: str) -> dict[str, dict[str, str]]:
    """All messages of a part: name -> language -> text."""
    raw = files(__name__).joinpath(f"{part}.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


def text(key: str, /, **values: object) -> str:
    """The message `part.name` in the language in use, with its placeholders filled."""
    part, _, name = key.partition(".")
    template = catalogue(part)[name][language()]
    return _WORDS_OF_NUMBERS.sub(partial(_word_of_number, values), template).format(**values)


_WORDS_OF_NUMBERS = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


def _word_of_number(values: Mapping[str, object], found: re.Match[str]) -> str:
    name, one, other = found.groups()
    return one if str(values[name]) == "1" else other
