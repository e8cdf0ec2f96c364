"""The JSON Schema of policy files, for editors and for linting elsewhere."""

import json
from importlib.resources import files
from typing import Any


def policy_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a policy file; all keys may be left out."""
    path = files(__package__).joinpath("schemas", "policy-1.schema.json")
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema
