"""What two checks share: whether he takes one stance more often of late than before."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kolvet.model.chance import more_by_chance
from kolvet.model.judgements import Stance
from kolvet.model.report import JudgedPost
from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy


class Lately(NamedTuple):
    """The posts before the policy's last days and those within (`split_recent`)."""

    before: Sequence[JudgedPost]
    recent: Sequence[JudgedPost]


def more_of_late(
    rule: str,
    subject: Subject,
    policy: Policy,
    lately: Lately,
    stance: Stance,
    name: str,
    **values: object,
) -> Iterator[Found]:
    """One finding with the recent posts of this stance, unless chance explains so many.

    Chance: Fisher's exact test, one-sided. `name` is what the message calls their number;
    `values` are what it says besides.
    """
    posts = with_stance(lately.recent, stance)
    earlier = len(with_stance(lately.before, stance))
    p = more_by_chance(len(posts), len(lately.recent), earlier, len(lately.before))
    if len(posts) < policy.turns.sudden_posts or p >= policy.checks.p:
        return
    yield Found(
        rule=rule,
        severity="medium",
        confidence=1 - p,
        identity=(subject.brand,),
        posts=posts,
        values={
            name: len(posts),
            "recent": len(lately.recent),
            "days": policy.turns.recent_days,
            "earlier": earlier,
            "before": len(lately.before),
            **values,
            "p": p,
        },
    )


def with_stance(posts: Sequence[JudgedPost], stance: Stance) -> tuple[JudgedPost, ...]:
    """Those of the posts that take this stance."""
    return tuple(item for item in posts if item.judgement.stance is stance)
