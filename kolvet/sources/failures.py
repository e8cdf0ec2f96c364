"""How asking a platform can fail."""

from kolvet.errors import SourceError
from kolvet.model.fetch import StopReason


class RefusedError(SourceError):
    """The platform does not answer; what was fetched before is stored. `stop` says which way."""

    def __init__(self, key: str, stop: StopReason, /, **values: object) -> None:
        super().__init__(key, **values)
        self.stop = stop


class AgainError(Exception):
    """Another try may help; if none does, `final` is what to say.

    `wait` is how many seconds the server asks for; None: it does not say. `tries` counts all
    tries, the first included.
    """

    def __init__(self, final: RefusedError, *, wait: float | None = None, tries: int = 3) -> None:
        super().__init__(final.key)
        self.final = final
        self.wait = wait
        self.tries = tries


class GateError(Exception):
    """The platform wants visitor cookies first."""


class PageCapError(Exception):
    """The run has read as many pages as it may."""
