"""kolvet report: render a stored run again, in any format."""

import tempfile
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet import messages
from kolvet.cli.check import Outputs
from kolvet.cli.options import AsAscii, AsJson, Database, Plain, note
from kolvet.errors import ExitCode
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.model.report import Report
    from kolvet.report import Output

RunOrFile = Annotated[
    str, typer.Argument(metavar="RUN|FILE", help=text("formats.argument_run"), show_default=False)
]
FormatName = Annotated[
    str | None,
    typer.Option("-f", "--format", metavar="FORMAT", help=text("formats.option_format")),
]
View = Annotated[bool, typer.Option("--view", help=text("formats.option_view"))]


def report(
    run: RunOrFile,
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
    from kolvet.report.json_reader import read_report

    made = read_report(written_report(run, db), run)
    if not messages.was_chosen():
        messages.choose(made.run.language)
    written = list(output or [])
    if view:
        _view(made, format_ or "html")
        if not written and not as_json:
            return ExitCode.JUDGED
    elif format_ is not None:
        written.append(format_)
    write_outputs(
        made,
        wanted_outputs(written, as_json=as_json, as_ascii=as_ascii),
        plain=plain,
        ascii_only=as_ascii,
    )
    return ExitCode.JUDGED


def _view(made: "Report", name: str) -> None:
    """Open the report in the browser, from a file that stays: the browser reads it later."""
    from kolvet.cli.showing import write_file
    from kolvet.report import ENDINGS, parse_output

    wanted: Output = parse_output(name)
    folder = Path(tempfile.mkdtemp(prefix="kolvet-"))
    path = folder / f"report-{made.run.id}.{ENDINGS.get(wanted.format, wanted.format)}"
    write_file(path, wanted.render(made))
    note(text("formats.viewing", path=path))
    if not webbrowser.open(path.as_uri()):
        note(text("formats.no_browser"))
