"""What changed between two stored reports: the verdict, its terms, findings and evidence."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
Key = Callable[[Json], Hashable]

VERDICT = ("word", "decided_by", "provisional", "exit_code", "bri", "interval", "upside")
TERM = ("value", "n", "interval", "measured", "note")
FINDING = ("severity", "confidence")
"""The message says it in words, in the language of the run."""
EVIDENCE = ("stance", "severity", "target_kind", "confidence", "reviewed")
ABOUT = ("blogger", "brand", "as_of", "policy", "engine", "tool")


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that is in both reports and not the same: field -> (before, after)."""

    before: Json
    after: Json
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """One list of a report: what came, what went, what changed, each in the report's order."""

    came: tuple[Json, ...] = ()
    went: tuple[Json, ...] = ()
    changed: tuple[Changed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two reports compared; `about` says in what they could not be the same."""

    about: Mapping[str, tuple[Any, Any]]
    verdict: Mapping[str, tuple[Any, Any]]
    terms: Part
    findings: Part
    evidence: Part
    precedents: Part
    waivers: Part

    def __bool__(self) -> bool:
        lists = (self.terms, self.findings, self.evidence, self.precedents, self.waivers)
        return bool(self.about or self.verdict or any(lists))


def compare_reports(before: Json, after: Json) -> Difference:
    """Compare two reports of `kolvet.report/1`; numbers of evidence are no difference."""

    def part(name: str, key: Key, fields: Sequence[str]) -> Part:
        return _compare_lists(before[name], after[name], key, fields)

    return Difference(
        about=_differing(_about(before), _about(after), ABOUT),
        verdict=_differing(before["verdict"], after["verdict"], VERDICT),
        terms=part("terms", lambda item: item["id"], TERM),
        findings=part("findings", lambda item: item["fingerprint"], FINDING),
        evidence=_compare_lists(_quotes(before), _quotes(after), _quote_key, EVIDENCE),
        precedents=part("precedents", _precedent_key, ("happened", "published", "reviewed")),
        waivers=part("waivers", lambda item: item["fingerprint"], ("until", "reason", "by")),
    )


def _about(report: Json) -> dict[str, Any]:
    return {
        "blogger": report["blogger"]["name"],
        "brand": report["brand"]["name"],
        "as_of": report["as_of"],
        "policy": f"{report['policy']['name']} v{report['policy']['version']}",
        "engine": report["engine"]["version"],
        "tool": report["tool"]["version"],
    }


def _quotes(report: Json) -> list[Json]:
    return [*report["evidence"], *report["counter"]]


def _quote_key(item: Json) -> Hashable:
    return item["kind"], item["platform"], item["quote"], item["url"], item["published"]


def _precedent_key(item: Json) -> Hashable:
    return item["kind"], item["about"], item["summary"], item["url"]


def _compare_lists(
    before: Iterable[Json], after: Iterable[Json], key: Key, fields: Sequence[str]
) -> Part:
    old = {key(item): item for item in before}
    new = {key(item): item for item in after}
    both = [(old[name], item) for name, item in new.items() if name in old]
    compared = [Changed(was, now, _differing(was, now, fields)) for was, now in both]
    return Part(
        came=tuple(item for name, item in new.items() if name not in old),
        went=tuple(item for name, item in old.items() if name not in new),
        changed=tuple(item for item in compared if item.fields),
    )


def _differing(before: Json, after: Json, fields: Sequence[str]) -> dict[str, tuple[Any, Any]]:
    return {
        name: (before.get(name), after.get(name))
        for name in fields
        if before.get(name) != after.get(name)
    }
