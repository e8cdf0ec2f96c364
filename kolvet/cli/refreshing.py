"""Bringing the store up to date before judging: what `check --fetch` and `watch` share."""

from dataclasses import dataclass, replace

from kolvet.cli.fetching import Asked, check_feed, check_silence, run_feed, run_fetch
from kolvet.cli.open_sources import OpenSources, host_of
from kolvet.errors import (
    ExitCode,
    KolvetError,
    NothingToJudgeError,
    SourceError,
    UnknownBloggerError,
    UsageError,
)
from kolvet.model.fetch import StopReason
from kolvet.model.watching import FetchState, Freshness
from kolvet.sources.registry import SourceKind, find_kind
from kolvet.store import Store

_LEFT = frozenset({StopReason.PAGE_CAP, StopReason.EMPTY_TWICE})
"""Why a run that nobody refused may still not have read all that is new."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody's posts come from.

    `kind` None: a feed. `address` "": his accounts that are known, else the one of his name.
    """

    kind: SourceKind | None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of it: `failure` is None where everything that was asked was answered."""

    failure: KolvetError | None = None
    left: tuple[StopReason, ...] = ()

    @property
    def exit_code(self) -> int:
        """0, or the failure's."""
        return self.failure.exit_code if self.failure else ExitCode.JUDGED

    @property
    def freshness(self) -> Freshness:
        """The same as sentences."""
        left = tuple(stop.value for stop in self.left)
        if self.failure is None:
            return Freshness(FetchState.PARTIAL if left else FetchState.COMPLETE, left=left)
        return Freshness(
            FetchState.FAILED, str(self.failure), self.failure.hint, self.exit_code, left
        )


def find_place(name: str, source: str) -> Place:
    """Where the posts of `name` come from, if `source` says this: a source's name, an address, "".

    Raises:
        UsageError: The platform cannot be fetched from.
    """
    if not source:
        return Place(find_kind(name, None), name if "://" in name else "")
    if _is_address(source):
        return Place(find_kind(source, None), source)
    return Place(find_kind(name, source))


def _is_address(source: str) -> bool:
    return "://" in source or source.isdecimal() or "/" in source or ":" in source


def refresh(store: Store, place: Place, asked: Asked, sources: OpenSources) -> Refreshed:
    """Fetch what is new; a source that fails is a result, and one that refused is left alone.

    Raises:
        UsageError: The name fits several bloggers, or none of his accounts is at this source.
    """
    server = place.kind.name if place.kind else host_of(place.address)
    refusal = sources.refusal(server)
    if refusal is not None:
        return Refreshed(refusal)
    try:
        if place.kind is None:
            check_feed(run_feed(store, replace(asked, name=place.address), sources))
            return Refreshed()
        return Refreshed(left=_fetch_all(store, place, place.kind, asked, sources))
    except (SourceError, NothingToJudgeError) as error:
        if isinstance(error, SourceError):
            sources.note_failure(server, error)
        return Refreshed(error)


def _fetch_all(
    store: Store, place: Place, kind: SourceKind, asked: Asked, sources: OpenSources
) -> tuple[StopReason, ...]:
    """Fetch his accounts one after the other; gives why some of them were not read to the end."""
    left = []
    names = (place.address,) if place.address else _accounts(store, kind, asked.name)
    for name in names:
        fetched = run_fetch(store, kind, replace(asked, name=name), sources)
        if fetched.failure is not None:
            raise fetched.failure
        check_silence(fetched)
        if fetched.summary.stop in _LEFT:
            left.append(fetched.summary.stop)
    return tuple(left)


def _accounts(store: Store, kind: SourceKind, name: str) -> tuple[str, ...]:
    """The ids of the accounts to ask; the name itself where none is known.

    Somebody else may have the same name there: whoever is known by other platforms only is not
    looked for by name.
    """
    try:
        blogger = store.find_blogger(name)
    except UnknownBloggerError:
        return (name,)
    here = [account for account in blogger.accounts if account.platform == kind.platform]
    if blogger.accounts and not here:
        platforms = ", ".join(sorted({account.platform for account in blogger.accounts}))
        raise UsageError(
            "fetch.not_there", name=blogger.name, platform=kind.platform, platforms=platforms
        )
    ids = tuple(account.native_id for account in here if account.native_id.isdecimal())
    return ids or (name,)
