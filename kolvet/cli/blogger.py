"""kolvet blogger: who is who; several accounts of one person are one blogger."""

from typing import Annotated

import typer

from kolvet.cli import completion
from kolvet.cli.options import (
    AsJson,
    Database,
    Name,
    note,
    open_store,
    write_json,
    write_line,
)
from kolvet.errors import UsageError
from kolvet.messages import text

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help=text("cli.blogger_list"))
def list_(as_json: AsJson = False, db: Database = None) -> int:
    """All bloggers by name."""
    from kolvet.report.bloggers import blogger_fields, render_blogger_line

    with open_store(db) as store:
        bloggers = store.bloggers()
    if as_json:
        write_json([blogger_fields(item) for item in bloggers])
        return 0
    for item in bloggers:
        write_line(render_blogger_line(item))
    if not bloggers:
        note(text("cli.blogger_list_empty"))
    return 0


@app.command(help=text("cli.blogger_show"))
def show(name: Name, as_json: AsJson = False, db: Database = None) -> int:
    """One blogger: names, accounts, figures."""
    from kolvet.report.bloggers import blogger_fields, render_blogger

    with open_store(db) as store:
        found = store.find_blogger(name)
    if as_json:
        write_json(blogger_fields(found))
    else:
        write_line(render_blogger(found))
    return 0


@app.command("set", help=text("cli.blogger_set"))
def set_(
    name: Name,
    followers: Annotated[
        str | None, typer.Option("--followers", metavar="N", help=text("cli.option_followers"))
    ] = None,
    declared: Annotated[
        str | None, typer.Option("--posts", metavar="N", help=text("cli.option_declared"))
    ] = None,
    db: Database = None,
) -> int:
    """Set what no export says."""
    if followers is None and declared is None:
        raise UsageError("cli.nothing_to_set")
    figures = _count(followers), _count(declared)
    with open_store(db) as store:
        store.set_blogger(name, followers=figures[0], declared=figures[1])
    return show(name, db=db)


def _count(written: str | None) -> int | None:
    """The number, in any of the ways in which exports have it."""
    from kolvet.platforms.counts import parse_count

    number = None if written is None else parse_count(written)
    if written is not None and number is None:
        raise UsageError("cli.bad_count", value=written)
    return number


@app.command(help=text("cli.blogger_alias"))
def alias(
    name: Name,
    other: Annotated[str, typer.Argument(help=text("cli.argument_alias"))],
    remove: Annotated[bool, typer.Option("--remove", help=text("cli.option_remove"))] = False,
    db: Database = None,
) -> int:
    """Add or remove another name."""
    with open_store(db) as store:
        if remove and not store.remove_alias(name, other):
            raise UsageError("cli.no_such_alias", name=name, alias=other)
        if not remove:
            store.add_alias(name, other)
    return show(name, db=db)


@app.command(help=text("cli.blogger_link"))
def link(
    account: Annotated[str, typer.Argument(help=text("cli.argument_account"))],
    name: Name,
    db: Database = None,
) -> int:
    """Move one account to a blogger."""
    with open_store(db) as store:
        store.link(account, name)
    return show(name, db=db)


@app.command(help=text("cli.blogger_merge"))
def merge(
    name: Name,
    other: Annotated[
        str, typer.Argument(help=text("cli.argument_merge"), autocompletion=completion.bloggers)
    ],
    db: Database = None,
) -> int:
    """Make two bloggers one."""
    with open_store(db) as store:
        store.merge(name, other)
    return show(name, db=db)
