"""A small invented crowd, comment by comment."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from kolvet.brands import find_target
from kolvet.fans import Asked, Person, Prior, Scope
from kolvet.fans.crowds import ReadCrowd, read_crowd
from kolvet.fans.scope import Sight, look
from kolvet.model.crowd import NOBODY, Crowd, CrowdComment, CrowdPost
from kolvet.model.fans import FanRules

BRAND = "青禾牌"
AS_OF = datetime(2026, 1, 4, 15, 59, 59, tzinfo=UTC)
RULES = FanRules()
PRIOR = Prior(0.25, 0.9, 500, 20260104)
OWN, OWN_TOO, RIVAL, CRITICAL, CRITICAL_TOO, HIS = range(1, 7)
"""Posts: two of the brand's, a rival's, two critical ones, one about something else."""
CRITIC = 77
"""The blogger who wrote CRITICAL and HIS; CRITICAL_TOO is another's."""
PUBLISHED = 1_760_000_000
FAR = 10 * 3600


@dataclass
class Talk:
    """Collects comments; accounts and texts get numbers as they come."""

    texts: dict[str, int] = field(default_factory=dict)
    authors: dict[str, int] = field(default_factory=dict)
    comments: list[CrowdComment] = field(default_factory=list)
    names: dict[int, frozenset[str]] = field(default_factory=dict)
    post_times: int | None = PUBLISHED

    def say(self, post, author, text, *, after=FAR, reply=False, timed=True):
        who = NOBODY if author is None else self.authors.setdefault(author, len(self.authors))
        number = self.texts.setdefault(text, len(self.texts))
        moment = PUBLISHED + after if timed else None
        self.comments.append(CrowdComment(post, who, number, moment, reply))
        return self

    def fan(self, author, brand=BRAND):
        """The account's name holds a fan word of the brand."""
        number = self.authors.setdefault(author, len(self.authors))
        self.names[number] = frozenset({brand})
        return self

    def crowd(self) -> Crowd:
        voices = {OWN: BRAND, OWN_TOO: BRAND, RIVAL: "岚山牌"}
        bloggers = {CRITICAL: CRITIC, HIS: CRITIC, CRITICAL_TOO: 78}
        posts = {
            post: CrowdPost(bloggers.get(post, post), voices.get(post, ""), self.post_times)
            for post in {comment.post for comment in self.comments}
        }
        seen = {comment.author for comment in self.comments}
        return Crowd(
            texts=tuple(self.texts),
            comments=tuple(self.comments),
            posts=posts,
            fan_names={who: names for who, names in self.names.items() if who in seen},
            names_seen=True,
            orphans=0,
        )

    def read(self) -> ReadCrowd:
        return read_crowd(self.crowd())

    def sight(self, rules=RULES) -> Sight:
        return look(self.read(), scope(), rules)


def scope(brand=BRAND) -> Scope:
    return Scope(
        target=find_target(brand),
        own=frozenset({OWN, OWN_TOO}),
        rivals=frozenset({RIVAL}),
        critical=frozenset({CRITICAL, CRITICAL_TOO}),
        about=frozenset(),
    )


def asked(**more) -> Asked:
    fields = {"scope": scope(), "peers": (), "as_of": AS_OF, "rules": RULES, "prior": PRIOR}
    return Asked(**fields | more)


def critic(*names) -> Person:
    return Person("样例数码君", names or ("样例数码君",), frozenset({CRITICAL, HIS}))
