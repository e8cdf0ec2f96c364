"""One run of kolvet: what holds for every command.

That is the language, whether the network may be used, the encoding of the streams, and how errors
end the program.
"""

import gc
import os
import signal
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from kolvet import messages
from kolvet.cli.streams import watch_streams
from kolvet.config import go_offline
from kolvet.errors import ExitCode, KolvetError

if TYPE_CHECKING:
    from typer import Typer

COMPLETION = "_KOLVET_COMPLETE"
"""Set by the shells' scripts of `--install-completion`; typer makes it of the program's name."""
NO_CANDIDATES = 1
"""How a completion ends that failed: fish then completes files."""

LONG = frozenset({"import", "fetch", "watch"})
"""Commands that may run for hours."""
STORING = frozenset({"import", "fetch", "watch", "check"})
"""Commands that store as they go: what an interrupted one has done is not done again."""
STORING_NOTHING = ("--from", "--dry-run")
"""Options with which they do not."""


def run() -> None:
    """Run kolvet and end the process with one of the frozen exit codes."""
    watch_streams()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # our matrices are small: threads only wait
    sys.argv[1:] = _take_global_options([_decoded(argument) for argument in sys.argv[1:]])
    _prepare_streams()
    # A short run makes no cycles: a tenth of it went to looking. A long one must stay small.
    gc.set_threshold(100_000 if LONG.intersection(sys.argv[1:2]) else 500_000)
    code = _complete() if COMPLETION in os.environ else _flush(_run())
    if code == ExitCode.INTERRUPTED:
        _end_interrupted()
    gc.freeze()  # or Python looks through everything once more before it ends
    sys.exit(code)


def _end_interrupted() -> NoReturn:
    """End with 130 at once.

    Python itself would end by the signal where Ctrl-C met it inside of `exec`, which makes every
    dataclass (CPython, run_eval_code_obj: it marks such an interrupt as nobody's).
    """
    signal.signal(signal.SIGINT, lambda *_: os._exit(ExitCode.INTERRUPTED))
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(ExitCode.INTERRUPTED)


def _complete() -> int:
    """Answer a shell: whatever goes wrong gives no candidates, and no words into its prompt."""
    with suppress(Exception):
        from kolvet.cli.completion import prepare_line

        language = prepare_line()
        if language:
            messages.choose(language)
        try:
            _load()(prog_name="kolvet", standalone_mode=False)
        except SystemExit as end:
            sys.stdout.flush()
            return end.code if isinstance(end.code, int) else NO_CANDIDATES
    return NO_CANDIDATES


def _load() -> "Typer":
    from kolvet.cli.app import app  # after the language is known: help texts are read once
    from kolvet.cli.typer_words import translate_help

    translate_help()
    return app


def _run() -> int:
    app = _load()
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = app(prog_name="kolvet", standalone_mode=False)
    except KolvetError as error:
        return _say(error)
    except KeyboardInterrupt:  # before typer's own hands, which make 130 of it
        result = ExitCode.INTERRUPTED
    except BrokenPipeError:  # whoever read has gone, and what was not told does not count as told
        return ExitCode.STORE
    except SystemExit as end:  # typer ends --help and completion like this
        return end.code if isinstance(end.code, int) else ExitCode.USAGE
    except Exception as error:  # noqa: BLE001  # the last resort: a bug ends with 70, not with 1
        return _last_resort(error)
    if result == ExitCode.INTERRUPTED:
        _complain(messages.text(f"cli.interrupted{'_storing' if _stores(sys.argv[1:]) else ''}"))
    return result if isinstance(result, int) else ExitCode.JUDGED


def _stores(arguments: list[str]) -> bool:
    given = {word.partition("=")[0] for word in arguments}
    return bool(STORING.intersection(arguments[:1])) and given.isdisjoint(STORING_NOTHING)


def _flush(code: int) -> int:
    try:
        sys.stdout.flush()
    except KolvetError as error:
        return _say(error)
    return code


def _last_resort(error: Exception) -> int:
    """Typer's own usage errors end with 2; anything else is a bug."""
    if callable(getattr(error, "show", None)):
        from kolvet.cli.typer_words import show

        show(error)
        return int(getattr(error, "exit_code", ExitCode.USAGE))
    if type(error).__name__ in {"Abort", "Exit"}:
        return int(getattr(error, "exit_code", ExitCode.INTERRUPTED))
    traceback.print_exception(error)
    _complain(messages.text("cli.bug"))
    return ExitCode.BUG


def _say(error: KolvetError) -> int:
    _complain(messages.text("cli.error", message=error))
    _complain(messages.text("cli.hint", hint=error.hint))
    return error.exit_code


def _complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _decoded(argument: str) -> str:
    """The argument as UTF-8, where the locale could not read it (LC_ALL=C without UTF-8 mode)."""
    return os.fsencode(argument).decode("utf-8", "replace")


def _take_global_options(arguments: list[str]) -> list[str]:
    """Apply `--lang` and `--offline` from anywhere in the line.

    The language has to be known before help texts are read.
    """
    rest: list[str] = []
    following = iter(arguments)
    for argument in following:
        if argument == "--":
            return [*rest, argument, *following]
        if argument == "--lang":
            _choose(next(following, ""))
        elif argument.startswith("--lang="):
            _choose(argument.partition("=")[2])
        elif argument == "--offline":
            go_offline()
        else:
            rest.append(argument)
    return rest


def _choose(name: str) -> None:
    if name not in messages.LANGUAGES:
        _complain(messages.text("cli.bad_language", name=name))
        sys.exit(ExitCode.USAGE)
    messages.choose(name)


def _prepare_streams() -> None:
    """A pipe gets UTF-8; a console keeps its encoding and shows `?` for what it lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")
