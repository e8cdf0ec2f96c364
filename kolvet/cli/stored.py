"""A report that was made before: a stored run by its id, or a file of its JSON."""

from pathlib import Path

from kolvet.cli.options import open_store
from kolvet.errors import UsageError


def written_report(name: str, db: Path | None) -> str:
    """The JSON of a stored run, or of a file that `check -o json:FILE` wrote.

    Raises:
        UsageError: There is no such run, or the file cannot be read.
        IntegrityError: The stored report was changed.
    """
    path = Path(name)
    if not path.is_file():
        with open_store(db) as store:
            return store.find_run(name).report
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise UsageError("formats.not_a_report", path=path, reason=error) from error
