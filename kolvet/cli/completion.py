"""What the Tab key completes beside commands and options: names, brands, runs, formats, rules.

Each function is typer's `autocompletion`: it gives values, or values with a word on each. They run
at every press of the key: imports stay inside, the store is only glanced at, and what goes wrong
gives no candidates. Scripts for the shells are typer's (`kolvet --install-completion`).
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

import typer

from kolvet.messages import LANGUAGES, catalogue, language, text

Candidates = list[str] | list[tuple[str, str]]
_GLOBAL = re.compile(r"(?<=\s)(?:--lang\s*=?\s*(zh|en)|--offline)\s+")
"""Options that may stand anywhere and that no command knows, once they are typed to their end."""
_OWNER = re.compile(r"--as\s+brand\s+:\s*(\S*)$")
"""How bash takes `--as brand:小` apart: it completes what stands behind the colon."""
_AWKWARD = re.compile(r"[\s\x00-\x1f\x7f-\x9f'\"\\$`!&;()<>|*?#~\[\]{}]")
"""What a shell would take apart or obey: such names are left to be typed in quotes."""


def prepare_line() -> str | None:
    """Make the line that is completed one that typer knows; gives the language that it names.

    Raises:
        ValueError: COMP_CWORD is no number.
    """
    chosen = None
    for name in ("COMP_WORDS", "_TYPER_COMPLETE_ARGS"):  # bash; zsh, fish and PowerShell
        line = os.environ.get(name, "")
        if name == "COMP_WORDS" and line:
            line = _up_to_cursor(line)
        words = 0
        for match in _GLOBAL.finditer(line):
            words += len(match[0].split())
            chosen = match[1] or chosen
        os.environ[name] = _GLOBAL.sub("", line)
        if name == "COMP_WORDS" and words:
            os.environ["COMP_CWORD"] = str(int(os.environ["COMP_CWORD"]) - words)
    owner = _OWNER.search(os.environ["COMP_WORDS"])
    if owner:  # as if a brand were asked for
        os.environ["COMP_WORDS"] = f"kolvet fans {owner[1]}"
        os.environ["COMP_CWORD"] = "2"
    return chosen


def _up_to_cursor(line: str) -> str:
    """The line that bash gives, one word a line, without what stands behind the cursor's word."""
    between = "\n" if "\n" in line else " "
    return between.join(line.split(between)[: int(os.environ["COMP_CWORD"]) + 1])


def languages() -> Candidates:
    """Of `--lang`."""
    return list(LANGUAGES)


def bloggers(ctx: typer.Context, incomplete: str) -> Candidates:
    """Names in the store."""
    from kolvet.store.glance import glance_at_names

    return _typable(glance_at_names(_database(ctx)), incomplete)


def runs(ctx: typer.Context, incomplete: str) -> Candidates:
    """`last`, which most ask for, then ids; each with what it is."""
    from kolvet.store.runs import LAST

    known = decided_runs(ctx, "")
    newest = [(LAST, words) for _, words in known[:1] if LAST.startswith(incomplete)]
    return [*newest, *((run, words) for run, words in known if _fits(run, incomplete))]


def decided_runs(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids of stored runs, each with blogger, brand, day and verdict.

    Names come from what others publish, and zsh evaluates descriptions as if they were typed.
    """
    from kolvet.store.glance import glance_at_runs

    about = dict(glance_at_runs(_database(ctx)))
    return [(run, _harmless(about[run])) for run in about if _fits(run, incomplete)]


def _database(ctx: typer.Context) -> Path:
    from kolvet.config import database_path

    return database_path(ctx.params.get("db"))


def brands(incomplete: str) -> Candidates:
    """Brands that have a pack: by their own name, or by their English one when that is begun."""
    from kolvet.brands import load_packs, pack_names
    from kolvet.config import brands_folder
    from kolvet.errors import KolvetError

    try:
        names = pack_names(load_packs(brands_folder()))
    except KolvetError:
        return []
    spellings = (name for pack in names for name in (pack if incomplete else pack[:1]))
    return _typable(spellings, incomplete)


def listed_brands(incomplete: str) -> Candidates:
    """The last of several brands, with those before it: 小米,华."""
    before, comma, last = incomplete.rpartition(",")
    if _AWKWARD.search(before):  # zsh would evaluate what is merely typed so far
        return []
    taken = before.split(",")
    found = (str(name) for name in brands(last))
    return [f"{before}{comma}{name}" for name in found if name not in taken]


def owners(incomplete: str) -> Candidates:
    """brand:小米, for `--as`."""
    return [f"brand:{name}" for name in brands(incomplete.removeprefix("brand:"))]


def formats() -> Candidates:
    """Of `kolvet report -f`."""
    from kolvet.report import FORMATS

    return list(FORMATS)


def outputs() -> Candidates:
    """Of `-o FORMAT:PATH`, with a path to change: bash would end the word after a mere `json:`."""
    from kolvet.report import ENDINGS, FORMATS

    return [f"{name}:report.{ENDINGS.get(name, name)}" for name in FORMATS]


def rules() -> Candidates:
    """Checks and terms, each with its name."""
    names = {part: catalogue(part) for part in ("rules", "terms")}
    checks = [(rule, words[language()]) for rule, words in names["rules"].items()]
    defined = [(term, text(f"terms.{term}")) for term in catalogue("definitions")]
    return [*checks, *defined]


def engines() -> Candidates:
    """Of `--engine`."""
    from kolvet.text.judge import ENGINES

    return list(ENGINES)


def sources() -> Candidates:
    """Of `kolvet fetch --source`."""
    from kolvet.sources.registry import SOURCES

    return [source.name for source in SOURCES]


def schemas() -> Candidates:
    """Of `kolvet schema`."""
    from kolvet.report.schemas import SCHEMAS

    return list(SCHEMAS)


def precedent_kinds() -> Candidates:
    """Of `kolvet precedent add --kind`."""
    from kolvet.decisions.committed import PRECEDENT_KINDS

    return list(PRECEDENT_KINDS)


def _typable(names: Iterable[str], incomplete: str) -> list[str]:
    """Those that begin so and need no quotes, each once."""
    return sorted({name for name in names if _fits(name, incomplete)})


def _fits(name: str, incomplete: str) -> bool:
    return name.startswith(incomplete) and not _AWKWARD.search(name)


def _harmless(about: str) -> str:
    """A description with `_` for whatever a shell or a terminal could obey."""
    return "".join(
        char if char == " " or (char.isprintable() and not _AWKWARD.match(char)) else "_"
        for char in about
    )
