"""The whole of what comments say of one brand's fans, beside its peers' and before one blogger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kolvet.fans.crowds import ReadCrowd
from kolvet.fans.enemy import Person, measure_enemy
from kolvet.fans.measures import measure
from kolvet.fans.quoting import Line, find_quoted
from kolvet.fans.scope import CRITICAL, ELSEWHERE, OWN, RIVAL, Scope, Sight, look
from kolvet.fans.temperament import Prior, add_percentiles, measure_temperament, set_by_hand
from kolvet.model.crowd import NOBODY
from kolvet.model.fans import (
    FanCounts,
    FanMeasure,
    FanReport,
    FanRules,
    FanSign,
    Temperament,
    TemperamentByHand,
)

NOT_AVAILABLE = ("account_age", "bio")
"""No collector's comment export that we read holds them: young accounts cannot be left out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a crowd.

    Attributes:
        scope: The brand and where its comments stand.
        peers: Brands to compare with; one with too few fans is left out.
        by_hand: What a person set, if anything: it stands in T's place.
        person: The blogger that the fans are asked about.
        lines: Lines of his that may be quoted.
    """

    scope: Scope
    peers: Sequence[Scope]
    as_of: datetime
    rules: FanRules
    prior: Prior
    by_hand: TemperamentByHand | None = None
    person: Person | None = None
    lines: Sequence[Line] = ()


def measure_fans(read: ReadCrowd, asked: Asked) -> FanReport:
    """Measure a brand's fans. Pure: the same comments give the same report."""
    sight = look(read, asked.scope, asked.rules)
    counts = _count(sight)
    peers = _measure_peers(read, asked)
    others = [measures for _, measures in peers]
    measures = add_percentiles(measure(sight), others, asked.rules)
    enemy = None
    if asked.person is not None:
        enemy = measure_enemy(sight, asked.person, counts.robust_fans, asked.rules)
    return FanReport(
        brand=asked.scope.brand,
        blogger=asked.person.name if asked.person else "",
        as_of=asked.as_of,
        counts=counts,
        measures=measures,
        temperament=_temperament(measures, others, counts.robust_fans, asked),
        enemy=enemy,
        quoted=find_quoted(read, asked.lines),
        peers=tuple(name for name, _ in peers),
        gaps=_gaps(counts, len(peers), asked),
        not_available=_not_available(read),
        least_quoters=asked.rules.quoters,
        rules=asked.rules,
    )


def _not_available(read: ReadCrowd) -> tuple[str, ...]:
    nameless = read.size > 0 and not read.crowd.names_seen
    return (*NOT_AVAILABLE, "names") if nameless else NOT_AVAILABLE


def _measure_peers(read: ReadCrowd, asked: Asked) -> list[tuple[str, tuple[FanMeasure, ...]]]:
    """Each peer that has fans enough, with its measures, by name."""
    found = []
    for scope in sorted(asked.peers, key=lambda scope: scope.brand):
        sight = look(read, scope, asked.rules)
        if _count(sight).robust_fans >= asked.rules.least_peer_fans:
            found.append((scope.brand, measure(sight)))
    return found


def _temperament(
    measures: Sequence[FanMeasure],
    peers: Sequence[Sequence[FanMeasure]],
    fans: int,
    asked: Asked,
) -> Temperament:
    if asked.by_hand is not None:
        return set_by_hand(asked.by_hand, fans)
    return measure_temperament(measures, peers, fans, asked.rules, asked.prior)


def _count(sight: Sight) -> FanCounts:
    """How much there was to look at; fans are those who wrote where this brand is concerned."""
    here = sight.place != ELSEWHERE
    written = sight.fan & here
    robust = written & sight.read.robust
    signs = [sight.signs[author] for author in np.unique(sight.read.author[written]).tolist()]
    return FanCounts(
        comments=int(here.sum()),
        fan_comments=int(written.sum()),
        robust_fan_comments=int(robust.sum()),
        fans=tuple((sign, signs.count(sign)) for sign in FanSign),
        robust_fans=len(np.unique(sight.read.author[robust])),
        anonymous=int((here & (sight.read.author == NOBODY)).sum()),
        own_posts=_posts(sight, OWN),
        rival_posts=_posts(sight, RIVAL),
        critical_posts=_posts(sight, CRITICAL),
        orphans=sight.read.crowd.orphans,
    )


def _posts(sight: Sight, place: int) -> int:
    return len(np.unique(sight.read.post[sight.place == place]))


def _gaps(counts: FanCounts, peers: int, asked: Asked) -> tuple[str, ...]:
    """What more data would measure, the most telling first."""
    gaps = []
    if not counts.own_posts:
        gaps.append("gap_own_posts")
    if not counts.critical_posts:
        gaps.append("gap_critical_posts")
    if not counts.rival_posts:
        gaps.append("gap_rival_posts")
    if counts.robust_fans < asked.rules.measured_fans:
        gaps.append("gap_fans")
    if peers < asked.rules.least_peers:
        gaps.append("gap_peers")
    if asked.person is not None and not asked.person.posts:
        gaps.append("gap_his_posts")
    return tuple(gaps)
