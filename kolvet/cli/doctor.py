"""kolvet doctor: what works on this machine, and what does not."""

import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from kolvet import __version__
from kolvet.cli.options import (
    AsJson,
    Database,
    find_target,
    open_store,
    write_json,
    write_line,
)
from kolvet.config import brands_folder, config_folder, database_path
from kolvet.errors import ExitCode, KolvetError
from kolvet.messages import language, text

if TYPE_CHECKING:
    from kolvet.cli.diagnosis import Finding

Online = Annotated[bool, typer.Option("--online", help=text("cli.option_online"))]
_COLUMN = 12


@dataclass(slots=True)
class _Findings:
    """What was found part by part; the first trouble decides how the run ends."""

    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    data: dict[str, object] = field(default_factory=dict)
    troubles: list[dict[str, object]] = field(default_factory=list)
    code: int = ExitCode.JUDGED

    def note(self, part: str, said: str) -> None:
        """A fact."""
        self.lines[part], self.data[part] = (said,), said

    def look(self, part: str, look: "Callable[[], Finding | str]") -> None:
        """Try a part; whatever troubles it, the others are looked at."""
        try:
            found = look()
        except KolvetError as error:
            self.lines[part], self.data[part] = (f"{error} {error.hint}",), None
            trouble = {"part": part, "message": str(error), "hint": error.hint}
            self.troubles.append({**trouble, "exit_code": int(error.exit_code)})
            self.code = self.code or error.exit_code
            return
        if isinstance(found, str):
            self.note(part, found)
        else:
            self.lines[part], self.data[part] = found.lines, found.data


def doctor(as_json: AsJson = False, online: Online = False, db: Database = None) -> int:
    """Try each part once and say what came of it; ends with the first trouble's exit code."""
    from kolvet.cli import diagnosis

    found = _Findings()
    found.note("kolvet", __version__)
    found.note("python", platform.python_version())
    found.note("language", language())
    terminal = text("doctor.terminal") if sys.stdout.isatty() else ""
    found.note("stdout", f"{sys.stdout.encoding}{terminal}")
    found.note("database", str(database_path(db)))
    found.note("settings", str(config_folder()))
    found.note("own packs", str(brands_folder()) if brands_folder().is_dir() else "-")
    found.look("store", partial(_store, db))
    found.look("brands", _brands)
    found.look("engine", _engine)
    found.look("network", diagnosis.look_at_network)
    found.look("hosts", diagnosis.look_at_hosts)
    found.look("proxies", diagnosis.look_at_proxies)
    found.look("login", partial(diagnosis.look_at_login, datetime.now(UTC)))
    if online:
        found.look("online", partial(_online, db))
    if as_json:
        write_json({**found.data, "troubles": found.troubles})
    else:
        _show(found)
    return found.code


def _show(found: _Findings) -> None:
    """One line a fact, so that it can be searched; broken only for a terminal."""
    from kolvet.cli.wrapped import write_wrapped
    from kolvet.report.display import Display

    for part, lines in found.lines.items():
        label = text(f"doctor.part_{part.replace(' ', '_')}")
        label += " " * (_COLUMN - Display().cells(label))
        for number, line in enumerate(lines):
            told = f"{' ' * _COLUMN if number else label}{line}"
            if sys.stdout.isatty():
                write_wrapped(told, hanging=_COLUMN)
            else:
                write_line(told)


def _online(db: Database) -> "Finding":
    from kolvet.cli.diagnosis import ask_online

    with open_store(db) as store:
        return ask_online(store)


def _store(db: Database) -> str:
    with open_store(db) as store:
        held = store.stats()
    return text("cli.doctor_store", bloggers=held.bloggers, posts=held.posts, schema=held.schema)


def _brands() -> str:
    from kolvet.brands import load_packs

    return text("cli.doctor_brands", number=len(load_packs(brands_folder())))


def _engine() -> str:
    from kolvet.text.judge import DEFAULT_ENGINE, Question, engine_version, judge

    question = Question("这台测试牌手机太难用了", find_target("测试牌"))
    judgement = judge([question], engine=DEFAULT_ENGINE)[0]
    return f"{engine_version(DEFAULT_ENGINE)}: {question.text} → {judgement.stance}"
