"""One format a file: a Report in, a string out. Nothing here reads, writes or decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kolvet.errors import UsageError
from kolvet.model.report import Report
from kolvet.report.json_format import render_json
from kolvet.report.terminal import render_terminal

STANDARD_OUTPUT = "-"
FILE_WIDTH = 80
"""Columns of a terminal report that is written to a file."""


def _render_text(report: Report) -> str:
    """The terminal's report without colour, for a file."""
    return render_terminal(report, width=FILE_WIDTH, colour=False)


FORMATS: Mapping[str, Callable[[Report], str]] = {"terminal": _render_text, "json": render_json}
"""All formats of `-o FORMAT:PATH`. What each returns is written as UTF-8."""


@dataclass(frozen=True, slots=True)
class Output:
    """One `-o`: a format of FORMATS, and where to write it ("-" is standard output)."""

    format: str
    path: str

    def render(self, report: Report) -> str:
        """The report in this format."""
        return FORMATS[self.format](report)


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
