"""One format a file: a Report in, a string out. Nothing here reads, writes or decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kolvet.errors import UsageError

if TYPE_CHECKING:
    from kolvet.model.report import Report

STANDARD_OUTPUT = "-"
FILE_WIDTH = 80
"""Columns of a terminal report that is written to a file."""


# Every format is read only when it is asked for: JSON alone takes 45 ms of a start.


def _render_json(report: "Report") -> str:
    from kolvet.report.json_format import render_json

    return render_json(report)


def _render_text(report: "Report") -> str:
    """The terminal's report without colour, for a file."""
    from kolvet.report.terminal import render_terminal

    return render_terminal(report, width=FILE_WIDTH, colour=False)


def _render_html(report: "Report") -> str:
    from kolvet.report.html import render_html

    return render_html(report)


def _render_markdown(report: "Report") -> str:
    from kolvet.report.markdown import render_markdown

    return render_markdown(report)


def _render_junit(report: "Report") -> str:
    from kolvet.report.junit import render_junit

    return render_junit(report)


def _render_sarif(report: "Report") -> str:
    from kolvet.report.sarif import render_sarif

    return render_sarif(report)


def _render_csv(report: "Report") -> str:
    from kolvet.report.tables import render_csv

    return render_csv(report)


def _render_xlsx(report: "Report") -> bytes:
    from kolvet.report.tables import render_xlsx

    return render_xlsx(report)


def _render_ndjson(report: "Report") -> str:
    from kolvet.report.tables import render_ndjson

    return render_ndjson(report)


Rendered = str | bytes
"""Text is written as UTF-8, bytes as they are."""
FORMATS: "Mapping[str, Callable[[Report], Rendered]]" = {
    "terminal": _render_text,
    "json": _render_json,
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

    def render(self, report: "Report", *, ascii_only: bool = False) -> Rendered:
        """The report in this format; `ascii_only` where it is JSON of some kind."""
        rendered = FORMATS[self.format](report)
        if ascii_only and self.format in ASCII_ABLE and isinstance(rendered, str):
            from kolvet.report.json_format import escape_all

            return escape_all(rendered)
        return rendered


def parse_output(written: str) -> Output:
    """Read the text of one `-o FORMAT:PATH`; a bare FORMAT goes to standard output.

    The format may be written by its file's ending (md, txt, xml) and in capitals. A bare path has
    the format of its ending.

    Raises:
        UsageError: The format is unknown, or its path is empty.
    """
    if _is_path(written) and _ending(written) in FORMATS:
        return Output(_ending(written), written)
    name, colon, path = written.partition(":")
    format_ = _format_of(name)
    if format_ not in FORMATS:
        pdf = "pdf" in {format_, _ending(name)}
        guess = _page_instead(path or name) if pdf else _guess(written)
        key = "report.no_pdf" if pdf else "report.unknown_format"
        raise UsageError(key, name=name, formats=", ".join(FORMATS), guess=guess)
    if colon and not path:
        raise UsageError("report.output_no_path", text=written, guess=_example(format_))
    return Output(format_, path or STANDARD_OUTPUT)


def with_format(written: Sequence[str], format_: str | None) -> list[str]:
    """Every `-o` of a command that has a `-f` beside it.

    `-f` is the format of bare paths, unless their ending says another; where there is none it is
    an output of its own.
    """
    if not format_:
        return list(written)
    named = [
        f"{format_}:{item}"
        if _is_path(item) and _ending(item) not in FORMATS.keys() - {_format_of(format_)}
        else item
        for item in written
    ]
    return named if named != list(written) else [*named, format_]


def _is_path(written: str) -> bool:
    """Whether it is a path without a format; `C:` is where a path of Windows begins."""
    name, colon, path = written.partition(":")
    if colon:
        return len(name) == 1 and name.isalpha() and path.startswith(("\\", "/"))
    return _format_of(name) not in FORMATS


def _ending(path: str) -> str:
    """The format that the ending of a path names; "" without an ending."""
    _, dot, ending = path.rpartition(".")
    return _format_of(ending) if dot else ""


def _format_of(word: str) -> str:
    lower = word.strip().lower()
    return _BY_ENDING.get(lower, lower)


def _example(format_: str, path: str = "") -> str:
    return f"{format_}:{path or f'report.{ENDINGS.get(format_, format_)}'}"


def _page_instead(path: str) -> str:
    """The page that a browser prints as the PDF of that path."""
    before, dot, _ = path.rpartition(".")
    return _example("html", f"{before}.html" if dot else "")


def _guess(written: str) -> str:
    """What was probably meant: html:report.html for a mere report.html, json:a for jsn:a."""
    name, colon, path = written.partition(":")
    by_ending = _format_of(written.rpartition(".")[2])
    if by_ending in FORMATS:
        known_by_word = get_close_matches(name.lower(), FORMATS, 1) if colon else []
        return _example(by_ending, path if known_by_word else written)
    (close,) = get_close_matches(name.lower(), FORMATS, 1) or ["json"]
    return _example(close, path)
