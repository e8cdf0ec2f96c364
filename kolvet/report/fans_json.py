"""What comments say of a brand's fans, as JSON. No commenter stands in it."""

from dataclasses import fields as dataclass_fields

from kolvet.model.fans import (
    FanCounts,
    FanMeasure,
    FanReport,
    FanRules,
    KnownEnemy,
    QuotedLine,
    Rate,
    Temperament,
)
from kolvet.report.fans_words import commands_for, gap_text, sentences
from kolvet.report.json_fields import Json, fields

RULES = tuple(field.name for field in dataclass_fields(FanRules))


def fans_object(report: FanReport) -> dict[str, Json]:
    """The report's keys; the draws of T are left out, its interval says enough."""
    return {
        **fields(report, "brand", "blogger", "as_of"),
        "sentences": list(sentences(report)),
        "temperament": _temperament(report.temperament),
        "counts": _counts(report.counts),
        "measures": [_measure(item) for item in report.measures],
        "peers": report.peers,
        "enemy": _enemy(report.enemy) if report.enemy else None,
        "quoted": [_quoted(line, report) for line in report.quoted],
        "gaps": [
            {"id": gap, "text": gap_text(report, gap), "commands": commands_for(report, gap)}
            for gap in report.gaps
        ],
        "not_available": report.not_available,
        "least_quoters": report.least_quoters,
        "rules": fields(report.rules, *RULES),
    }


def _rate(rate: Rate) -> dict[str, Json]:
    return fields(rate, "value", "n", "interval")


def _temperament(found: Temperament) -> dict[str, Json]:
    hand = found.by_hand
    return {
        **fields(found, "value", "interval", "n", "measured", "why"),
        "by_hand": None
        if hand is None
        else {"T": hand.value, "by": hand.by, "date": hand.day, "reason": hand.reason},
    }


def _counts(counts: FanCounts) -> dict[str, Json]:
    return {
        **fields(counts, "comments", "anonymous", "fan_comments", "robust_fan_comments"),
        "fans": counts.all_fans,
        "fans_by_sign": {sign.value: number for sign, number in counts.fans},
        **fields(counts, "robust_fans", "own_posts", "critical_posts", "rival_posts", "orphans"),
    }


def _measure(item: FanMeasure) -> dict[str, Json]:
    return {
        "id": item.id,
        "unit": item.unit,
        "raw": _rate(item.raw),
        "robust": _rate(item.robust),
        **fields(item, "missing", "percentile", "peers"),
    }


def _enemy(enemy: KnownEnemy) -> dict[str, Json]:
    return {
        **fields(enemy, "value", "n", "interval", "measured", "fans", "hostile"),
        "hostile_share": _rate(enemy.hostile_share),
        "hostile_share_raw": _rate(enemy.hostile_share_raw),
        "nicknames": [fields(name, "text", "fans") for name in enemy.nicknames],
        "welcome": enemy.welcome,
    }


def _quoted(line: QuotedLine, report: FanReport) -> dict[str, Json]:
    return {
        **fields(line, "quote", "url", "commenters", "robust"),
        "by_fans": line in report.crowd_quotes,
    }
