"""The lines of documentation that call kolvet, held against the command line itself."""

import re
import shlex
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import get_args

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from kolvet.cli.app import app

TREE = typer.main.get_command(app)
GLOBAL = {"-h": 0, "--help": 0} | {
    name: 0 if param.is_flag else 1 for param in TREE.params for name in param.opts
}
"""What holds for every command and may stand anywhere: option -> how many values."""

_FENCE = re.compile(r"^\s*```")
_CALL = re.compile(r"(?<![\w@/.-])(?:\.venv/bin/)?kolvet (?=[a-z-])")
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_ENDS = {"|", "||", "&&", ";", ";;", ">", ">>", "<", ")", "&"}


class WrongLineError(Exception):
    """A line that kolvet would refuse."""


def blocks(markdown: str) -> Iterator[str]:
    """What is called in code blocks, fenced or indented: the words behind `kolvet`."""
    fenced = False
    for line in markdown.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            yield from calls(line)


def spans(markdown: str) -> Iterator[str]:
    """What is called in code within sentences."""
    for code in _SPAN.findall(markdown):
        if code.startswith("kolvet "):
            yield from calls(code)


def calls(line: str) -> Iterator[str]:
    """Every call in a line, to the end of the line."""
    for match in _CALL.finditer(line):
        yield line[match.end() :]


def words_of(call: str) -> list[str]:
    """The words up to the pipe, comment or quotation mark that ends the call."""
    lexer = shlex.shlex(call, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    words: list[str] = []
    try:
        for word in lexer:
            if word in _ENDS:
                break
            words.append(word)
    except ValueError:  # the call stands in quotation marks, and the last one is its end
        return shlex.split(re.sub(r"['\"]\s*[,)]?$", "", call))
    return words


def find_command(words: list[str]) -> tuple[tuple[str, ...], TyperCommand, list[str]]:
    """The words that name the command, the command, and the words that are left for it."""
    group, path, rest = TREE, (), _without_global(words)
    while True:
        name = rest[0] if rest else ""
        inner = group.commands.get(name)
        if inner is None and "judge" in group.commands:  # `kolvet ci DEALS`, and `kolvet ci`
            return (*path, "judge"), group.commands["judge"], rest
        if inner is None and not name:
            raise WrongLineError(f"{' '.join(path)} needs a command")
        if inner is None:
            raise WrongLineError(f"no command {' '.join((*path, name))!r}")
        path, rest = (*path, name), rest[1:]
        if not isinstance(inner, TyperGroup):
            return path, inner, rest
        group = inner


def _without_global(words: list[str]) -> list[str]:
    rest, skip = [], 0
    for word in words:
        if skip:
            skip -= 1
        elif word in GLOBAL:
            skip = GLOBAL[word]
        else:
            rest.append(word)
    return rest


def check(call: str, *, whole: bool) -> None:
    """Raise WrongLineError unless kolvet would take the call; of a part options are enough."""
    words = words_of(call)
    if not _without_global(words):
        return
    if not whole and words[0] in TREE.commands and len(words) == 1:
        return
    _, command, rest = find_command(words)
    given = _parsed(command, rest)
    for param in command.params:
        value = given.get(param.name)
        missing = value is None or value == () or "Sentinel" in type(value).__name__
        if missing and whole and param.required:
            raise WrongLineError(f"{param.name} is missing")
        if not missing and isinstance(param, TyperOption):
            _check_value(param, value)


def _parsed(command: TyperCommand, words: list[str]) -> dict[str, object]:
    context = command.context_class(command, info_name=command.name)
    try:
        given, left, _ = command.make_parser(context).parse_args(list(words))
    except Exception as error:
        raise WrongLineError(str(getattr(error, "message", error))) from error
    if left:
        raise WrongLineError(f"too many words: {left}")
    return given


def _check_value(param: TyperOption, value: object) -> None:
    annotation = param.type_descriptor.annotation
    kinds = [annotation, *get_args(annotation)]
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum):
            known = {item.value for item in kind}
            for word in value if isinstance(value, list) else [value]:
                if word not in known:
                    raise WrongLineError(f"{param.opts[0]} knows no {word!r}")


def leaves(group: TyperGroup = TREE, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command that does something."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name)


def options_of(path: tuple[str, ...]) -> set[str]:
    """The long options of a command."""
    _, command, _ = find_command(list(path))
    return {
        name
        for param in command.params
        if isinstance(param, TyperOption) and not param.hidden
        for name in param.opts
        if name.startswith("--")
    }


def read(path: Path) -> str:
    """The text of a page."""
    return path.read_text(encoding="utf-8")
