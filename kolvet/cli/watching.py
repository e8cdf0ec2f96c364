"""One look at each subject of a watch list: fetch, judge, compare, print, and only then keep."""

import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from kolvet.cli.fetching import Asked
from kolvet.cli.open_sources import OpenSources
from kolvet.cli.options import note
from kolvet.cli.progress import progress_bar
from kolvet.cli.refreshing import Place, Refreshed, find_place, refresh
from kolvet.cli.requests import make_request
from kolvet.cli.streams import has_reader
from kolvet.decisions.waiving import STALE
from kolvet.errors import ExitCode, KolvetError, OutputError, StoreError, UsageError
from kolvet.messages import text
from kolvet.model.watching import Direction, Freshness, Watched, first_code
from kolvet.report.page import Look as PageLook
from kolvet.report.watching import error_json, render_watched, watched_json
from kolvet.store import Store
from kolvet.vet import Request
from kolvet.vet.judging import Progress
from kolvet.watch import Line, Look, compare, look_at, standing_of
from kolvet.watch.turning import BEFORE_DAYS, RECENT_DAYS

BY_IMPORT = "import"
"""In the third column: his posts come by import, and nothing is fetched."""
_WINDOW = (RECENT_DAYS, BEFORE_DAYS)


@dataclass(frozen=True, slots=True)
class Subject:
    """One line of the list, resolved. `place` None: nothing is fetched."""

    line: Line
    request: Request
    place: Place | None

    @property
    def name(self) -> str:
        """As a message calls it, when nothing more is known."""
        return f"{self.line.blogger}, {self.line.brand}"


def find_subjects(
    path: Path,
    lines: Sequence[Line],
    *,
    fetches: bool,
    policy: Path | None,
    engine: str | None,
) -> list[Subject]:
    """Resolve every line before anything is asked or judged.

    Raises:
        UsageError: A line's brand or source, the policy or the engine is wrong.
    """
    subjects = []
    for line in lines:
        try:
            request = make_request(line.blogger, line.brand, policy=policy, engine=engine)
            place = _place(path, line) if fetches and line.source != BY_IMPORT else None
        except UsageError as error:
            if error.key.startswith("watch."):
                raise
            raise UsageError(
                "watch.bad_line", path=path, line=line.number, reason=error, hint=error.hint
            ) from error
        subjects.append(Subject(line, request, place))
    return subjects


def _place(path: Path, line: Line) -> Place:
    place = find_place(line.blogger, line.source)
    if place.kind is None and "://" in line.blogger:
        raise UsageError("watch.whose_feed", path=path, line=line.number)
    return place


@dataclass(slots=True)
class Output:
    """Where results go. Each is out of our hands when `tell` returns.

    `page` None: lines of JSON.
    """

    write: Callable[[str], object]
    page: PageLook | None

    def tell(self, written: str) -> None:
        """Write a result, and see that it is really gone.

        Raises:
            BrokenPipeError: Nobody reads it any more.
            OutputError: It cannot be written.
        """
        if written:
            self.write(written)
            sys.stdout.flush()
            if not has_reader():
                raise BrokenPipeError


@dataclass(slots=True)
class Watch:
    """A run over a list."""

    store: Store
    sources: OpenSources
    output: Output
    looks: int
    brands: dict[tuple[str, Place], tuple[str, ...]] = field(default_factory=dict)
    refreshed: dict[tuple[str, Place], Refreshed] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def run(self, subjects: Sequence[Subject]) -> int:
        """Look at every subject in turn; gives the exit code.

        Raises:
            UsageError: What concerns every line is wrong: the pace, a base, the user's login.
        """
        for subject in subjects:
            if subject.place and subject.place.kind:
                self.sources.source(subject.place.kind)
            if subject.place:
                key = (subject.line.blogger, subject.place)
                self.brands[key] = (*self.brands.get(key, ()), subject.line.brand)
        codes = {self._look(subject) for subject in subjects}
        if self.output.page is not None:
            self.output.tell(f"{self._summary(len(subjects))}\n")
        return first_code(codes)

    def _look(self, subject: Subject) -> int:
        """One subject; whatever happens to it, the others are watched."""
        freshness = Freshness()
        try:
            if subject.place is not None:
                freshness = self._refresh(subject, subject.place).freshness
            return self._judge(subject, freshness)
        except (BrokenPipeError, OutputError):
            raise
        except KolvetError as error:
            return self._tell_error(subject, error, freshness)
        except Exception as error:  # noqa: BLE001  # one's data must not blind the others' watch
            traceback.print_exception(error)
            return self._tell_bug(subject, freshness)

    def _refresh(self, subject: Subject, place: Place) -> Refreshed:
        """Fetch once for all brands of a blogger."""
        key = (subject.line.blogger, place)
        if key not in self.refreshed:
            name = subject.line.blogger
            owner = name if place.address not in {"", name} else None
            asked = Asked(name, blogger=owner, looks=self.looks, brands=self.brands[key])
            self.refreshed[key] = refresh(self.store, place, asked, self.sources)
        return self.refreshed[key]

    def _judge(self, subject: Subject, freshness: Freshness) -> int:
        now = datetime.now(UTC)
        request = replace(subject.request, as_of=now, made_at=now)
        with progress_bar(text("cli.judging")) as progress:
            look, stale = self._look_at(request, progress)
        blogger, brand = look.subject.blogger, look.subject.brand
        before = self.store.standings.find(blogger, brand)
        watched = compare(self.store, before, look, freshness)
        self._tell(subject, watched)
        known = before.turn if before else Direction.NONE
        try:
            self.store.standings.keep(blogger, brand, standing_of(look, known))
        except StoreError as error:
            note(text("watch.not_kept", subject=subject.name, message=error, hint=error.hint))
            return first_code({watched.exit_code, stale, error.exit_code})
        return first_code({watched.exit_code, stale})

    def _look_at(self, request: Request, progress: Progress) -> tuple[Look, int]:
        """Judge him; a waiver that is stale is told, blinds no watch, and gives its code."""
        try:
            return look_at(self.store, request, progress), 0
        except UsageError as error:
            if error.key not in STALE:
                raise
            note(text("cli.error", message=error))
            note(text("cli.hint", hint=error.hint))
            return look_at(self.store, replace(request, waives=False), progress), error.exit_code

    def _tell(self, subject: Subject, watched: Watched) -> None:
        if watched.since is None:
            self.counts["first"] += 1
        elif watched.changed:
            self.counts["worse" if watched.worse else "otherwise"] += 1
        else:
            self.counts["same"] += 1
        self.counts["failed"] += bool(watched.freshness.failure)
        for stop in watched.freshness.left:
            why = text(f"fetch.stop_{stop}")
            note(text("watch.partly", subject=watched.blogger, why=why))
        if self.output.page is None:
            self.output.tell(f"{watched_json(watched, subject.line.number, _WINDOW)}\n")
        else:
            self.output.tell(render_watched(watched, self.output.page, _WINDOW))

    def _tell_error(self, subject: Subject, error: KolvetError, freshness: Freshness) -> int:
        """A subject that could not be judged; where its source failed too, that comes first."""
        self.counts["errors"] += 1
        self.counts["failed"] += bool(freshness.failure)
        message, hint = str(error), error.hint
        if freshness.failure:
            message, hint = f"{freshness.failure} {message}", freshness.hint
        code = first_code({error.exit_code, freshness.exit_code})
        if self.output.page is None:
            self._tell_error_json(subject, (message, hint, code), freshness)
        else:
            number = subject.line.number
            said = text("watch.not_judged", subject=subject.name, line=number, message=message)
            self.output.tell(f"{said}\n{text('cli.hint', hint=hint)}\n")
        return code

    def _tell_bug(self, subject: Subject, freshness: Freshness) -> int:
        self.counts["errors"] += 1
        said = text("watch.bug", subject=subject.name, line=subject.line.number)
        note(said)
        if self.output.page is None:
            self._tell_error_json(subject, (said, text("cli.bug"), ExitCode.BUG), freshness)
        return ExitCode.BUG

    def _tell_error_json(
        self, subject: Subject, error: tuple[str, str, int], freshness: Freshness
    ) -> None:
        line = subject.line
        written = error_json(line.blogger, line.brand, line.number, error, freshness)
        self.output.tell(f"{written}\n")

    def _summary(self, number: int) -> str:
        if self.counts["same"] == number and not self.counts["failed"]:
            return text("watch.unchanged", number=number)
        names = ("worse", "otherwise", "same", "first", "errors", "failed")
        parts = [
            text(f"watch.count_{name}", number=self.counts[name])
            for name in names
            if self.counts[name]
        ]
        return text("watch.summary", number=number, parts=text("watch.comma").join(parts))
