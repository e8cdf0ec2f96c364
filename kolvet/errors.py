"""The error tree. Each error says what went wrong, what to do next, and how the program ends.

KolvetError
├── UsageError            2   wrong option, no such file, broken pack or policy
│   ├── PackError
│   ├── PolicyError
│   └── ImportFileError       a file that cannot be read as any export
├── RejectedRowsError     2   rows were rejected under --strict
├── NothingToJudgeError   3   unknown blogger, no posts, an import that found none
│   └── UnknownBloggerError
├── SourceError           5   a platform refused or cannot be reached
├── IntegrityError        6   a stored quote does not verify
├── StoreError           74   the store is locked, full, read-only or not ours
└── OutputError          74   stdout cannot be written: a full disk

Exit codes are frozen (product design, section 3); 0, 1 and 4 are verdicts, not errors, 70 is a bug
and 130 an interruption.
"""

import errno
import os
import re
from enum import IntEnum
from typing import ClassVar

from kolvet.messages import catalogue, text


class ExitCode(IntEnum):
    """How a run ends; every other value is reserved."""

    JUDGED = 0
    FAILED_POLICY = 1
    USAGE = 2
    NOTHING_TO_JUDGE = 3
    INCONCLUSIVE = 4
    SOURCE = 5
    INTEGRITY = 6
    BUG = 70
    STORE = 74
    INTERRUPTED = 130


_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def _in_one_line(value: object) -> object:
    """A value as a message may show it: what a platform or file says must not steer a terminal."""
    return _CONTROLS.sub(" ", value) if isinstance(value, str) else value


def system_reason(error: OSError | int | None) -> str:
    """Why the system refused, in the user's words where they are known, else in its own.

    Args:
        error: What was raised, or its number as in `errno`.
    """
    number = error.errno if isinstance(error, OSError) else error
    name = errno.errorcode.get(number or 0, "")
    if name in catalogue("system"):
        return text(f"system.{name}")
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return os.strerror(number or 0)


class KolvetError(Exception):
    """Anything that kolvet tells the user instead of a result.

    Args:
        key: The message's key in the catalogue; `key + "_hint"` says what to do next.
        values: What the message names.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.USAGE

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = {name: _in_one_line(value) for name, value in values.items()}

    def __str__(self) -> str:
        return text(self.key, **self.values)

    @property
    def hint(self) -> str:
        """What to do next, in the user's language."""
        return text(f"{self.key}_hint", **self.values)


class UsageError(KolvetError):
    """The command line, a file or a setting is wrong."""


class PackError(UsageError):
    """A brand pack is broken; names the file and the key."""


class PolicyError(UsageError):
    """The policy file is broken; names the key."""


class ImportFileError(UsageError):
    """A file cannot be read as an export; names the file and why."""


class RejectedRowsError(UsageError):
    """Rows were rejected under --strict."""


class NothingToJudgeError(KolvetError):
    """There is nothing to judge."""

    exit_code = ExitCode.NOTHING_TO_JUDGE


class UnknownBloggerError(NothingToJudgeError):
    """No blogger in the store has this name, id or URL."""


class SourceError(KolvetError):
    """A platform or network failed."""

    exit_code = ExitCode.SOURCE


class IntegrityError(KolvetError):
    """Something stored does not verify."""

    exit_code = ExitCode.INTEGRITY


class StoreError(KolvetError):
    """The database cannot be used."""

    exit_code = ExitCode.STORE


class OutputError(KolvetError):
    """Standard output cannot be written."""

    exit_code = ExitCode.STORE
