"""Writes the manual pages that ship with kolvet: `make man` writes docs/manual/*/kolvet.1.

Commands, options and their help come from the command line itself, example lines from those of the
documentation, the rest from man.toml. The markup is man(7), which mandoc and groff both read.
"""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

Command = TyperCommand | TyperGroup
_CHINESE = "\u3000-\u9fff\uff00-\uffef"
_BETWEEN_CHINESE = re.compile(f"(?<=[{_CHINESE}])(?=[^，。；：、！？）」》 .,;:)])(?<![（「《])")
"""Where a line of Chinese may end: groff breaks at spaces only, unless it is told."""
HERE = Path(__file__).parent
HOOKS = HERE.parent / "hooks"
LANGUAGES = ("en", "zh")
CHANGED = "2026-11-27"
"""The day in the page's foot: that of the last change of the interface. man(7) wants one."""
_CHOICES = re.compile(r"[\[<]([a-z]+(?:\|[a-z]+)+)[\]>]")
"""How typer shows them, old and new: [hold|reject], <hold|reject>."""


def main() -> None:
    """Write every page anew. Help texts are read once a process: one process a language."""
    for language in LANGUAGES:
        path_of(language).parent.mkdir(exist_ok=True)
        path_of(language).write_bytes(page_in_a_new_process(language))


def path_of(language: str) -> Path:
    """Where the page in this language is kept."""
    return HERE / language / "kolvet.1"


def page_in_a_new_process(language: str) -> bytes:
    """The page in this language, as UTF-8."""
    done = subprocess.run(
        [sys.executable, __file__, language],
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ | {"KOLVET_LANG": language, "PYTHONUTF8": "1"},
    )
    return done.stdout


def page(language: str) -> str:
    """The whole page. Help texts are those of the language of this process."""
    said = tomllib.loads((HERE / "man.toml").read_text(encoding="utf-8"))

    def tell(part: str, name: str) -> str:
        words: str = said[part][name][language]
        return words

    lines = [
        r".\" Written by `make man`: change the command line's help or docs/manual/man.toml.",
        _title(tell("words", "manual")),
        ".nh",
        ".ad l",
        *_heading(tell("headings", "name")),
        rf"kolvet \- {tell('words', 'name')}",
        *_heading(tell("headings", "synopsis")),
        ".B kolvet",
        rf"\fI{tell('words', 'command')}\fR [\fI{tell('words', 'options')}\fR]",
        *_heading(tell("headings", "description")),
        *_paragraphs(said["description"], language),
        *_heading(tell("headings", "everywhere")),
        *_everywhere(tell("words", "database_option")),
        *_heading(tell("headings", "commands")),
        *_commands(tell("words", "example"), tell("words", "options")),
    ]
    for part in ("exit_status", "environment", "files"):
        lines += _heading(tell("headings", part))
        for name, words in said[part].items():
            lines += _tagged(rf"\fB{_escaped(name)}\fR", words[language])
    lines += [*_heading(tell("headings", "see_also")), *_paragraphs(said["see_also"], language)]
    return "\n".join(lines) + "\n"


def _title(manual: str) -> str:
    from kolvet import __version__

    return f'.TH KOLVET 1 {CHANGED} "kolvet {__version__}" "{manual}"'


def _commands(example: str, options: str) -> Iterator[str]:
    from command_pages import examples, tree, walk

    for path, command in walk(tree()):
        name = " ".join(path)
        yield f'.SS "kolvet {name}"'
        yield _text(command.help)
        yield ".PP"
        yield _usage(name, command, options)
        for param in command.params:
            if isinstance(param, TyperArgument):
                yield from _tagged(rf"\fI{_value(param)}\fR", param.help)
        yield from _options(command)
        lines = examples().get(name, [])
        if lines:
            yield from (".PP", example, ".PP", ".RS 4", ".nf")
            yield from map(_text, lines)
            yield from (".fi", ".RE")


def _usage(name: str, command: Command, options: str) -> str:
    pieces = [
        rf"\fI{_value(param)}\fR" if param.required else rf"[\fI{_value(param)}\fR]"
        for param in command.params
        if isinstance(param, TyperArgument)
    ]
    return " ".join((rf"\fBkolvet {_escaped(name)}\fR [\fI{options}\fR]", *pieces))


def _options(command: Command) -> Iterator[str]:
    """All but those that stand at the top of the page."""
    for param in command.params:
        if isinstance(param, TyperOption) and not param.hidden and "--db" not in param.opts:
            yield from _option(param)


def _everywhere(database: str) -> Iterator[str]:
    from command_pages import tree

    root = tree()
    yield from _options(root)
    yield from _tagged(r"\fB\-\-db\fR \fIFILE\fR", database)
    shown = root.get_help_option(root.context_class(root, **root.context_settings))
    if isinstance(shown, TyperOption):
        yield from _option(shown)


def _option(param: TyperOption) -> Iterator[str]:
    names = ", ".join(rf"\fB{_escaped(name)}\fR" for name in sorted(param.opts, key=len))
    yield from _tagged(names if param.is_flag else rf"{names} \fI{_value(param)}\fR", param.help)


def _value(param: TyperArgument | TyperOption) -> str:
    """What stands for the value: its own word, its choices, or its name."""
    if param.metavar:
        return _escaped(param.metavar.strip("[]"))
    owner = TyperCommand("kolvet")
    record = param.get_help_record(owner.context_class(owner)) or ("", "")
    choices = _CHOICES.search(record[0])
    return _escaped(choices[1] if choices else str(param.name).strip("_").upper())


def _heading(words: str) -> Iterator[str]:
    yield f'.SH "{words}"'


def _paragraphs(part: dict[str, dict[str, str]], language: str) -> Iterator[str]:
    for place, words in enumerate(part.values()):
        yield from ([".PP"] if place else [])
        yield _text(words[language])


def _tagged(tag: str, words: str | None) -> Iterator[str]:
    yield from (".TP", tag, _text(words))


def _text(words: str | None) -> str:
    """One line of running text, of which nothing is a request to roff."""
    shown = _escaped(" ".join((words or "").split()))
    return rf"\&{shown}" if shown.startswith((".", "'")) else shown


def _escaped(words: str) -> str:
    safe = words.replace("\\", r"\e").replace("-", r"\-")
    return _BETWEEN_CHINESE.sub(r"\\:", safe)


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.path.insert(0, str(HOOKS))  # the tree and the examples of the documentation's pages
        sys.stdout.write(page(sys.argv[1]))
    else:
        main()
