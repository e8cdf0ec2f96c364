"""kolvet in processes that start at once: forked from one that has imported everything.

Starting costs more than most fetches of a test. Nothing else is saved: every run is a process with
its own streams, exit code and death. `python -m tests.cli.forked` is the one that is forked.
"""

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_AUTHORITY = _ROOT / "tests" / "data" / "tls" / "localhost.pem"
"""Reading the authorities of the web takes a fifth of a short run; nothing here needs them."""
_SECONDS = 60
"""After so long a run is killed: no test may hang."""


class Done(subprocess.CompletedProcess[str]):
    """How a run ended. `words` is all that it said, however its lines were broken."""

    @property
    def words(self) -> str:
        return " ".join(f"{self.stdout} {self.stderr}".split())


class Forks:
    """Starts one process at a time."""

    def __init__(self) -> None:
        self._place = tempfile.TemporaryDirectory(prefix="kolvet-forks-")
        self._folder = Path(self._place.name)
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.forked"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
            env=os.environ | {"LANG": "en_US.UTF-8", "KOLVET_LANG": "en"},
        )
        self._arguments: list[str] = []
        self.number = 0
        """The process that runs, or ran last."""
        atexit.register(self._close)
        assert self._answer() == "ready"

    def start(self, environment: Mapping[str, str], *arguments: object) -> int:
        """Start `kolvet ...`; gives its process id. `end` has to follow."""
        self._arguments = [str(argument) for argument in arguments]
        order = {
            "arguments": self._arguments,
            "environment": {"SSL_CERT_FILE": str(_AUTHORITY), **environment},
            "folder": str(self._folder),
        }
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps(order) + "\n")
        self._parent.stdin.flush()
        self.number = int(self._answer())
        return self.number

    def end(self) -> Done:
        """Wait for it; killed by a signal, its exit code is negative."""
        code = int(self._answer())
        streams = [(self._folder / name).read_text("utf-8") for name in ("stdout", "stderr")]
        return Done(self._arguments, code, *streams)

    def run(self, environment: Mapping[str, str], *arguments: object) -> Done:
        """Run `kolvet ...` to its end."""
        self.start(environment, *arguments)
        return self.end()

    def _close(self) -> None:
        self._parent.communicate(timeout=_SECONDS)
        self._place.cleanup()

    def _answer(self) -> str:
        assert self._parent.stdout is not None
        return self._parent.stdout.readline().strip()


@cache
def forks() -> Forks:
    """The one of this run of tests; it ends when its standard input does."""
    return Forks()


def _serve() -> None:
    _import_everything()
    gc.freeze()  # so that no child touches, and thereby copies, what is shared
    _say("ready")
    for line in sys.stdin:
        order = json.loads(line)
        number = os.fork()
        if not number:
            _become_kolvet(**order)
        _say(number)
        _say(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]))


def _say(answer: object) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def _import_everything() -> None:
    """What a fetch imports, and every brand's names, which take as long to read."""
    from kolvet.cli import fetching
    from kolvet.cli.app import app
    from kolvet.errors import UsageError
    from kolvet.sources.wires import HttpWire

    HttpWire(1).close()
    with suppress(UsageError):  # options import things when they are first read
        app(["fetch", "bilibili:1"], standalone_mode=False)
    fetching.namer(None)("小米")


def _become_kolvet(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    signal.alarm(_SECONDS)
    for number, name in ((0, os.devnull), (1, f"{folder}/stdout"), (2, f"{folder}/stderr")):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(name, flags), number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["kolvet", *arguments]
    code = 1
    try:
        from kolvet.cli import main

        main()
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:  # noqa: BLE001  # as the interpreter itself would
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    _serve()
