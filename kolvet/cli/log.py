"""kolvet log: the decision log, and whether it is still what was written."""

from typing import Annotated

import typer

from kolvet.cli.options import AsJson, Database, open_store, write_json, write_line
from kolvet.messages import text


def log(
    verify: Annotated[bool, typer.Option("--verify", help=text("people.option_verify"))] = False,
    head: Annotated[bool, typer.Option("--head", help=text("people.option_head"))] = False,
    expect: Annotated[
        str | None, typer.Option("--expect", metavar="HEAD", help=text("people.option_expect"))
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> int:
    """List decisions, verify them with everything they rest on, or print the head to keep."""
    from kolvet.cli.showing import page_look
    from kolvet.cli.wrapped import write_wrapped
    from kolvet.decisions.chain import head_of
    from kolvet.report.people_lists import log_object, render_log
    from kolvet.vet.verification import verify_log, verify_store

    with open_store(db) as store:
        entries = verify_log(store, None if expect is None else expect.strip().lower())
        checked = verify_store(store, entries) if verify else None
    last = head_of(entries)
    if as_json:
        listed = {} if head else {"entries": [log_object(entry) for entry in entries]}
        write_json({"head": last, **listed, "verified": checked})
        return 0
    if head:
        write_line(last)
        return 0
    write_line(render_log(entries, page_look()))
    if checked:
        write_wrapped(text("people.verified", entries=len(entries), **checked))
    write_wrapped(text("people.head"))
    write_line(f"    {last}")
    return 0
