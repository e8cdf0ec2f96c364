"""What comments say of a brand's fans, as JSON."""

from dataclasses import fields, is_dataclass

from kolvet.model.fans import FanReport
from kolvet.report.json_fields import Json

LEFT_OUT = {"quantiles"}
"""Of T only the interval: what its draws are made of is nobody's reading."""


def fans_object(report: FanReport) -> dict[str, Json]:
    """Every field but the draws of T; commenters stand in none."""
    found: dict[str, Json] = _plain(report)
    return {**found, "crowd_quotes": _plain(report.crowd_quotes)}


def _plain(value: Json) -> Json:
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if field.name not in LEFT_OUT
        }
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return [_plain(item) for item in value]
    return value
