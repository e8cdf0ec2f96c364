"""The command reference, from the command line itself; examples stand in examples.toml."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typer
from markup import code, prose, table
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from kolvet.cli.app import app

Command = TyperCommand | TyperGroup

EXAMPLES = Path(__file__).with_name("examples.toml")
EVERYWHERE = ("--db", "--help")
"""Options that many commands share; the first page explains them once."""


def commands() -> dict[str, Command]:
    """The commands by their first word, with the help texts of the language that was chosen."""
    return tree().commands


@cache
def tree() -> TyperGroup:
    """The command line as a tree."""
    return typer.main.get_command(app)


def walk(
    command: Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Command]]:
    """Every command that does something, with the words that call it, as --help orders them."""
    inner = getattr(command, "commands", None)
    if not inner:
        yield path, command
        return
    for name, child in inner.items():
        yield from walk(child, (*path, name))


@cache
def examples() -> dict[str, list[str]]:
    """The lines of examples.toml: the words of a command -> its example lines."""
    read: dict[str, list[str]] = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))
    return read


def pages() -> dict[str, str]:
    """The list and a page for each first word: path -> Markdown."""
    made = {"commands/index.md": _overview()}
    return made | {
        f"commands/{name}.md": _page(name, command) for name, command in commands().items()
    }


def _overview() -> str:
    rows = [[f"[{name}]({name}.md)", prose(command.help)] for name, command in commands().items()]
    return "\n\n".join(
        (
            "# Commands",
            "`kolvet COMMAND --help` prints the same. These hold for every command:",
            table(("option", "meaning"), _options(tree(), all_of_them=True)),
            "`--db FILE` names the database (else `KOLVET_DB`, else the data folder of the "
            "system); it is left out of the tables below. stdout carries the result only; hints "
            "and progress go to stderr. Exit codes: [Questions](../faq.md#exit-codes).",
            table(("command", "what it does"), rows),
        )
    )


def _page(name: str, command: Command) -> str:
    parts = [f"# kolvet {name}"]
    if getattr(command, "commands", None):
        parts.append(prose(command.help))
        for path, child in walk(command, (name,)):
            parts.append(f"## kolvet {' '.join(path)}")
            parts += _command(path, child)
    else:
        parts += _command((name,), command)
    return "\n\n".join(parts)


def _command(path: tuple[str, ...], command: Command) -> Iterator[str]:
    yield prose(command.help)
    yield f"    {_usage(path, command)}"
    yield "For example:"
    yield "```sh\n" + "\n".join(examples().get(" ".join(path), [])) + "\n```"
    arguments = [
        [code(_bare(param)), prose(param.help)]
        for param in command.params
        if isinstance(param, TyperArgument)
    ]
    if arguments:
        yield table(("argument", "meaning"), arguments)
    options = list(_options(command))
    if options:
        yield table(("option", "meaning"), options)


def _usage(path: tuple[str, ...], command: Command) -> str:
    context = command.context_class(command, info_name=" ".join(("kolvet", *path)))
    return " ".join((context.command_path, *command.collect_usage_pieces(context)))


def _bare(param: TyperArgument) -> str:
    return str(param.metavar or param.name).upper()


def _options(command: Command, *, all_of_them: bool = False) -> Iterator[list[str]]:
    context = command.context_class(command, info_name="kolvet")
    for param in command.get_params(context):
        if not isinstance(param, TyperOption) or param.hidden:
            continue
        if not all_of_them and set(EVERYWHERE) & set(param.opts):
            continue
        names, meaning = param.get_help_record(context)
        yield [code(names), prose(meaning)]
