"""From paths to the store: what `kolvet import` and `kolvet check --from` share."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kolvet.cli.progress import progress_bar
from kolvet.config import brands_folder
from kolvet.errors import ImportFileError, NothingToJudgeError
from kolvet.importers import Export, find_files, open_export
from kolvet.messages import text
from kolvet.model.imports import ImportedFile, ImportSummary, Owner, Rejected, Row
from kolvet.store import Store

PROGRESS_ROWS = 2_000
"""Rows between two moves of the progress bar."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user said about the files."""

    owner: Owner | None = None
    mapping: Mapping[str, str] | None = None
    uid: str | None = None
    dry_run: bool = False


def import_paths(
    store: Store, paths: Sequence[Path], options: ImportOptions
) -> tuple[list[ImportSummary], list[ImportFileError]]:
    """Import every file under `paths`, one transaction each.

    A file in a folder that is no export is passed over and told; a file named on the command line
    that cannot be read is an error.

    Returns:
        One summary a file, and the errors of the files in folders that were passed over.

    Raises:
        ImportFileError: No such path, or a named file cannot be read.
    """
    summaries, passed_over = [], []
    named = {path for path in paths if not path.is_dir()}
    for path in find_files([path for path in paths if str(path) != "-"]):
        try:
            export = open_export(path, mapping=options.mapping, uid=options.uid)
        except ImportFileError as error:
            if path in named:
                raise
            passed_over.append(error)
            continue
        summaries.append(_import_one(store, export, str(path), options))
    if any(str(path) == "-" for path in paths):
        summaries.append(_import_stdin(store, options))
    return summaries, passed_over


def _import_one(store: Store, export: Export, label: str, options: ImportOptions) -> ImportSummary:
    file = ImportedFile(
        path=label,
        digest=export.digest,
        collector=export.collector,
        encoding=export.encoding,
        imported_at=datetime.now(UTC).replace(microsecond=0),
    )
    with progress_bar(text("cli.importing", path=Path(label).name)) as move:
        return store.import_rows(
            file,
            _watched(export, move),
            owner=options.owner,
            dry_run=options.dry_run,
            fans_of=fan_brands,
        )


def _watched(export: Export, move: Callable[[int, int], None]) -> Iterator[Row | Rejected]:
    for number, row in enumerate(export.rows(), start=1):
        if number % PROGRESS_ROWS == 0:
            move(export.position(), export.size)
        yield row


def _import_stdin(store: Store, options: ImportOptions) -> ImportSummary:
    """Stdin is kept in a temporary file: its format is known only after a look at it."""
    with tempfile.TemporaryDirectory(prefix="kolvet-") as folder:
        spool = Path(folder) / "stdin"
        with spool.open("wb") as target:
            shutil.copyfileobj(sys.stdin.buffer, target)
        export = open_export(spool, mapping=options.mapping, uid=options.uid, label="-")
        return _import_one(store, export, "-", options)


@contextmanager
def temporary_store(paths: Sequence[Path], blogger: str) -> Iterator[Store]:
    """A store of its own for one check: the files are imported, judged, and gone.

    Raises:
        NothingToJudgeError: The files hold no posts or press items.
    """
    with (
        tempfile.TemporaryDirectory(prefix="kolvet-") as folder,
        Store.open(Path(folder) / "kolvet.db") as store,
    ):
        summaries, _ = import_paths(store, paths, ImportOptions())
        if not any(summary.new for summary in summaries):
            raise NothingToJudgeError("cli.import_found_none", name=blogger)
        yield store


def fan_brands(name: str) -> tuple[str, ...]:
    """Brands whose fan-group name appears in an account's name (米粉阿强: 小米), each once."""
    return tuple(dict.fromkeys(brand for word, brand in _fan_words() if word in name))


@cache
def _fan_words() -> tuple[tuple[str, str], ...]:
    from kolvet.brands import load_packs

    packs = load_packs(brands_folder())
    return tuple(
        (word, brand.name)
        for brand in packs.values()
        for alias in brand.aliases
        if alias.kind == "fans"
        for word in alias.words
    )
