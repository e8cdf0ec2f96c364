"""What the commands of people share: who speaks, which run is meant, and judging it again."""

import getpass
import inspect
import shlex
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kolvet.cli import completion
from kolvet.cli.options import note
from kolvet.errors import UsageError
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.model.people import StoredRun
    from kolvet.store import Store
    from kolvet.vet.request import Request


def run_argument(
    explained: str, completed: Callable[..., completion.Candidates] = completion.runs
) -> Any:  # noqa: ANN401  # as typer.Argument gives it
    """RUN, completed by what names stored runs."""
    return typer.Argument(
        metavar="RUN", help=explained, show_default=False, autocompletion=completed
    )


RunName = Annotated[str, run_argument(text("people.argument_decided"), completion.decided_runs)]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help=text("people.option_by"))]
Note = Annotated[str, typer.Option("--note", help=text("people.option_note"), show_default=False)]


def now() -> datetime:
    """The time of what a person says, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The day in Shanghai."""
    from kolvet.model.posts import SHANGHAI

    return now().astimezone(SHANGHAI).date()


def who(by: str | None) -> str:
    """Who speaks: `--by`, else the user of this machine, with a warning.

    Raises:
        UsageError: Nobody is named, and the machine knows no user.
    """
    if by and by.strip():
        return by.strip()
    if by is not None:
        raise UsageError("people.nobody")
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UsageError("people.nobody") from error
    note(text("people.by_default", user=user))
    return user


def signed_by(by: str | None) -> str:
    """Who decides: a decision is signed by name, never by whoever is logged in.

    Raises:
        UsageError: `--by` is missing or blank.
    """
    if not by or not by.strip():
        raise UsageError("people.nobody")
    return by.strip()


def request_again(run: "StoredRun") -> "Request":
    """What was asked of a stored run, for the same instant.

    A language model is not asked again: its stored answers count.

    Raises:
        UsageError: A file that it read is gone or broken.
    """
    from kolvet.cli.app import app
    from kolvet.cli.baseline import add_baseline, baseline_in
    from kolvet.cli.committed import CommittedFiles
    from kolvet.cli.judging import find_judge
    from kolvet.cli.requests import make_request, split_brands
    from kolvet.decisions.chain import report_of
    from kolvet.model.posts import SHANGHAI

    _, _, *words = shlex.split(report_of(run)["run"]["command"])
    command = typer.main.get_command(app)
    check = command.commands["check"]  # type: ignore[attr-defined]  # a group: the app has several
    asked = check.make_context("check", words).params
    accepted = inspect.signature(make_request).parameters
    values = {name: value for name, value in asked.items() if name in accepted}
    judge = find_judge(asked["judge"], asked["judge_model"], asked["judge_max"], dry_run=False)
    files = {name: asked[name] for name in ("reviews", "waivers", "precedents")}
    values["committed"] = CommittedFiles(**files, require_reviewed=asked["require_reviewed"])
    values["judge"] = judge and replace(judge, stored_only=True)
    values["versus"] = split_brands(",".join(asked["vs"] or ()))
    values["as_of"] = values["as_of"] or run.as_of[: len("2026-01-04")]
    as_of = datetime.fromisoformat(run.as_of).astimezone(SHANGHAI)
    request = replace(make_request(**values), as_of=as_of)
    if asked["baseline"] is None:
        return request
    return add_baseline(request, baseline_in(report_of(run)), asked["baseline"])


def judge_again(store: "Store", run: "StoredRun", request: "Request") -> "StoredRun":
    """Judge a stored run anew with what people say now, and store the result as a new run.

    `request` is what `request_again` gave before anybody answered.
    """
    from kolvet.cli.progress import progress_bar
    from kolvet.vet import check
    from kolvet.vet.signing import keep_report

    with progress_bar(text("cli.judging")) as progress:
        report = check(store, request, progress)
    parent = run.id if report.run.id != run.id else run.parent
    return keep_report(store, request, report, parent)
