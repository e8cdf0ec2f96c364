"""KV504 coverage below policy: too little of his history was seen to judge it.

What: fewer own-word posts than the policy asks for, or less than its share of the posts that the
profile declares.
Example (invented): 40 posts seen of 5,120 declared.
Why it matters: silence about the brand in what was seen says little about the rest.
Known false alarms: profiles count deleted and hidden posts too.
"""

from collections.abc import Iterator

from kolvet.model.subject import Found, Subject
from kolvet.policy import Policy

RULE = "KV504"


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding when coverage is below the policy."""
    coverage, least = subject.coverage, policy.inconclusive
    few = coverage.own_word_posts < least.least_own_word_posts
    thin = coverage.ratio is not None and coverage.ratio < least.least_coverage
    if few or thin:
        yield Found(
            rule=RULE,
            severity="medium",
            confidence=1.0,
            identity=(),
            values={
                "own": coverage.own_word_posts,
                "least": least.least_own_word_posts,
                "seen": coverage.posts_seen,
                "declared": "?" if coverage.declared is None else coverage.declared,
            },
        )
