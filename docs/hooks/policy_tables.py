"""The settings of a policy and the keys of a scenario, from the code that reads them."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from markup import code, plain, prose, table

from kolvet.policy.schema import policy_schema
from kolvet.vet.scenarios import BOUNDS, Scenario


def filled(markdown: str) -> str:
    """The page with its tables in the places that say so."""
    return markdown.replace("<!-- every setting -->", settings()).replace(
        "<!-- every scenario key -->", scenario_keys()
    )


def scenario_keys() -> str:
    """One row a key of `[[scenario]]`; what it means stands in the docstring, line by line."""
    lines = re.findall(r"^    (\w[\w, ]*): (.+)$", inspect.getdoc(Scenario) or "", re.M)
    rows = []
    for field in fields(Scenario)[1:]:  # the first is its name
        default = "" if field.default is MISSING else code(str(field.default).lower() or '""')
        low, high = BOUNDS.get(field.name, (0, 0))
        rows.append(
            [
                code(field.name),
                default.replace("`none`", "not set"),
                f"{low:,} to {high:,}" if field.name in BOUNDS else "",
                _meaning(field.name, lines),
            ]
        )
    return table(("key", "default", "range", "meaning"), rows)


def _meaning(name: str, lines: list[tuple[str, str]]) -> str:
    """The line that begins with the name, else the one that speaks of it."""
    own = [words for names, words in lines if name in names.split(", ")]
    others = [words for _, words in lines if re.search(rf"\b{name}\b", words)]
    return prose(next(iter(own + others), ""))


def settings() -> str:
    """A section for each part of the policy, in the order of default.toml."""
    return "\n\n".join(_sections(policy_schema()["properties"]))


def _sections(properties: dict[str, Any]) -> Iterator[str]:
    single = {key: part for key, part in properties.items() if "properties" not in part}
    plain_keys = {key: part for key, part in single.items() if "default" in part}
    yield "### Top of the file"
    yield table(("key", "default", "range", "meaning"), _rows(plain_keys))
    for name, part in properties.items():
        if "properties" in part:
            yield f"### [{name}]"
            if "description" in part:
                yield prose(part["description"])
            yield table(("key", "default", "range", "meaning"), _rows(part["properties"]))


def _rows(parts: dict[str, Any]) -> Iterator[list[str]]:
    for key, part in parts.items():
        default = part["default"]
        shown = ", ".join(default) if isinstance(default, list) else str(default)
        yield [code(key), code(shown), _range(part), prose(part.get("description"))]


def _range(part: dict[str, Any]) -> str:
    if "enum" in part:
        return ", ".join(code(word) for word in part["enum"])
    if "minimum" in part and "maximum" in part:
        return f"{part['minimum']} to {part['maximum']}"
    return f"from {part['minimum']}" if "minimum" in part else plain(str(part.get("type", "")))
