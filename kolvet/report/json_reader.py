"""A report read back from its JSON, so that a stored run can be rendered again in any format.

What the JSON leaves out is what no format shows: the digests of corrected texts, the draws behind
the fans' T, and whether a language model read a post alone. Rendering what was read gives the
same bytes as rendering what was made, once that was rounded as the JSON rounds
(tests/unit/report/test_json_reader.py).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from dataclasses import is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from kolvet.errors import UsageError
from kolvet.model.explained import BrandRow
from kolvet.model.fans import (
    FanCounts,
    FanReport,
    FanRules,
    FanSign,
    QuotedLine,
    Temperament,
    TemperamentByHand,
)
from kolvet.model.judgements import Judgement, Opinion, Stance, TargetKind
from kolvet.model.people import (
    Action,
    AppliedCorrection,
    Correction,
    WaivedFinding,
    Waiver,
    text_digest,
)
from kolvet.model.report import SCHEMA, Evidence, Report, SecondOpinion

Made = TypeVar("Made")
Json = Any
Kind = Any
"""A type as annotations give it: a class, a union, a tuple of something."""
DAY = len("2026-01-04")


def read_report(written: str, path: str = "-") -> Report:
    """The report of a `kolvet.report/1` file or a stored run.

    Args:
        written: The JSON text.
        path: For messages.

    Raises:
        UsageError: It is no such report, or a newer one that this version cannot read.
    """
    try:
        return read(Report, _checked(json.loads(written)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError("formats.not_a_report", path=path, reason=error) from error


class WrittenReport:
    """A report as the JSON that is kept of it, read back only when another format asks for it.

    So every format shows what was stored, and the JSON is what was stored.
    """

    def __init__(self, text: str, path: str = "-", *, kept: bool = True) -> None:
        """`path` is for messages; `kept` says whether the run is in a store (`Run.kept`)."""
        self.text = text
        self._path = path
        self._kept = kept

    @cached_property
    def report(self) -> Report:
        """The report.

        Raises:
            UsageError: It is none, or one of a newer version.
        """
        read = read_report(self.text, self._path)
        return replace(read, run=replace(read.run, kept=self._kept))


def _checked(found: Json) -> Json:
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise ValueError(SCHEMA)
    return found


def read(kind: type[Made], value: Json) -> Made:
    """One value of the JSON as its model type, by the type's own annotations."""
    return cast("Made", _reader(cast("Kind", kind))(value))


@cache
def _reader(kind: Kind) -> Callable[[Json], Any]:
    special = _SPECIAL.get(kind)
    if special:
        return special
    origin: object = get_origin(kind)
    if origin in {Union, UnionType}:
        return _optional(get_args(kind))
    if origin is tuple:
        return _tuple(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if isinstance(kind, type) and issubclass(kind, tuple):
        return _named_tuple(kind)
    if is_dataclass(kind):
        return _dataclass(cast("Kind", kind))
    return lambda value: value


def _optional(kinds: tuple[Any, ...]) -> Callable[[Json], Any]:
    rest = [kind for kind in kinds if kind is not NoneType]
    if set(rest) == {datetime, date}:
        return lambda value: None if value is None else _moment(value)
    inner = _reader(rest[0])
    return lambda value: None if value is None else inner(value)


def _tuple(kinds: tuple[Any, ...]) -> Callable[[Json], Any]:
    inner = _reader(kinds[0])
    return lambda value: tuple(map(inner, value))


def _named_tuple(kind: Kind) -> Callable[[Json], Any]:
    """A list (an interval, a span) or an object (a reason)."""
    return lambda value: kind(**value) if isinstance(value, Mapping) else kind(*value)


@cache
def _dataclass(kind: Kind) -> Callable[[Json], Any]:
    types = get_type_hints(kind)
    readers = {field.name: _reader(types[field.name]) for field in fields_of(kind)}

    def make(value: Json) -> Json:
        return kind(
            **{name: reader(value[name]) for name, reader in readers.items() if name in value}
        )

    return make


def _moment(value: str) -> datetime | date:
    return date.fromisoformat(value) if len(value) == DAY else datetime.fromisoformat(value)


def _without(value: Json, **changes: Json) -> Json:
    return {**value, **changes}


def _report(value: Json) -> Json:
    return _dataclass(Report)(_without(value, tool=value["tool"]["version"]))


def _evidence(value: Json) -> Json:
    return _dataclass(Evidence)(_without(value, second=value.get("second_opinion")))


def _correction(value: Json) -> Correction:
    quote = value.get("quote", "")
    return Correction(
        digest=text_digest(quote),
        brand="",
        action=Action(value["action"]),
        kind=value.get("kind", ""),
        quote=quote,
        stance=read(cast("type[Stance | None]", Stance | None), value["stance"]),
        severity=value["severity"],
        target_kind=read(cast("type[TargetKind | None]", TargetKind | None), value["target_kind"]),
        insult=value["insult"],
        by=value["by"],
        reason=value["reason"],
        at=datetime.fromisoformat(value["at"]) if value["at"] else None,
        run=value["run"],
    )


def _applied(value: Json) -> AppliedCorrection:
    before = value["before"]
    return AppliedCorrection(
        correction=_correction(value),
        quote=value["quote"],
        published=_moment(value["published"]) if value["published"] else None,
        url=value["url"],
        before=before and _local(before, ""),
    )


def _local(value: Json, prefix: str) -> Judgement:
    """The engine's own reading, which stands flat among other keys."""
    stance, target = value[f"{prefix}stance"], value[f"{prefix}target_kind"]
    return Judgement(
        mentioned=stance is not None,
        confidence=value[f"{prefix}confidence"],
        stance=Stance(stance) if stance else None,
        severity=value[f"{prefix}severity"],
        target_kind=TargetKind(target) if target else None,
    )


def _second_opinion(value: Json) -> SecondOpinion:
    return SecondOpinion(
        opinion=_dataclass(Opinion)(value),
        local=_local(value, "local_"),
        taken=value["taken"],
        injection=value["injection"],
    )


def _waived(value: Json) -> WaivedFinding:
    waiver = _dataclass(Waiver)(value)
    return WaivedFinding(waiver, value["rule"], value["message"])


def _brand_row(value: Json) -> Json:
    terms = tuple(value["terms"].items())
    made = _dataclass(BrandRow)(_without(value, terms=()))
    return replace(made, terms=terms)


def _temperament(value: Json) -> Json:
    hand = value["by_hand"]
    made = _dataclass(Temperament)(_without(value, by_hand=None, quantiles=()))
    if hand is None:
        return made
    day = date.fromisoformat(hand["date"])
    return replace(made, by_hand=TemperamentByHand(hand["T"], hand["by"], day, hand["reason"]))


def _fan_counts(value: Json) -> Json:
    signs = tuple((FanSign(name), number) for name, number in value["fans_by_sign"].items())
    return replace(_dataclass(FanCounts)(_without(value, fans=())), fans=signs)


def _fans(value: Json) -> Json:
    least = value.get("least_quoters", FanRules().quoters)  # not in the oldest reports
    gaps = [gap["id"] for gap in value["gaps"]]
    return _dataclass(FanReport)(_without(value, gaps=gaps, least_quoters=least))


def _quoted(value: Json) -> Json:
    return _dataclass(QuotedLine)(_without(value, source=None))


_SPECIAL: Mapping[Any, Callable[[Json], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Report: _report,
    Evidence: _evidence,
    Correction: _correction,
    AppliedCorrection: _applied,
    SecondOpinion: _second_opinion,
    WaivedFinding: _waived,
    BrandRow: _brand_row,
    Temperament: _temperament,
    FanCounts: _fan_counts,
    FanReport: _fans,
    QuotedLine: _quoted,
}
"""Types that do not stand in the JSON as their fields."""
