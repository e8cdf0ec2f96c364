"""kolvet as processes: forked from one that has imported everything, or started anew.

Starting costs more than most commands of a test. Nothing else is saved: every run is a process
with its own streams, environment, exit code and death.

A fork stands in for a process of its own but for what happens while Python starts. So there is no
fork where the environment changes that (`can_fork`), and a test that is about it uses `run_fresh`:
what is imported when, encodings of the streams, pipes that close, terminals. Two forks also share
the seed of their hashes: whether output depends on the order of a set is for `run_fresh` to show.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_AUTHORITY = _ROOT / "tests" / "data" / "tls" / "localhost.pem"
"""Reading the authorities of the web takes a fifth of a short run; nothing here needs them."""
_SERVER = {"LANG": "en_US.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
"""As `kolvet.cli.main` sets it before numpy is imported."""
_SECONDS = 60
"""After so long a run is killed: no test may hang."""
_PIPE = 65_536
"""What a pipe of Linux holds, in bytes; macOS gives as much once it is asked for."""


class Done(subprocess.CompletedProcess[str]):
    """How a run ended. `words` is all that it said, however its lines were broken."""

    @property
    def words(self) -> str:
        return " ".join(f"{self.stdout} {self.stderr}".split())


class Forks:
    """Starts processes; each is ended before or after the next one is started."""

    def __init__(self) -> None:
        self._place = tempfile.TemporaryDirectory(prefix="kolvet-forks-")
        self._folder = Path(self._place.name)
        with (self._folder / "complaints").open("w") as complaints:
            self._parent = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.fork_server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                cwd=_ROOT,
                env=os.environ | _SERVER | {"KOLVET_CONFIG_DIR": str(self._folder / "nowhere")},
            )
        self._started: dict[int, tuple[list[str], Path]] = {}
        self._count = 0
        self.number = 0
        """The process that was started last."""
        atexit.register(self._close)
        if self._answer() != "ready":
            raise RuntimeError((self._folder / "complaints").read_text("utf-8"))

    def start(
        self,
        environment: Mapping[str, str],
        *arguments: object,
        text_in: str | None = None,
        timeout: int = _SECONDS,
        cwd: Path | None = None,
    ) -> int:
        """Start `kolvet ...`; gives its process id. `end` has to follow."""
        given = [str(argument) for argument in arguments]
        self._count += 1
        streams = self._folder / str(self._count)
        variables = {"SSL_CERT_FILE": str(_AUTHORITY), **environment}
        umask = os.umask(0)
        os.umask(umask)
        place = {"cwd": str(cwd or Path.cwd()), "streams": str(streams)}
        answer = self._ask(
            arguments=given,
            environment={name: os.fspath(value) for name, value in variables.items()},
            place=place | {"umask": umask, "seconds": timeout},
            text_in=text_in,
        )
        self.number = int(answer)
        self._started[self.number] = given, streams
        return self.number

    def end(self, number: int | None = None) -> Done:
        """Wait for it, or for the last; killed by a signal, its exit code is negative."""
        number = number or self.number
        given, streams = self._started.pop(number)
        code = int(self._ask(wait=number))
        said = []
        for name in ("out", "err"):
            path = streams.with_suffix(f".{name}")
            said.append(path.read_text("utf-8"))
            path.unlink()
        return Done(given, code, *said)

    def run(self, environment: Mapping[str, str], *arguments: object, **how: Any) -> Done:
        """Run `kolvet ...` to its end; `how` as `start` takes it."""
        done = self.end(self.start(environment, *arguments, **how))
        if done.returncode == -signal.SIGALRM:
            raise subprocess.TimeoutExpired(done.args, how.get("timeout", _SECONDS), done.stdout)
        return done

    def _close(self) -> None:
        self._parent.communicate(timeout=_SECONDS)
        self._place.cleanup()

    def _ask(self, **order: object) -> str:
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps(order) + "\n")
        self._parent.stdin.flush()
        return self._answer()

    def _answer(self) -> str:
        assert self._parent.stdout is not None
        return self._parent.stdout.readline().strip()


def forks() -> Forks:
    """The one of this run of tests; it ends when its standard input does.

    Raises:
        RuntimeError: kolvet cannot even be imported, or fails at a plain check.
    """
    started = _started()
    if isinstance(started, RuntimeError):
        raise started
    return started


@cache
def _started() -> Forks | RuntimeError:
    try:
        return Forks()
    except RuntimeError as error:
        return error  # once is enough: it takes seconds


def can_fork(environment: Mapping[str, str], text_in: str | None = None) -> bool:
    """Whether a fork would do as a process of its own would.

    Not where Python itself would start otherwise (another encoding, PYTHON... variables, measured
    coverage), nor where more is to be read than a pipe holds at once.
    """
    chosen = (environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    encoding = next((value for value in chosen if value), "").casefold().rpartition(".")[2]
    own_way = any(
        value != os.environ.get(name)
        for name, value in environment.items()
        if name.startswith("PYTHON")
    )
    return (
        sys.platform not in {"win32", "darwin"}  # macOS's own libraries do not survive a fork
        and encoding.replace("-", "") == "utf8"
        and not own_way
        and "COVERAGE_PROCESS_START" not in environment
        and len((text_in or "").encode()) <= _PIPE
    )


def run_kolvet(
    environment: Mapping[str, str], *arguments: object, decode: str = "utf-8", **how: Any
) -> Done:
    """Run `kolvet ...` to its end, forked where that makes no difference.

    Args:
        environment: All variables that it sees.
        *arguments: What follows `kolvet`.
        decode: The encoding of its streams.
        **how: `text_in` on its standard input, `timeout` in seconds, `cwd`.

    Raises:
        subprocess.TimeoutExpired: It ran for more than `timeout` seconds.
    """
    if decode == "utf-8" and can_fork(environment, how.get("text_in")):
        return forks().run(environment, *arguments, **how)
    return run_fresh(environment, *arguments, decode=decode, **how)


def run_fresh(
    environment: Mapping[str, str],
    *arguments: object,
    decode: str = "utf-8",
    text_in: str | None = None,
    timeout: int = _SECONDS,
    cwd: Path | None = None,
) -> Done:
    """The same in a process that starts from nothing, as a user's does."""
    done = subprocess.run(
        [sys.executable, "-m", "kolvet", *map(str, arguments)],
        input=text_in,
        capture_output=True,
        encoding=decode,
        timeout=timeout,
        check=False,
        env={"PYTHONPATH": str(_ROOT), **environment},  # from whatever folder it is started
        cwd=cwd,
    )
    return Done(done.args, done.returncode, done.stdout, done.stderr)
