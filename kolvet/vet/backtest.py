"""How a policy would have done: dated cases whose outcome is known, judged as of their day."""

import tomllib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kolvet.errors import NothingToJudgeError, UsageError
from kolvet.model.report import Report, Word
from kolvet.store import Store

WARNING = {Word.HOLD, Word.REJECT}
"""Words that would have stopped a deal."""


@dataclass(frozen=True, slots=True)
class Case:
    """One decision of the past.

    Attributes:
        backlash: What happened after.
        sources: Exports and case files, relative to the file's own folder.
    """

    path: Path
    blogger: str
    brand: str
    as_of: date
    backlash: bool
    sources: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What the policy said; without a word there was nothing to judge."""

    case: Case
    word: Word | None
    bri: float | None
    decided_by: str

    @property
    def outcome(self) -> str:
        """A key of messages/verdict.toml: case_warned, case_missed, case_alarm, ..."""
        if self.word in {None, Word.INCONCLUSIVE}:
            return "case_undecided"
        warned = self.word in WARNING
        if self.case.backlash:
            return "case_warned" if warned else "case_missed"
        return "case_alarm" if warned else "case_passed"


Judge = Callable[[Store, Case], Report]
Open = Callable[[Case], AbstractContextManager[Store]]


def load_cases(folder: Path) -> list[Case]:
    """The cases of a folder, by file name.

    Raises:
        UsageError: There is none, or one is broken.
    """
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not paths:
        raise UsageError("verdict.no_cases", path=folder)
    return [_load(path) for path in paths]


def _load(path: Path) -> Case:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError("verdict.case_broken", path=path, reason=error) from error
    kinds: dict[str, type] = {"blogger": str, "brand": str, "backlash": bool, "from": list}
    for key, kind in kinds.items():
        if not isinstance(table.get(key), kind):
            raise UsageError("verdict.case_key", path=path, key=key)
    if type(table.get("as_of")) is not date:
        raise UsageError("verdict.case_key", path=path, key="as_of")
    return Case(
        path=path,
        blogger=table["blogger"],
        brand=table["brand"],
        as_of=table["as_of"],
        backlash=table["backlash"],
        sources=_sources(path, table["from"]),
    )


def _sources(path: Path, written: list[Any]) -> tuple[Path, ...]:
    return tuple(path.parent / str(name) for name in written)


def run_cases(cases: Sequence[Case], opened: Open, judge: Judge) -> list[CaseResult]:
    """Judge each in a store of its own, so that no case knows another's data.

    Raises:
        KolvetError: A case's files cannot be read.
    """
    return [_run(case, opened, judge) for case in cases]


def _run(case: Case, opened: Open, judge: Judge) -> CaseResult:
    try:
        with opened(case) as store:
            verdict = judge(store, case).verdict
    except NothingToJudgeError:
        return CaseResult(case, None, None, "")
    return CaseResult(case, verdict.word, verdict.bri, verdict.decided_by)
