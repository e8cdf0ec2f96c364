"""kolvet watch: what has changed about signed bloggers since the last look. Made for cron."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kolvet.cli.check import PolicyFile
from kolvet.cli.fetch import Record, Replay
from kolvet.cli.options import AsJson, Database, Engine, Plain, open_store, write_data
from kolvet.errors import UsageError, system_reason
from kolvet.messages import text
from kolvet.model.patience import LOOKS, MOST_PAGES, SECONDS

STDIN = "-"
NoFetch = Annotated[bool, typer.Option("--no-fetch", help=text("cli.option_no_fetch"))]
List = Annotated[
    Path,
    typer.Argument(metavar="LIST", help=text("cli.argument_watch"), show_default=False),
]
MaxPages = Annotated[
    int | None,
    typer.Option("--max-pages", metavar="N", min=1, help=text("cli.option_watch_max_pages")),
]
Pace = Annotated[
    float | None, typer.Option("--pace", metavar="SECONDS", min=0, help=text("cli.option_pace"))
]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", metavar="SECONDS", min=0.1, help=text("cli.option_timeout")),
]
Reread = Annotated[
    int | None, typer.Option("--reread", metavar="N", min=0, help=text("cli.option_reread"))
]


def watch(
    list_: List,
    no_fetch: NoFetch = False,
    max_pages: MaxPages = None,
    pace: Pace = None,
    reread: Reread = None,
    timeout: Timeout = None,
    record: Record = None,
    replay: Replay = None,
    as_json: AsJson = False,
    plain: Plain = False,
    policy: PolicyFile = None,
    engine: Engine = None,
    db: Database = None,
) -> int:
    """Look at every subject, tell what changed, and end by the worst of it."""
    from kolvet.cli.open_sources import OpenSources
    from kolvet.cli.requests import warn_of_bare_names
    from kolvet.cli.showing import page_look
    from kolvet.cli.watching import Output, Watch, find_subjects
    from kolvet.sources.registry import Travel
    from kolvet.watch import read_list

    given = (
        ("--max-pages", max_pages),
        ("--pace", pace),
        ("--reread", reread),
        ("--timeout", timeout),
        ("--record", record),
        ("--replay", replay),
    )
    for option, value in given:
        if no_fetch and value is not None:
            raise UsageError("watch.needs_fetch", option=option)
    lines = read_list(_content(list_), list_)
    subjects = find_subjects(list_, lines, fetches=not no_fetch, policy=policy, engine=engine)
    warn_of_bare_names(*(subject.request for subject in subjects))
    travel = Travel(pace, max_pages or MOST_PAGES, timeout or SECONDS, record, replay)
    look = None if as_json else page_look(plain=plain)
    output = Output(write_data if as_json else sys.stdout.write, look)
    with open_store(db) as store, OpenSources(travel) as sources:
        looks = LOOKS if reread is None else reread
        return Watch(store, sources, output, looks).run(subjects)


def _content(path: Path) -> bytes:
    """The list's bytes; "-" is standard input."""
    if str(path) == STDIN:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError("cli.cannot_read", path=path, reason=system_reason(error)) from error
