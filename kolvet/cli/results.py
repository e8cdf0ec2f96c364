"""The folder that `kolvet ci` writes: only what this run says stands in it.

It outlives a run, and `if: always()` uploads whatever it finds there. So what an earlier run wrote
goes before anything can fail, and a list of it is kept: the folder may hold files of other people.
"""

import json
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
"""Which files of the folder are ours: a JSON list of names."""


def empty_folder(out: Path) -> None:
    """Make the folder, or take out of it what an earlier run wrote.

    A folder that we make is none of git's business, and says so itself.

    Raises:
        UsageError: It cannot be written.
    """
    try:
        if not out.is_dir():
            out.mkdir(parents=True)
            (out / ".gitignore").write_text("*\n", encoding="utf-8")
        for name in (*OF_ALL, *_listed(out)):
            path = out / name
            if path.exists() and stat.S_ISREG(path.lstat().st_mode):
                path.unlink()
    except OSError as error:
        raise UsageError("cli.cannot_write", path=out, reason=system_reason(error)) from error
    write_file(out / LIST, "[]\n")


def _listed(out: Path) -> list[str]:
    """Names of an earlier run's reports; never a way out of the folder, whoever wrote the list."""
    try:
        names = json.loads((out / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    endings = {f".{_ending(name)}" for name in OF_EACH}
    return [
        name
        for name in (names if isinstance(names, list) else [])
        if isinstance(name, str) and Path(name).name == name and Path(name).suffix in endings
    ]


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
        f"{stem}.{_ending(name)}": partial(FORMATS[name], item.report)
        for item, stem in zip(outcomes, report_names(paths), strict=True)
        if item.report
        for name in OF_EACH
    }
    write_file(out / LIST, json.dumps(list(of_each), ensure_ascii=False) + "\n")
    made = [*zip(OF_ALL, of_all, strict=True), *of_each.items()]
    take_all(partial(_write, out / name, render) for name, render in made)


def _write(path: Path, render: Callable[[], Rendered]) -> None:
    write_file(path, render())


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
