"""What people say of a report, as JSON: reviews, waivers, decisions."""

from kolvet.model.people import AppliedCorrection, Correction
from kolvet.model.report import Report
from kolvet.report.json_fields import Json, fields


def review_object(review: Correction | None) -> Json:
    """What a person said of a quote; null when nobody did."""
    if review is None:
        return None
    names = ("action", "stance", "severity", "target_kind", "insult", "by", "reason", "at", "run")
    return fields(review, *names)


def waiver_objects(report: Report) -> list[Json]:
    """The findings that are waived; they stand among the findings too."""
    return [
        {
            **fields(item.waiver, "fingerprint"),
            **fields(item, "rule", "message"),
            **fields(item.waiver, "reason", "by", "until", "at"),
        }
        for item in report.waivers
    ]


def decision_objects(report: Report) -> list[Json]:
    """What was decided about this run, from the decision log."""
    names = ("number", "action", "by", "note", "at", "run", "report_sha256", "hash")
    return [fields(item, *names) for item in report.decisions]


def people_objects(report: Report) -> dict[str, Json]:
    """Keys that came with reviews."""
    return {
        "decisive": report.decisive,
        "corrections": [_correction(item) for item in report.corrections],
    }


def _correction(item: AppliedCorrection) -> Json:
    before = (
        fields(item.before, "stance", "severity", "target_kind", "confidence")
        if item.before
        else None
    )
    return {
        **fields(item, "quote", "published", "url"),
        **fields(item.correction, "kind"),
        **review_object(item.correction),
        "before": before,
    }
