"""How good each engine was found to be, on rows that it was not fitted to (docs/quality.md)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kolvet.model.judgements import ErrorRates


def engine_errors(version: str) -> ErrorRates | None:
    """Error rates of this version of an engine; None when it was never measured.

    Source: `make quality`, which writes measured.toml beside this module.
    """
    table = _measured().get(version)
    if table is None:
        return None
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    return ErrorRates(**given)


@cache
def _measured() -> dict[str, dict[str, Any]]:
    raw = files(__package__).joinpath("measured.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)
