"""Where standard output and standard error end when they are no terminal.

A reader that has gone must not change how a run ends: what is written to it goes nowhere, and the
run ends with its own exit code. A full disk is told in one line.
"""

import io
import os
import sys
from collections.abc import Callable

from kolvet.errors import OutputError


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


def _tell(error: OSError) -> None:
    raise OutputError("cli.output_failed", reason=error.strerror)


def _keep_quiet(_error: OSError) -> None:
    """There is nowhere left to say it."""


def watch_streams() -> None:
    """Let stdout and stderr end in outlets; where one is closed, it leads nowhere.

    A closed one would else give its number to the next file that is opened.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif stream is getattr(sys, f"__{name}__") and not stream.isatty():
            outlet = Outlet(stream.fileno(), _tell if name == "stdout" else _keep_quiet)
            setattr(
                sys,
                name,
                io.TextIOWrapper(
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
