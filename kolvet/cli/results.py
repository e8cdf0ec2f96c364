"""The folder that `kolvet ci` writes: only what this run says stands in it.

It outlives a run, and `if: always()` uploads whatever it finds there. So what an earlier run wrote
goes before anything is judged. The folder may hold files of other people: a list says which are
ours, no other is removed, none is written over, and no link in it is followed.
"""

import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, count
from pathlib import Path

from kolvet.ci.outcomes import Outcome
from kolvet.cli.files import take_all, write_file
from kolvet.errors import UsageError, system_reason
from kolvet.report import ENDINGS, FORMATS, Rendered
from kolvet.report.junit import render_suites
from kolvet.report.sarif import render_log

OF_EACH = ("json", "html")
"""Formats that are written for each deal."""
OF_ALL = ("summary.md", "junit.xml", "report.sarif")
LIST = ".written"
"""Which files of the folder are ours: a JSON list of names, of all that a run writes."""


def empty_folder(out: Path) -> None:
    """Make the folder, or take out of it what an earlier run wrote.

    A folder that we make is none of git's business, and says so itself.

    Raises:
        UsageError: It cannot be written, or its list is none of ours.
    """
    try:
        if not out.is_dir():
            out.mkdir(parents=True)
            (out / ".gitignore").write_text("*\n", encoding="utf-8")
        for name in _listed(out):
            path = out / name
            if _is_file(path):
                path.unlink()
    except OSError as error:
        raise UsageError("cli.cannot_write", path=out, reason=system_reason(error)) from error
    _list(out, [])


def check_results(paths: Iterable[str], out: Path) -> None:
    """Complain now of a file that `write_results` would have to write over after the judging.

    Raises:
        UsageError: It stands in the emptied folder, so that it is not ours.
    """
    of_each = [_file_name(stem, name) for stem in report_names(paths) for name in OF_EACH]
    for name in (*OF_ALL, *of_each):
        _refuse_others(out / name)


def _refuse_others(path: Path) -> None:
    """A link is refused too, also one that leads nowhere: it would lead out of the folder."""
    if os.path.lexists(path):
        raise UsageError("ci.not_ours", path=path)


def _listed(out: Path) -> list[str]:
    """Names of an earlier run's files; never a way out of the folder, whoever wrote the list."""
    path = out / LIST
    if not os.path.lexists(path):
        return []
    try:
        names = json.loads(path.read_text(encoding="utf-8")) if _is_file(path) else None
    except ValueError:
        names = None
    if not isinstance(names, list):
        raise UsageError("ci.not_ours", path=path)
    endings = {f".{_ending(name)}" for name in OF_EACH}
    return [
        name
        for name in names
        if isinstance(name, str)
        and (name in OF_ALL or (Path(name).name == name and Path(name).suffix in endings))
    ]


def _list(out: Path, names: list[str]) -> None:
    write_file(out / LIST, json.dumps(names, ensure_ascii=False) + "\n")


def _is_file(path: Path) -> bool:
    """Whether a regular file stands there itself, and no link to one."""
    return os.path.lexists(path) and stat.S_ISREG(path.lstat().st_mode)


def write_results(outcomes: Sequence[Outcome], out: Path, summary: str) -> None:
    """Write the summary, JUnit, SARIF and the reports of each deal, as far as they can be written.

    Raises:
        UsageError: Of the first file that could not.
    """
    results = [item.result for item in outcomes]
    paths = [item.path for item in outcomes]
    of_all: tuple[Callable[[], Rendered], ...] = (
        lambda: summary,
        lambda: render_suites(results),
        lambda: render_log(results, paths),
    )
    of_each: dict[str, Callable[[], Rendered]] = {
        _file_name(stem, name): partial(FORMATS[name], item.report)
        for item, stem in zip(outcomes, report_names(paths), strict=True)
        if item.report
        for name in OF_EACH
    }
    made = [*zip(OF_ALL, of_all, strict=True), *of_each.items()]
    _list(out, [name for name, _ in made if not os.path.lexists(out / name)])
    take_all(partial(_write, out / name, render) for name, render in made)


def _write(path: Path, render: Callable[[], Rendered]) -> None:
    _refuse_others(path)
    write_file(path, render())


def _file_name(stem: str, format_: str) -> str:
    return f"{stem}.{_ending(format_)}"


def _ending(format_: str) -> str:
    return ENDINGS.get(format_, format_)


def report_names(paths: Iterable[str]) -> list[str]:
    """What to call the reports of each deal file: by its own name, as long as only one has it.

    Of several of one name the later ones get a number, and never the name of another file. Some
    disks take A and a for the same.
    """
    stems = [Path(path).stem for path in paths]
    own = {stem.casefold() for stem in stems}
    given: set[str] = set()
    names = []
    for stem in stems:
        name = next(item for item in _tries(stem, own) if item.casefold() not in given)
        given.add(name.casefold())
        names.append(name)
    return names


def _tries(stem: str, taken: set[str]) -> Iterator[str]:
    numbered = (f"{stem}-{number}" for number in count(2))
    return chain([stem], (name for name in numbered if name.casefold() not in taken))
