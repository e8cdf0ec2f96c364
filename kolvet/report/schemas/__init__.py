"""The JSON Schemas (2020-12) of what kolvet reads and writes."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files
from typing import Any

from kolvet.policy.schema import policy_schema

Schema = dict[str, Any]


def _packed(file: str) -> Schema:
    schema: Schema = json.loads((files(__package__) / file).read_text(encoding="utf-8"))
    return schema


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "report": partial(_packed, "report-1.schema.json"),
    "score": partial(_packed, "score-1.schema.json"),
    "policy": policy_schema,
    "deal": partial(_packed, "deal-1.schema.json"),
}
"""All of them: what `check --json` writes, a line of `score`, a policy file, a deal of `ci`."""


def read_schema(name: str) -> Schema:
    """The schema of that name, one of SCHEMAS."""
    return SCHEMAS[name]()
