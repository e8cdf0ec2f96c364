"""A deal file: one planned deal, as a team commits it (`kolvet schema deal`)."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from kolvet.errors import UsageError
from kolvet.messages import text
from kolvet.policy import FailOn

ENDING = ".toml"
FILES = "files"
"""Sub-folder of the deals for what a deal names: every `*.toml` beside a deal is one."""


@dataclass(frozen=True, slots=True)
class Deal:
    """One blogger before one brand, with the files to judge him by.

    Paths are as written, relative to the deal file; "" where there is none.

    Attributes:
        path: The deal file itself, as it was given.
        scope: What is planned; `requester` is who asks. Printed, never judged.
        exports: `from`: the exports to judge, files or folders.
        as_of: YYYY-MM-DD, or "" for now.
    """

    path: str
    blogger: str
    brand: str
    exports: tuple[str, ...]
    scope: str = ""
    requester: str = ""
    as_of: str = ""
    fail_on: FailOn | None = None
    engine: str = ""
    versus: tuple[str, ...] = ()
    policy: str = ""
    reviews: str = ""
    waivers: str = ""
    precedents: str = ""
    baseline: str = ""
    require_reviewed: bool = False


def read_deal(raw: bytes, path: str) -> Deal:
    """The deal of a file.

    Raises:
        UsageError: It is no TOML, lacks a key, or has one that is unknown or of the wrong kind.
    """
    try:
        document = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError("ci.deal_broken", path=path, reason=error) from error
    unknown = sorted(set(document) - set(_KEYS))
    if unknown:
        raise UsageError("ci.deal_unknown", path=path, key=unknown[0], keys=", ".join(_KEYS))
    values = {
        name: _read(document, key, read, path)
        for key, (name, read) in _KEYS.items()
        if key in document
    }
    for key in ("blogger", "brand", "from"):
        if not values.get(_KEYS[key][0]):
            raise UsageError("ci.deal_lacks", path=path, key=key)
    return Deal(path=path, **values)


def deal_text(blogger: str, brand: str, exports: tuple[str, ...]) -> str:
    """A deal file to be filled in; read_deal reads it as it is."""
    listed = ", ".join(map(_quoted, exports))
    return "\n".join(
        [
            f"# {text('ci.comment_deal')}",
            f"blogger = {_quoted(blogger)}",
            f"brand = {_quoted(brand)}",
            _explained('scope = ""', "scope"),
            _explained('requester = ""', "requester"),
            _explained(f"from = [{listed}]", "from"),
            "",
            _explained('# fail_on = "hold"', "fail_on"),
            _explained("# as_of = 2026-01-04", "as_of"),
            f'# policy = "{FILES}/policy.toml"',
            _explained(f'# reviews = "{FILES}/reviews.csv"', "reviews"),
            _explained(f'# waivers = "{FILES}/waivers.toml"', "waivers"),
            f'# precedents = "{FILES}/precedents.toml"',
            _explained(f'# baseline = "{FILES}/last.json"', "baseline"),
            _explained("# require_reviewed = true", "require_reviewed"),
            "",
        ]
    )


def _explained(line: str, key: str) -> str:
    """A line of a deal file with what it means behind it, the comments one below the other."""
    return f"{line:<33} # {text(f'ci.comment_{key}')}"


def _quoted(words: str) -> str:
    """A TOML basic string."""
    safe = words.replace("\\", "\\\\").replace('"', '\\"')
    shown = (char if char.isprintable() else f"\\U{ord(char):08x}" for char in safe)
    return f'"{"".join(shown)}"'


def _read(document: Mapping[str, Any], key: str, read: Callable[[Any], Any], path: str) -> Any:  # noqa: ANN401
    try:
        return read(document[key])
    except (TypeError, ValueError) as error:
        takes = text(f"ci.takes_{_TAKES[read]}", values=", ".join(FailOn))
        shown = _as_toml(document[key])
        raise UsageError("ci.deal_wrong", path=path, key=key, value=shown, takes=takes) from error


def _as_toml(value: object) -> str:
    """A value much as the file has it."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _words(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


def _list(value: object) -> tuple[str, ...]:
    """Several strings. One alone is refused: it may be meant to hold several (华为,苹果)."""
    if not isinstance(value, list):
        raise TypeError
    return tuple(filter(None, map(_words, value)))


def _paths(value: object) -> tuple[str, ...]:
    """One string, or several."""
    return _list(value if isinstance(value, list) else [value])


def _day(value: object) -> str:
    """A TOML date, or the same as a string."""
    return date.fromisoformat(str(value)).isoformat()


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


_KEYS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "blogger": ("blogger", _words),
    "brand": ("brand", _words),
    "scope": ("scope", _words),
    "requester": ("requester", _words),
    "from": ("exports", _paths),
    "as_of": ("as_of", _day),
    "fail_on": ("fail_on", FailOn),
    "engine": ("engine", _words),
    "versus": ("versus", _list),
    "policy": ("policy", _words),
    "reviews": ("reviews", _words),
    "waivers": ("waivers", _words),
    "precedents": ("precedents", _words),
    "baseline": ("baseline", _words),
    "require_reviewed": ("require_reviewed", _flag),
}
"""Keys of a deal file: the field of Deal, and how its value is read."""
_TAKES: Mapping[Callable[[Any], Any], str] = {
    _words: "words",
    _list: "list",
    _paths: "paths",
    _day: "day",
    _flag: "flag",
    FailOn: "gate",
}
"""What each reader takes, by its message."""
