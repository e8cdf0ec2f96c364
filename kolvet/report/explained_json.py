"""What stands beside a verdict, as JSON: where its points come from, what turned, what to do."""

from kolvet.model.explained import BrandRow, Comparison, TurningPoint
from kolvet.model.report import Report
from kolvet.report.json_fields import Json, fields


def explained_objects(report: Report) -> dict[str, Json]:
    """The keys that explain a verdict, in the order of the schema."""
    return {
        "contributions": [fields(item, "id", "points") for item in report.contributions],
        "convertibility": [
            fields(item, "id", "weight", "holds", "points", "n") for item in report.convertibility
        ],
        "turning_points": [turn_object(item) for item in report.turning_points],
        "advice": [fields(item, "id", "kind", "text", "evidence") for item in report.advice],
    }


def turn_object(turn: TurningPoint) -> dict[str, Json]:
    """One turning point of a timeline."""
    numbers = fields(
        turn, "brand", "day", "before", "after", "posts_before", "posts_after", "p", "recent"
    )
    return {**numbers, "toward_praise": turn.toward_praise}


def comparison_object(comparison: Comparison) -> dict[str, Json]:
    """One blogger before several brands, the first being what the others are measured against."""
    return {"blogger": comparison.blogger, "rows": [_row(row) for row in comparison.rows]}


def _row(row: BrandRow) -> dict[str, Json]:
    first = fields(row, "brand", "word", "decided_by", "bri", "interval", "posts", "critical")
    rest = fields(row, "fans", "difference", "from_blogger", "from_fans")
    return {**first, "terms": dict(row.terms), **rest}
