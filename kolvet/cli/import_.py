"""kolvet import: exports of the common collectors into the store, without conversion."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet.cli.options import (
    As,
    AsJson,
    Database,
    StoredOwner,
    note,
    open_store,
    write_json,
    write_line,
)
from kolvet.errors import NothingToJudgeError, RejectedRowsError, UsageError
from kolvet.messages import text

if TYPE_CHECKING:
    from kolvet.model.imports import ImportSummary, Owner

NO_AUTHOR = "no_author"
"""Why a row of a file that was moved out of its folder is rejected (messages/reasons.toml)."""
FIELDS = ("text", "time", "likes", "comments", "reposts", "url", "id", "author", "title", "uid")


def import_(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help=text("cli.argument_paths"))
    ],
    blogger: StoredOwner = None,
    as_: As = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN ...", help=text("cli.option_map")),
    ] = None,
    uid: Annotated[str | None, typer.Option("--uid", help=text("cli.option_uid"))] = None,
    strict: Annotated[bool, typer.Option("--strict", help=text("cli.option_strict"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=text("cli.option_dry_run"))] = False,
    as_json: AsJson = False,
    db: Database = None,
) -> int:
    """Import, print a summary of each file, and say what was rejected and why."""
    from kolvet.cli.imports import ImportOptions, import_paths
    from kolvet.report.imports import render_imports, render_imports_json

    files, columns = _split(paths, mapping or [])
    options = ImportOptions(
        owner=find_owner(blogger, as_), mapping=columns or None, uid=uid, dry_run=dry_run
    )
    with open_store(db) as store:
        imported = import_paths(store, files, options)
        summaries = imported.summaries
        lost = store.comments_without_post([item.digest for item in summaries if item.comments])
    for error in (*imported.passed_over, *imported.failed[1:]):
        note(text("cli.passed_over", message=error))
    if as_json:
        write_json(render_imports_json(summaries))
    elif summaries:
        write_line(render_imports(summaries, dry_run=dry_run))
    if lost:
        note(text("cli.import_orphans", number=lost))
    if imported.failed:
        raise imported.failed[0]
    _judge_result(summaries, strict=strict)
    return 0


def _judge_result(summaries: Sequence["ImportSummary"], *, strict: bool) -> None:
    rejected = sum(summary.rejected for summary in summaries)
    if strict and rejected:
        raise RejectedRowsError("cli.rejected", number=rejected)
    if not any(summary.read - summary.rejected for summary in summaries):
        if rejected and rejected == sum(item.rejections.get(NO_AUTHOR, 0) for item in summaries):
            raise NothingToJudgeError("cli.import_no_author", number=rejected)
        raise NothingToJudgeError("cli.import_found_nothing")


def find_owner(blogger: str | None, as_: str | None) -> "Owner | None":
    """Whose posts they are, by `--blogger` or `--as`; None if the user does not say.

    Raises:
        UsageError: Both are given, or `--as` is no brand.
    """
    from kolvet.cli.options import find_target
    from kolvet.model.imports import Owner

    if blogger is not None and as_ is not None:
        raise UsageError("cli.blogger_and_as")
    if as_ is not None:
        kind, _, brand = as_.partition(":")
        if kind != "brand" or not brand:
            raise UsageError("cli.bad_as", value=as_)
        return Owner(find_target(brand).brand.name, is_brand=True)
    return Owner(blogger) if blogger else None


def _split(paths: Sequence[str], mapping: Sequence[str]) -> tuple[list[Path], dict[str, str]]:
    """Tell files from `field=column` pairs: `--map text=标题 time=发布时间` is one wish."""
    files: list[Path] = []
    pairs = list(mapping)
    for path in paths:
        is_pair = mapping and path.partition("=")[0] in FIELDS and not Path(path).exists()
        if is_pair:
            pairs.append(path)
        else:
            files.append(Path(path))
    columns = dict(_pair(pair) for pair in pairs)
    return files, columns


def _pair(pair: str) -> tuple[str, str]:
    field, equals, column = pair.partition("=")
    if not equals or not column or field not in FIELDS:
        raise UsageError("cli.bad_map", value=pair, fields=", ".join(FIELDS))
    return field, column
