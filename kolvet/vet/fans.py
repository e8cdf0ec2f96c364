"""A brand's fans, from the comments in the store: the crowd is read once for all brands asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kolvet.fans import (
    Asked,
    Line,
    Person,
    Prior,
    ReadCrowd,
    Scope,
    measure_fans,
    read_crowd,
)
from kolvet.model.brands import Target
from kolvet.model.crowd import Crowd
from kolvet.model.fans import FanReport, TemperamentByHand
from kolvet.model.judgements import Stance
from kolvet.model.store import Blogger, StoredPost
from kolvet.model.subject import Subject, is_reported_insult, is_users_insult
from kolvet.policy import Policy
from kolvet.store import Store
from kolvet.vet.judging import Judging, judge_posts

FindTarget = Callable[[str], Target]
"""The brand of a name, as the user means it (his own packs too)."""

POST_ENGINE = "fast"
"""Which posts of others are critical of the brand: there may be as many as in a whole database."""


@dataclass(slots=True)
class FanDesk:
    """The comments of a store up to an instant, for one brand after the other.

    Attributes:
        crowd: Given when somebody has read it already.
    """

    store: Store
    as_of: datetime
    policy: Policy
    find_target: FindTarget
    crowd: Crowd | None = None
    _read: ReadCrowd | None = None
    _posts: list[StoredPost] | None = None
    _scopes: dict[str, Scope] = field(default_factory=dict)
    _targets: dict[str, Target] = field(default_factory=dict)
    _known: dict[int, list[StoredPost]] = field(default_factory=dict)
    """Posts that need not be read again: those with words of their author's own are enough."""

    def ask(self, target: Target, subject: Subject | None = None) -> FanReport:
        """What the comments say of the brand's fans, and of the subject if there is one."""
        read = self._read = self._read or read_crowd(self._crowd())
        if subject and subject.posts:
            self._known[subject.blogger.id] = [item.post for item in subject.posts]
        prior, draws = self.policy.temperament, self.policy.bootstrap
        asked = Asked(
            scope=self._scope(target),
            peers=[self._scope(peer) for peer in self._peers(target)],
            as_of=self.as_of,
            rules=self.policy.fan_rules,
            prior=Prior(prior.unmeasured_low, prior.unmeasured_high, draws.draws, draws.seed),
            by_hand=self._by_hand(target),
            person=self._person(subject) if subject else None,
            lines=lines_of(subject) if subject else (),
        )
        return measure_fans(read, asked)

    def _crowd(self) -> Crowd:
        if self.crowd is None:
            self.crowd = self.store.crowd(until=self.as_of)
        return self.crowd

    def _target(self, name: str) -> Target:
        if name not in self._targets:
            self._targets[name] = self.find_target(name)
        return self._targets[name]

    def _voices(self) -> Mapping[str, str]:
        """The brand of each official voice with comments: as the user wrote it, canonical."""
        written = {post.brand for post in self._crowd().posts.values() if post.brand}
        return {name: self._target(name).brand.name for name in sorted(written)}

    def _peers(self, target: Target) -> list[Target]:
        """Brands whose own posts have comments, without the brand's family."""
        kin = {brand.name for brand in target.family} | {target.brand.parent}
        names = sorted(set(self._voices().values()) - kin)
        return [self._target(name) for name in names]

    def _scope(self, target: Target) -> Scope:
        known = self._scopes.get(target.brand.name)
        if known is None:
            known = self._scopes[target.brand.name] = self._find_scope(target)
        return known

    def _find_scope(self, target: Target) -> Scope:
        """Which posts are what to the brand.

        The rivals are the pack's; for a brand without a pack all other official voices are.
        """
        voices = self._voices()
        family = {brand.name for brand in target.family}
        rivals = {brand.name for brand in target.rivals}
        if not target.brand.packed:
            rivals = set(voices.values()) - family
        own, others = set(), set()
        for number, post in self._crowd().posts.items():
            brand = voices.get(post.brand)
            if brand in family:
                own.add(number)
            elif brand in rivals:
                others.add(number)
        judged = judge_posts(self.store, self._others_posts(), Judging(target, POST_ENGINE))
        critical = {item.post.id for item in judged if item.judgement.stance is Stance.CRITICAL}
        about = {item.post.id for item in judged} - critical
        return Scope(
            target, frozenset(own), frozenset(others), frozenset(critical), frozenset(about)
        )

    def _others_posts(self) -> list[StoredPost]:
        """Posts with comments that are no brand's own, in order of time for each blogger."""
        if self._posts is None:
            posts = self._crowd().posts
            commented = {post.blogger for post in posts.values() if not post.brand}
            self._posts = [
                post
                for blogger in self.store.bloggers()
                if blogger.id in commented
                for post in self._posts_of(blogger)
                if post.id in posts
            ]
        return self._posts

    def _posts_of(self, blogger: Blogger) -> Iterable[StoredPost]:
        known = self._known.get(blogger.id)
        return self.store.posts(blogger, until=self.as_of) if known is None else known

    def _person(self, subject: Subject) -> Person:
        blogger = subject.blogger
        his = frozenset(
            number for number, post in self._crowd().posts.items() if post.blogger == blogger.id
        )
        accounts = tuple(account.name for account in blogger.accounts)
        names = tuple(dict.fromkeys((blogger.name, *blogger.aliases, *accounts)))
        return Person(blogger.name, names, his)

    def _by_hand(self, target: Target) -> TemperamentByHand | None:
        for name, judgement in self.policy.by_hand.items():
            if self._target(name).brand.name == target.brand.name:
                return judgement
        return None


def lines_of(subject: Subject) -> tuple[Line, ...]:
    """Insults of users, his own and those that the press quotes: what a crowd may quote back."""
    lines = [Line(item.quote, url=item.url) for item in subject.press if is_reported_insult(item)]
    for judged in subject.critical:
        if is_users_insult(judged):
            span = judged.judgement.span
            text = judged.post.text
            quote = text[span.start : span.end] if span else text
            lines.append(Line(quote.strip(), source=judged.post.id))
    return tuple({line.quote: line for line in reversed(lines)}.values())[::-1]
