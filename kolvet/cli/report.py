"""kolvet report: render a stored run again, in any format."""

import tempfile
import webbrowser
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet import messages
from kolvet.cli import completion
from kolvet.cli.check import Outputs
from kolvet.cli.options import (
    AsAscii,
    AsJson,
    Database,
    Plain,
    note,
    open_store,
    write_json,
    write_line,
)
from kolvet.errors import ExitCode, UsageError
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.model.report import Report
    from kolvet.report import Output

RunOrFile = Annotated[
    str | None,
    typer.Argument(
        metavar="RUN|FILE",
        help=text("formats.argument_run"),
        show_default=False,
        autocompletion=completion.runs,
    ),
]
FormatName = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        metavar="FORMAT",
        help=text("formats.option_format", formats=text("formats.names")),
        autocompletion=completion.formats,
    ),
]
LISTED = 20
"""Runs in the list, the newest."""
View = Annotated[bool, typer.Option("--view", help=text("formats.option_view"))]


def report(
    run: RunOrFile = None,
    format_: FormatName = None,
    output: Outputs = None,
    as_json: AsJson = False,
    as_ascii: AsAscii = False,
    plain: Plain = False,
    view: View = False,
    db: Database = None,
) -> int:
    """Render the report as it was made: the same bytes, in the language of then."""
    from kolvet.cli.showing import wanted_outputs, write_outputs
    from kolvet.cli.stored import written_report
    from kolvet.report import ASCII_ABLE, with_format
    from kolvet.report.json_reader import WrittenReport

    if run is None:
        if format_ or output or view:
            raise UsageError("people.which_run")
        return _list(db, as_json=as_json)
    stored = WrittenReport(written_report(run, db), run)
    made = stored.report
    if not messages.was_chosen():
        messages.choose(made.run.language)
    viewed = _wanted_view(format_) if view else None
    written = with_format(output or [], None if view else format_)
    ascii_view = as_ascii and viewed is not None and viewed.format in ASCII_ABLE
    wanted = wanted_outputs(written, as_json=as_json, as_ascii=as_ascii and not ascii_view)
    if viewed:
        _view(made, viewed, ascii_only=as_ascii)
    if wanted or not viewed:
        write_outputs(stored, wanted, plain=plain, ascii_only=as_ascii)
    return ExitCode.JUDGED


def _list(db: Path | None, *, as_json: bool) -> int:
    """The newest runs: what there is to render."""
    from kolvet.cli.showing import page_look
    from kolvet.report.people_lists import render_runs

    with open_store(db) as store:
        runs = store.newest_runs(LISTED)
    if as_json:
        write_json([asdict(item) for item in runs])
        return ExitCode.JUDGED
    if not runs:
        note(text("people.no_runs"))
    else:
        write_line(render_runs(runs, page_look()))
        note(text("people.runs_hint"))
    return ExitCode.JUDGED


def _wanted_view(name: str | None) -> "Output":
    """What `-f` means beside `--view`: a format, with no place to write it to.

    Raises:
        UsageError: The format is unknown, or it names a path.
    """
    from kolvet.report import parse_output

    wanted = parse_output(name or "html")
    if name and ":" in name:
        raise UsageError("formats.view_path", format=wanted.format, path=wanted.path)
    return wanted


def _view(made: "Report", wanted: "Output", *, ascii_only: bool) -> None:
    """Open the report in the browser, from a file that stays: the browser reads it later."""
    from kolvet.cli.files import write_file
    from kolvet.report import ENDINGS

    folder = Path(tempfile.mkdtemp(prefix="kolvet-"))
    path = folder / f"report-{made.run.id}.{ENDINGS.get(wanted.format, wanted.format)}"
    write_file(path, wanted.render(made, ascii_only=ascii_only))
    note(text("formats.viewing", path=path))
    if not webbrowser.open(path.as_uri()):
        note(text("formats.no_browser"))
