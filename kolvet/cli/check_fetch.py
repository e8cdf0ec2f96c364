"""What `check --fetch` does before judging, and what a source that failed means for its end.

Without `--fetch` nothing that speaks HTTP is even imported.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kolvet.cli.options import note, open_store
from kolvet.errors import NothingToJudgeError, UsageError
from kolvet.messages import text
from kolvet.model.patience import MOST_PAGES

if TYPE_CHECKING:
    from kolvet.cli.refreshing import Refreshed
    from kolvet.vet import Request


def check_fetch_options(
    from_paths: list[Path] | None, *, fetch: bool, max_pages: int | None, pace: float | None
) -> None:
    """See that no option is given that would do nothing.

    Raises:
        UsageError: So one is.
    """
    if fetch and from_paths:
        raise UsageError("fetch.with_from")
    for option, value in (("--max-pages", max_pages), ("--pace", pace)):
        if value is not None and not fetch:
            raise UsageError("fetch.needs_fetch", option=option)


def fetch_first(
    request: "Request", brand: str, db: Path | None, max_pages: int | None, pace: float | None
) -> "Refreshed":
    """Bring the store up to date about the blogger of the request.

    Raises:
        UsageError: He cannot be fetched, or the pace or the login's file is wrong.
    """
    from kolvet.cli.fetching import Asked
    from kolvet.cli.open_sources import OpenSources
    from kolvet.cli.refreshing import find_place, refresh
    from kolvet.sources.registry import Travel

    name = request.blogger
    place = find_place(name, "")
    if place.kind is None:
        raise UsageError("fetch.feed_first", url=name)
    asked = Asked(name, brands=(brand,))
    travel = Travel(pace, max_pages or MOST_PAGES)
    with open_store(db) as store, OpenSources(travel) as sources:
        return refresh(store, place, asked, sources)


def after_fetch(request: "Request", refreshed: "Refreshed", as_of: str | None) -> "Request":
    """The request after a fetch, which takes its time: what was published meanwhile counts.

    That a source failed stands in the report too: its `verdict.exit_code` is the verdict's alone.
    """
    now = datetime.now(UTC)
    notices = request.notices
    if refreshed.failure is not None:
        code = refreshed.exit_code
        notices += (text("fetch.notice_failed", message=refreshed.failure, code=code),)
    end = request.as_of if as_of else now
    return replace(request, made_at=now, as_of=end, notices=notices)


@contextmanager
def source_first(refreshed: "Refreshed | None") -> Iterator[None]:
    """Where nothing can be judged, a source that failed is the reason to tell."""
    try:
        yield
    except NothingToJudgeError as error:
        if refreshed is None or refreshed.failure is None:
            raise
        raise refreshed.failure from error


def end_code(refreshed: "Refreshed | None", verdict: int) -> int:
    """The run's exit code: a source that failed comes first, so that silence never passes."""
    if refreshed is None:
        return verdict
    for stop in refreshed.left:
        note(text("fetch.check_left", why=text(f"fetch.stop_{stop}")))
    from kolvet.model.watching import first_code

    code = first_code({verdict, refreshed.exit_code})
    if refreshed.failure is not None:
        message, hint = refreshed.failure, refreshed.failure.hint
        note(text("fetch.check_failed", message=message, hint=hint, code=code, verdict=verdict))
    return code
