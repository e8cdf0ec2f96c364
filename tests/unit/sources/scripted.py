"""A wire that says what a test wants, and a clock that only moves when somebody sleeps."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from kolvet.sources.client import Client, Manners
from kolvet.sources.exchange import Answer, Request
from kolvet.sources.failures import AgainError, RefusedError

BASE = "https://m.weibo.cn"
Said = Answer | AgainError | RefusedError


def answer(status: int = 200, body: str = "{}", url: str = BASE, **headers: str) -> Answer:
    """`content_type="text/html"` sets Content-Type, JSON by default."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(url, status, {"content-type": "application/json", **names}, body.encode())


@dataclass
class Clock:
    """Seconds; `slept` are the waits in order."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class ScriptedWire:
    """Says one thing after the other, the last one for ever; `asked` with the times."""

    script: Iterable[Said]
    clock: Clock
    takes: float = 0.0
    asked: list[tuple[float, Request]] = field(default_factory=list)
    closed: bool = False
    live: bool = True

    def send(self, request: Request) -> Answer:
        self.asked.append((self.clock.now, request))
        self.clock.now += self.takes
        script = list(self.script)
        said = script[min(len(self.asked), len(script)) - 1]
        if isinstance(said, Exception):
            raise said
        return said

    def close(self) -> None:
        self.closed = True

    @property
    def gaps(self) -> list[float]:
        """From the end of each answer to the next question."""
        times = [when for when, _ in self.asked]
        return [later - sooner - self.takes for sooner, later in pairwise(times)]


def client(
    *script: Said, pace: float = 5.0, pages: int = 50, takes: float = 0.0
) -> tuple[Client, ScriptedWire]:
    """A client on a clock of its own."""
    clock = Clock()
    wire = ScriptedWire(script or (answer(),), clock, takes)
    return Client(wire, Manners(pace, pages), clock=clock, sleep=clock.sleep), wire


def text(given: Answer) -> str:
    """The simplest way to read an answer."""
    return given.text()
