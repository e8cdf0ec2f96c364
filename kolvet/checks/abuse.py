"""KV701 abuse: he calls people names, whoever they are.

What: posts with words of abuse in his own words, whether they name the brand or not.
Example (invented): 「楼上的脑残赶紧拉黑」.
Why it matters: what he says to strangers stands beside the brand's name the day he carries it.
Known false alarms: abuse that he quotes or complains of, jokes about himself, song titles.
Severity: high from ten posts, medium from three, else low (prior); it decides nothing by itself.
"""

from collections.abc import Iterator

from kolvet.checks.words import holds_any, word_list
from kolvet.model.subject import Found, OwnPost, Subject
from kolvet.policy import Policy

RULE = "KV701"
CHINESE = """KV701 辱骂言论：不管对谁，他都骂人。

是什么：本人原话里有辱骂词的帖子，不论是否提到品牌。
例子（虚构）：「楼上的脑残赶紧拉黑」。
为什么重要：他替品牌说话的那天，这些话就和品牌站在一起。
已知误报：引用或抱怨别人骂他；自嘲；歌名。
"""
HIGH_POSTS = 10
MEDIUM_POSTS = 3
AROUND = 8
"""Characters before a word of abuse that can say that it is not his."""


def run(subject: Subject, policy: Policy) -> Iterator[Found]:
    """One finding with the posts, newest first."""
    posts = tuple(item.post for item in reversed(subject.posts) if is_abusive(item))
    if len(posts) >= max(policy.checks.abuse_posts, 1):
        high, medium = len(posts) >= HIGH_POSTS, len(posts) >= MEDIUM_POSTS
        yield Found(
            rule=RULE,
            severity="high" if high else "medium" if medium else "low",
            confidence=0.7,
            identity=(),
            others=posts,
            values={"number": len(posts)},
        )


def is_abusive(item: OwnPost) -> bool:
    """Whether a word of abuse in his own words is his own abuse."""
    own = item.own.casefold()
    if not holds_any(own, "abuse", "words"):
        return False
    words: list[str] = word_list("abuse")["words"]
    places = [own.find(word) for word in words if word in own]
    return any(
        not holds_any(own[max(0, place - AROUND) : place + AROUND], "abuse", "not_his")
        for place in places
    )
