"""kolvet schema: the JSON Schema of what kolvet reads and writes."""

from typing import Annotated

import typer

from kolvet.cli import completion
from kolvet.cli.options import write_json, write_line
from kolvet.errors import ExitCode, UsageError
from kolvet.messages import text

SchemaName = Annotated[
    str | None,
    typer.Argument(
        metavar="[report|score|policy|deal]",
        help=text("formats.argument_schema"),
        autocompletion=completion.schemas,
    ),
]


def schema(name: SchemaName = None) -> int:
    """Print one schema, or list them all."""
    from kolvet.report.schemas import SCHEMAS, read_schema

    if name is None:
        for known in SCHEMAS:
            write_line(f"{known:<8} {text(f'formats.schema_{known}')}")
        return ExitCode.JUDGED
    if name not in SCHEMAS:
        raise UsageError("formats.unknown_schema", name=name, names=", ".join(SCHEMAS))
    write_json(read_schema(name))
    return ExitCode.JUDGED
