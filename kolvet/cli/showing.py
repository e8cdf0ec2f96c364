"""Where a report goes: the terminal, files, a pipe."""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kolvet.cli.files import check_file, take_all, write_file
from kolvet.cli.options import note, write_data
from kolvet.errors import ExitCode, UsageError
from kolvet.messages import text
from kolvet.model.report import Report
from kolvet.report import ASCII_ABLE, STANDARD_OUTPUT, Output, parse_output
from kolvet.report.json_reader import WrittenReport

if TYPE_CHECKING:
    from kolvet.report.page import Look

LEAST_WIDTH = 40
PIPE_WIDTH = 80
ITSELF = frozenset({"/dev/stdout", "/dev/fd/1"})
"""Paths that are standard output: opened once more, they would overwrite what is printed."""
NO_LINKS = ("linux", "vt", "eterm", "cygwin", "ansi")
"""How TERM begins where an OSC 8 link may be printed as rubbish: Linux consoles before 5.5, Emacs,
hardware. Everything else shows the words and ignores what it does not know."""


def page_look(*, plain: bool = False) -> "Look":
    """How pages are shown on this stdout, by NO_COLOR, FORCE_COLOR, TERM and COLUMNS too.

    As keywords (`asdict`) it is what renderers take.
    """
    from kolvet.report.page import Look

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
    links = terminal and colour and not os.environ.get("TERM", "").startswith(NO_LINKS)
    return Look(max(width, LEAST_WIDTH), colour, plain, encoding, links)


def wanted_outputs(
    written: Sequence[str], *, as_json: bool, as_ascii: bool = False
) -> list[Output]:
    """What `-o` and `--json` ask for, before any work is done.

    Raises:
        UsageError: An unknown format, two outputs for one place, a file that cannot be written,
            or `--ascii` without any JSON to write so.
    """
    outputs = [_placed(parse_output(item)) for item in written]
    if as_json:
        outputs.append(Output("json", STANDARD_OUTPUT))
    if sum(item.path == STANDARD_OUTPUT for item in outputs) > 1:
        raise UsageError("cli.two_outputs")
    if as_ascii and not any(item.format in ASCII_ABLE for item in outputs):
        raise UsageError("formats.ascii_what", formats=", ".join(sorted(ASCII_ABLE)))
    _check_files(outputs)
    return outputs


def _placed(output: Output) -> Output:
    """The output with `~` as shells read it: none expands it behind the colon of `html:~/a`."""
    if output.path in ITSELF:
        return replace(output, path=STANDARD_OUTPUT)
    path = os.path.expanduser(output.path)  # noqa: PTH111  # a `Path` forgets a separator at its end
    return replace(output, path=path)


def _check_files(outputs: Sequence[Output]) -> None:
    taken: set[Path] = set()
    for item in outputs:
        if item.path == STANDARD_OUTPUT:
            continue
        target = check_file(item.path)
        if target in taken:
            raise UsageError("cli.same_output", path=item.path)
        if target is not None:
            taken.add(target)


def write_outputs(
    written: WrittenReport, outputs: Sequence[Output], *, plain: bool, ascii_only: bool = False
) -> None:
    """Write every output; the terminal report too, unless another one goes to stdout.

    JSON is written as it is stored. That rendering what is read back gives the same bytes is
    proven where it costs nobody a second: tests/unit/report/test_json_reader.py.

    Raises:
        UsageError: An output cannot be written; the others are, all the same.
    """
    steps = [partial(_write_one, written, item, ascii_only=ascii_only) for item in outputs]
    if all(item.path != STANDARD_OUTPUT for item in outputs):
        steps.append(partial(_show, written.report, plain=plain))
    take_all(steps)


def _write_one(written: WrittenReport, item: Output, *, ascii_only: bool) -> None:
    as_stored = item.format == "json" and not ascii_only
    rendered = written.text if as_stored else item.render(written.report, ascii_only=ascii_only)
    if item.path != STANDARD_OUTPUT:
        write_file(Path(item.path), rendered)
        note(text("cli.written", path=item.path))
    elif isinstance(rendered, bytes) and sys.stdout.isatty():
        raise UsageError("formats.no_text", format=item.format)
    else:
        write_data(rendered)


def _show(report: Report, *, plain: bool) -> None:
    from kolvet.report.terminal import render_terminal

    sys.stdout.write(render_terminal(report, **asdict(page_look(plain=plain))))


def end_code(report: Report, outputs: Sequence[Output]) -> int:
    """How a check ends. Whoever asks for SARIF reads the findings there: they never fail the run.

    Too little data, and every error, still do (product design, section 7).
    """
    code = report.verdict.exit_code
    if code == ExitCode.FAILED_POLICY and any(item.format == "sarif" for item in outputs):
        note(text("formats.sarif_passes", code=code))
        return ExitCode.JUDGED
    return code
