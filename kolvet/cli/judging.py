"""The options of the second opinion: from words to a judge, and what is said about it."""

import os
from typing import TYPE_CHECKING

from kolvet.cli.options import note, write_data
from kolvet.errors import ExitCode, UsageError
from kolvet.messages import text
from kolvet.model.report import Report
from kolvet.opinion.endpoint import DEFAULT_MOST, KEY_VARIABLE, make_endpoint
from kolvet.report.json_format import dump
from kolvet.store import Store
from kolvet.vet import Request, failure_notice, preview

if TYPE_CHECKING:
    from kolvet.vet.questions import Judge


def find_judge(
    url: str | None, model: str | None, most: int | None, *, dry_run: bool
) -> "Judge | None":
    """The language model that the options name, with the key of the environment; None for none.

    Raises:
        UsageError: Only some of the options are there, or one is wrong.
    """
    if url is None and model is None and most is None and not dry_run:
        return None
    if url is None or model is None:
        raise UsageError("cli.judge_incomplete")
    from kolvet.vet.questions import Judge

    key = "" if dry_run else os.environ.get(KEY_VARIABLE, "")
    return Judge(make_endpoint(url, model, key), most or DEFAULT_MOST)


def write_preview(store: Store, request: Request, judge: "Judge") -> int:
    """Print each request that would be sent as a line of JSON; how many, to stderr."""
    shown = preview(store, request, judge)
    for body in shown.bodies:
        write_data(dump(body) + "\n")
    note(
        text(
            "cli.judge_preview",
            texts=shown.texts,
            requests=len(shown.bodies),
            again=shown.again,
            host=judge.endpoint.host,
            cached=shown.cached,
            left_over=shown.left_over,
        )
    )
    return ExitCode.JUDGED


def complain_of_judge(report: Report) -> None:
    """Say on stderr, too, that the language model could not be asked."""
    if report.judge and report.judge.failure:
        note(failure_notice(report.judge))
