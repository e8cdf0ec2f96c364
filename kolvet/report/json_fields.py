"""Model objects as JSON objects, field by field."""

from typing import Any

Json = Any
"""What json.dumps takes."""


def fields(item: object, *names: str) -> dict[str, Json]:
    """The named attributes of a model object, in this order."""
    return {name: getattr(item, name) for name in names}
