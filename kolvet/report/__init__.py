"""One format a file: a Report in, a string out. Nothing here reads, writes or decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kolvet.errors import UsageError
from kolvet.model.report import Report
from kolvet.report.json_format import escape_all, render_json

STANDARD_OUTPUT = "-"
FILE_WIDTH = 80
"""Columns of a terminal report that is written to a file."""


# Every format but JSON, which is always made, is read only when it is asked for: 30 ms of a start.


def _render_text(report: Report) -> str:
    """The terminal's report without colour, for a file."""
    from kolvet.report.terminal import render_terminal

    return render_terminal(report, width=FILE_WIDTH, colour=False)


def _render_html(report: Report) -> str:
    from kolvet.report.html import render_html

    return render_html(report)


def _render_markdown(report: Report) -> str:
    from kolvet.report.markdown import render_markdown

    return render_markdown(report)


def _render_junit(report: Report) -> str:
    from kolvet.report.junit import render_junit

    return render_junit(report)


def _render_sarif(report: Report) -> str:
    from kolvet.report.sarif import render_sarif

    return render_sarif(report)


def _render_csv(report: Report) -> str:
    from kolvet.report.tables import render_csv

    return render_csv(report)


def _render_xlsx(report: Report) -> bytes:
    from kolvet.report.tables import render_xlsx

    return render_xlsx(report)


def _render_ndjson(report: Report) -> str:
    from kolvet.report.tables import render_ndjson

    return render_ndjson(report)


Rendered = str | bytes
"""Text is written as UTF-8, bytes as they are."""
FORMATS: Mapping[str, Callable[[Report], Rendered]] = {
    "terminal": _render_text,
    "json": render_json,
    "html": _render_html,
    "markdown": _render_markdown,
    "junit": _render_junit,
    "sarif": _render_sarif,
    "csv": _render_csv,
    "xlsx": _render_xlsx,
    "ndjson": _render_ndjson,
}
"""All formats of `-o FORMAT:PATH`."""
ENDINGS = {"terminal": "txt", "markdown": "md", "junit": "xml"}
"""How a file of a format is called where it is not by the format's own name."""
_BY_ENDING = {ending: name for name, ending in ENDINGS.items()}
ASCII_ABLE = frozenset({"json", "ndjson", "sarif"})
"""JSON of some kind: `--ascii` writes it with escapes only."""


@dataclass(frozen=True, slots=True)
class Output:
    """One `-o`: a format of FORMATS, and where to write it ("-" is standard output)."""

    format: str
    path: str

    def render(self, report: Report, *, ascii_only: bool = False) -> Rendered:
        """The report in this format; `ascii_only` where it is JSON of some kind."""
        rendered = FORMATS[self.format](report)
        if ascii_only and self.format in ASCII_ABLE and isinstance(rendered, str):
            return escape_all(rendered)
        return rendered


def parse_output(written: str) -> Output:
    """Read the text of one `-o FORMAT:PATH`; a bare FORMAT goes to standard output.

    The format may be written by its file's ending (md, txt, xml) and in capitals.

    Raises:
        UsageError: The format is unknown, or its path is empty.
    """
    name, colon, path = written.partition(":")
    format_ = _format_of(name)
    if format_ not in FORMATS:
        guess = _guess(written)
        raise UsageError(
            "report.unknown_format", name=name, formats=", ".join(FORMATS), guess=guess
        )
    if colon and not path:
        raise UsageError("report.output_no_path", text=written, guess=_example(format_))
    return Output(format_, path or STANDARD_OUTPUT)


def _format_of(word: str) -> str:
    lower = word.strip().lower()
    return _BY_ENDING.get(lower, lower)


def _example(format_: str, path: str = "") -> str:
    return f"{format_}:{path or f'report.{ENDINGS.get(format_, format_)}'}"


def _guess(written: str) -> str:
    """What was probably meant: html:report.html for a mere report.html, json:a for jsn:a."""
    name, colon, path = written.partition(":")
    by_ending = _format_of(written.rpartition(".")[2])
    if by_ending in FORMATS:
        known_by_word = get_close_matches(name.lower(), FORMATS, 1) if colon else []
        return _example(by_ending, path if known_by_word else written)
    (close,) = get_close_matches(name.lower(), FORMATS, 1) or ["json"]
    return _example(close, path)
