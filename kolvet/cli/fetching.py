"""From options to a fetch: what `fetch`, `check --fetch` and `watch` share."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache

from kolvet.cli.import_ import find_owner
from kolvet.cli.imports import fan_brands
from kolvet.cli.open_sources import OpenSources
from kolvet.cli.options import find_target, read_day, write_json
from kolvet.cli.progress import progress_bar
from kolvet.cli.showing import page_look
from kolvet.collect import Fetched, Wish, fetch, fetch_feed
from kolvet.config import brands_folder
from kolvet.errors import NothingToJudgeError, UsageError
from kolvet.messages import text
from kolvet.model.fetch import FeedSummary, StopReason
from kolvet.model.patience import LOOKS
from kolvet.model.posts import SHANGHAI
from kolvet.report.fetches import (
    render_feed,
    render_feed_json,
    render_fetch,
    render_fetch_json,
)
from kolvet.sources.failures import RefusedError
from kolvet.sources.registry import SourceKind, Travel
from kolvet.store import Store

BRAND_COMMENTS = 100
"""Comments asked for under each post of a brand's own account, if the user says nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user said about an account.

    `brands` are those whose posts are looked at again first; none: any that has a pack.
    """

    name: str
    as_: str | None = None
    blogger: str | None = None
    about: str | None = None
    since: str | None = None
    comments: int | None = None
    looks: int = LOOKS
    full: bool = False
    brands: tuple[str, ...] = ()


def fetch_account(
    store: Store, kind: SourceKind, asked: Asked, travel: Travel, *, as_json: bool = False
) -> int:
    """Fetch, print the summary, and fail only then.

    Raises:
        RefusedError: The source failed; the summary was printed, and what was fetched is stored.
        NothingToJudgeError: There is no such account, or nothing of it is shown.
    """
    with OpenSources(travel) as sources:
        fetched = run_fetch(store, kind, asked, sources)
    if as_json:
        write_json(render_fetch_json(fetched.summary))
    else:
        sys.stdout.write(render_fetch(fetched.summary, page_look()))
    if fetched.failure is not None:
        raise fetched.failure
    check_silence(fetched)
    return 0


def run_fetch(store: Store, kind: SourceKind, asked: Asked, sources: OpenSources) -> Fetched:
    """Fetch without printing.

    Raises:
        RefusedError: The platform refused before anything of the account was known.
        NothingToJudgeError: There is no such account.
    """
    wish = make_wish(asked)
    source, client = sources.source(kind)
    with store.only_fetch(), progress_bar(text("cli.fetching", name=asked.name)) as move:
        return fetch(store, source, client, wish, move)


def check_silence(fetched: Fetched) -> None:
    """An account that shows nothing is never a success.

    Raises:
        RefusedError: It declares posts, and shows none.
        NothingToJudgeError: It has none.
    """
    summary = fetched.summary
    if summary.stored or summary.about:
        return
    name, declared = (
        summary.account.name or summary.account.native_id,
        summary.account.declared_posts,
    )
    if declared:
        raise RefusedError(
            "source.shows_nothing", StopReason.EMPTY_TWICE, name=name, declared=declared
        )
    raise NothingToJudgeError("source.has_nothing", name=name, source=summary.source)


def make_wish(asked: Asked) -> Wish:
    """What is wanted, with brands and dates resolved.

    Raises:
        UsageError: A brand, owner or date is wrong.
    """
    owner = find_owner(asked.blogger, asked.as_)
    is_brand = owner is not None and owner.is_brand
    comments = asked.comments
    if comments is None:
        comments = BRAND_COMMENTS if is_brand else 0
    return Wish(
        name=asked.name,
        owner=owner,
        about=search_words(asked.about) if asked.about else (),
        since=_parse_since(asked.since) if asked.since else None,
        comments=comments,
        matters=_all if is_brand else _any_of((asked.about,) if asked.about else asked.brands),
        looks=asked.looks,
        full=asked.full,
        fans_of=fan_brands,
    )


def _all(_text: str) -> bool:
    return True


def _any_of(brands: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a text names one of the brands; without any, a brand that there is a pack for."""
    namers = [namer(brand) for brand in brands or (None,)]
    return lambda post: any(names(post) for names in namers)


def _parse_since(value: str) -> datetime:
    try:
        since = datetime.combine(read_day(value), time(), SHANGHAI)
    except ValueError as error:
        raise UsageError("fetch.bad_since", value=value) from error
    if since > datetime.now(UTC):
        raise UsageError("fetch.since_to_come", value=value)
    return since


def search_words(brand: str) -> tuple[str, ...]:
    """What to search an account's posts for: the brand by its names.

    Every word is a search of its own, so only the names themselves; products are found in the
    whole timeline.
    """
    target = find_target(brand)
    names = (target.brand.name, target.brand.english)
    return tuple(dict.fromkeys(name for name in names if name))


@cache
def namer(brand: str | None) -> Callable[[str], bool]:
    """Whether a text names the brand; without one, any brand that there is a pack for."""
    from kolvet.brands import load_packs
    from kolvet.model.brands import Target
    from kolvet.text.mentions import MentionFinder
    from kolvet.text.references import find_mentions

    if brand is not None:
        target = find_target(brand)
    else:
        packs = tuple(load_packs(brands_folder()).values())
        target = Target(packs[0], packs)
    finder = MentionFinder(target)
    return lambda post: bool(find_mentions(post, finder))


def fetch_from_feed(store: Store, asked: Asked, travel: Travel, *, as_json: bool) -> int:
    """Read a feed, print what it held.

    Raises:
        RefusedError: The server refuses, or it is no feed.
        NothingToJudgeError: Nothing in it could be stored.
        UsageError: An option makes no sense for a feed.
    """
    for option, value in (("--about", asked.about), ("--since", asked.since)):
        if value:
            raise UsageError("fetch.only_weibo", option=option)
    with OpenSources(travel) as sources:
        summary = run_feed(store, asked, sources)
    if as_json:
        write_json(render_feed_json(summary))
    else:
        sys.stdout.write(render_feed(summary, page_look()))
    check_feed(summary)
    return 0


def run_feed(store: Store, asked: Asked, sources: OpenSources) -> FeedSummary:
    """Read a feed without printing.

    Raises:
        RefusedError: The server refuses, or it is no feed.
    """
    owner = find_owner(asked.blogger, asked.as_)
    return fetch_feed(store, sources.feed(asked.name), asked.name, owner)


def check_feed(summary: FeedSummary) -> None:
    """A feed of which nothing could be stored is never a success.

    Raises:
        NothingToJudgeError: So it was.
    """
    if summary.changed and summary.read == summary.rejected:
        raise NothingToJudgeError("fetch.feed_nothing", url=summary.url)
