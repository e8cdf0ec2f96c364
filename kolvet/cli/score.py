"""kolvet score: the stance of any text toward any brand, NDJSON in and out."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from kolvet.cli import completion
from kolvet.cli.options import Engine, write_data
from kolvet.cli.streams import has_reader
from kolvet.errors import ExitCode, UsageError, system_reason
from kolvet.messages import text

BATCH = 64
"""Lines judged together; a pipe sees its answers at least this often."""


def score(
    file: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help=text("cli.argument_score"))
    ] = "-",
    brand: Annotated[
        str | None,
        typer.Option(
            "--brand", help=text("cli.option_score_brand"), autocompletion=completion.brands
        ),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help=text("cli.option_explain"))] = False,
    engine: Engine = None,
) -> int:
    """Score line by line; a bad line gives an error line, and the run ends with 2."""
    from kolvet.cli.requests import find_engine
    from kolvet.cli.scoring import Scorer

    scorer = Scorer(engine=find_engine(engine), default_brand=brand, explain=explain)
    with _opened(file) as lines:
        for batch in _batches(lines):
            answers = (json.dumps(item, ensure_ascii=False) for item in scorer.answer(batch))
            write_data("".join(f"{answer}\n" for answer in answers))
            if not has_reader():
                break
    return ExitCode.USAGE if scorer.bad_lines else ExitCode.JUDGED


@contextmanager
def _opened(file: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(Path(file).open("rb"))
        except OSError as error:
            raise UsageError("cli.cannot_read", path=file, reason=system_reason(error)) from error
        yield stream


def _batches(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for line in lines:
        if not line.strip():
            continue
        batch.append(line)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
