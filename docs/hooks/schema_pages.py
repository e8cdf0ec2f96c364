"""The JSON reference, from the schemas that `kolvet schema` prints."""

from collections.abc import Iterator, Mapping
from typing import Any

from markup import anchor, code, plain, prose, table

from kolvet.messages import catalogue
from kolvet.report.schemas import SCHEMAS, read_schema

Part = Mapping[str, Any]

_BOUNDS = {"minimum": "from", "maximum": "to", "exclusiveMinimum": "above"}


def pages() -> dict[str, str]:
    """The list and a page a schema: path -> Markdown."""
    made = {"json/index.md": _overview()}
    return made | {f"json/{name}.md": _page(name) for name in SCHEMAS}


def _overview() -> str:
    summaries = catalogue("formats")
    rows = [
        [f"[{name}]({name}.md)", code(f"kolvet schema {name}"), plain(_summary(summaries, name))]
        for name in SCHEMAS
    ]
    return "\n\n".join(
        (
            "# JSON",
            "What kolvet reads and writes as JSON (a policy and a deal file are TOML of the same "
            "shape). Keys are never removed and never change their type within /1; more may come. "
            "The schemas themselves, for an editor or a validator:",
            table(("page", "schema", "what"), rows),
            "How to get the files: [Formats](../formats.md).",
        )
    )


def _summary(summaries: Mapping[str, Mapping[str, str]], name: str) -> str:
    return summaries[f"schema_{name}"]["en"]


def _page(name: str) -> str:
    schema = read_schema(name)
    parts = [f"# {plain(schema['title'])}"]
    if "description" in schema:
        parts.append(prose(schema["description"]))
    parts.append(f"The schema itself: `kolvet schema {name}`.")
    if _has_keys(schema):
        parts += _part_tables("Top level", schema)
    for title, part in schema.get("$defs", {}).items():
        if _has_keys(part):
            parts += _part_tables(title, part)
        else:
            parts.append(f"## {plain(title)}\n\n{_cell(part)}")
    return "\n\n".join(parts)


def _has_keys(part: Part) -> bool:
    return any("properties" in option for option in _options(part))


def _options(part: Part) -> tuple[Part, ...]:
    """The part itself, or its alternatives but null."""
    options = part.get("anyOf", part.get("oneOf"))
    if options is None:
        return (part,)
    return tuple(option for option in options if option.get("type") != "null")


def _part_tables(title: str, part: Part) -> Iterator[str]:
    """A heading and a table; objects within are dotted paths of the same table."""
    yield f"## {plain(title)}"
    if title != "Top level" and "description" in part:
        yield prose(part["description"])
    for option in _options(part):
        yield table(("key", "type", "meaning"), _rows(option, ""))


def _rows(part: Part, path: str) -> Iterator[list[str]]:
    required = set(part.get("required", ()))
    for key, inner in part.get("properties", {}).items():
        name = f"{path}{key}"
        optional = bool(part.get("required")) and key not in required
        meaning = [described(inner), "May be left out." if optional else ""]
        default = inner.get("default")
        if default is not None:
            meaning.append(f"Default {code(_literal(default))}.")
        yield [code(name), _type(inner), " ".join(filter(None, meaning))]
        for option in _options(inner):
            yield from _inner_rows(option, name)


def described(part: Part) -> str:
    """What a key means, said of it or of its alternatives."""
    parts = (part, *_options(part))
    return prose(next((one["description"] for one in parts if "description" in one), ""))


def _inner_rows(part: Part, name: str) -> Iterator[list[str]]:
    """Keys of an object, of the items of a list, or of the values under names that are free."""
    yield from _rows(part, f"{name}.")
    for option in _options(part.get("items", {})):
        yield from _rows(option, f"{name}[].")
    free = part.get("additionalProperties")
    if isinstance(free, Mapping):
        yield from _rows(free, f"{name}.NAME.")


def _literal(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cell(part: Part) -> str:
    return ". ".join(filter(None, (_type(part), prose(part.get("description")))))


def _type(part: Part) -> str:
    """The type in words: a link to a section, the values of an enum, a range."""
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return f"[{name}](#{anchor(name)})"
    if "const" in part:
        return code(str(part["const"]))
    if "enum" in part:
        return ", ".join(code("null" if item is None else str(item)) for item in part["enum"])
    for name in ("anyOf", "oneOf"):
        if name in part:
            return " or ".join(_type(option) for option in part[name])
    names = part.get("type", "anything")
    names = [names] if isinstance(names, str) else names
    return " or ".join(_named_type(name, part) for name in names)


def _named_type(name: str, part: Part) -> str:
    if name == "array" and "items" in part:
        return f"list of {_type(part['items'])}"
    if name in {"number", "integer"}:
        bounds = [f"{word} {part[key]}" for key, word in _BOUNDS.items() if key in part]
        return " ".join((name, *bounds))
    if name == "string" and "format" in part:
        return f"string, {part['format']}"
    if name == "object" and isinstance(part.get("additionalProperties"), Mapping):
        return f"object of {_type(part['additionalProperties'])}"
    return name
