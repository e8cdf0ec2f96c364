"""kolvet precedent: deals dropped, judgments, platform sanctions, each with its source."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kolvet.cli import completion
from kolvet.cli.options import AsJson, Database, Name, note, open_store, write_json, write_line
from kolvet.errors import UnknownBloggerError, UsageError
from kolvet.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kolvet.model.imports import ImportSummary
    from kolvet.model.press import Precedent
    from kolvet.store import Store

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
BY_HAND = "precedent add"
LATEST = date.max


@app.command(help=text("people.precedent_add"))
def add(
    name: Name,
    kind: Annotated[
        str,
        typer.Option(
            "--kind", help=text("people.option_kind"), autocompletion=completion.precedent_kinds
        ),
    ],
    what: Annotated[str, typer.Option("--what", help=text("people.option_what"))] = "",
    when: Annotated[str, typer.Option("--when", help=text("people.option_when"))] = "",
    url: Annotated[str, typer.Option("--url", help=text("people.option_url"))] = "",
    quote: Annotated[str, typer.Option("--quote", help=text("people.option_quote"))] = "",
    about: Annotated[str, typer.Option("--about", help=text("people.option_about"))] = "",
    publisher: Annotated[
        str, typer.Option("--publisher", help=text("people.option_publisher"))
    ] = "",
    published: Annotated[
        str, typer.Option("--published", help=text("people.option_published"))
    ] = "",
    as_json: AsJson = False,
    db: Database = None,
) -> int:
    """Enter one precedent; without a source there is none."""
    from kolvet.decisions.committed import read_precedents
    from kolvet.decisions.rows import Entry

    fields = {"kind": kind, "what": what, "when": when, "url": url, "quote": quote}
    fields |= {"about": about, "publisher": publisher, "published": published}
    (item,) = read_precedents(
        [Entry(BY_HAND, {key: value.strip() for key, value in fields.items()})]
    )
    with open_store(db) as store:
        summary = _keep(store, [replace(item, blogger=_known_name(store, name))], BY_HAND)
    return _show([replace(item, blogger=name)], summary, as_json=as_json)


@app.command("list", help=text("people.precedent_list"))
def list_(
    name: Annotated[
        str | None,
        typer.Argument(
            help=text("cli.argument_name"), show_default=False, autocompletion=completion.bloggers
        ),
    ] = None,
    as_json: AsJson = False,
    db: Database = None,
) -> int:
    """All precedents, or one blogger's, oldest first."""
    with open_store(db) as store:
        bloggers = [store.find_blogger(name)] if name else store.bloggers()
        store.verify_reported()
        found = [
            replace(item, blogger=blogger.name)
            for blogger in bloggers
            for item in store.precedents(blogger, until=LATEST)
        ]
    return _show(found, None, as_json=as_json)


@app.command("import", help=text("people.precedent_import"))
def import_(
    path: Annotated[Path, typer.Argument(metavar="FILE", help=text("people.argument_precedents"))],
    as_json: AsJson = False,
    db: Database = None,
) -> int:
    """Enter the precedents of a TOML, CSV or JSON lines file, all or none."""
    from kolvet.cli.committed import entries_of
    from kolvet.decisions.committed import read_precedents

    entries = entries_of(path, "precedent")
    read = read_precedents(entries)
    for entry in entries:
        entry.need("blogger")
    if not read:
        raise UsageError("people.precedents_none", path=path)
    with open_store(db) as store:
        named = [replace(item, blogger=_known_name(store, item.blogger)) for item in read]
        summary = _keep(store, named, str(path))
    return _show(named, summary, as_json=as_json)


def _known_name(store: "Store", name: str) -> str:
    """The blogger's own name; one that nobody knows yet is entered, and said so."""
    try:
        return store.find_blogger(name).name
    except UnknownBloggerError as error:
        note(text("people.precedent_new_blogger", message=error))
        return name


def _keep(store: "Store", items: "Sequence[Precedent]", path: str) -> "ImportSummary":
    from kolvet.cli.people import now
    from kolvet.store.precedents_by_hand import as_import

    return store.import_rows(*as_import(items, path, now()))


def _show(items: "Sequence[Precedent]", summary: "ImportSummary | None", *, as_json: bool) -> int:
    from kolvet.cli.showing import page_look
    from kolvet.report.people_lists import precedent_object, render_precedents

    listed: list[Any] = [precedent_object(item) for item in items]
    if as_json:
        write_json(listed)
        return 0
    write_line(render_precedents(items, page_look()))
    if summary is not None:
        note(text("people.precedents_kept", new=summary.new, known=summary.duplicate))
    return 0
