"""Schemas: what is published is never taken back, and what we write and ship is valid."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kolvet.ci.deals import _KEYS, deal_text, read_deal
from kolvet.policy import default_text
from kolvet.report.json_format import report_object
from kolvet.report.schemas import SCHEMAS, read_schema
from tests.unit.report.full import FULL

FROZEN = Path(__file__).parents[1] / "data" / "schemas" / "kolvet-keys.txt"
"""One line a key: schema, path, types. To publish a new key, add its line (pytest prints it)."""


def keys_of(name: str) -> Iterator[str]:
    schema = read_schema(name)
    for path, part in _walk(schema, schema, "", frozenset()):
        yield f"{name} {path} {'|'.join(sorted(_types(part, schema)))}"


def _walk(
    part: Any, schema: Mapping[str, Any], path: str, seen: frozenset[str]
) -> Iterator[tuple[str, Any]]:
    """Every key with its part of the schema; alternatives are merged, references followed once."""
    if "$ref" in part:
        if part["$ref"] in seen:
            return
        seen |= {part["$ref"]}
        part = _follow(part["$ref"], schema)
    for option in part.get("anyOf", ()):
        yield from _walk(option, schema, path, seen)
    for name, inner in part.get("properties", {}).items():
        yield f"{path}/{name}", inner
        yield from _walk(inner, schema, f"{path}/{name}", seen)
    if "items" in part:
        yield from _walk(part["items"], schema, f"{path}[]", seen)


def _follow(reference: str, schema: Mapping[str, Any]) -> Any:
    found: Any = schema
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def _types(part: Any, schema: Mapping[str, Any]) -> set[str]:
    if "$ref" in part:
        return _types(_follow(part["$ref"], schema), schema)
    if "anyOf" in part:
        return {word for option in part["anyOf"] for word in _types(option, schema)}
    if "const" in part:
        return {f"={part['const']}"}
    if "enum" in part:
        return {"string" if isinstance(value, str) else "number" for value in part["enum"]}
    kind = part.get("type", "any")
    return set(kind) if isinstance(kind, list) else {kind}


def test_no_published_key_is_removed_or_changes_its_type() -> None:
    frozen = set(FROZEN.read_text(encoding="utf-8").splitlines())
    now = {line for name in SCHEMAS for line in keys_of(name)}
    assert frozen - now == set(), "removed or retyped: not within /1"
    assert now - frozen == set(), f"published but not frozen: add to {FROZEN.name}"


def test_what_the_report_writes_is_what_its_schema_publishes() -> None:
    published = {line.split(" ")[1] for line in keys_of("report")}
    written = set(_paths(json.loads(json.dumps(report_object(FULL), default=str)), ""))
    unknown = {path for path in written - published if not path.startswith(DATA_AS_KEYS)}
    assert unknown == set()


DATA_AS_KEYS = ("/comparison/rows[]/terms/", "/fans/counts/fans_by_sign/", "/fans/rules/")
"""Objects whose keys are data."""


def _paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path}/{key}"
            yield from _paths(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, f"{path}[]")


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(read_schema(name))


def test_fields_that_say_when_a_report_was_made_are_listed() -> None:
    assert read_schema("report")["x-when-made"] == ["/run/made_at", "/blogger/accounts/*/seen_at"]


def test_our_policy_is_valid() -> None:
    document = json.loads(json.dumps(tomllib.loads(default_text()), default=str))
    jsonschema.Draft202012Validator(read_schema("policy")).validate(document)


def test_a_new_deal_is_valid_and_is_read() -> None:
    written = deal_text('样例"毒舌"\\', "小米", ("exports/", "更多.csv"))
    jsonschema.Draft202012Validator(read_schema("deal")).validate(tomllib.loads(written))
    deal = read_deal(written.encode(), "deals/a.toml")
    assert (deal.blogger, deal.exports) == ('样例"毒舌"\\', ("exports/", "更多.csv"))


def test_the_schema_of_deals_has_the_keys_that_are_read() -> None:
    assert set(read_schema("deal")["properties"]) == set(_KEYS)
