"""The report as JSON: `kolvet.report/1`, described by schemas/report-1.schema.json.

Keys are never removed or retyped within /1. Unknown is null, never left out.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from importlib.resources import files
from types import NoneType

from kolvet.model.judgements import Reason, Span
from kolvet.model.posts import SHANGHAI
from kolvet.model.report import (
    SCHEMA,
    Coverage,
    Evidence,
    Interval,
    JudgeInUse,
    Month,
    Report,
    ReportBlogger,
    ReportedPrecedent,
    SecondOpinion,
    Term,
    Verdict,
)
from kolvet.report.explained_json import comparison_object, explained_objects
from kolvet.report.fans_json import fans_object
from kolvet.report.json_fields import Json, fields
from kolvet.report.people_json import (
    decision_objects,
    people_objects,
    review_object,
    waiver_objects,
)

DECIMALS = 4
ID_DIGITS = 12
_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200c\u200e-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""Control and bidi characters and lone surrogates: written as escapes, so that the file can be
printed and is always valid UTF-8. They read back as they were."""


def render_json(report: Report) -> str:
    """The report as `kolvet.report/1`: UTF-8 text, indented, with a newline at its end."""
    return dump(report_object(report), indent=2) + "\n"


def content_id(report: Report) -> str:
    """The name of a report: a digest of all that it says but when it was made.

    Left out are the run's own id and what the schema lists under `x-when-made`.
    """
    accounts = tuple(replace(item, seen_at=None) for item in report.blogger.accounts)
    timeless = replace(
        report,
        run=replace(report.run, id="", made_at=datetime.min.replace(tzinfo=SHANGHAI)),
        blogger=replace(report.blogger, accounts=accounts),
    )
    written = dump(report_object(timeless))
    return hashlib.sha256(written.encode()).hexdigest()[:ID_DIGITS]


def report_schema() -> dict[str, Json]:
    """The JSON Schema (2020-12) of `kolvet.report/1`."""
    path = files("kolvet.report") / "schemas" / "report-1.schema.json"
    schema: dict[str, Json] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def dump(value: Json, *, indent: int | None = None) -> str:
    """JSON that is safe to print; without `indent` it is one line."""
    written = json.dumps(plain_value(value), ensure_ascii=False, allow_nan=False, indent=indent)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", written)


def escape_all(written: str) -> str:
    """JSON text without anything beyond ASCII: such characters stand in its strings only."""
    return re.sub("[^\x00-\x7f]", _escaped, written)


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]


def plain_value(value: Json) -> Json:
    """Model values as JSON values: times in +08:00, enums as text, floats to four decimals."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict:
        return {key: plain_value(item) for key, item in value.items()}
    if kind is tuple or kind is list:
        return [plain_value(item) for item in value]
    return _plain_model_value(value)


_PLAIN = frozenset({str, int, bool, NoneType})


def _plain_model_value(value: Json) -> Json:
    match value:
        case Enum():
            return value.value
        case Span() | Interval():
            return [plain_value(item) for item in value]
        case float():
            return round(value, DECIMALS) + 0.0  # no -0.0
        case datetime():
            return value.astimezone(SHANGHAI).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Mapping():
            return plain_value(dict(value))
        case Sequence() if not isinstance(value, str):
            return plain_value(list(value))
        case _:
            return value


def report_object(report: Report) -> dict[str, Json]:
    """The report's keys, in the order of the schema; model values are not converted yet."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "kolvet", "version": report.tool},
        "run": {
            "id": report.run.id,
            "made_at": report.run.made_at,
            "command": report.run.command,
            "language": report.run.language,
        },
        "as_of": report.as_of,
        "policy": fields(report.policy, "name", "version", "source", "fail_on"),
        "blogger": _blogger(report.blogger),
        "brand": fields(report.brand, "name", "english", "packed", "as_of", "children"),
        "verdict": _verdict(report.verdict),
        "terms": [_term(term) for term in report.terms],
        "findings": [
            fields(item, "rule", "severity", "confidence", "fingerprint", "evidence", "message")
            for item in report.findings
        ],
        "evidence": [evidence_object(item) for item in report.evidence],
        "counter": [evidence_object(item) for item in report.counter],
        "timeline": [month_object(month) for month in report.timeline],
        "fans": fans_object(report.fans) if report.fans else None,
        "comparison": comparison_object(report.comparison) if report.comparison else None,
        "precedents": [_precedent(item) for item in report.precedents],
        "coverage": _coverage(report.coverage),
        "engine": fields(report.engine, "name", "version", "accuracy", "accuracy_n"),
        "waivers": waiver_objects(report),
        "decisions": decision_objects(report),
        "unmeasured": report.unmeasured,
        "limits": report.limits,
        "why": [fields(item, "text", "evidence") for item in report.why],
        "notices": report.notices,
        "judge": _judge(report.judge) if report.judge else None,
        **explained_objects(report),
        "others": [evidence_object(item) for item in report.others],
        **people_objects(report),
        "baseline": fields(report.baseline, "run", "word", "known") if report.baseline else None,
    }


def month_object(month: Month) -> dict[str, Json]:
    """One month of a timeline."""
    return fields(month, "month", "brand", "posts", "critical", "neutral", "supportive")


def reason_objects(reasons: Sequence[Reason]) -> list[dict[str, Json]]:
    """The reasons of a judgement, strongest first."""
    return [fields(reason, "rule", "text", "weight") for reason in reasons]


def _blogger(blogger: ReportBlogger) -> dict[str, Json]:
    accounts = [
        fields(
            account,
            "platform",
            "native_id",
            "name",
            "followers",
            "declared_posts",
            "posts",
            "url",
            "seen_at",
            "description",
        )
        for account in blogger.accounts
    ]
    return {"name": blogger.name, "names": blogger.names, "accounts": accounts}


def _verdict(verdict: Verdict) -> dict[str, Json]:
    return fields(
        verdict, "word", "exit_code", "provisional", "bri", "interval", "upside", "decided_by"
    )


def _term(term: Term) -> dict[str, Json]:
    return fields(term, "id", "value", "n", "interval", "measured", "note")


def evidence_object(item: Evidence) -> dict[str, Json]:
    """One quote."""
    first = fields(
        item,
        "id",
        "kind",
        "quote",
        "span",
        "published",
        "url",
        "stance",
        "score",
        "severity",
        "confidence",
        "target_kind",
        "reviewed",
        "platform",
        "flags",
        "likes",
        "comments",
        "reposts",
        "source",
        "source_published",
        "later_source",
        "also_reported_by",
        "happened",
        "verbatim",
        "native_id",
    )
    return {
        **first,
        "reasons": reason_objects(item.reasons),
        "review": review_object(item.review),
        "second_opinion": _second_opinion(item.second) if item.second else None,
    }


def _second_opinion(second: SecondOpinion) -> dict[str, Json]:
    local = fields(second.local, "stance", "severity", "target_kind", "confidence")
    return {
        **fields(second.opinion, "model", "stance", "severity", "target_kind", "sure", "quote"),
        **fields(second, "agrees", "taken", "injection"),
        **{f"local_{name}": value for name, value in local.items()},
    }


def _judge(judge: JudgeInUse) -> dict[str, Json]:
    counts = fields(
        judge,
        "model",
        "url_host",
        "prompt",
        "eligible",
        "cached",
        "asked",
        "answered",
        "unparsed",
        "not_asked",
        "left_over",
        "disagreed",
        "not_about",
        "injections",
        "failure",
    )
    return {**counts, "changed": [evidence_object(item) for item in judge.changed]}


def _precedent(item: ReportedPrecedent) -> dict[str, Json]:
    first = fields(
        item,
        "id",
        "kind",
        "about",
        "summary",
        "happened",
        "counts_from",
        "url",
        "publisher",
        "published",
        "later_source",
        "also_reported_by",
        "reviewed",
        "quote",
    )
    return {**first, "review": review_object(item.review)}


def _coverage(coverage: Coverage) -> dict[str, Json]:
    return fields(
        coverage,
        "posts_seen",
        "own_word_posts",
        "brand_posts",
        "reposts",
        "declared",
        "ratio",
        "first",
        "last",
        "longest_gap_days",
        "truncated",
        "edited",
        "deleted",
        "undated",
        "rejected_rows",
        "comments",
        "platforms",
        "unreviewed",
    )
