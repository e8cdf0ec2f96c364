"""kolvet fetch: an account's posts from the platform itself, politely and resumable."""

from pathlib import Path
from typing import Annotated

import typer

from kolvet.cli import completion
from kolvet.cli.options import (
    As,
    AsJson,
    Database,
    Name,
    StoredOwner,
    open_store,
)
from kolvet.errors import UsageError
from kolvet.messages import text
from kolvet.model.patience import LOOKS, MOST_PAGES, SECONDS

About = Annotated[
    str | None,
    typer.Option(
        "--about", metavar="BRAND", help=text("cli.option_about"), autocompletion=completion.brands
    ),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help=text("cli.option_since"))
]
Comments = Annotated[
    int | None, typer.Option("--comments", metavar="N", min=0, help=text("cli.option_comments"))
]
MaxPages = Annotated[
    int, typer.Option("--max-pages", metavar="N", min=1, help=text("cli.option_max_pages"))
]
Pace = Annotated[
    float | None, typer.Option("--pace", metavar="SECONDS", min=0, help=text("cli.option_pace"))
]
Timeout = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help=text("cli.option_timeout"))
]
Looks = Annotated[
    int, typer.Option("--reread", metavar="N", min=0, help=text("cli.option_reread"))
]
Record = Annotated[
    Path | None, typer.Option("--record", metavar="DIR", help=text("cli.option_record"))
]
Replay = Annotated[
    Path | None, typer.Option("--replay", metavar="DIR", help=text("cli.option_replay"))
]


def fetch(
    name: Name,
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="NAME",
            help=text("cli.option_source"),
            autocompletion=completion.sources,
        ),
    ] = None,
    as_: As = None,
    blogger: StoredOwner = None,
    about: About = None,
    since: Since = None,
    comments: Comments = None,
    max_pages: MaxPages = MOST_PAGES,
    pace: Pace = None,
    reread: Looks = LOOKS,
    full: Annotated[bool, typer.Option("--full", help=text("cli.option_full"))] = False,
    timeout: Timeout = SECONDS,
    record: Record = None,
    replay: Replay = None,
    cookie: Annotated[str | None, typer.Option("--cookie", hidden=True)] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> int:
    """Fetch, print what was seen of what there is, and say why it stopped.

    `--cookie` is there to be refused, with a word on where a cookie belongs.
    """
    if cookie is not None:
        raise UsageError("fetch.no_cookie_here")
    from kolvet.cli.fetching import Asked, fetch_account, fetch_from_feed
    from kolvet.sources.registry import Travel, find_kind

    travel = Travel(pace, max_pages, timeout, record, replay)
    asked = Asked(name, as_, blogger, about, since, comments, reread, full)
    kind = find_kind(name, source)
    with open_store(db) as store:
        if kind is None:
            return fetch_from_feed(store, asked, travel, as_json=as_json)
        return fetch_account(store, kind, asked, travel, as_json=as_json)
