"""kolvet review: a person reads the decisive quotes and says whether they are what they seem."""

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kolvet.cli.options import (
    AsJson,
    Database,
    note,
    open_store,
    write_data,
    write_json,
    write_line,
)
from kolvet.cli.people import By, judge_again, now, request_again, run_argument, who
from kolvet.errors import UsageError, system_reason
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.model.people import StoredRun
    from kolvet.store import Store
    from kolvet.vet.reviewing import Tally

STDOUT = "-"


def review(
    run: Annotated[str | None, run_argument(text("people.argument_run"))] = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="FILE", help=text("people.option_batch"))
    ] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help=text("people.option_export"))
    ] = None,
    by: By = None,
    again: Annotated[bool, typer.Option("--again", help=text("people.option_again"))] = False,
    as_json: AsJson = False,
    db: Database = None,
) -> int:
    """Review a run in a terminal, from a file, or export what was said so far."""
    from kolvet.cli.stored import named_run
    from kolvet.vet.reviewing import open_quotes

    with open_store(db) as store:
        if export is not None:
            return _export(store, export)
        if run is None:
            raise UsageError("people.review_what")
        found = named_run(store, run)
        if batch is not None:
            tally, after = _from_file(store, found, batch, by)
        elif as_json:
            return _list(store, found)
        elif not sys.stdin.isatty():
            raise UsageError("people.review_needs_terminal", run=found.id)
        elif not open_quotes(store, found, again=again):
            write_line(text("people.review_done", run=found.id))
            return 0
        else:
            from kolvet.cli.reviewing import hold_session

            tally, after = hold_session(store, found, who(by), again=again)
    _report(found, after, tally, as_json=as_json)
    return 0


def _from_file(
    store: "Store", run: "StoredRun", path: Path, by: str | None
) -> "tuple[Tally, StoredRun]":
    from kolvet.cli.committed import entries_of
    from kolvet.decisions.quotes import read_answer
    from kolvet.vet.reviewing import keep_batch

    request = request_again(run)
    entries = entries_of(path, "review")
    named = {entry.place: entry.get("by", "who") for entry in entries}
    unsigned = [entry for entry in entries if not named[entry.place] and read_answer(entry)]
    default = who(by) if by is not None or unsigned else ""
    signers = {place: name or default for place, name in named.items()}
    tally = keep_batch(store, run, entries, signers, now())
    return tally, judge_again(store, run, request) if tally.corrections else run


def _list(store: "Store", run: "StoredRun") -> int:
    """The decisive quotes as JSON, for whoever writes a batch file."""
    from kolvet.report.people_lists import quote_object
    from kolvet.vet.reviewing import open_quotes

    quotes = open_quotes(store, run, again=True)
    write_json({"run": run.id, "quotes": [quote_object(item) for item in quotes]})
    return 0


def _report(before: "StoredRun", after: "StoredRun", tally: "Tally", *, as_json: bool) -> None:
    """What came of it: for a script the new report, for a person two lines."""
    if as_json:
        write_data(after.report)
        return
    write_line(text("people.reviewed", **tally.by_action()))
    if after.id == before.id:
        write_line(text("people.review_unchanged", run=before.id))
        return
    old, new = _outcome(before), _outcome(after)
    write_line(text("people.review_changed", before=before.id, after=after.id, old=old, new=new))
    note(text("people.review_next", before=before.id, after=after.id))


def _outcome(run: "StoredRun") -> str:
    from kolvet.decisions.chain import report_of
    from kolvet.report.wording import say

    verdict: dict[str, Any] = report_of(run)["verdict"]
    state = say("provisional_tag") if verdict["provisional"] else ""
    return say(f"word_{run.word}") + state


def _export(store: "Store", path: Path) -> int:
    """Corrections as training rows: JSON lines, or CSV by the file's name."""
    from kolvet.report.json_format import dump
    from kolvet.vet.reviewing import training_rows

    rows = training_rows(store.corrections())
    if path.suffix.lower() == ".csv":
        written = _as_csv(rows)
    else:
        written = "".join(f"{dump(row)}\n" for row in rows)
    if str(path) == STDOUT:
        write_data(written)
        return 0
    try:
        path.write_text(written, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError("cli.cannot_write", path=path, reason=system_reason(error)) from error
    note(text("people.exported", number=len(rows), path=path))
    return 0


def _as_csv(rows: list[dict[str, Any]]) -> str:
    from kolvet.report.json_format import plain_value

    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]) if rows else ["text", "brand"])
    writer.writeheader()
    writer.writerows({key: plain_value(value) for key, value in row.items()} for row in rows)
    return file.getvalue()
