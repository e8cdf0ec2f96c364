"""Where a report goes: the terminal, files, a pipe."""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kolvet.cli.options import note, write_data
from kolvet.errors import ExitCode, UsageError
from kolvet.messages import text
from kolvet.model.report import Report
from kolvet.report import ASCII_ABLE, STANDARD_OUTPUT, Output, Rendered, parse_output
from kolvet.report.page import Look
from kolvet.report.terminal import render_terminal

LEAST_WIDTH = 40
PIPE_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Screen:
    """What stdout can show."""

    width: int
    colour: bool
    encoding: str
    links: bool


def screen() -> Screen:
    """Look at stdout and the environment (NO_COLOR, FORCE_COLOR, TERM, COLUMNS)."""
    terminal = sys.stdout.isatty()
    colour = terminal and os.environ.get("TERM") != "dumb"
    if os.environ.get("NO_COLOR"):
        colour = False
    elif os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        colour = True
    columns = os.environ.get("COLUMNS", "")
    fallback = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns if terminal else PIPE_WIDTH
    width = int(columns) if columns.isdigit() and int(columns) else fallback
    encoding = sys.stdout.encoding or "utf-8"
    return Screen(max(width, LEAST_WIDTH), colour, encoding, links=terminal and colour)


def page_look(*, plain: bool = False) -> Look:
    """How pages of lines are shown on this stdout."""
    shown = screen()
    return Look(shown.width, shown.colour, plain, shown.encoding, shown.links)


def wanted_outputs(
    written: Sequence[str], *, as_json: bool, as_ascii: bool = False
) -> list[Output]:
    """What `-o` and `--json` ask for, before any work is done.

    Raises:
        UsageError: An unknown format, two outputs that both want stdout, or `--ascii` without any
            JSON to write so.
    """
    outputs = [parse_output(item) for item in written]
    if as_json:
        outputs.append(Output("json", STANDARD_OUTPUT))
    if sum(item.path == STANDARD_OUTPUT for item in outputs) > 1:
        raise UsageError("cli.two_outputs")
    if as_ascii and not any(item.format in ASCII_ABLE for item in outputs):
        raise UsageError("formats.ascii_what", formats=", ".join(sorted(ASCII_ABLE)))
    return outputs


def write_outputs(
    report: Report, outputs: Sequence[Output], *, plain: bool, ascii_only: bool = False
) -> None:
    """Write every output; the terminal report too, unless another one goes to stdout.

    Raises:
        UsageError: A file cannot be written.
    """
    for item in outputs:
        rendered = item.render(report, ascii_only=ascii_only)
        if item.path == STANDARD_OUTPUT:
            if isinstance(rendered, bytes) and sys.stdout.isatty():
                raise UsageError("formats.no_text", format=item.format)
            write_data(rendered)
        else:
            write_file(Path(item.path), rendered)
    if all(item.path != STANDARD_OUTPUT for item in outputs):
        shown = screen()
        sys.stdout.write(
            render_terminal(
                report,
                width=shown.width,
                colour=shown.colour,
                plain=plain,
                encoding=shown.encoding,
                links=shown.links,
            )
        )


def end_code(report: Report, outputs: Sequence[Output]) -> int:
    """How a check ends. Whoever asks for SARIF reads the findings there: they never fail the run.

    Too little data, and every error, still do (product design, section 7).
    """
    code = report.verdict.exit_code
    if code == ExitCode.FAILED_POLICY and any(item.format == "sarif" for item in outputs):
        note(text("formats.sarif_passes", code=code))
        return ExitCode.JUDGED
    return code


def write_file(path: Path, rendered: Rendered) -> None:
    """Write beside the target and rename: a killed run leaves no half-written report.

    Raises:
        UsageError: It cannot be written.
    """
    partial = path.with_name(f"{path.name}.part")
    try:
        written = rendered.encode("utf-8") if isinstance(rendered, str) else rendered
        partial.write_bytes(written)
        partial.replace(path)
    except OSError as error:
        raise UsageError("cli.cannot_write", path=path, reason=error.strerror) from error
