"""One client for every source: pace, tries, the cap of pages, and where redirects may lead.

What an answer means is its source's business; what holds for every server is here.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from tenacity import RetryCallState, Retrying, retry_if_exception_type

from kolvet.messages import text
from kolvet.model.fetch import StopReason
from kolvet.sources.exchange import Answer, Request, is_loopback, shown
from kolvet.sources.failures import AgainError, PageCapError, RefusedError
from kolvet.sources.wires import Wire

T = TypeVar("T")

LEAST_PACE = 2.0
"""Seconds between two questions to somebody else's server, whatever the user says."""
LONGEST_WAIT = 300.0
"""Seconds. A server that asks for more is not waited for; the run ends and can go on later."""
_JITTER = 0.4
"""The wait is longer than the pace by up to this share: a beat like a clock's looks like one."""
_REDIRECTS = 5
_MOST_TRIES = 5
"""Whatever fails: two kinds of failure in turn must not go on for ever."""
_WORTH_TELLING = 1.0
_TEAPOT = 418
_SERVER_ERRORS = range(500, 600)


@dataclass(frozen=True, slots=True)
class Manners:
    """How a run behaves.

    Attributes:
        pace: Seconds between the end of one answer and the next question.
        most_pages: Pages of lists that a run may read.
    """

    pace: float
    most_pages: int


def _silent(_line: str) -> None:
    """Nobody is waiting."""


@dataclass(slots=True)
class Client:
    """Asks politely. Not for use by several threads.

    `clock`, `sleep` and `chance` are the run's own, so that a test can look at them. `say` tells
    the person who waits that there will be another try.
    """

    wire: Wire
    manners: Manners
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: random.Random = field(default_factory=random.Random)
    say: Callable[[str], None] = _silent
    pages: int = 0
    _free_at: float = 0.0

    def ask(
        self,
        request: Request,
        read: Callable[[Answer], T],
        *,
        page: bool = False,
        follow: bool = True,
        leave_host: bool = False,
        forbidden_is_answer: bool = False,
        on_hop: Callable[[Answer], Mapping[str, str]] | None = None,
    ) -> T:
        """Ask until `read` takes the answer; each kind of failure is met three times at most.

        Args:
            request: The question.
            read: Turns the answer into what is wanted; raises AgainError where another try may
                help, RefusedError where none will.
            page: Whether it counts against the cap of pages.
            follow: Whether redirects are followed; else `read` gets them.
            leave_host: Whether a redirect may lead to another host (it gets no cookies).
            forbidden_is_answer: Give 403 to `read` instead of trying once more.
            on_hop: Told of every redirect within the host; gives the cookies to go on with.

        Raises:
            RefusedError: The server does not give it.
            PageCapError: The run has read its pages; nothing was asked.
        """
        if page:
            if self.pages >= self.manners.most_pages:
                raise PageCapError
            self.pages += 1

        def attempt() -> T:
            answer = self._follow(request, leave_host, on_hop) if follow else self._once(request)
            _judge_status(answer, forbidden_is_answer=forbidden_is_answer)
            return read(answer)

        retrying = Retrying(
            retry=retry_if_exception_type(AgainError),
            stop=_patience(),
            wait=self._back_off,
            sleep=self.sleep,
            before_sleep=self._tell,
            reraise=True,
        )
        try:
            return retrying(attempt)
        except AgainError as error:
            raise error.final from error

    def wait_since(self, asked_at: datetime) -> None:
        """Keep the pace also after a run whose last answer came a moment ago.

        It may have been killed while it asked once more, so its whole pace is waited for.
        """
        passed = (datetime.now(UTC) - asked_at).total_seconds()
        if 0 <= passed < LONGEST_WAIT:
            self._free_at = max(self._free_at, self.clock() + self.manners.pace)

    def close(self) -> None:
        """Close the wire."""
        self.wire.close()

    def _follow(
        self,
        request: Request,
        leave_host: bool,
        on_hop: Callable[[Answer], Mapping[str, str]] | None,
    ) -> Answer:
        """Follow redirects within the host, or anywhere for a question without cookies."""
        asked = request
        for _ in range(_REDIRECTS + 1):
            answer = self._once(asked)
            if not answer.is_redirect or request.form is not None:
                return answer
            target = _target(asked.address, answer)
            if not _may_follow(asked.address, target, leave_host=leave_host):
                return answer
            cookies = on_hop(answer) if on_hop else request.cookies
            same = urlsplit(target).netloc == urlsplit(request.url).netloc
            asked = replace(request, url=target, query={}, cookies=cookies if same else {})
        raise RefusedError("source.redirect_loop", StopReason.BAD_ANSWER, url=shown(request.url))

    def _once(self, request: Request) -> Answer:
        delay = self._free_at - self.clock()
        if delay > 0:
            self.sleep(delay)
        try:
            return self.wire.send(request)
        finally:
            rest = self.manners.pace * (1 + _JITTER * self.chance.random())
            self._free_at = self.clock() + rest

    def _back_off(self, state: RetryCallState) -> float:
        """What the server asks for, else twice the pace, then four times."""
        error = state.outcome.exception() if state.outcome else None
        if not isinstance(error, AgainError):
            return 0.0
        wait = error.wait
        return self.manners.pace * 2.0**state.attempt_number if wait is None else wait

    def _tell(self, state: RetryCallState) -> None:
        """Say that there will be another try; tenacity asks only where there is one."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, AgainError) and state.upcoming_sleep >= _WORTH_TELLING:
            seconds = round(state.upcoming_sleep)
            self.say(text("source.again", what=error.final, seconds=seconds))


def _patience() -> Callable[[RetryCallState], bool]:
    """When to give up: each kind of failure is counted for itself.

    An answer that is empty once after the server was down once was not empty twice.
    """
    met: Counter[str] = Counter()

    def enough(state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        if not isinstance(error, AgainError):
            return True
        met[error.final.key] += 1
        return met[error.final.key] >= error.tries or state.attempt_number >= _MOST_TRIES

    return enough


def _target(asked: str, answer: Answer) -> str:
    """Where a redirect leads.

    Raises:
        RefusedError: To what is no address.
    """
    try:
        target = urljoin(asked, answer.headers["location"])
        _ = urlsplit(target).port
    except ValueError as error:
        raise RefusedError(
            "source.redirected", StopReason.BAD_ANSWER, host=answer.host, target="?"
        ) from error
    return target


def _may_follow(asked: str, target: str, *, leave_host: bool) -> bool:
    """Whether a redirect is followed; its source reads the others (a login page, a stranger)."""
    if leave_host:
        return urlsplit(target).scheme in {"http", "https"}
    known, there = urlsplit(asked), urlsplit(target)
    return (known.scheme, known.netloc) == (there.scheme, there.netloc) and not is_login(target)


def is_login(url: str) -> bool:
    """Whether the address is a login page or a passport's.

    Source: format study, sections 2.2 and 2.4.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host, path = (parts.hostname or "").lower(), parts.path.lower()
    return host.startswith(("passport.", "login.")) or any(
        word in path for word in ("login", "/signin", "/sso/", "/visitor/visitor")
    )


def _judge_status(answer: Answer, *, forbidden_is_answer: bool) -> None:
    """What a status means on any server.

    Raises:
        AgainError: It is transient: 5xx, 408, 429; 403 once.
        RefusedError: The server has had enough: 418, or it asks for a very long wait.
    """
    status, host = answer.status, answer.host
    if status == _TEAPOT:
        raise RefusedError("source.throttled", StopReason.THROTTLED, host=host, status=status)
    if status in _SERVER_ERRORS or status == 408:
        final = RefusedError(
            "source.server_error", StopReason.UNREACHABLE, host=host, status=status
        )
        raise AgainError(final, wait=_asked_wait(answer, final))
    if status == 429:
        final = RefusedError("source.too_many", StopReason.THROTTLED, host=host, status=status)
        raise AgainError(final, wait=_asked_wait(answer, final))
    if status == 403 and not forbidden_is_answer:
        final = RefusedError("source.forbidden", StopReason.REFUSED, host=host, status=status)
        raise AgainError(final, wait=_asked_wait(answer, final), tries=2)


def _asked_wait(answer: Answer, final: RefusedError) -> float | None:
    """The seconds that Retry-After asks for, as a number or a date; None if it asks for none.

    Raises:
        RefusedError: `final`, when it asks for longer than a run should sit there.
    """
    asked = answer.headers.get("retry-after", "").strip()
    if not asked:
        return None
    try:
        if asked.isascii() and asked.isdigit():
            seconds = float(asked)
        else:
            seconds = (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    if seconds > LONGEST_WAIT:
        raise final
    return max(seconds, 0.0)


def check_pace(pace: float, urls: tuple[str, ...]) -> bool:
    """Whether the pace may be kept: a quick one only on this machine."""
    return pace >= LEAST_PACE or all(is_loopback(url) for url in urls)
