"""kolvet doctor: what works on this machine, and what does not."""

import platform
import sys
from collections.abc import Callable
from functools import partial

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


def doctor(as_json: AsJson = False, db: Database = None) -> int:
    """Try each part once and say what came of it; ends with the first trouble's exit code."""
    report: dict[str, str] = {
        "kolvet": __version__,
        "python": platform.python_version(),
        "language": language(),
        "stdout": f"{sys.stdout.encoding}{' (terminal)' if sys.stdout.isatty() else ''}",
        "database": str(database_path(db)),
        "settings": str(config_folder()),
        "own packs": str(brands_folder()) if brands_folder().is_dir() else "-",
        "network": text("cli.doctor_network"),
    }
    code: int = ExitCode.JUDGED
    looks: dict[str, Callable[[], str]] = {
        "store": partial(_store, db),
        "brands": _brands,
        "engine": _engine,
    }
    for part, look in looks.items():
        try:
            report[part] = look()
        except KolvetError as error:
            report[part] = f"{error} {error.hint}"
            code = code or error.exit_code
    if as_json:
        write_json(report)
    else:
        for part, state in report.items():
            write_line(f"{part:<12}{state}")
    return code


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
