"""The process that is forked: `python -m tests.cli.fork_server`, asked by tests.cli.forked.

It imports everything once, for each language once more what reads its help texts while it is
imported, and lets a check and a refused fetch load what they need. The encoder may be loaded, too:
its session has one thread, so it has started none that would be missing after a fork.

Orders come as lines of JSON, answers are single lines.
"""

import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import typer.main

from kolvet import cli, messages
from kolvet.config import brands_folder
from tests.cli.people import BLOGGER, CHECK

_STAY = {"kolvet.cli", "kolvet.cli.streams"}
"""What runs before a language is known."""
_EXPORT = Path(__file__).parents[2] / "sample_data" / "weibo-crawler" / BLOGGER


class _Prepared(MetaPathFinder, Loader):
    """Gives modules of `kolvet.cli` that were imported before, in the language in use."""

    def __init__(self) -> None:
        self._modules: dict[tuple[str, str], ModuleType] = {}

    def prepare(self, language: str) -> None:
        messages.choose(language)
        _import_all("kolvet")
        _load_tables()
        for name in [name for name in sys.modules if name.startswith("kolvet.cli.")]:
            if name not in _STAY:
                self._modules[language, name] = sys.modules.pop(name)
                delattr(cli, name.rpartition(".")[2])

    def forget_names(self) -> None:
        """Names of brands were read where nobody has packs of his own."""
        for (_, name), module in self._modules.items():
            if name == "kolvet.cli.fetching":
                module.namer.cache_clear()
            elif name == "kolvet.cli.imports":
                module._fan_words.cache_clear()

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        module = self._modules.get((messages.language(), name))
        return ModuleSpec(name, self, origin=module.__file__) if module else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self._modules[messages.language(), spec.name]

    def exec_module(self, module: ModuleType) -> None:
        """It ran when it was prepared."""


_PREPARED = _Prepared()


def _import_all(package: str) -> None:
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for library in ("onnxruntime", "tokenizers", "openpyxl", "ijson", "httpx", "tenacity"):
        importlib.import_module(library)


def _load_tables() -> None:
    """What a command reads once, and keeps. Nothing is kept of who ran it or where."""
    from kolvet.cli import fetching, imports
    from kolvet.cli.app import app
    from kolvet.errors import UsageError
    from kolvet.sources.wires import HttpWire
    from kolvet.text.encoder import load_encoder

    HttpWire(1).close()
    with (
        open(os.devnull, "w", encoding="utf-8") as nowhere,  # noqa: PTH123
        redirect_stdout(nowhere),
        redirect_stderr(nowhere),
    ):
        app([*CHECK, "--from", str(_EXPORT), "-o", "html:-"], standalone_mode=False)
        with suppress(UsageError):  # options import things when they are first read
            app(["fetch", "bilibili:1"], standalone_mode=False)
    load_encoder()
    fetching.namer(None)("小米")
    imports.fan_brands("小米")


def _serve() -> None:
    typer.main.get_command = cache(typer.main.get_command)  # all commands, at every call
    for language in messages.LANGUAGES:
        _PREPARED.prepare(language)
    sys.meta_path.insert(0, _PREPARED)
    gc.collect()
    gc.freeze()  # so that no child touches, and thereby copies, what is shared
    _say("ready")
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _say(os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1]))
        else:
            number = os.fork()
            if not number:
                _become_kolvet(**order)
            _say(number)


def _say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def _become_kolvet(
    arguments: list[str], environment: dict[str, str], place: dict[str, Any], text_in: str | None
) -> NoReturn:
    code = 1
    try:
        signal.alarm(place["seconds"])
        os.chdir(place["cwd"])
        os.umask(place["umask"])
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        tempfile.tempdir = None
        _open_streams(place["streams"], text_in)
        messages._chosen.clear()
        if brands_folder().exists():
            _PREPARED.forget_names()
        sys.argv[1:] = arguments
        runpy.run_module("kolvet", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  # as the interpreter itself would
        traceback.print_exc()
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)  # kolvet leaves nothing to be done at exit


def _open_streams(streams: str, text_in: str | None) -> None:
    """Streams as Python opens them; errors of stdin depend on the locale, the same as ours."""
    if text_in is None:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    else:
        reading, writing = os.pipe()
        os.write(writing, text_in.encode())  # no more than a pipe holds (tests.cli.forked)
        os.close(writing)
        os.dup2(reading, 0)
        os.close(reading)
    for number, name in ((1, "out"), (2, "err")):
        opened = os.open(f"{streams}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
        os.close(opened)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        ours = getattr(sys, name)
        stream = open(  # noqa: SIM115
            number,
            "r" if number == 0 else "w",
            buffering=1 if number == 2 else -1,
            encoding=ours.encoding,
            errors=ours.errors,
            newline="\n",
            closefd=False,
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


if __name__ == "__main__":
    _serve()
