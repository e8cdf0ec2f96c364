"""What typer says by itself, in Chinese: headings, usage lines and its own errors.

Typer has no catalogue for most of it, so its English is looked up in messages/typer.toml; what is
not found there stays as it is.
"""

import io
import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from typer.core import TyperGroup

from kolvet.messages import catalogue, language, text

_EXTRAS = re.compile(r"(?s)(.*?)(?:^|  )\[([^\[\]]+)\]$")
"""What a help text ends in: [required], [default: 5; x>=1]."""


MOST_NAME = 30
"""Columns; what is longer stands on a line of its own (typer's col_max)."""
_SAID_TOO = {"message", "why"}
"""Placeholders that hold words of typer's again; the others hold what the user typed."""


def translated(said: str) -> str:
    """The Chinese of something that typer says; itself where there is none."""
    if language() == "en":
        return said
    for key, pattern in _patterns().items():
        match = pattern.fullmatch(said)
        if match:
            values = {
                name: translated(value) if name in _SAID_TOO else value
                for name, value in match.groupdict().items()
            }
            return text(f"typer.{key}", **values)
    return said


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """An expression for each message, the longest first: one may begin like another."""
    said = {key: item["en"] for key, item in catalogue("typer").items()}
    return {
        key: re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(said[key])))
        for key in sorted(said, key=lambda key: -len(said[key]))
    }


def _translated_help(words: str) -> str:
    """A help text, with what typer puts behind it."""
    match = _EXTRAS.fullmatch(words)
    if match is None:
        return translated(words)
    before, extras = match.groups()
    inner = "; ".join(map(translated, extras.split("; ")))
    return f"{before}  [{inner}]" if before else f"[{inner}]"


def show(error: Any) -> None:  # noqa: ANN401  # typer's own, or click's in older versions
    """Print an error of typer's to stderr, as its `show` does."""
    if language() == "en":
        error.show()
        return
    lines = io.StringIO()
    error.show(lines)
    sys.stderr.write("\n".join(map(translated, lines.getvalue().split("\n"))))


def _write_rows(formatter: Any, rows: Sequence[tuple[str, str]], column: int) -> None:  # noqa: ANN401
    """Words beside names, from that column on, broken as Chinese is.

    Typer counts every character as one cell, and cuts what has no spaces anywhere.
    """
    from kolvet.report.display import Display
    from kolvet.report.wrapping import break_lines

    display = Display(sys.stdout.encoding or "utf-8")
    indent = " " * formatter.current_indent
    width = formatter.width - len(indent) - column
    between = f"\n{indent}{'':{column}}"
    for name, words in rows:
        lines = [words[start:end] for start, end in break_lines(words, width, width, display)]
        lead = f"{name}{between}" if len(name) > MOST_NAME else name.ljust(column)
        formatter.write(f"{indent}{lead}{between.join(lines)}".rstrip() + "\n")


def translate_help() -> None:
    """Let help pages be written in the language in use; typer's own needs nothing."""
    if language() == "en":
        return
    context: Any = TyperGroup.context_class
    plain = context.formatter_class

    def write_usage(self: Any, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ANN401
        for part in ("usage_options", "usage_command"):
            args = args.replace(catalogue("typer")[part]["en"], text(f"typer.{part}"))
        plain.write_usage(self, prog, args, prefix or text("typer.usage"))

    def write_heading(self: Any, heading: str) -> None:  # noqa: ANN401
        self.write(f"{'':{self.current_indent}}{translated(heading)}：\n")

    def write_text(self: Any, words: str) -> None:  # noqa: ANN401
        _write_rows(self, [("", words)], 0)

    def write_dl(self: Any, rows: Sequence[tuple[str, str]]) -> None:  # noqa: ANN401
        shown = [(name, _translated_help(words)) for name, words in rows]
        _write_rows(self, shown, 2 + min(MOST_NAME, max(len(name) for name, _ in shown)))

    parts: dict[str, Callable[..., None]] = {
        "write_usage": write_usage,
        "write_heading": write_heading,
        "write_text": write_text,
        "write_dl": write_dl,
    }
    context.formatter_class = type("TranslatedFormatter", (plain,), parts)
