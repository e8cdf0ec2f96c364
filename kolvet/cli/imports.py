"""From paths to the store: what `kolvet import` and `kolvet check --from` share."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path

from kolvet.cli.progress import Move, progress_bar
from kolvet.config import brands_folder
from kolvet.errors import ImportFileError, NothingToJudgeError
from kolvet.importers import Export, find_files, open_export
from kolvet.messages import text
from kolvet.model.imports import ImportedFile, ImportSummary, Owner, Rejected, Row
from kolvet.store import Store

STDIN = "-"
PROGRESS_ROWS = 2_000
"""Rows between two moves of the progress bar."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user said about the files."""

    owner: Owner | None = None
    mapping: Mapping[str, str] | None = None
    uid: str | None = None
    dry_run: bool = False


@dataclass(slots=True)
class Imported:
    """What came of several files, in their order.

    `passed_over` are files in folders that are no export; `failed` are files that were named and
    cannot be read. Neither keeps the others from being stored.
    """

    summaries: list[ImportSummary] = field(default_factory=list)
    passed_over: list[ImportFileError] = field(default_factory=list)
    failed: list[ImportFileError] = field(default_factory=list)


def import_paths(store: Store, paths: Sequence[Path], options: ImportOptions) -> Imported:
    """Import every file under `paths`, one transaction each.

    Raises:
        ImportFileError: There is no such path; nothing was imported.
    """
    named = {path for path in paths if not path.is_dir()}
    on_disk = [path for path in paths if str(path) != STDIN]
    missing = next((path for path in on_disk if not path.exists()), None)
    if missing is not None:
        raise ImportFileError("import.missing", path=missing)
    files = list(find_files(on_disk))
    imported, taken = Imported(), set[str]()
    for path in files:
        try:
            export = open_export(path, mapping=options.mapping, uid=options.uid)
        except ImportFileError as error:
            (imported.failed if path in named else imported.passed_over).append(error)
        else:
            label = next(name for name in _labels(path, paths) if name not in taken)
            taken.add(label)
            imported.summaries.append(_import_one(store, export, label, options))
    if any(str(path) == STDIN for path in paths):
        imported.summaries.append(_import_stdin(store, options))
    return imported


def short_name(path: Path, given: Sequence[Path]) -> str:
    """A file as seen from the current folder; one elsewhere, from the folder that was given.

    Reports are mailed: no folder of this machine may stand in them. So a file elsewhere that was
    given itself is only its name.
    """
    here = _seen_from_here(path)
    if here is not None:
        return here.as_posix()
    plain = Path(os.path.normpath(path))
    return plain.relative_to(_above(plain, given)).as_posix()


def _seen_from_here(path: Path) -> Path | None:
    """The path of a file in the current folder or below; None for one elsewhere."""
    plain = Path(os.path.normpath(path))
    if plain.is_absolute() and plain.is_relative_to(Path.cwd()):
        plain = plain.relative_to(Path.cwd())
    return None if plain.is_absolute() or plain.parts[0] == os.pardir else plain


def _above(plain: Path, given: Sequence[Path]) -> Path:
    """The folder that was given and holds the file; else the one in which it lies."""
    folders = (Path(os.path.normpath(folder)) for folder in given)
    return next((folder for folder in folders if folder in plain.parents), plain.parent)


def _labels(path: Path, given: Sequence[Path]) -> Iterator[str]:
    """What to call a file in reports, the shortest first: two of one run are never one.

    Behind its short name: the same with the name of the given folder, for a file elsewhere; then
    numbers.
    """
    short = label = short_name(path, given)
    yield short
    if _seen_from_here(path) is None:
        above = _above(Path(os.path.normpath(path)), given)
        folder = above.resolve().name if above.name in {"", os.pardir} else above.name
        label = f"{folder}/{short}" if folder else short
        yield label
    yield from (f"{label} ({number})" for number in count(2))


def _import_one(store: Store, export: Export, label: str, options: ImportOptions) -> ImportSummary:
    file = ImportedFile(
        path=label,
        digest=export.digest,
        collector=export.collector,
        encoding=export.encoding,
        imported_at=datetime.now(UTC).replace(microsecond=0),
    )
    with progress_bar(text("cli.importing", path=Path(label).name), "rows") as move:
        return store.import_rows(
            file,
            _watched(export, move),
            owner=options.owner,
            dry_run=options.dry_run,
            fans_of=fan_brands,
        )


def _watched(export: Export, move: Move) -> Iterator[Row | Rejected]:
    for number, row in enumerate(export.rows(), start=1):
        if number % PROGRESS_ROWS == 0:
            move(export.position(), export.size, number)
        yield row


def _import_stdin(store: Store, options: ImportOptions) -> ImportSummary:
    """Stdin is kept in a temporary file: its format is known only after a look at it."""
    with tempfile.TemporaryDirectory(prefix="kolvet-") as folder:
        spool = Path(folder) / "stdin"
        with spool.open("wb") as target:
            shutil.copyfileobj(sys.stdin.buffer, target)
        export = open_export(spool, mapping=options.mapping, uid=options.uid, label=STDIN)
        return _import_one(store, export, STDIN, options)


@contextmanager
def temporary_store(paths: Sequence[Path], blogger: str) -> Iterator[Store]:
    """A store of its own for one check: the files are imported, judged, and gone.

    Raises:
        ImportFileError: A named file cannot be read.
        NothingToJudgeError: The files hold no posts or press items.
    """
    with (
        tempfile.TemporaryDirectory(prefix="kolvet-") as folder,
        Store.open(Path(folder) / "kolvet.db") as store,
    ):
        imported = import_paths(store, paths, ImportOptions())
        if imported.failed:
            raise imported.failed[0]
        if not any(summary.new for summary in imported.summaries):
            raise NothingToJudgeError("cli.import_found_none", name=blogger)
        yield store


def fan_brands(name: str) -> tuple[str, ...]:
    """Brands whose fan-group name appears in an account's name (米粉阿强: 小米), each once."""
    return tuple(dict.fromkeys(brand for word, brand in _fan_words() if word in name))


@cache
def _fan_words() -> tuple[tuple[str, str], ...]:
    from kolvet.brands import load_packs
    from kolvet.fans.declarations import names_fans

    packs = load_packs(brands_folder())
    return tuple(
        (word, brand.name)
        for brand in packs.values()
        for alias in brand.aliases
        if alias.kind == "fans"
        for word in alias.words
        if names_fans(word)
    )
