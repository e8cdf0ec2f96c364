"""One format a file: a Report in, a string out. Nothing here reads, writes or decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kolvet.errors import UsageError
from kolvet.model.report import Report
from kolvet.report.json_format import escape_all, render_json
from kolvet.report.junit import render_junit
from kolvet.report.markdown import render_markdown
from kolvet.report.sarif import render_sarif
from kolvet.report.tables import render_csv, render_ndjson, render_xlsx
from kolvet.report.terminal import render_terminal

STANDARD_OUTPUT = "-"
FILE_WIDTH = 80
"""Columns of a terminal report that is written to a file."""


def _render_text(report: Report) -> str:
    """The terminal's report without colour, for a file."""
    return render_terminal(report, width=FILE_WIDTH, colour=False)


def _render_html(report: Report) -> str:
    """The page; its modules are read only when it is asked for (20 ms of every start)."""
    from kolvet.report.html import render_html

    return render_html(report)


Rendered = str | bytes
"""Text is written as UTF-8, bytes as they are."""
FORMATS: Mapping[str, Callable[[Report], Rendered]] = {
    "terminal": _render_text,
    "json": render_json,
    "html": _render_html,
    "markdown": render_markdown,
    "junit": render_junit,
    "sarif": render_sarif,
    "csv": render_csv,
    "xlsx": render_xlsx,
    "ndjson": render_ndjson,
}
"""All formats of `-o FORMAT:PATH`."""
ENDINGS = {"terminal": "txt", "markdown": "md", "junit": "xml"}
"""How a file of a format is called where it is not by the format's own name."""
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

    Raises:
        UsageError: The format is unknown, or its path is empty.
    """
    name, colon, path = written.partition(":")
    if name not in FORMATS:
        raise UsageError("report.unknown_format", name=name, formats=", ".join(FORMATS))
    if colon and not path:
        raise UsageError("report.output_no_path", text=written, format=name)
    return Output(name, path or STANDARD_OUTPUT)
