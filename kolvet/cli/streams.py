"""Where standard output and standard error end when they are no terminal.

A reader that has gone must not change how a run ends: what is written to it goes nowhere, and the
run ends with its own exit code. A full disk is told in one line. And the log of a runner that
obeys what it reads is given no orders by a post.
"""

import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from kolvet.errors import OutputError, system_reason

_ORDERS = re.compile(r"##(?=\[)|(?:^|(?<=\r))(?P<before>[^\S\n]*):(?=:)", re.MULTILINE)
"""What GitHub's runner takes for a command: `##[error]` anywhere, `::error::` behind blanks.

Source: actions/runner, ActionCommand.TryParse and TryParseV2.
"""


class Outlet(io.RawIOBase):
    """The end of a stream. After a failed write everything else that is written is dropped.

    Args:
        number: The file descriptor.
        failed: Told of every failure but a reader that has gone.
    """

    def __init__(self, number: int, failed: Callable[[OSError], None]) -> None:
        super().__init__()
        self._number = number
        self._failed = failed
        self.reader_gone = False

    def fileno(self) -> int:
        """The file descriptor."""
        return self._number

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: "bytes | bytearray | memoryview[int]", /) -> int | None:  # type: ignore[override]  # the stubs name it otherwise
        """Write what can be written at once; None where it would have to wait."""
        try:
            return os.write(self._number, data)
        except BlockingIOError:
            return None
        except BrokenPipeError:
            self.reader_gone = True
            self._drop_the_rest()
        except OSError as error:
            self._drop_the_rest()
            self._failed(error)
        return len(data)

    def _drop_the_rest(self) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), self._number)


class LogText(io.TextIOWrapper):
    """Text in the log of GitHub's runner.

    What the runner would obey is shown by its escape, as every other control text of a post is.
    Data for programs passes below, as bytes.
    """

    _begins = True

    def write(self, words: str, /) -> int:
        r"""Write it, with `#\x23[` for `##[` and `\x3a:` for `::` at the start of a line."""
        last = words.rpartition("\n")[2]
        begins = self._begins
        self._begins = not last.strip() and (begins or "\n" in words)
        super().write(_ORDERS.sub(lambda found: _escaped(found, begins=begins), words))
        return len(words)


def _escaped(found: re.Match[str], *, begins: bool) -> str:
    if found["before"] is None:
        return "#\\x23"
    return f"{found['before']}\\x3a" if found.start() or begins else found[0]


def on_github() -> bool:
    """Whether a runner of GitHub's kind reads what we say."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def tell_runner(lines: Sequence[str], stream: TextIO) -> None:
    """Commands to the runner itself, past what keeps posts from giving any."""
    stream.flush()
    stream.buffer.write("".join(f"{line}\n" for line in lines).encode())
    stream.buffer.flush()


def _tell(error: OSError) -> None:
    raise OutputError("cli.output_failed", reason=system_reason(error))


def _keep_quiet(_error: OSError) -> None:
    """There is nowhere left to say it."""


def watch_streams() -> None:
    """Let stdout and stderr end in outlets; where one is closed, it leads nowhere.

    A closed one would else give its number to the next file that is opened.
    """
    text_of: type[io.TextIOWrapper] = LogText if on_github() else io.TextIOWrapper
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif stream is getattr(sys, f"__{name}__") and not stream.isatty():
            outlet: io.RawIOBase = Outlet(
                stream.fileno(), _tell if name == "stdout" else _keep_quiet
            )
            setattr(
                sys,
                name,
                text_of(
                    io.BufferedWriter(outlet),
                    encoding=stream.encoding,
                    errors=stream.errors,
                    line_buffering=stream.line_buffering,
                ),
            )


def has_reader() -> bool:
    """Whether somebody may still read what goes to stdout. Flush before you ask.

    For what has no end or must not count as told. (Everything else ends by itself.)
    """
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return not (isinstance(raw, Outlet) and raw.reader_gone)
